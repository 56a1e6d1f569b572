import type { Locator, Page } from 'playwright-core';
import type { Language, Persona } from './browser';

/** What a visitor sees and does on the help center. */
export class Visitor {
  readonly chat: Locator;
  readonly thread: Locator;
  readonly field: Locator;

  constructor(
    readonly page: Page,
    private readonly url: string,
  ) {
    this.chat = page.locator('bolt-chat');
    this.thread = this.chat.getByRole('log');
    this.field = this.chat.locator('.composer textarea');
  }

  async come(language: Language, persona?: Persona): Promise<void> {
    await this.page.goto(`${this.url}/help/${language}`);
    if (persona) await this.page.selectOption('#persona', persona);
    await this.open();
    await this.ready();
  }

  async open(): Promise<void> {
    const launcher = this.chat.locator('.launcher');
    if (await launcher.isVisible()) await launcher.click();
    await this.field.waitFor();
  }

  /** The connection is up and everything that was said is shown. */
  async ready(): Promise<void> {
    await this.chat.locator('[role=log][aria-busy=false]').waitFor();
  }

  async write(text: string): Promise<void> {
    await this.field.fill(text);
    await this.field.press('Enter');
  }

  /** Writes, and returns what Bolt answers. */
  async ask(text: string): Promise<Locator> {
    const answers = this.chat.locator('.message.bolt');
    const before = await answers.count();
    await this.write(text);
    const answer = answers.nth(before);
    await answer.waitFor();
    return answer;
  }

  /** All that was said, top to bottom. */
  async said(): Promise<string[]> {
    const bubbles = await this.chat.locator('.message .bubble').allInnerTexts();
    return bubbles.map((text) => text.trim());
  }

  /** What this visitor wrote, as far as the server has it. */
  async written(): Promise<string[]> {
    return this.chat.locator('.message.visitor:not(:has(.meta span)) .bubble').allInnerTexts();
  }

  /** Waits until something is said or happens. */
  async sees(text: string | RegExp): Promise<void> {
    await this.chat.getByText(text).first().waitFor();
  }

  /** Waits for the place in the queue, and gives it up. */
  async leaveQueue(): Promise<void> {
    const queue = this.chat.locator('.queue');
    await queue.getByRole('button').click();
    await queue.waitFor({ state: 'detached' });
  }

  /** What the menu in the header offers. */
  async menu(): Promise<string[]> {
    const toggle = this.chat.locator('.menu > button');
    if (!(await toggle.isVisible())) return [];
    await toggle.click();
    const offered = await this.chat.locator('.items button').allInnerTexts();
    await this.page.keyboard.press('Escape');
    return offered;
  }

  async pick(entry: string): Promise<void> {
    await this.chat.locator('.menu > button').click();
    await this.chat.locator('.items').getByText(entry, { exact: true }).click();
  }

  /** Another tab of the same browser. */
  async tab(language: Language = 'en'): Promise<Visitor> {
    const tab = new Visitor(await this.page.context().newPage(), this.url);
    await tab.come(language);
    return tab;
  }
}
