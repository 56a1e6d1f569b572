import { describe, expect, it } from 'vitest';
import { violations } from './axe';
import { stage } from './browser';

const at = stage();

describe('the door of the console', () => {
  it('opens for the right password only, and says so in plain words', async () => {
    const agent = await at.windows.blank();
    await agent.logIn('ada', 'not the password');
    await agent.page.getByText('The login name or the password is wrong.').waitFor();
    await agent.page.getByLabel('Password').fill(at.bolt.password('ada'));
    await agent.page.getByRole('button', { name: 'Log in' }).click();
    await agent.connected();
    await agent.page.reload();
    await agent.connected();
    await agent.page.getByRole('button', { name: 'Log out' }).click();
    await agent.page.getByLabel('Login name').waitFor();
    await agent.page.reload();
    await agent.page.getByLabel('Login name').waitFor();
  });
});

describe('the keyboard', () => {
  it('reaches everything in the chat, and Escape gives the focus back', async () => {
    const visitor = await at.windows.visitor('pro_licensed_member');
    await visitor.field.press('Escape');
    const launcher = visitor.chat.locator('.launcher');
    await expect.poll(() => launcher.evaluate((button) => button.matches(':focus'))).toBe(true);
    await visitor.page.keyboard.press('Enter');
    await expect.poll(() => visitor.field.evaluate((field) => field.matches(':focus'))).toBe(true);
    await visitor.page.keyboard.type('Hello');
    await visitor.page.keyboard.press('Enter');
    await visitor.chat.locator('.message.bolt').first().waitFor();
  });

  it('works the console', async () => {
    const agent = await at.windows.agent('ada');
    const visitor = await at.windows.visitor('pro_licensed_member');
    await visitor.ask('Talk to a person');
    await agent.waiting.first().waitFor();
    await agent.page.keyboard.press('Alt+c');
    await agent.button('Resolve').waitFor();
    await agent.page.keyboard.press('Alt+r');
    await agent.page.keyboard.type('By keyboard alone');
    await agent.page.keyboard.press('Enter');
    await visitor.sees('By keyboard alone');
    await agent.page.keyboard.press('Alt+x');
    await visitor.sees('Ada closed the conversation');
  });
});

describe('a phone', () => {
  const phone = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true };

  it('shows the chat over the whole page, and the article when its link is followed', async () => {
    const visitor = await at.windows.visitor('anonymous', 'en', phone);
    expect(await visitor.chat.locator('dialog').boundingBox()).toMatchObject({
      x: 0,
      y: 0,
      width: 390,
      height: 844,
    });
    const answer = await visitor.ask('Which support plans are there?');
    await answer.locator('.source').first().click();
    await visitor.page.waitForURL('**/help/en/*/*');
    expect(await visitor.chat.locator('dialog').isVisible()).toBe(false);
    const wide = await visitor.page.evaluate('document.documentElement.scrollWidth');
    expect(wide).toBe(390);
  });
});

describe.each(['light', 'dark'] as const)('axe has nothing to say (%s)', (colorScheme) => {
  it('about the help center with the chat open', async () => {
    const visitor = await at.windows.visitor('pro_licensed_member', 'en', { colorScheme });
    await visitor.chat.locator('.welcome').waitFor();
    expect(await violations(visitor.page)).toEqual([]);
    await visitor.ask('Which support plans are there and what do they include?');
    await visitor.pick('Open a ticket');
    await visitor.chat.locator('.ticket-form').waitFor();
    expect(await violations(visitor.page)).toEqual([]);
  });

  it('about an article, and the closed chat', async () => {
    const visitor = await at.windows.visitor('anonymous', 'it', { colorScheme });
    await visitor.field.press('Escape');
    await visitor.page.locator('.card a').first().click();
    await visitor.page.locator('.prose').waitFor();
    expect(await violations(visitor.page)).toEqual([]);
    await visitor.page.goto(`${at.bolt.url}/help/es/no/such-page`);
    expect(await violations(visitor.page)).toEqual([]);
  });

  it('about the console', async () => {
    const door = await at.windows.blank({ colorScheme });
    await door.page.goto(`${at.bolt.url}/console`);
    await door.page.getByLabel('Login name').waitFor();
    expect(await violations(door.page)).toEqual([]);
    const agent = await at.windows.agent('bruno', { colorScheme });
    const visitor = await at.windows.visitor('enterprise_premier_licensed_member');
    await visitor.ask('What are the priorities?');
    await visitor.ask('Talk to a person');
    await agent.waiting.first().waitFor();
    expect(await violations(agent.page)).toEqual([]);
    await agent.claim('Elena');
    await agent.note('A note');
    await agent.sees('A note');
    await agent.write('A reply');
    await agent.sees('A reply');
    expect(await violations(agent.page)).toEqual([]);
  });
});
