import type { BoltChat } from '../widget/element';
import './help.css';

const PERSONA = 'bolt-demo-persona';

// This script stands before the widget's in the page: the element is there, but not alive yet. A property that is set
// now is taken over when it is, so that the first connection already asks for the right token.
const chat = document.querySelector<BoltChat>('bolt-chat');
const personas = document.querySelector<HTMLSelectElement>('#persona');

if (chat && personas) viewAs(chat, personas);
if (chat) offerToAsk(chat);
nameDays();

/** Demo only: asks the server for the token of whoever is picked, as a help center's page asks its own back end. */
function viewAs(element: BoltChat, select: HTMLSelectElement): void {
  const remembered = localStorage.getItem(PERSONA);
  if (Array.from(select.options).some(({ value }) => value === remembered)) select.value = remembered ?? '';
  element.getToken = () => fetchToken(select.value);
  select.addEventListener('change', () => {
    localStorage.setItem(PERSONA, select.value);
    element.refreshIdentity();
  });
}

async function fetchToken(persona: string): Promise<string | null> {
  const response = await fetch('/demo/token', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ persona }),
  });
  if (!response.ok) throw new Error(`no token for ${persona}: ${response.status}`);
  const { token } = (await response.json()) as { token: string | null };
  return token;
}

/** The page's own button for the chat, while the chat is closed. */
function offerToAsk(element: BoltChat): void {
  const button = document.querySelector<HTMLButtonElement>('[data-ask]');
  if (!button) return;
  const show = () => {
    button.hidden = element.hasAttribute('open');
  };
  button.addEventListener('click', () => element.open());
  element.addEventListener('bolt-open', show);
  element.addEventListener('bolt-close', show);
  customElements.whenDefined('bolt-chat').then(show);
}

/** Days as people of the page's language write them. */
function nameDays(): void {
  for (const time of document.querySelectorAll('time')) {
    // Noon, so that no time zone makes it the day before.
    const day = new Date(`${time.dateTime}T12:00:00`);
    if (Number.isNaN(day.getTime())) continue;
    time.textContent = day.toLocaleDateString(document.documentElement.lang, { dateStyle: 'long' });
  }
}
