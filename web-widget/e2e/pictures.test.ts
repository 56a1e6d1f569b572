import { resolve } from 'node:path';
import { describe, it } from 'vitest';
import { stage } from './browser';

const IMAGES = resolve(import.meta.dirname, '../../docs/images');

const at = stage();

describe('the pictures', () => {
  it('are taken', async () => {
    const agent = await at.windows.agent('ada');
    const visitor = await at.windows.visitor('enterprise_premier_licensed_member');
    await visitor.ask('How fast is the first response for a P1?');
    await visitor.page.screenshot({ path: `${IMAGES}/help-center.png` });
    await visitor.ask('Talk to a person');
    const other = await at.windows.visitor('pro_licensed_member', 'it');
    await other.ask('Vorrei parlare con una persona');
    await agent.claim('Elena');
    await agent.write('Hello Elena, this is Ada. What happened?');
    await visitor.write('Nobody here can sign in since nine o’clock.');
    await agent.sees('Nobody here can sign in');
    await agent.page.screenshot({ path: `${IMAGES}/console.png` });
  });

  it('of the content page are taken', async () => {
    const editor = await at.windows.editor();
    const choose = (label: string, value: string) =>
      editor.page.getByLabel(label, { exact: true }).selectOption({ label: value });
    await choose('Visitor', 'Signed in');
    await choose('Account', 'Enterprise');
    await choose('Support plan', 'Premier');
    await choose('Role', 'Admin');
    await choose('Language of the page', 'Italian');
    await editor.ask('numero di telefono per la Germnia');
    await editor.ask('e in Spagna?');
    await editor.reasons.getByText('follow-up').first().waitFor();
    await editor.page.screenshot({ path: `${IMAGES}/content.png` });
  });
});
