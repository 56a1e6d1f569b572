import type { ErrorCode, Language } from '../wire';

/** All that the widget says by itself. What Bolt says comes from the server. */
export interface Texts {
  title: string;
  launcher: string;
  unread(count: number): string;
  close: string;
  menu: string;
  talkToPerson: string;
  openTicket: string;
  assistant: string;
  withAgent(agent: string): string;
  waitingState: string;
  resolvedState: string;
  greeting(name: string | undefined): string;
  intro: string;
  suggestions: readonly string[];
  thread: string;
  you: string;
  support(agent: string): string;
  sending: string;
  sent: string;
  notSent: string;
  retry: string;
  discard: string;
  failure(code: ErrorCode | undefined): string;
  sources: string;
  choices: string;
  didItHelp: string;
  helpful: string;
  notHelpful: string;
  rated(helpful: boolean): string;
  today: string;
  yesterday: string;
  newMessages: string;
  typing(agent: string): string;
  write: string;
  send: string;
  hint: string;
  left(count: number): string;
  over(count: number): string;
  connecting: string;
  offline: string;
  outdated: string;
  queue(position: number | undefined): string;
  queueHint: string;
  stopWaiting: string;
  queued: string;
  assigned(agent: string): string;
  returned(agent: string | undefined): string;
  resolved(agent: string | undefined): string;
  reopened: string;
  ticketOpened(number: number): string;
  ticketSending: string;
  continuing: string;
  ticketTitle: string;
  subject: string;
  description: string;
  required: string;
  tooLong(most: number): string;
  submit: string;
  cancel: string;
}

const en: Texts = {
  title: 'Bolt',
  launcher: 'Ask Bolt',
  unread: (count) => (count === 1 ? '1 new message' : `${count} new messages`),
  close: 'Close the chat',
  menu: 'More options',
  talkToPerson: 'Talk to a person',
  openTicket: 'Open a ticket',
  assistant: 'Virtual assistant',
  withAgent: (agent) => `${agent} from support is with you`,
  waitingState: 'Waiting for an agent',
  resolvedState: 'This conversation is closed',
  greeting: (name) => (name ? `Hello ${name}, how can I help?` : 'Hello, how can I help?'),
  intro: 'I answer from the Help Center and show you where each answer comes from.',
  suggestions: [
    'How can I reach support?',
    'What do the support plans include?',
    'What do the priorities mean?',
  ],
  thread: 'Conversation',
  you: 'You',
  support: (agent) => `${agent}, support`,
  sending: 'Sending…',
  sent: 'Sent',
  notSent: 'Not sent',
  retry: 'Try again',
  discard: 'Delete',
  failure: (code) =>
    code === 'not_entitled'
      ? 'Your account does not include this.'
      : code === 'too_long'
        ? 'It is too long.'
        : 'It could not be sent.',
  sources: 'From the Help Center',
  choices: 'Choose an answer',
  didItHelp: 'Was this helpful?',
  helpful: 'Helpful',
  notHelpful: 'Not helpful',
  rated: (helpful) => (helpful ? 'Thank you, good to know.' : 'Thank you, we will look at this answer.'),
  today: 'Today',
  yesterday: 'Yesterday',
  newMessages: 'New messages',
  typing: (agent) => `${agent} is typing…`,
  write: 'Write a message',
  send: 'Send',
  hint: 'Enter sends, Shift and Enter starts a new line',
  left: (count) => (count === 1 ? '1 character left' : `${count} characters left`),
  over: (count) => (count === 1 ? '1 character too many' : `${count} characters too many`),
  connecting: 'Connecting…',
  offline: 'No connection. What you write is sent as soon as it is back.',
  outdated: 'Please reload this page to go on chatting.',
  queue: (position) =>
    !position
      ? 'You are in the queue for an agent.'
      : position === 1
        ? 'You are next in the queue.'
        : `You are number ${position} in the queue.`,
  queueHint: 'You can keep writing: the agent will read it all.',
  stopWaiting: 'Stop waiting',
  queued: 'You joined the queue for an agent',
  assigned: (agent) => `${agent} joined the conversation`,
  returned: (agent) =>
    agent ? `${agent} left. Bolt is with you again` : 'You left the queue. Bolt is with you again',
  resolved: (agent) => (agent ? `${agent} closed the conversation` : 'The conversation is closed'),
  reopened: 'The conversation goes on',
  ticketOpened: (number) => `Ticket ${number} opened`,
  ticketSending: 'Opening a ticket…',
  continuing: 'We go on in English',
  ticketTitle: 'New ticket',
  subject: 'Subject',
  description: 'What is the question or problem?',
  required: 'Please fill in this field.',
  tooLong: (most) => `At most ${most} characters, please.`,
  submit: 'Open the ticket',
  cancel: 'Cancel',
};

const it: Texts = {
  title: 'Bolt',
  launcher: 'Chiedi a Bolt',
  unread: (count) => (count === 1 ? '1 nuovo messaggio' : `${count} nuovi messaggi`),
  close: 'Chiudi la chat',
  menu: 'Altre opzioni',
  talkToPerson: 'Parla con una persona',
  openTicket: 'Apri un ticket',
  assistant: 'Assistente virtuale',
  withAgent: (agent) => `${agent} dell'assistenza è con te`,
  waitingState: 'In attesa di un operatore',
  resolvedState: 'Questa conversazione è chiusa',
  greeting: (name) => (name ? `Ciao ${name}, come posso aiutarti?` : 'Ciao, come posso aiutarti?'),
  intro: 'Rispondo con quello che dice il Centro assistenza e ti mostro da dove viene ogni risposta.',
  suggestions: [
    "Come posso contattare l'assistenza?",
    'Che cosa includono i piani di supporto?',
    'Che cosa significano le priorità?',
  ],
  thread: 'Conversazione',
  you: 'Tu',
  support: (agent) => `${agent}, assistenza`,
  sending: 'Invio in corso…',
  sent: 'Inviato',
  notSent: 'Non inviato',
  retry: 'Riprova',
  discard: 'Elimina',
  failure: (code) =>
    code === 'not_entitled'
      ? 'Il tuo account non lo prevede.'
      : code === 'too_long'
        ? 'È troppo lungo.'
        : 'Non è stato possibile inviarlo.',
  sources: 'Dal Centro assistenza',
  choices: 'Scegli una risposta',
  didItHelp: 'Ti è stato utile?',
  helpful: 'Utile',
  notHelpful: 'Non utile',
  rated: (helpful) => (helpful ? 'Grazie, buono a sapersi.' : 'Grazie, rivedremo questa risposta.'),
  today: 'Oggi',
  yesterday: 'Ieri',
  newMessages: 'Nuovi messaggi',
  typing: (agent) => `${agent} sta scrivendo…`,
  write: 'Scrivi un messaggio',
  send: 'Invia',
  hint: 'Invio spedisce, Maiusc e Invio va a capo',
  left: (count) => (count === 1 ? '1 carattere rimasto' : `${count} caratteri rimasti`),
  over: (count) => (count === 1 ? '1 carattere di troppo' : `${count} caratteri di troppo`),
  connecting: 'Connessione in corso…',
  offline: 'Connessione assente. Quello che scrivi parte appena torna.',
  outdated: 'Ricarica la pagina per continuare a scrivere.',
  queue: (position) =>
    !position
      ? 'Sei in coda per un operatore.'
      : position === 1
        ? 'Tocca a te tra poco: sei il primo della coda.'
        : `Sei il numero ${position} della coda.`,
  queueHint: "Puoi continuare a scrivere: l'operatore leggerà tutto.",
  stopWaiting: 'Non aspettare più',
  queued: 'Sei entrato in coda per un operatore',
  assigned: (agent) => `${agent} è entrato nella conversazione`,
  returned: (agent) =>
    agent
      ? `${agent} ha lasciato la conversazione. Ora c'è di nuovo Bolt`
      : "Hai lasciato la coda. Ora c'è di nuovo Bolt",
  resolved: (agent) => (agent ? `${agent} ha chiuso la conversazione` : 'La conversazione è chiusa'),
  reopened: 'La conversazione continua',
  ticketOpened: (number) => `Ticket ${number} aperto`,
  ticketSending: 'Apertura del ticket…',
  continuing: 'Continuiamo in italiano',
  ticketTitle: 'Nuovo ticket',
  subject: 'Oggetto',
  description: 'Qual è la domanda o il problema?',
  required: 'Compila questo campo.',
  tooLong: (most) => `Al massimo ${most} caratteri.`,
  submit: 'Apri il ticket',
  cancel: 'Annulla',
};

const es: Texts = {
  title: 'Bolt',
  launcher: 'Pregunta a Bolt',
  unread: (count) => (count === 1 ? '1 mensaje nuevo' : `${count} mensajes nuevos`),
  close: 'Cerrar el chat',
  menu: 'Más opciones',
  talkToPerson: 'Hablar con una persona',
  openTicket: 'Abrir un ticket',
  assistant: 'Asistente virtual',
  withAgent: (agent) => `${agent}, de soporte, está contigo`,
  waitingState: 'En espera de un agente',
  resolvedState: 'Esta conversación está cerrada',
  greeting: (name) => (name ? `Hola, ${name}, ¿en qué puedo ayudarte?` : 'Hola, ¿en qué puedo ayudarte?'),
  intro: 'Respondo con lo que dice el Centro de ayuda y te muestro de dónde sale cada respuesta.',
  suggestions: [
    '¿Cómo puedo contactar con soporte?',
    '¿Qué incluyen los planes de soporte?',
    '¿Qué significan las prioridades?',
  ],
  thread: 'Conversación',
  you: 'Tú',
  support: (agent) => `${agent}, soporte`,
  sending: 'Enviando…',
  sent: 'Enviado',
  notSent: 'No enviado',
  retry: 'Reintentar',
  discard: 'Eliminar',
  failure: (code) =>
    code === 'not_entitled'
      ? 'Tu cuenta no lo incluye.'
      : code === 'too_long'
        ? 'Es demasiado largo.'
        : 'No se ha podido enviar.',
  sources: 'Del Centro de ayuda',
  choices: 'Elige una respuesta',
  didItHelp: '¿Te ha servido?',
  helpful: 'Me ha servido',
  notHelpful: 'No me ha servido',
  rated: (helpful) => (helpful ? 'Gracias, es bueno saberlo.' : 'Gracias, revisaremos esta respuesta.'),
  today: 'Hoy',
  yesterday: 'Ayer',
  newMessages: 'Mensajes nuevos',
  typing: (agent) => `${agent} está escribiendo…`,
  write: 'Escribe un mensaje',
  send: 'Enviar',
  hint: 'Intro envía, Mayús e Intro empieza una línea nueva',
  left: (count) => (count === 1 ? 'Queda 1 carácter' : `Quedan ${count} caracteres`),
  over: (count) => (count === 1 ? 'Sobra 1 carácter' : `Sobran ${count} caracteres`),
  connecting: 'Conectando…',
  offline: 'Sin conexión. Lo que escribas se enviará en cuanto vuelva.',
  outdated: 'Vuelve a cargar la página para seguir escribiendo.',
  queue: (position) =>
    !position
      ? 'Estás en la cola para hablar con un agente.'
      : position === 1
        ? 'Ya casi te toca: vas en primer lugar.'
        : `Estás en el puesto ${position} de la cola.`,
  queueHint: 'Puedes seguir escribiendo: el agente lo leerá todo.',
  stopWaiting: 'Dejar de esperar',
  queued: 'Has entrado en la cola para hablar con un agente',
  assigned: (agent) => `${agent} se ha unido a la conversación`,
  returned: (agent) =>
    agent
      ? `${agent} ha salido. Bolt vuelve a estar contigo`
      : 'Has salido de la cola. Bolt vuelve a estar contigo',
  resolved: (agent) => (agent ? `${agent} ha cerrado la conversación` : 'La conversación está cerrada'),
  reopened: 'La conversación continúa',
  ticketOpened: (number) => `Ticket ${number} abierto`,
  ticketSending: 'Abriendo el ticket…',
  continuing: 'Seguimos en español',
  ticketTitle: 'Ticket nuevo',
  subject: 'Asunto',
  description: '¿Cuál es la pregunta o el problema?',
  required: 'Rellena este campo.',
  tooLong: (most) => `Como máximo, ${most} caracteres.`,
  submit: 'Abrir el ticket',
  cancel: 'Cancelar',
};

export const TEXTS: Record<Language, Texts> = { en, it, es };

/** The served language of a BCP 47 tag; English for all that are not served. */
export function served(tag: string): Language {
  const code = tag.slice(0, 2).toLowerCase();
  return code === 'it' || code === 'es' ? code : 'en';
}
