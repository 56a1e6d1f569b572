import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { violations } from './axe';
import { stage } from './browser';

const at = stage();

const VIEWS = ['Articles', 'Intents', 'Findings', 'Gaps', 'Drafts', 'Last change'] as const;

describe('the door of the content page', () => {
  it('is for editors, and sends agents to the console', async () => {
    const editor = await at.windows.editor();
    await editor.page.goto(`${at.bolt.url}/console`);
    await editor.page.getByRole('link', { name: 'Go to the content page' }).click();
    await editor.ready();
    const agent = await at.windows.agent('ada');
    await agent.page.goto(`${at.bolt.url}/content`);
    await agent.page.getByRole('link', { name: 'Go to the console' }).click();
    await agent.connected();
  });
});

describe('a question', () => {
  it('is tried as a Premier admin in Italian, with every step to its answer', async () => {
    const editor = await at.windows.editor();
    const choose = (label: string, value: string) =>
      editor.page.getByLabel(label, { exact: true }).selectOption({ label: value });
    await choose('Visitor', 'Signed in');
    await choose('Account', 'Enterprise');
    await choose('Support plan', 'Premier');
    await choose('Role', 'Admin');
    await choose('License', 'Licensed');
    await choose('Language of the page', 'Italian');
    const answer = await editor.ask('numero di telefono per la Germnia');
    await expect.poll(() => answer.innerText()).toContain('+49');
    await editor.page.getByText('May use: live chat, tickets, the phone.').waitFor();
    await editor.reasons.getByRole('heading', { name: 'Gave a phone number' }).waitFor();
    await editor.step('Language').getByText('Italian').waitFor();
    await editor.step('Words').getByText('germania').first().waitFor();
    await editor.step('Values').getByText('DE').waitFor();
    expect(
      await editor
        .step(/Likeliest intents/)
        .locator('.scored li')
        .count(),
    ).toBe(5);
    expect(await editor.step(/Rules/).locator('.decided').count()).toBe(1);
    await editor.reasons.getByText('intents/phone_number.yaml').first().waitFor();

    const next = await editor.ask('e in Spagna?');
    await expect.poll(() => next.innerText()).toContain('+34');
    await editor.reasons.getByText('follow-up').first().waitFor();
    // The reasons of an earlier answer are still there to be looked at.
    await editor.exchanges.first().getByRole('button', { name: 'Why this answer?' }).click();
    await editor.step('Values').getByText('DE').waitFor();

    // Who may not call is answered otherwise, by the same questions.
    await choose('Visitor', 'Not signed in');
    await expect.poll(() => answer.innerText()).not.toContain('+49');
  });

  it('is not lost when something else is looked at', async () => {
    const editor = await at.windows.editor();
    await editor.page.getByLabel('Visitor', { exact: true }).selectOption({ label: 'Signed in' });
    await editor.ask('how do I bake sourdough bread');
    await editor.exchanges.first().locator('.choices button').first().click();
    await expect.poll(() => editor.exchanges.count()).toBe(2);
    await editor.page.getByLabel('Question', { exact: true }).fill('half a quest');
    await editor.look('Articles');
    await editor.look('Try a question');
    await expect.poll(() => editor.exchanges.count()).toBe(2);
    expect(await editor.page.getByLabel('Question', { exact: true }).inputValue()).toBe('half a quest');
  });
});

describe('the health of the content', () => {
  it('is listed, found and looked at, with the file to open', async () => {
    const editor = await at.windows.editor();
    await editor.look('Articles');
    await editor.page.getByLabel('Find', { exact: true }).fill('premier');
    const row = editor.page.locator('.list tbody tr').first();
    await row.waitFor();
    await row.getByRole('link').first().click();
    for (const language of ['English', 'Italian', 'Spanish']) {
      const column = editor.page.getByRole('region', { name: language });
      await column.locator('.html').waitFor();
      expect(await column.locator('.file code').first().innerText()).toMatch(/^knowledge\/.+\.md$/);
    }
    const address = editor.page.url();
    await editor.page.reload();
    await editor.page.getByRole('region', { name: 'English' }).waitFor();
    expect(editor.page.url()).toBe(address);
    await editor.page.goBack();

    await editor.look('Intents');
    await editor.page.getByRole('button', { name: 'Findings' }).click();
    await editor.page.getByLabel('Find', { exact: true }).fill('phone_number');
    await editor.page.getByRole('link', { name: /phone/i }).first().click();
    await editor.page.getByText('intents/phone_number.yaml').first().waitFor();
    await editor.page.getByRole('heading', { name: 'What it says' }).waitFor();
    expect(await editor.page.locator('.said-to').count()).toBeGreaterThan(1);
  });
});

describe('the check of all content', () => {
  it('keeps no list waiting, and adds its findings when it is done', async () => {
    const editor = await at.windows.editor();
    let done = () => {};
    const checked = new Promise<void>((resolve) => {
      done = resolve;
    });
    await editor.page.route('**/api/content/findings', async (route) => {
      await checked;
      await route.continue();
    });
    await editor.page.goto(`${at.bolt.url}/content/articles`);
    const findings = editor.page.locator('.list tbody tr').first().locator('[data-label="Findings"]');
    await expect.poll(() => findings.innerText()).toContain('being checked');
    done();
    await expect.poll(() => findings.innerText(), { timeout: 150_000 }).toMatch(/^\d+$/);
  });
});

describe('a question that Bolt cannot answer', () => {
  it('is a gap, and what an agent answers to it a draft to download', async () => {
    const visitor = await at.windows.visitor('enterprise_premier_licensed_member');
    const agent = await at.windows.agent('ada');
    await visitor.ask('How do I bake sourdough bread?');
    await visitor.ask('Talk to a person');
    await agent.claim('Elena');
    await agent.write('Mix flour, water and a ripe starter, let it rise overnight, and bake it very hot.');
    await visitor.sees('ripe starter');
    await agent.button('Resolve').click();
    await visitor.sees('Ada closed the conversation');

    const editor = await at.windows.editor();
    await editor.look('Gaps');
    const gap = editor.page.locator('.gap').filter({ hasText: 'sourdough' });
    await gap.getByText(/^knowledge\/en\/.*\.md$/).waitFor();
    await editor.look('Drafts');
    const draft = editor.page.locator('.draft').filter({ hasText: 'sourdough' });
    await draft.locator('.html').getByText('ripe starter').waitFor();
    const download = editor.page.waitForEvent('download');
    await draft.getByRole('button', { name: 'Download as a patch' }).click();
    const patch = readFileSync(await (await download).path(), 'utf8');
    expect(patch).toMatch(/^diff --git a\/knowledge\/en\/.*sourdough.*\.md /);
    expect(patch).toContain('draft: true');
    expect(patch).toMatch(/^\+\+\+ b\/answers\/.*\.answers\.yaml$/m);
  });
});

describe('a file that is changed', () => {
  it('and broken is told at once, served as it was, and heals; what was typed stays', async () => {
    const folder = await at.bolt.onItsOwnContent();
    const editor = await at.windows.editor();
    await editor.ask('How do I reach live chat?');
    await editor.page.getByLabel('Question', { exact: true }).fill('half a quest');
    const file = join(folder, 'intents', 'thanks.yaml');
    const good = readFileSync(file, 'utf8');
    writeFileSync(file, good.replace('examples:', 'exampels:'));
    const banner = editor.page.locator('.broken');
    await banner.getByText(/did you mean/).waitFor();
    await banner
      .getByText(/^intents\/thanks\.yaml:\d+:\d+$/)
      .first()
      .waitFor();
    await editor.look('Findings');
    // The review asks the classifier about every example, which takes its time in a development build.
    await editor.page.locator('.group').getByText('exampels').first().waitFor({ timeout: 150_000 });
    await editor.look('Try a question');
    expect(await editor.page.getByLabel('Question', { exact: true }).inputValue()).toBe('half a quest');
    await expect.poll(() => editor.exchanges.count()).toBe(1);

    // Mended, and with something new in it: it goes live by itself, and what it changes is told.
    writeFileSync(
      file,
      `${good}`.replace(/examples:\n {2}en:\n/, (found) => `${found}    - "bless you, old machine"\n`),
    );
    await banner.waitFor({ state: 'detached', timeout: 150_000 });
    await editor.look('Last change');
    await editor.page.getByText(/^Of \d+ answers/).waitFor({ timeout: 150_000 });
  }, 420_000);
});

describe('a phone', () => {
  const phone = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true };

  it('shows every view within its width', async () => {
    const editor = await at.windows.editor(phone);
    await editor.ask('Which support plans are there?');
    await editor.reasons.locator('.decision').waitFor();
    expect(await editor.width()).toBe(390);
    for (const view of VIEWS) {
      await editor.look(view);
      await editor.page.locator('.view :is(.list, .list-head)').first().waitFor();
      expect(await editor.width(), view).toBe(390);
    }
  });
});

describe.each(['light', 'dark'] as const)('axe has nothing to say (%s)', (colorScheme) => {
  it('about any view of the content page', async () => {
    const editor = await at.windows.editor({ colorScheme });
    expect(await violations(editor.page)).toEqual([]);
    await editor.ask('numero per la Germnia');
    await editor.reasons.locator('.decision').waitFor();
    expect(await violations(editor.page)).toEqual([]);
    for (const view of VIEWS) {
      await editor.look(view);
      await editor.page.locator('.view .list-head').waitFor();
      await editor.page.locator('.view .empty[role=status]').waitFor({ state: 'detached' });
      expect(await violations(editor.page), view).toEqual([]);
    }
    await editor.page.goto(`${at.bolt.url}/content/articles/plans/premier`);
    await editor.page.locator('.view .item-head').waitFor();
    expect(await violations(editor.page)).toEqual([]);
    await editor.page.goto(`${at.bolt.url}/content/intents/phone_number`);
    await editor.page.getByRole('heading', { name: 'What it says' }).waitFor();
    expect(await violations(editor.page)).toEqual([]);
  });
});
