/** Enter, as sending: without Shift, and not while an input method is putting a character together. */
export function isSend(event: KeyboardEvent): boolean {
  // Safari ends a composition with an Enter that it reports as key code 229, no longer composing.
  return event.key === 'Enter' && !event.shiftKey && !event.isComposing && event.keyCode !== 229;
}

/** Characters as people and the server count them. */
export function characters(text: string): number {
  let count = 0;
  for (const _ of text) count += 1;
  return count;
}
