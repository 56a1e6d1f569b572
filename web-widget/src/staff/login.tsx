import type { JSX } from 'preact';
import { useRef, useState } from 'preact/hooks';
import type { AgentInfo } from '../wire';
import { CallError, logIn } from './api';

function explained(error: unknown): string {
  if (!(error instanceof CallError)) return 'The server cannot be reached.';
  if (error.status === 401) return 'The login name or the password is wrong.';
  if (error.status !== 429) return 'The server could not log you in. Please try again.';
  return error.retryAfter
    ? `Too many tries. Please wait ${error.retryAfter} seconds and try again.`
    : 'Too many tries. Please wait a minute and try again.';
}

export function Login({
  title,
  ended,
  onDone,
}: {
  title: string;
  ended: boolean;
  onDone: (agent: AgentInfo) => void;
}): JSX.Element {
  const [problem, setProblem] = useState(ended ? 'Your session has ended. Please log in again.' : '');
  const [busy, setBusy] = useState(false);
  const password = useRef<HTMLInputElement>(null);
  const submit = async (event: SubmitEvent) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget as HTMLFormElement);
    setBusy(true);
    setProblem('');
    try {
      onDone(await logIn(String(form.get('login')), String(form.get('password'))));
    } catch (error) {
      setBusy(false);
      setProblem(explained(error));
      password.current?.select();
    }
  };
  return (
    <main class="door">
      <form class="login" onSubmit={submit}>
        <h1>{title}</h1>
        <label for="login">Login name</label>
        <input
          id="login"
          name="login"
          autoComplete="username"
          autoCapitalize="none"
          spellcheck={false}
          required
        />
        <label for="password">Password</label>
        <input
          id="password"
          name="password"
          type="password"
          autoComplete="current-password"
          required
          ref={password}
        />
        <p role="alert" class="problem">
          {problem}
        </p>
        <button type="submit" class="primary" disabled={busy}>
          {busy ? 'Logging in…' : 'Log in'}
        </button>
      </form>
    </main>
  );
}
