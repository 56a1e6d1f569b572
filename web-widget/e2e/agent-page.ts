import type { Locator, Page } from 'playwright-core';

/** What an agent sees and does in the console. */
export class Agent {
  readonly waiting: Locator;
  readonly mine: Locator;
  readonly transcript: Locator;
  readonly field: Locator;
  readonly panel: Locator;

  constructor(
    readonly page: Page,
    readonly url: string,
  ) {
    const lists = page.locator('nav.queue ul');
    this.waiting = lists.nth(0).locator('li');
    this.mine = lists.nth(1).locator('li');
    this.transcript = page.locator('.said-list');
    this.field = page.locator('.reply textarea');
    this.panel = page.locator('.panel');
  }

  async logIn(login: string, password: string): Promise<void> {
    await this.page.goto(`${this.url}/console`);
    await this.page.getByLabel('Login name').fill(login);
    await this.page.getByLabel('Password').fill(password);
    await this.page.getByRole('button', { name: 'Log in' }).click();
  }

  async connected(): Promise<void> {
    await this.page.locator('.connection.up').waitFor();
  }

  /** Claims the conversation of a visitor, when it is in the queue. */
  async claim(visitor: string): Promise<void> {
    await this.waiting.filter({ hasText: visitor }).getByRole('button', { name: 'Claim' }).click();
    await this.button('Resolve').waitFor();
  }

  button(name: string): Locator {
    return this.page.locator('.transcript header').getByRole('button', { name });
  }

  async write(text: string): Promise<void> {
    await this.field.fill(text);
    await this.field.press('Enter');
  }

  async note(text: string): Promise<void> {
    await this.page.getByLabel('Internal note', { exact: true }).check();
    await this.write(text);
  }

  /** Waits until something is in the transcript. */
  async sees(text: string | RegExp): Promise<void> {
    await this.transcript.getByText(text).first().waitFor();
  }

  /** What people wrote, top to bottom, as far as the server has it. */
  async said(): Promise<string[]> {
    const texts = await this.transcript
      .locator('.said:is(.visitor, .agent):not(.pending) .plain')
      .allInnerTexts();
    return texts.map((text) => text.trim());
  }
}
