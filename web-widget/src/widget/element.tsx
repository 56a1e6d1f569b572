import { render } from 'preact';
import { browserWorld, socketUrl } from '../client/browser';
import { watchPage } from '../client/connection';
import { browserStore, type Store, watchStore } from '../client/storage';
import { VISITOR_TOKEN, VisitorClient } from '../client/visitor-client';
import { App } from './app';
import css from './widget.css?inline';

/** How wide a window must be for the panel to stand beside the page without being asked for. */
const WIDE = '(min-width: 1100px)';

/** `<bolt-chat>`: attributes, methods, events and parts are described in `web-widget/README.md`. */
export class BoltChat extends HTMLElement {
  static readonly observedAttributes = ['open'];
  /** Where the script came from: the server, unless an attribute names another one. */
  static server = location.origin;

  private client: VisitorClient | null = null;
  private undo: (() => void)[] = [];
  private readonly tab: Store = browserStore('sessionStorage');
  private readonly browser: Store = browserStore('localStorage');
  private asked = false;
  private person = 0;
  private tokenSource: (() => Promise<string | null>) | null = null;

  /** Called before each connect: the help center's signed token for who is signed in, or `null`. */
  get getToken(): () => Promise<string | null> {
    return this.tokenSource ?? (async () => null);
  }

  set getToken(source: () => Promise<string | null>) {
    this.tokenSource = source;
  }

  /** Somebody else is signed in now: forgets what is shown and connects as them. */
  refreshIdentity(): void {
    this.tab.set('draft', null);
    this.person += 1;
    this.client?.refreshIdentity();
    this.draw();
  }

  open(): void {
    this.asked = true;
    this.toggleAttribute('open', true);
  }

  close(): void {
    this.asked = true;
    this.toggleAttribute('open', false);
  }

  connectedCallback(): void {
    this.takeEarlyProperty();
    const shadow = this.shadowRoot ?? this.attachShadow({ mode: 'open' });
    const server = this.getAttribute('server') ?? BoltChat.server;
    this.client = new VisitorClient(browserWorld, {
      url: socketUrl(server, '/ws/visitor'),
      locale: this.locale,
      store: this.browser,
      getToken: () => this.getToken(),
    });
    const { client } = this;
    this.undo = [
      watchPage(() => client.nudge()),
      watchStore(VISITOR_TOKEN, () => client.followVisitorToken()),
      client.subscribe(() => client.get().conversation && this.browser.set('known', '1')),
    ];
    dress(shadow);
    if (this.startsOpen()) this.toggleAttribute('open', true);
    // Who never asked anything costs no connection; who did hears the answer with the panel closed, too.
    if (this.browser.get('known')) client.start();
    this.draw();
  }

  disconnectedCallback(): void {
    for (const undo of this.undo) undo();
    this.client?.stop();
    this.client = null;
    if (this.shadowRoot) render(null, this.shadowRoot);
  }

  attributeChangedCallback(_name: string, before: string | null, after: string | null): void {
    if (!this.client || (before === null) === (after === null)) return;
    const open = after !== null;
    this.tab.set('open', open ? '1' : '0');
    if (this.asked) this.browser.set('open', open ? '1' : '0');
    this.draw();
    this.dispatchEvent(new CustomEvent(open ? 'bolt-open' : 'bolt-close', { bubbles: true }));
  }

  private get locale(): string {
    return this.getAttribute('locale') || document.documentElement.lang || navigator.language;
  }

  private startsOpen(): boolean {
    const here = this.tab.get('open');
    if (here !== null) return here === '1';
    return this.hasAttribute('docked') && matchMedia(WIDE).matches && this.browser.get('open') !== '0';
  }

  /** A page may set `getToken` before this script has run: then it hides the accessor. */
  private takeEarlyProperty(): void {
    if (!Object.hasOwn(this, 'getToken')) return;
    const early = this.getToken;
    Reflect.deleteProperty(this, 'getToken');
    this.getToken = early;
  }

  private draw(): void {
    const { client, shadowRoot } = this;
    if (!client || !shadowRoot) return;
    const open = this.hasAttribute('open');
    if (open) client.start();
    render(
      <App
        client={client}
        locale={this.locale}
        tab={this.tab}
        person={this.person}
        open={open}
        focus={this.asked}
        onOpen={() => this.open()}
        onClose={() => this.close()}
      />,
      shadowRoot,
    );
  }
}

function dress(shadow: ShadowRoot): void {
  if ('adoptedStyleSheets' in shadow) {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(css);
    shadow.adoptedStyleSheets = [sheet];
  } else {
    const style = document.createElement('style');
    style.textContent = css;
    (shadow as ShadowRoot).append(style);
  }
}
