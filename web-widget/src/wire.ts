// Generated from src/wire by `UPDATE_WIRE=1 cargo test --lib wire::typescript`. Do not edit.

/**
 * A served language, written as its ISO 639-1 code.
 */
export type Language = "en" | "it" | "es";

/**
 * The kind of account a person belongs to. All but `Free` are paid.
 */
export type AccountType = "free" | "pro" | "business" | "enterprise" | "education" | "api";

/**
 * What a person may do in the account.
 */
export type Role = "member" | "licensed_member" | "admin" | "licensed_admin" | "owner";

/**
 * The account's support plan.
 */
export type SupportPlan = "access" | "premier" | "premier_plus";

/**
 * What decides a person's entitlements: nothing else about them does.
 */
export type Standing = { 
/**
 * The kind of account.
 */
account_type: AccountType, 
/**
 * The person's role in it.
 */
role: Role, 
/**
 * The account's support plan.
 */
support_plan: SupportPlan, };

/**
 * What an account is for: answering visitors, keeping the content, or both.
 */
export type AgentRole = "agent" | "editor" | "both";

/**
 * What kind of turn Bolt took.
 */
export type Action = "answer" | "clarify" | "handoff" | "ticket" | "phone" | "decline" | "fallback";

/**
 * The article an answer was taken from.
 */
export type Source = { 
/**
 * The article's id: its path below the language folder, without `.md` (`contact/phone-numbers`).
 */
article: string, 
/**
 * Its title.
 */
title: string, 
/**
 * Where a visitor can read it.
 */
url: string, 
/**
 * The language it is written in.
 */
language: Language, };

/**
 * Something the visitor may pick under a message instead of typing.
 */
export type Choice = { 
/**
 * A [`ChoiceTarget`], written out.
 */
id: string, 
/**
 * What the visitor reads on it.
 */
label: string, };

/**
 * A form that the widget shows under a message.
 */
export type Form = { "type": "ticket", 
/**
 * What the description starts with: the visitor's own words.
 */
description: string, };

/**
 * Why a conversation was handed off.
 */
export type HandoffReason = "requested" | "unanswered";

/**
 * What a candidate answer was.
 */
export type CandidateKind = "pattern" | "intent" | "article";

/**
 * An answer that was considered.
 */
export type Candidate = { 
/**
 * What it is.
 */
kind: CandidateKind, 
/**
 * The intent's or the article's id.
 */
id: string, 
/**
 * How sure its stage was, from 0 to 1.
 */
score: number, };

/**
 * Why Bolt said what it said. Staff see it; visitors don't.
 */
export type Trace = { 
/**
 * The content that answered: a hash over `knowledge/` and `intents/`.
 */
content_revision: string, 
/**
 * The language of the answer.
 */
language: Language, 
/**
 * How the language was found: `text`, `conversation`, `locale`.
 */
language_from: string, 
/**
 * The message as it was matched.
 */
normalized: string, 
/**
 * The rule that chose, by its name in `docs/understanding.md`.
 */
rule: string, 
/**
 * What was considered, best first within each kind.
 */
candidates: Array<Candidate>, 
/**
 * Values found in the message, as `kind=value`.
 */
entities: Array<string>, 
/**
 * The slots the answer used, as `name=value`.
 */
slots: Array<string>, };

/**
 * Where a ticket stands.
 */
export type TicketStatus = "open";

/**
 * What went wrong, as clients tell one from another. The table in `docs/protocol.md` lists the same codes.
 */
export type ErrorCode = "malformed" | "too_long" | "empty" | "too_fast" | "out_of_turn" | "unsupported_protocol" | "hello_timeout" | "heartbeat_timeout" | "invalid_token" | "expired_token" | "not_logged_in" | "not_an_agent" | "unknown_conversation" | "illegal_move" | "already_claimed" | "not_rateable" | "not_entitled" | "too_many_watched" | "shutting_down" | "unavailable";

/**
 * What a client is told when something went wrong.
 */
export type ErrorFrame = { 
/**
 * Which error.
 */
code: ErrorCode, 
/**
 * What happened, with the field or value at fault. For developers; never shown to visitors.
 */
message: string, 
/**
 * What to do about it.
 */
remedy: string, 
/**
 * The client's id of the command that failed, when it could be read.
 */
id?: string, 
/**
 * How long to wait before trying again, in milliseconds.
 */
retry_after_ms?: number, 
/**
 * Whether the server closes the connection now.
 */
fatal: boolean, };

/**
 * Who a conversation is with.
 */
export type ConversationState = { "type": "with_bolt" } | { "type": "waiting", 
/**
 * Since when (RFC 3339).
 */
since: string, } | { "type": "with_agent", 
/**
 * The agent's name.
 */
agent: string, } | { "type": "resolved" };

/**
 * Why Bolt said what it said.
 */
export type Why = { 
/**
 * The intent that was understood.
 */
intent?: string, 
/**
 * How sure Bolt was, from 0 to 1.
 */
confidence: number, 
/**
 * What was considered, and the rule that chose.
 */
trace: Trace, };

/**
 * What happened.
 */
export type WireBody = { "type": "visitor_message", 
/**
 * The id the visitor's client gave it.
 */
client_id?: string, 
/**
 * Plain text, never HTML.
 */
text: string, } | { "type": "bolt_message", 
/**
 * What kind of turn it is.
 */
action: Action, 
/**
 * The language it is written in.
 */
language: Language, 
/**
 * Sanitised HTML, safe to insert as it is.
 */
html: string, 
/**
 * The articles it was taken from.
 */
sources: Array<Source>, 
/**
 * What the visitor may pick, while this is the last message.
 */
choices: Array<Choice>, 
/**
 * A form to fill.
 */
form?: Form, 
/**
 * Whether it answers a question, so that the visitor may say whether it helped.
 */
rateable: boolean, 
/**
 * Why Bolt said so; staff only.
 */
why?: Why, } | { "type": "agent_message", 
/**
 * The id the agent's client gave it; staff only.
 */
client_id?: string, 
/**
 * The agent's name.
 */
agent: string, 
/**
 * Plain text, never HTML.
 */
text: string, } | { "type": "note", 
/**
 * The id the agent's client gave it.
 */
client_id?: string, 
/**
 * The agent's name.
 */
agent: string, 
/**
 * Plain text.
 */
text: string, } | { "type": "queued", 
/**
 * Why.
 */
reason: HandoffReason, } | { "type": "assigned", 
/**
 * The agent's name.
 */
agent: string, } | { "type": "returned_to_bolt", 
/**
 * The agent who gave it back; nobody when the visitor left the queue.
 */
agent?: string, } | { "type": "resolved", 
/**
 * The agent who closed it.
 */
agent?: string, } | { "type": "reopened" } | { "type": "ticket_opened", 
/**
 * Its number.
 */
number: number, 
/**
 * Its subject.
 */
subject: string, } | { "type": "language_changed", 
/**
 * Which one.
 */
language: Language, } | { "type": "rated", 
/**
 * The number of Bolt's message.
 */
message: number, 
/**
 * Whether it did.
 */
helpful: boolean, };

/**
 * An event, with its place. A client renders by `seq`; `prev` is the number of the event before it that this client may
 * see, so that staff-only events are no gaps.
 */
export type EventFrame = { 
/**
 * The conversation.
 */
conversation: string, 
/**
 * Its place in the conversation's log.
 */
seq: number, 
/**
 * The number of the event before it, as far as the receiver may see.
 */
prev: number, 
/**
 * When it was written (RFC 3339). For showing, not for sorting.
 */
at: string, 
/**
 * What happened.
 */
body: WireBody, };

/**
 * What a visitor's client sends.
 */
export type VisitorFrame = { "type": "hello", 
/**
 * The protocol's version: 1.
 */
protocol: number, 
/**
 * The identity token signed by the help center, or the visitor token from an earlier welcome; without one the
 * visitor is new and anonymous.
 */
token?: string, 
/**
 * The conversation to go on with; without it, the visitor's latest.
 */
conversation?: string, 
/**
 * The number of the last event of it that the client shows; 0 for none.
 */
last_seen?: number, 
/**
 * The language of the page, as a BCP 47 tag.
 */
locale?: string, } | { "type": "post", 
/**
 * The conversation.
 */
conversation: string, 
/**
 * The client's id of this message.
 */
id: string, 
/**
 * What the visitor wrote, or the label they picked.
 */
text: string, 
/**
 * The id of the choice they picked.
 */
choice?: string, } | { "type": "open_ticket", 
/**
 * The conversation.
 */
conversation: string, 
/**
 * The client's id of this command.
 */
id: string, 
/**
 * One line.
 */
subject: string, 
/**
 * In detail.
 */
description: string, } | { "type": "leave_queue", 
/**
 * The conversation.
 */
conversation: string, 
/**
 * The client's id of this command.
 */
id: string, } | { "type": "rate", 
/**
 * The conversation.
 */
conversation: string, 
/**
 * The client's id of this command.
 */
id: string, 
/**
 * The number of Bolt's message; one whose `rateable` is true.
 */
message: number, 
/**
 * Whether it helped.
 */
helpful: boolean, } | { "type": "typing", 
/**
 * The conversation.
 */
conversation: string, } | { "type": "ping" } | { "type": "pong" };

/**
 * What a visitor may do now, by their signed identity.
 */
export type Entitled = { 
/**
 * Go on with a live agent.
 */
live_chat: boolean, 
/**
 * Open a ticket.
 */
ticket: boolean, 
/**
 * Call.
 */
phone: boolean, };

/**
 * Who the server takes the visitor for.
 */
export type VisitorInfo = { 
/**
 * The person's name.
 */
name?: string, 
/**
 * Not signed in.
 */
anonymous: boolean, 
/**
 * Account, role and plan.
 */
standing: Standing, 
/**
 * What they may do.
 */
entitled: Entitled, };

/**
 * Where a conversation stands.
 */
export type ConversationHead = { 
/**
 * The conversation.
 */
conversation: string, 
/**
 * Who it is with.
 */
state: ConversationState, 
/**
 * The language it is held in.
 */
language: Language, 
/**
 * The number of the last event that the receiver may see.
 */
last_seq: number, 
/**
 * The place in the queue, from 1, while it waits.
 */
queue_position?: number, };

/**
 * What the server sends a visitor.
 */
export type ToVisitor = { "type": "welcome", 
/**
 * The protocol's version.
 */
protocol: number, 
/**
 * Who the visitor is taken for.
 */
visitor: VisitorInfo, 
/**
 * For anonymous visitors: the token to come back with.
 */
visitor_token?: string, 
/**
 * The conversation that is resumed, if there is one.
 */
conversation?: ConversationHead, 
/**
 * How long either side may stay silent before the other asks with a ping, in milliseconds. Twice that without
 * a sign and the connection is dead.
 */
heartbeat_ms: number, } | { "type": "event" } & EventFrame | { "type": "ack", 
/**
 * The client's id of the command.
 */
id: string, 
/**
 * The conversation.
 */
conversation: string, 
/**
 * The number of its event.
 */
seq: number, } | { "type": "head" } & ConversationHead | { "type": "resync", 
/**
 * The conversation.
 */
conversation: string, } | { "type": "typing", 
/**
 * The conversation.
 */
conversation: string, 
/**
 * The agent's name.
 */
agent: string, } | { "type": "error" } & ErrorFrame | { "type": "ping" } | { "type": "pong" };

/**
 * A conversation that an agent's client shows, and how far.
 */
export type Watch = { 
/**
 * The conversation.
 */
conversation: string, 
/**
 * The number of the last event that the client shows; 0 for none.
 */
last_seen: number, };

/**
 * What an agent's client sends.
 */
export type AgentFrame = { "type": "hello", 
/**
 * The protocol's version: 1.
 */
protocol: number, 
/**
 * What the client shows already, to go on from there.
 */
watching: Array<Watch>, } | { "type": "watch" } & Watch | { "type": "unwatch", 
/**
 * The conversation.
 */
conversation: string, } | { "type": "claim", 
/**
 * The conversation.
 */
conversation: string, 
/**
 * The client's id of this command.
 */
id: string, } | { "type": "post", 
/**
 * The conversation.
 */
conversation: string, 
/**
 * The client's id of this command.
 */
id: string, 
/**
 * Plain text.
 */
text: string, } | { "type": "note", 
/**
 * The conversation.
 */
conversation: string, 
/**
 * The client's id of this command.
 */
id: string, 
/**
 * Plain text.
 */
text: string, } | { "type": "resolve", 
/**
 * The conversation.
 */
conversation: string, 
/**
 * The client's id of this command.
 */
id: string, } | { "type": "return_to_bolt", 
/**
 * The conversation.
 */
conversation: string, 
/**
 * The client's id of this command.
 */
id: string, } | { "type": "typing", 
/**
 * The conversation.
 */
conversation: string, } | { "type": "ping" } | { "type": "pong" };

/**
 * The agent or editor who is logged in.
 */
export type AgentInfo = { 
/**
 * The account.
 */
id: string, 
/**
 * The name that visitors read.
 */
name: string, 
/**
 * What the account is for.
 */
role: AgentRole, };

/**
 * A conversation in the queue or in an agent's list.
 */
export type DeskConversation = { 
/**
 * The conversation.
 */
conversation: string, 
/**
 * Who it is with.
 */
state: ConversationState, 
/**
 * The visitor's name, if one is known.
 */
visitor?: string, 
/**
 * Their account, role and plan.
 */
standing: Standing, 
/**
 * The language it is held in.
 */
language: Language, 
/**
 * The number of its last event.
 */
last_seq: number, 
/**
 * When it last changed (RFC 3339).
 */
updated_at: string, 
/**
 * Whether the visitor's plan brings priority response.
 */
priority_response: boolean, 
/**
 * Why it was handed off, while it waits.
 */
reason?: HandoffReason, };

/**
 * What the server sends an agent.
 */
export type ToAgent = { "type": "welcome", 
/**
 * The protocol's version.
 */
protocol: number, 
/**
 * Who is logged in.
 */
agent: AgentInfo, 
/**
 * As in the visitor's welcome.
 */
heartbeat_ms: number, } | { "type": "desk", 
/**
 * Who waits, in the order in which they are to be claimed.
 */
waiting: Array<DeskConversation>, 
/**
 * What this agent owns, last changed first.
 */
mine: Array<DeskConversation>, } | { "type": "event" } & EventFrame | { "type": "head" } & DeskConversation | { "type": "ack", 
/**
 * The client's id of the command.
 */
id: string, 
/**
 * The conversation.
 */
conversation: string, 
/**
 * The number of its event.
 */
seq: number, } | { "type": "resync", 
/**
 * The conversation.
 */
conversation: string, } | { "type": "typing", 
/**
 * The conversation.
 */
conversation: string, } | { "type": "error" } & ErrorFrame | { "type": "ping" } | { "type": "pong" };

export const PROTOCOL = 1;
export const LIMITS = { messageChars: 4000, subjectChars: 200, descriptionChars: 8000 } as const;
