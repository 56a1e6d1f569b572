/** How often the other side is told that somebody is typing. */
const EVERY = 3_000;

/** Lets a sign of typing through now and then: for each conversation by itself, and anew after each message. */
export class TypingPace {
  private conversation = '';
  private at = Number.NEGATIVE_INFINITY;

  mayTell(conversation: string, now: number): boolean {
    if (conversation === this.conversation && now - this.at < EVERY) return false;
    this.conversation = conversation;
    this.at = now;
    return true;
  }

  /** What was typed is sent: the next key begins something new. */
  sent(): void {
    this.at = Number.NEGATIVE_INFINITY;
  }
}
