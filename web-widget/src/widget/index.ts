import { BoltChat } from './element';

const TAG = 'bolt-chat';
const script = document.currentScript as HTMLScriptElement | null;

/** Adds the element that the script tag asks for, unless the page brings its own. */
function place(): void {
  if (document.querySelector(TAG)) return;
  const element = document.createElement(TAG);
  const { locale, server, docked } = script?.dataset ?? {};
  if (server) element.setAttribute('server', server);
  if (locale) element.setAttribute('locale', locale);
  if (docked !== undefined) element.setAttribute('docked', '');
  document.body.append(element);
}

if (!customElements.get(TAG)) {
  if (script?.src) BoltChat.server = new URL(script.src).origin;
  customElements.define(TAG, BoltChat);
  if (document.readyState === 'loading') document.addEventListener('DOMContentLoaded', place);
  else place();
}
