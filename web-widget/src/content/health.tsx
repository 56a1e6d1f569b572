import type { JSX } from 'preact';
import { percent } from './parts';
import type { Health } from './reports';

/** The share of those who said whether an answer helped that it did help; `null` where nobody said. */
export function helpfulRate({ helpful, unhelpful }: Health): number | null {
  const rated = helpful + unhelpful;
  return rated === 0 ? null : helpful / rated;
}

/** How well an article or intent serves, in a sentence. */
export function HealthLine({ health, days }: { health: Health; days: number }): JSX.Element {
  const rate = helpfulRate(health);
  const times = health.answered === 1 ? 'once' : `${health.answered} times`;
  return (
    <p>
      {health.answered === 0
        ? `Answered nothing in the last ${days} days`
        : `Answered ${times} in the last ${days} days`}
      {rate === null ? '; nobody said whether it helped.' : `; ${Helped(health)} said that it helped.`}
    </p>
  );
}

function Helped({ helpful, unhelpful }: Health): string {
  return `${helpful} of ${helpful + unhelpful}`;
}

/** The helpful rate for a table. */
export function HelpfulCell({ health }: { health: Health }): JSX.Element {
  const rate = helpfulRate(health);
  if (rate === null) return <span class="muted">not rated</span>;
  return (
    <span title={`${Helped(health)} said that it helped`}>
      {percent(rate)} <span class="muted">of {health.helpful + health.unhelpful}</span>
    </span>
  );
}
