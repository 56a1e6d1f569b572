import type { AgentInfo, TicketStatus } from '../wire';

/** A ticket as the list shows it. */
export interface Ticket {
  readonly number: number;
  readonly subject: string;
  readonly description: string;
  readonly conversation: string;
  readonly visitor: string;
  readonly status: TicketStatus;
  readonly opened_at: string;
}

/** Why a call came to nothing. */
export class CallError extends Error {
  constructor(
    readonly status: number,
    /** How long to wait, in seconds, where the server said so. */
    readonly retryAfter: number | null,
  ) {
    super(`the server answered ${status}`);
  }
}

async function call(method: string, path: string, body?: unknown): Promise<Response> {
  const response = await fetch(path, {
    method,
    credentials: 'same-origin',
    ...(body === undefined
      ? {}
      : { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
  });
  if (response.ok) return response;
  const wait = Number(response.headers.get('retry-after'));
  throw new CallError(response.status, wait > 0 ? wait : null);
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

export async function tickets(): Promise<readonly Ticket[]> {
  const response = await call('GET', '/api/tickets');
  return ((await response.json()) as { tickets: readonly Ticket[] }).tickets;
}
