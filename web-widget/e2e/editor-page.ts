import type { Locator, Page } from 'playwright-core';

/** What an editor sees and does on the content page. */
export class Editor {
  readonly reasons: Locator;
  readonly exchanges: Locator;

  constructor(
    readonly page: Page,
    readonly url: string,
  ) {
    this.reasons = page.locator('.reasons');
    this.exchanges = page.locator('.exchange');
  }

  async logIn(login: string, password: string): Promise<void> {
    await this.page.goto(`${this.url}/content`);
    await this.page.getByLabel('Login name').fill(login);
    await this.page.getByLabel('Password').fill(password);
    await this.page.getByRole('button', { name: 'Log in' }).click();
  }

  /** The page knows what is live. */
  async ready(): Promise<void> {
    await this.page.locator('.state time').first().waitFor();
  }

  async look(view: string): Promise<void> {
    await this.page.getByRole('navigation', { name: 'Views' }).getByRole('link', { name: view }).click();
  }

  /** Asks, and waits for the answer. */
  async ask(text: string): Promise<Locator> {
    const before = await this.exchanges.count();
    await this.page.getByLabel('Question', { exact: true }).fill(text);
    await this.page.getByRole('button', { name: 'Ask', exact: true }).click();
    const exchange = this.exchanges.nth(before);
    await exchange.waitFor();
    return exchange.locator('.bubble.bolt');
  }

  /** A step of the way to the answer. */
  step(title: string | RegExp): Locator {
    return this.reasons.locator('.step').filter({ has: this.page.getByRole('heading', { name: title }) });
  }

  /** How wide the page is, with what stands out of it. */
  async width(): Promise<number> {
    return (await this.page.evaluate('document.documentElement.scrollWidth')) as number;
  }
}
