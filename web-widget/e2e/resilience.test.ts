import { describe, expect, it } from 'vitest';
import { stage } from './browser';
import type { Visitor } from './visitor-page';

const at = stage();

/** Waits until a visitor's page shows that the server has these, in this order, each once. */
async function writtenAre(visitor: Visitor, texts: readonly string[]): Promise<void> {
  await expect.poll(() => visitor.written(), { timeout: 40_000 }).toEqual(texts);
}

describe('a conversation', () => {
  it('goes on after a reload', async () => {
    const visitor = await at.windows.visitor('anonymous');
    await visitor.ask('Which support plans are there?');
    const before = await visitor.said();
    await visitor.page.reload();
    await expect.poll(() => visitor.said()).toEqual(before);
    await visitor.ask('Who are you?');
    await writtenAre(visitor, ['Which support plans are there?', 'Who are you?']);
  });

  it('is the same in two tabs, in order, each message once', async () => {
    const one = await at.windows.visitor('pro_licensed_member');
    const two = await one.tab();
    await one.ask('Hello from one');
    await two.sees('Hello from one');
    await Promise.all([one.write('One again'), two.write('Two')]);
    await expect.poll(async () => (await one.written()).length).toBe(3);
    await expect.poll(() => two.said()).toEqual(await one.said());
    expect((await one.written()).toSorted()).toEqual(['Hello from one', 'One again', 'Two']);
  });

  it('begun in one tab is taken up by another that shows none', async () => {
    const one = await at.windows.visitor('anonymous');
    const two = await one.tab();
    await two.ask('Begun in two');
    await one.sees('Begun in two');
    await one.ask('Gone on in one');
    await two.sees('Gone on in one');
  });

  it('is written in once by a double click', async () => {
    const visitor = await at.windows.visitor('anonymous');
    await visitor.field.fill('Only once');
    await visitor.chat.getByRole('button', { name: 'Send' }).dblclick();
    await visitor.chat.locator('.message.bolt').first().waitFor();
    await writtenAre(visitor, ['Only once']);
  });

  it('takes what is written without a connection, and sends it when there is one', async () => {
    const visitor = await at.windows.visitor('anonymous');
    await visitor.ask('Hello');
    await at.bolt.kill();
    await visitor.sees('No connection. What you write is sent as soon as it is back.');
    await visitor.write('First, while the server is gone');
    await visitor.write('Second, while the server is gone');
    await visitor.page.reload().catch(() => {});
    await at.bolt.up();
    await visitor.come('en');
    const expected = ['Hello', 'First, while the server is gone', 'Second, while the server is gone'];
    await writtenAre(visitor, expected);
    await expect.poll(() => visitor.chat.locator('.message.bolt').count()).toBe(3);
  });
});

describe('kill -9 of the server', () => {
  it('in the middle of a chat loses nothing, doubles nothing, reorders nothing, on either side', async () => {
    const agent = await at.windows.agent('bruno');
    const visitor = await at.windows.visitor('education_premier_plus_licensed_admin');
    await visitor.ask('Talk to a person');
    await agent.claim('Edoardo');
    const fromVisitor = ['Talk to a person'];
    const fromAgent: string[] = [];
    for (let round = 1; round <= 3; round += 1) {
      const write = async (place: number) => {
        const [asked, told] = [`question ${round}.${place}`, `answer ${round}.${place}`];
        fromVisitor.push(asked);
        fromAgent.push(told);
        await Promise.all([visitor.write(asked), agent.write(told)]);
      };
      await write(1);
      await write(2);
      await at.bolt.kill();
      await write(3);
      await at.bolt.up();
      await write(4);
    }
    await writtenAre(visitor, fromVisitor);
    const heard = () => visitor.chat.locator('.message.agent .bubble').allInnerTexts();
    await expect.poll(heard, { timeout: 40_000 }).toEqual(fromAgent);
    await agent.connected();
    const all = [...fromVisitor, ...fromAgent].toSorted();
    await expect.poll(async () => (await agent.said()).toSorted(), { timeout: 40_000 }).toEqual(all);
    // Both read the same log: the same order on both sides.
    const people = '.message:is(.visitor, .agent) .bubble';
    expect(await agent.said()).toEqual(await visitor.chat.locator(people).allInnerTexts());
    await visitor.page.reload();
    await writtenAre(visitor, fromVisitor);
  });
});

describe('a lost network', () => {
  it('is noticed, and what was written and said meanwhile arrives once', async () => {
    const agent = await at.windows.agent('ada');
    const visitor = await at.windows.visitor('business_admin');
    await visitor.ask('Talk to a person');
    await agent.claim('Beatriz');
    await visitor.page.context().setOffline(true);
    await visitor.write('Written offline');
    await agent.write('Said meanwhile');
    // The socket stays open and is silent: only asking finds out.
    await visitor.sees('No connection. What you write is sent as soon as it is back.');
    expect(await visitor.written()).toEqual(['Talk to a person']);
    await visitor.page.context().setOffline(false);
    await visitor.sees('Said meanwhile');
    await agent.sees('Written offline');
    await writtenAre(visitor, ['Talk to a person', 'Written offline']);
  });
});
