import type { JSX } from 'preact';
import { Door } from '../staff/door';
import { Desk } from './desk';

/** The agents' console. */
export function Console(): JSX.Element {
  return (
    <Door
      title="Bolt console"
      admits={(role) => role !== 'editor'}
      elsewhere={{ href: '/content', text: 'Go to the content page' }}
    >
      {(who, leave) => <Desk role={who.role} onOut={leave} />}
    </Door>
  );
}
