import { existsSync } from 'node:fs';
import { type Browser, type BrowserContextOptions, chromium } from 'playwright-core';
import { Agent } from './agent-page';
import type { Bolt } from './server';
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
  private constructor(
    private readonly browser: Browser,
    private readonly bolt: Bolt,
  ) {}

  static async open(bolt: Bolt): Promise<Windows> {
    if (!CHROMIUM || !existsSync(CHROMIUM)) {
      const looked = CHROMIUM ?? CHROMIUMS.join(', ');
      throw new Error(`No browser at ${looked}. Run \`apt-get install chromium\`, or name one in CHROMIUM.`);
    }
    return new Windows(await chromium.launch({ executablePath: CHROMIUM, args: ARGS }), bolt);
  }

  /** Somebody at a browser of their own, on the help center. */
  async visitor(
    persona: Persona,
    language: Language = 'en',
    options: BrowserContextOptions = {},
  ): Promise<Visitor> {
    const context = await this.browser.newContext({
      viewport: { width: 1440, height: 900 },
      locale: 'en-GB',
      ...options,
    });
    const visitor = new Visitor(await context.newPage(), this.bolt.url);
    await visitor.come(language, persona);
    return visitor;
  }

  /** An agent at a browser of their own, logged in. */
  async agent(login: 'ada' | 'bruno' = 'ada', options: BrowserContextOptions = {}): Promise<Agent> {
    const context = await this.browser.newContext({
      viewport: { width: 1280, height: 900 },
      locale: 'en-GB',
      ...options,
    });
    const agent = new Agent(await context.newPage(), this.bolt.url);
    await agent.logIn(login, this.bolt.password(login));
    await agent.connected();
    return agent;
  }

  /** A browser with nobody at it. */
  async blank(options: BrowserContextOptions = {}): Promise<Agent> {
    const context = await this.browser.newContext(options);
    return new Agent(await context.newPage(), this.bolt.url);
  }

  async close(): Promise<void> {
    await this.browser.close();
  }
}
