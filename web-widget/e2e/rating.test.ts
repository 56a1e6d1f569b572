import { describe, expect, it } from 'vitest';
import { stage } from './browser';
import type { Visitor } from './visitor-page';

const at = stage();

const QUESTION = 'Which support plans are there?';
const SORRY = "I'm sorry that didn't help.";
const thumb = (visitor: Visitor, name: string) =>
  visitor.chat.getByRole('group', { name: 'Was this helpful?' }).getByRole('button', { name, exact: true });
const pressed = (visitor: Visitor) =>
  visitor.chat.locator('.rating [aria-pressed=true]').evaluateAll((all) => all.map((one) => one.ariaLabel));
const sorries = (visitor: Visitor) => visitor.chat.getByText(SORRY).count();

describe('"Was this helpful?"', () => {
  it('answered with no leads to a person, once, and the agent sees it on the answer', async () => {
    const agent = await at.windows.agent('ada');
    const visitor = await at.windows.visitor('pro_licensed_member');
    await visitor.ask('Hello');
    expect(await visitor.chat.locator('.rating').count()).toBe(0);
    await visitor.ask(QUESTION);
    const tab = await visitor.tab();
    // By keyboard, as by mouse.
    await thumb(visitor, 'Not helpful').focus();
    await visitor.page.keyboard.press('Enter');
    await visitor.sees(SORRY);
    expect(await pressed(visitor)).toEqual(['Not helpful']);
    await expect.poll(() => pressed(tab)).toEqual(['Not helpful']);
    // Whoever changes their mind, and again, hears no more of it.
    await thumb(tab, 'Helpful').click();
    await expect.poll(() => pressed(visitor)).toEqual(['Helpful']);
    await thumb(visitor, 'Not helpful').click();
    await expect.poll(() => pressed(tab)).toEqual(['Not helpful']);
    expect(await sorries(visitor)).toBe(1);
    await visitor.page.reload();
    await visitor.ready();
    expect([await pressed(visitor), await sorries(visitor)]).toEqual([['Not helpful'], 1]);
    // What is offered then works as if they had written it.
    await visitor.chat.locator('.choices button').first().click();
    await visitor.chat.locator('.queue').waitFor();
    await agent.claim('Paolo');
    await agent.sees('Did not help the visitor');
  });

  it('answered without a connection arrives when there is one', async () => {
    const visitor = await at.windows.visitor('anonymous', 'es');
    await visitor.ask('¿Qué planes de soporte hay?');
    await at.bolt.kill();
    await visitor.sees('Sin conexión.');
    await visitor.chat.getByRole('button', { name: 'Me ha servido', exact: true }).click();
    await visitor.sees('Gracias, es bueno saberlo.');
    await at.bolt.up();
    await visitor.come('es');
    await expect.poll(() => pressed(visitor)).toEqual(['Me ha servido']);
    await expect
      .poll(async () => (await fetch(`${at.bolt.url}/metrics`)).text())
      .toContain('bolt_ratings_total{helpful="yes"} 1');
  });
});
