import type { JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import type { AgentInfo } from '../wire';
import { session } from './api';
import { Desk } from './desk';
import { Login } from './login';

type Session = AgentInfo | 'unknown' | 'out' | 'unreachable';

/** The door: who is logged in sees the desk. */
export function Console(): JSX.Element | null {
  const [who, setWho] = useState<Session>('unknown');
  const [ended, setEnded] = useState(false);
  const look = () => {
    setWho('unknown');
    session().then(
      (agent) => setWho(agent ?? 'out'),
      () => setWho('unreachable'),
    );
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
  if (who === 'out') return <Login ended={ended} onDone={setWho} />;
  return (
    <Desk
      onOut={(asked) => {
        setEnded(!asked);
        setWho('out');
      }}
    />
  );
}
