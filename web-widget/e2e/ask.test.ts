import { describe, expect, it } from 'vitest';
import { type Language, type Persona, stage } from './browser';

const at = stage();

describe('a question', () => {
  it.each([
    ['en', 'Which support plans are there and what do they include?', 'Write a message'],
    ['it', 'Quali piani di supporto ci sono e che cosa includono?', 'Scrivi un messaggio'],
    ['es', '¿Qué planes de soporte hay y qué incluyen?', 'Escribe un mensaje'],
  ] as const)('in %s is answered in it, with the article', async (language, question, placeholder) => {
    const visitor = await at.windows.visitor('anonymous', language);
    expect(await visitor.field.getAttribute('placeholder')).toBe(placeholder);
    const answer = await visitor.ask(question);
    expect(await answer.innerText()).toContain('Premier+');
    const source = answer.locator('.source').first();
    const title = (await source.innerText()).trim();
    await source.click();
    await visitor.page.waitForURL(`**/help/${language}/*/*`);
    expect(await visitor.page.locator('h1').innerText()).toBe(title);
    expect(await visitor.page.locator('html').getAttribute('lang')).toBe(language);
    // The chat goes on beside the article.
    await visitor.sees(question);
  });

  it('in another language than the page is answered in its own', async () => {
    const visitor = await at.windows.visitor('anonymous', 'en');
    await visitor.ask('Quali sono gli orari dell’assistenza dal vivo, per favore?');
    await expect.poll(() => visitor.field.getAttribute('placeholder')).toBe('Scrivi un messaggio');
  });

  it('that nobody can know is answered honestly', async () => {
    const visitor = await at.windows.visitor('anonymous');
    const answer = await visitor.ask('How many moons does Jupiter have?');
    expect(await answer.locator('.source').count()).toBe(0);
  });
});

describe('entitlement', () => {
  const none: string[] = [];
  const both = ['Talk to a person', 'Open a ticket'];

  it.each<[Language, Persona, string]>([
    ['en', 'pro_licensed_member', 'Talk to a person'],
    ['it', 'business_admin', 'Parla con una persona'],
    ['es', 'enterprise_premier_licensed_member', 'Hablar con una persona'],
  ])(
    'to a person can be used from the menu in %s, and the queue left again',
    async (language, persona, entry) => {
      const visitor = await at.windows.visitor(persona, language);
      await visitor.pick(entry);
      await visitor.leaveQueue();
    },
  );

  it.each<[Persona, string[]]>([
    ['anonymous', none],
    ['free_member', none],
    ['pro_licensed_member', both],
    ['business_admin', both],
    ['enterprise_premier_licensed_member', both],
    ['education_premier_plus_licensed_admin', both],
  ])('of %s decides what the menu offers and what becomes of asking', async (persona, offered) => {
    const visitor = await at.windows.visitor(persona);
    await expect.poll(() => visitor.menu()).toEqual(offered);
    await visitor.ask('Can I talk to a human being?');
    if (offered.length > 0) await visitor.leaveQueue();
    else expect(await visitor.chat.locator('.queue').count()).toBe(0);
  });

  it('follows the identity when it is switched, and leaves nothing of the other person', async () => {
    const visitor = await at.windows.visitor('pro_licensed_member');
    await visitor.ask('Hello there');
    await visitor.page.selectOption('#persona', 'anonymous');
    await visitor.chat.locator('.welcome').waitFor();
    expect(await visitor.said()).toEqual([]);
    expect(await visitor.menu()).toEqual(none);
    await visitor.page.selectOption('#persona', 'pro_licensed_member');
    await visitor.sees('Hello there');
  });
});
