import type { AgentInfo } from '../wire';

/** Why a call came to nothing. */
export class CallError extends Error {
  constructor(
    readonly status: number,
    /** The stable word for it; empty where the answer has none. */
    readonly code: string,
    /** How long to wait, in seconds, where the server said so. */
    readonly retryAfter: number | null,
  ) {
    super(`the server answered ${status} ${code}`);
  }
}

/** Calls the server; what is no success is thrown. */
export async function call(
  method: string,
  path: string,
  body?: unknown,
  signal?: AbortSignal,
): Promise<Response> {
  const response = await fetch(path, {
    method,
    credentials: 'same-origin',
    ...(signal ? { signal } : {}),
    ...(body === undefined
      ? {}
      : { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
  });
  if (response.ok) return response;
  const wait = Number(response.headers.get('retry-after'));
  throw new CallError(response.status, await code(response), wait > 0 ? wait : null);
}

async function code(response: Response): Promise<string> {
  try {
    return String(((await response.json()) as { code?: unknown }).code ?? '');
  } catch {
    return '';
  }
}

/** Who is logged in; `null` when nobody is. */
export async function session(): Promise<AgentInfo | null> {
  try {
    const response = await call('GET', '/api/session');
    return ((await response.json()) as { agent: AgentInfo }).agent;
  } catch (error) {
    if (error instanceof CallError && error.status === 401) return null;
    throw error;
  }
}

export async function logIn(login: string, password: string): Promise<AgentInfo> {
  const response = await call('POST', '/api/session', { login, password });
  return ((await response.json()) as { agent: AgentInfo }).agent;
}

export async function logOut(): Promise<void> {
  await call('DELETE', '/api/session');
}
