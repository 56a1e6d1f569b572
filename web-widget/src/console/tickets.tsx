import type { JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { type Ticket, tickets } from './api';
import { date } from './words';

const LOOK_EVERY = 15_000;

/** Every ticket, newest first; looked up again while the list is open. */
export function Tickets({ onConversation }: { onConversation: (conversation: string) => void }): JSX.Element {
  const [list, setList] = useState<readonly Ticket[] | null>(null);
  const [failed, setFailed] = useState(false);
  useEffect(() => {
    let gone = false;
    const look = async () => {
      try {
        const found = await tickets();
        if (!gone) setList(found);
        if (!gone) setFailed(false);
      } catch {
        if (!gone) setFailed(true);
      }
    };
    void look();
    const timer = setInterval(look, LOOK_EVERY);
    return () => {
      gone = true;
      clearInterval(timer);
    };
  }, []);
  return (
    <main class="tickets">
      <h1>Tickets</h1>
      {failed && <p role="alert">The tickets could not be read; trying again.</p>}
      {list?.length === 0 && <p class="muted">No ticket has been opened yet.</p>}
      {list && list.length > 0 && (
        <table>
          <thead>
            <tr>
              <th scope="col">Number</th>
              <th scope="col">Subject</th>
              <th scope="col">Visitor</th>
              <th scope="col">Status</th>
              <th scope="col">Opened</th>
              <th scope="col">
                <span class="hidden">Conversation</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {list.map((ticket) => (
              <tr key={ticket.number}>
                <td>{ticket.number}</td>
                <td>
                  <details>
                    <summary>{ticket.subject}</summary>
                    <p class="plain">{ticket.description}</p>
                  </details>
                </td>
                <td>{ticket.visitor.replace(/^user:/, '')}</td>
                <td>{ticket.status}</td>
                <td>
                  <time dateTime={ticket.opened_at}>{date(ticket.opened_at)}</time>
                </td>
                <td>
                  <button type="button" onClick={() => onConversation(ticket.conversation)}>
                    Conversation<span class="hidden"> of ticket {ticket.number}</span>
                  </button>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </main>
  );
}
