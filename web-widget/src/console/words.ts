import type { Problem } from '../client/agent';
import type {
  AccountType,
  ConversationState,
  ErrorCode,
  HandoffReason,
  Language,
  Role,
  SupportPlan,
  WireBody,
} from '../wire';

export const ACCOUNTS: Record<AccountType, string> = {
  free: 'Free',
  pro: 'Pro',
  business: 'Business',
  enterprise: 'Enterprise',
  education: 'Education',
  api: 'API',
};

export const ROLES: Record<Role, string> = {
  member: 'Member',
  licensed_member: 'Licensed member',
  admin: 'Admin',
  licensed_admin: 'Licensed admin',
  owner: 'Owner',
};

export const PLANS: Record<SupportPlan, string> = {
  access: 'Access',
  premier: 'Premier',
  premier_plus: 'Premier+',
};

export const LANGUAGES: Record<Language, string> = { en: 'English', it: 'Italian', es: 'Spanish' };

export const REASONS: Record<HandoffReason, string> = {
  requested: 'Asked for a person',
  unanswered: 'Bolt knew no answer',
};

export function standing(state: ConversationState): string {
  switch (state.type) {
    case 'with_bolt':
      return 'With Bolt';
    case 'waiting':
      return 'Waiting for an agent';
    case 'with_agent':
      return `With ${state.agent}`;
    case 'resolved':
      return 'Resolved';
  }
}

type Happening = Exclude<
  WireBody,
  { type: 'visitor_message' | 'bolt_message' | 'agent_message' | 'note' | 'rated' }
>;

/** What happened, in a line. */
export function told(body: Happening): string {
  switch (body.type) {
    case 'queued':
      return `Joined the queue: ${REASONS[body.reason].toLowerCase()}`;
    case 'assigned':
      return `${body.agent} claimed the conversation`;
    case 'returned_to_bolt':
      return body.agent ? `${body.agent} returned the conversation to Bolt` : 'The visitor stopped waiting';
    case 'resolved':
      return body.agent ? `${body.agent} resolved the conversation` : 'The conversation was resolved';
    case 'reopened':
      return 'The visitor wrote again';
    case 'ticket_opened':
      return `Ticket ${body.number} opened: ${body.subject}`;
    case 'language_changed':
      return `The conversation goes on in ${LANGUAGES[body.language]}`;
  }
}

const COMMANDS: Record<Problem['command'], string> = {
  claim: 'claim the conversation',
  post: 'send the reply',
  note: 'add the note',
  resolve: 'resolve the conversation',
  return_to_bolt: 'return the conversation to Bolt',
};

const CAUSES: Partial<Record<ErrorCode, string>> = {
  already_claimed: 'Another agent was faster and has it now.',
  illegal_move:
    'It is no longer yours to do that: somebody closed it, gave it back, or took it in the meantime.',
  unknown_conversation: 'It does not exist any more.',
  too_long: 'The text is too long.',
  empty: 'There is no text.',
};

/** What went wrong, for somebody who knows nothing of the protocol. */
export function explained({ command, code }: Problem): string {
  return `Could not ${COMMANDS[command]}. ${CAUSES[code] ?? 'The server refused it; please try again.'}`;
}

/** How long something has lasted. */
export function lasted(milliseconds: number): string {
  const minutes = Math.floor(Math.max(0, milliseconds) / 60_000);
  if (minutes < 1) return 'under 1 min';
  if (minutes < 60) return `${minutes} min`;
  const hours = Math.floor(minutes / 60);
  return hours < 48 ? `${hours} h ${minutes % 60} min` : `${Math.floor(hours / 24)} days`;
}

export function clock(at: string): string {
  return new Date(at).toLocaleTimeString('en-GB', { hour: '2-digit', minute: '2-digit' });
}

export function date(at: string): string {
  return new Date(at).toLocaleString('en-GB', {
    day: 'numeric',
    month: 'short',
    hour: '2-digit',
    minute: '2-digit',
  });
}
