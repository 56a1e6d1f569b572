/** Time and chance, passed in so that tests decide both. */
export interface Clock {
  /** Milliseconds since some fixed moment. */
  now(): number;
  /** Runs once after a while; what it returns cancels it. */
  after(ms: number, run: () => void): () => void;
}

/** The browser's own clock. */
export const browserClock: Clock = {
  now: () => Date.now(),
  after(ms, run) {
    const timer = setTimeout(run, ms);
    return () => clearTimeout(timer);
  },
};
