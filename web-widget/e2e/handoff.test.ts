import { beforeEach, describe, expect, it } from 'vitest';
import type { Agent } from './agent-page';
import { stage } from './browser';
import type { Visitor } from './visitor-page';

const at = stage();
let agent: Agent;
let visitor: Visitor;

const NAME = 'Elena';
const QUESTION = 'What are the priorities, and how fast is the first response?';

beforeEach(async () => {
  agent = await at.windows.agent('ada');
  visitor = await at.windows.visitor('enterprise_premier_licensed_member');
});

/** Bolt answers, the visitor asks for a person, Ada claims. */
async function handOff(): Promise<void> {
  await visitor.ask(QUESTION);
  await visitor.ask('Talk to a person');
  await visitor.chat.locator('.queue').waitFor();
  await agent.claim(NAME);
  await visitor.sees('Ada joined the conversation');
}

describe('a conversation that is handed off', () => {
  it('goes to an agent who sees everything, and on when the visitor writes again', async () => {
    await visitor.ask(QUESTION);
    await visitor.ask('Talk to a person');
    expect(await visitor.chat.locator('.queue').innerText()).toContain('You are next in the queue');

    const entry = agent.waiting.filter({ hasText: NAME });
    await entry.waitFor();
    expect(await entry.innerText()).toMatch(/Priority response[\s\S]*English[\s\S]*Premier/);
    await expect.poll(() => agent.page.title()).toBe('(1) Bolt console');
    await agent.claim(NAME);
    await expect.poll(() => agent.page.title()).toBe('Bolt console');

    // The whole conversation, and why Bolt said what it said.
    await agent.sees(QUESTION);
    await agent.transcript.getByRole('button', { name: 'Why this answer?' }).first().click();
    await agent.panel.getByText('Rule', { exact: true }).waitFor();
    expect(await agent.panel.locator('meter').count()).toBeGreaterThan(0);
    expect(await agent.panel.innerText()).toContain('Enterprise');

    // Both ways, while Bolt is silent.
    await visitor.sees('Ada from support is with you');
    await agent.write('Hello Elena, Ada here.');
    await visitor.sees('Hello Elena, Ada here.');
    const answers = await visitor.chat.locator('.message.bolt').count();
    await visitor.write('Which support plans are there?');
    await agent.sees('Which support plans are there?');
    await agent.note('Knows the plans page.');
    await agent.sees('Knows the plans page.');
    await agent.write('There are three of them.');
    await visitor.sees('There are three of them.');
    expect(await visitor.chat.locator('.message.bolt').count()).toBe(answers);
    expect((await visitor.said()).join()).not.toContain('Knows the plans page.');

    await agent.button('Resolve').click();
    await visitor.sees('Ada closed the conversation');
    await expect.poll(() => agent.mine.count()).toBe(0);
    await visitor.ask('Thank you, and which languages do you speak?');
    await visitor.sees('The conversation goes on');
    await agent.sees('The visitor wrote again');
  });

  it('can be given back to Bolt', async () => {
    await handOff();
    await agent.button('Return to Bolt').click();
    await visitor.sees('Ada left. Bolt is with you again');
    await visitor.ask(QUESTION);
    await expect.poll(() => agent.mine.count()).toBe(0);
  });

  it('shows each side that the other is typing', async () => {
    await handOff();
    await agent.field.pressSequentially('Let me see');
    await visitor.sees('Ada is typing…');
    await visitor.field.pressSequentially('There is more');
    await agent.sees(`${NAME} is typing…`);
  });

  it('does not take a visitor away from what they are reading', async () => {
    await handOff();
    await visitor.thread.evaluate((thread) => {
      thread.scrollTop = 0;
    });
    await agent.write('Something new');
    const below = visitor.chat.getByRole('button', { name: 'New messages' });
    await below.waitFor();
    expect(await visitor.thread.evaluate((thread) => thread.scrollTop)).toBe(0);
    await below.click();
    await below.waitFor({ state: 'detached' });
  });

  it('that another agent claimed is no longer there to claim', async () => {
    const other = await at.windows.agent('bruno');
    await visitor.ask('Talk to a person');
    await agent.waiting.filter({ hasText: NAME }).waitFor();
    await other.claim(NAME);
    await expect.poll(() => agent.waiting.count()).toBe(0);
    await visitor.sees('Bruno joined the conversation');
  });

  it('is marked when something new was said in it', async () => {
    await handOff();
    const second = await at.windows.visitor('business_admin');
    await second.ask('Talk to a person');
    await agent.claim('Beatriz');
    await visitor.write('Are you still there?');
    const first = agent.mine.filter({ hasText: NAME });
    await first.getByText('New', { exact: true }).waitFor();
    await first.getByRole('button').click();
    await agent.sees('Are you still there?');
    await first.getByText('New', { exact: true }).waitFor({ state: 'detached' });
  });
});

describe('a ticket', () => {
  it('opened in the chat is listed in the console, with its conversation', async () => {
    await visitor.ask('Hello');
    await visitor.pick('Open a ticket');
    await visitor.chat.locator('.ticket-form .primary').click();
    await visitor.sees('Please fill in this field.');
    await visitor.chat.getByLabel('Subject').fill('The plan that is shown is wrong');
    await visitor.chat
      .getByLabel('What is the question or problem?')
      .fill('It says Access.\nIt should be Premier.');
    await visitor.chat.getByRole('button', { name: 'Open the ticket' }).dblclick();
    await visitor.sees(/^Ticket \d+ opened$/);

    await agent.page.getByRole('button', { name: 'Tickets' }).click();
    const row = agent.page
      .locator('.tickets tbody tr')
      .filter({ hasText: 'The plan that is shown is wrong' });
    await row.waitFor();
    expect(await row.count()).toBe(1);
    await row.locator('summary').click();
    await row.getByText('It should be Premier.').waitFor();
    await row.getByRole('button', { name: 'Conversation' }).click();
    await agent.sees(/Ticket \d+ opened: The plan that is shown is wrong/);
  });

  it('is what Bolt brings the form for when it is asked', async () => {
    await visitor.ask('I would like to open a ticket');
    await visitor.chat.locator('.ticket-form').waitFor();
    await visitor.chat.getByRole('button', { name: 'Cancel' }).click();
    await visitor.chat.locator('.ticket-form').waitFor({ state: 'detached' });
  });
});
