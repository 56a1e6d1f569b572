import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import type { VisitorState } from '../client/visitor';
import type { VisitorClient } from '../client/visitor-client';
import { once } from '../ui/once';
import type { Texts } from './texts';
import { TicketForm } from './ticket-form';
import { offer } from './timeline';

interface Props {
  client: VisitorClient;
  state: VisitorState;
  texts: Texts;
  /** The ticket form was asked for in the menu. */
  ticketAsked: boolean;
  onTicketDone: () => void;
}

/** What stands under the last message: answers to choose from, the ticket form. */
export function Offered({ client, state, texts, ticketAsked, onTicketDone }: Props): JSX.Element | null {
  const [cancelled, setCancelled] = useState(0);
  const offered = offer(state);
  const form = offered && offered.seq !== cancelled ? offered.form : null;
  const choices = offered?.choices ?? [];
  const done = () => {
    if (offered) setCancelled(offered.seq);
    onTicketDone();
  };
  return (
    <>
      {choices.length > 0 && (
        <div class="choices" role="group" aria-label={texts.choices}>
          {choices.map(({ id, label }) => (
            <button key={id} type="button" onClick={once(() => client.choose(label, id))}>
              {label}
            </button>
          ))}
        </div>
      )}
      {(ticketAsked || form) && (
        <TicketForm
          key={ticketAsked ? 'asked' : `${offered?.seq}`}
          texts={texts}
          description={form?.description ?? ''}
          focus={ticketAsked}
          onCancel={done}
          onSubmit={(subject, description) => {
            client.openTicket(subject, description);
            done();
          }}
        />
      )}
    </>
  );
}
