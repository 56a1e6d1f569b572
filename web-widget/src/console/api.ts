import { call } from '../staff/api';
import type { TicketStatus } from '../wire';

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

export async function tickets(): Promise<readonly Ticket[]> {
  const response = await call('GET', '/api/tickets');
  return ((await response.json()) as { tickets: readonly Ticket[] }).tickets;
}
