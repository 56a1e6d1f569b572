import { existsSync } from 'node:fs';
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach } from 'vitest';
import { Agent } from './agent-page';
import { Editor } from './editor-page';
import { Bolt } from './server';
import { Visitor } from './visitor-page';

const CHROMIUMS = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];
const CHROMIUM = process.env.CHROMIUM || CHROMIUMS.find(existsSync);
const ARGS = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

export type Persona =
  | 'anonymous'
  | 'free_member'
  | 'pro_licensed_member'
  | 'business_admin'
  | 'enterprise_premier_licensed_member'
  | 'education_premier_plus_licensed_admin';

export type Language = 'en' | 'it' | 'es';

/** Windows on the server's pages. */
export class Windows {
  constructor(
    private readonly browser: Browser,
    private readonly bolt: Bolt,
  ) {}

  /** Somebody at a browser of their own, on the help center. */
  async visitor(
    persona: Persona,
    language: Language = 'en',
    options: BrowserContextOptions = {},
  ): Promise<Visitor> {
    const visitor = new Visitor(await this.page(1440, options), this.bolt.url);
    await visitor.come(language, persona);
    return visitor;
  }

  /** An agent at a browser of their own, logged in. */
  async agent(login: 'ada' | 'bruno' = 'ada', options: BrowserContextOptions = {}): Promise<Agent> {
    const agent = await this.blank(options);
    await agent.logIn(login, this.bolt.password(login));
    await agent.connected();
    return agent;
  }

  /** An editor at a browser of their own, logged in. */
  async editor(options: BrowserContextOptions = {}): Promise<Editor> {
    const editor = new Editor(await this.page(1280, options), this.bolt.url);
    await editor.logIn('clara', this.bolt.password('clara'));
    await editor.ready();
    return editor;
  }

  /** Somebody before the door of the console. */
  async blank(options: BrowserContextOptions = {}): Promise<Agent> {
    return new Agent(await this.page(1280, options), this.bolt.url);
  }

  /** Closes what is open. */
  async clear(): Promise<void> {
    for (const context of this.browser.contexts()) await context.close();
  }

  private async page(width: number, options: BrowserContextOptions): Promise<Page> {
    const viewport = { width, height: 900 };
    const context = await this.browser.newContext({
      viewport,
      locale: 'en-GB',
      reducedMotion: 'reduce',
      ...options,
    });
    // The default half a minute is too short where a development build learns its content beside the browser.
    context.setDefaultTimeout(120_000);
    return context.newPage();
  }
}

/** What a test stands on. */
export interface Stage {
  bolt: Bolt;
  windows: Windows;
}

/**
 * For each test of a file a server of its own, so that nobody comes back to a conversation that another test has left
 * somewhere; and one browser for all of them.
 */
export function stage(): Stage {
  let browser: Browser | undefined;
  const set = {} as Stage;
  beforeAll(async () => {
    browser = await launch();
  });
  beforeEach(async () => {
    set.bolt = await Bolt.start();
    if (browser) set.windows = new Windows(browser, set.bolt);
  });
  afterEach(async () => {
    await set.windows?.clear();
    await set.bolt?.stop();
  });
  afterAll(async () => {
    await browser?.close();
  });
  return set;
}

function launch(): Promise<Browser> {
  if (!CHROMIUM || !existsSync(CHROMIUM)) {
    const looked = CHROMIUM ?? CHROMIUMS.join(', ');
    throw new Error(`No browser at ${looked}. Run \`apt-get install chromium\`, or name one in CHROMIUM.`);
  }
  return chromium.launch({ executablePath: CHROMIUM, args: ARGS });
}
