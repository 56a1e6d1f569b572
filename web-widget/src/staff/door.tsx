import type { JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import type { AgentInfo, AgentRole } from '../wire';
import { logOut, session } from './api';
import { Login } from './login';

type Session = AgentInfo | 'unknown' | 'out' | 'unreachable';

/** Whoever is inside may leave; `asked` says whether they wanted to, or their session ended. */
export type Leave = (asked: boolean) => void;

interface Props {
  title: string;
  /** Whether accounts with this role work here. */
  admits: (role: AgentRole) => boolean;
  /** Where the others work. */
  elsewhere: { href: string; text: string };
  children: (who: AgentInfo, leave: Leave) => JSX.Element;
}

/** The door: who is logged in, with an account for it, sees what is behind it. */
export function Door({ title, admits, elsewhere, children }: Props): JSX.Element | null {
  const [who, setWho] = useState<Session>('unknown');
  const [ended, setEnded] = useState(false);
  const look = () => {
    setWho('unknown');
    session().then(
      (agent) => setWho(agent ?? 'out'),
      () => setWho('unreachable'),
    );
  };
  const leave: Leave = (asked) => {
    setEnded(!asked);
    setWho('out');
  };
  useEffect(look, []);
  if (who === 'unknown') return null;
  if (who === 'unreachable') {
    return (
      <main class="door">
        <p role="alert">The server cannot be reached.</p>
        <button type="button" class="primary" onClick={look}>
          Try again
        </button>
      </main>
    );
  }
  if (who === 'out') return <Login title={title} ended={ended} onDone={setWho} />;
  if (!admits(who.role)) {
    return (
      <main class="door">
        <h1>{title}</h1>
        <p role="alert">
          {who.name}’s account is not for this page. <a href={elsewhere.href}>{elsewhere.text}</a>
        </p>
        <button type="button" class="primary" onClick={() => logOut().then(() => leave(true))}>
          Log out
        </button>
      </main>
    );
  }
  return children(who, leave);
}
