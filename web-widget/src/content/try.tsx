import type { JSX } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { ACCOUNTS, LANGUAGES, PLANS } from '../console/words';
import { SafeHtml } from '../ui/html';
import { isSend } from '../ui/keys';
import { LIMITS } from '../wire';
import { isOut, type OnOut, tryOut } from './api';
import { Select } from './list';
import { isNarrow } from './narrow';
import type { Move, Trial, TrialTurn } from './reports';
import type { Place } from './route';
import { type Kind, type Rank, standingOf } from './visitor';
import { Why } from './why';

/** What an editor is trying: kept while they look at other things. */
export interface Trying {
  readonly kind: Kind;
  readonly moves: readonly Move[];
  readonly typed: string;
  /** The turn whose reasons are shown; the last one where none is chosen. */
  readonly shown: number | null;
}

interface Props {
  trying: Trying;
  setTrying: (change: (trying: Trying) => Trying) => void;
  /** The content that is live: when it changes, everything is asked again. */
  revision: string;
  go: (place: Place) => void;
  onOut: OnOut;
}

/** A question tried as any kind of visitor, and why it is answered as it is. */
export function Try({ trying, setTrying, revision, go, onOut }: Props): JSX.Element {
  const [trial, setTrial] = useState<Trial | null>(null);
  const [failed, setFailed] = useState(false);
  const field = useRef<HTMLTextAreaElement>(null);
  const reasons = useRef<HTMLElement>(null);
  const { kind, moves, typed } = trying;

  useEffect(() => {
    if (moves.length === 0) {
      setTrial(null);
      setFailed(false);
      return;
    }
    const calling = new AbortController();
    const attempt = { who: standingOf(kind), page: kind.page || null, moves: [...moves] };
    tryOut(attempt, calling.signal).then(
      (answered) => {
        setTrial(answered);
        setFailed(false);
      },
      (error: unknown) => {
        if (calling.signal.aborted) return;
        if (isOut(error)) onOut();
        else setFailed(true);
      },
    );
    return () => calling.abort();
  }, [kind, moves, revision]);

  const add = (move: Move) =>
    setTrying((last) => ({ ...last, moves: [...last.moves, move], typed: '', shown: null }));
  const ask = () => {
    const text = typed.trim();
    if (text !== '') add({ type: 'ask', text });
    field.current?.focus();
  };
  const anew = () => {
    setTrying((last) => ({ ...last, moves: [], shown: null }));
    field.current?.focus();
  };
  const show = (place: number) => {
    setTrying((last) => ({ ...last, shown: place }));
    if (isNarrow()) reasons.current?.scrollIntoView();
  };
  const turns = trial && moves.length > 0 ? trial.turns : [];
  const shown = Math.min(trying.shown ?? turns.length - 1, turns.length - 1);
  const turn = turns[shown];
  // Other reasons are read from their beginning.
  useEffect(() => reasons.current?.scrollTo(0, 0), [shown]);

  return (
    <div class="try">
      <section class="asking" aria-label="Conversation">
        <VisitorForm kind={kind} onChange={(next) => setTrying((last) => ({ ...last, kind: next }))} />
        {trial && <MayUse trial={trial} />}
        <div class="thread">
          {turns.length === 0 && !failed && (
            <p class="empty">
              Ask what a visitor would ask. You see the answer as this kind of visitor sees it, and beside it
              every step that led to it. Go on asking to try follow-up questions.
            </p>
          )}
          {turns.map((one, place) => (
            <Exchange
              key={place}
              turn={one}
              asked={asked(turns, place)}
              chosen={place === shown}
              isLast={place === turns.length - 1}
              onShow={() => show(place)}
              onPick={(choice) => add({ type: 'pick', choice })}
            />
          ))}
        </div>
        {failed && (
          <p role="alert" class="problem">
            The question could not be tried. Please try again.
          </p>
        )}
        <form
          class="ask"
          onSubmit={(event) => {
            event.preventDefault();
            ask();
          }}
        >
          <label for="question" class="hidden">
            Question
          </label>
          <textarea
            id="question"
            rows={2}
            maxLength={LIMITS.messageChars}
            placeholder={moves.length === 0 ? 'Ask as a visitor would' : 'Ask a follow-up'}
            value={typed}
            ref={field}
            onInput={({ currentTarget }) => setTrying((last) => ({ ...last, typed: currentTarget.value }))}
            onKeyDown={(event) => {
              if (!isSend(event)) return;
              event.preventDefault();
              ask();
            }}
          />
          <div class="row">
            <button type="submit" class="primary" disabled={typed.trim() === '' || moves.length >= TURNS}>
              Ask
            </button>
            {moves.length > 0 && (
              <button type="button" onClick={anew}>
                New conversation
              </button>
            )}
          </div>
        </form>
      </section>
      <section class="reasons" aria-label="Why this answer" ref={reasons}>
        {turn ? <Why turn={turn} go={go} /> : <p class="empty">Why Bolt answers as it does is shown here.</p>}
      </section>
    </div>
  );
}

/** The server takes no longer conversations. */
const TURNS = 20;

/** What the visitor did in a turn, in words: the label of a choice stands on the answer before it. */
export function asked(turns: readonly TrialTurn[], place: number): string {
  const does = turns[place]?.does;
  if (!does) return '';
  if (does.type === 'ask') return does.text;
  const choices = turns[place - 1]?.explanation?.answer.choices ?? [];
  return choices.find(({ id }) => id === does.choice)?.label ?? does.choice;
}

function Exchange(props: {
  turn: TrialTurn;
  asked: string;
  chosen: boolean;
  isLast: boolean;
  onShow: () => void;
  onPick: (choice: string) => void;
}): JSX.Element {
  const { turn, chosen, isLast } = props;
  const answer = turn.explanation?.answer;
  return (
    <article class={`exchange ${chosen ? 'chosen' : ''}`}>
      <p class="bubble visitor plain">{props.asked}</p>
      <div class="bubble bolt">
        {turn.silence === 'waiting' && (
          <p class="muted">Bolt says nothing: the conversation waits for a person.</p>
        )}
        {turn.silence === 'no_such_choice' && (
          <p class="muted">This choice is no longer offered: the content has changed.</p>
        )}
        {answer && (
          <>
            <SafeHtml html={turn.html} lang={answer.language} />
            {answer.action === 'handoff' && <p class="muted">The visitor is passed on to a person.</p>}
            {answer.form && <p class="muted">The form for a ticket is shown.</p>}
            {answer.choices.length > 0 && (
              <ul class="choices">
                {answer.choices.map(({ id, label }) => (
                  <li key={id}>
                    <button type="button" disabled={!isLast} onClick={() => props.onPick(id)}>
                      {label}
                    </button>
                  </li>
                ))}
              </ul>
            )}
            {answer.sources.map(({ url, title, language }) => (
              <a key={url} class="cited" href={url} lang={language} target="_blank" rel="noopener">
                {title}
              </a>
            ))}
          </>
        )}
      </div>
      {answer && (
        <button type="button" class="link" onClick={props.onShow}>
          Why this answer?
        </button>
      )}
    </article>
  );
}

function MayUse({ trial }: { trial: Trial }): JSX.Element {
  const { live_chat, ticket, phone } = trial.entitled;
  const has = [live_chat && 'live chat', ticket && 'tickets', phone && 'the phone'].filter(Boolean);
  return (
    <p class="muted may">
      {has.length === 0 ? 'May use: nothing that needs a person.' : `May use: ${has.join(', ')}.`}
    </p>
  );
}

const RANKS: Record<Rank, string> = { member: 'Member', admin: 'Admin', owner: 'Owner' };

function VisitorForm({ kind, onChange }: { kind: Kind; onChange: (kind: Kind) => void }): JSX.Element {
  const set = (change: Partial<Kind>) => onChange({ ...kind, ...change });
  const licensed = kind.licensed || kind.rank === 'owner';
  return (
    <fieldset class="visitor-form">
      <legend>Who asks</legend>
      <Select
        label="Visitor"
        of={{ out: 'Not signed in', in: 'Signed in' }}
        value={kind.signedIn ? 'in' : 'out'}
        onChange={(is) => set({ signedIn: is === 'in' })}
      />
      {kind.signedIn && (
        <>
          <Select
            label="Account"
            of={ACCOUNTS}
            value={kind.account}
            onChange={(account) => set({ account })}
          />
          <Select label="Support plan" of={PLANS} value={kind.plan} onChange={(plan) => set({ plan })} />
          <Select label="Role" of={RANKS} value={kind.rank} onChange={(rank) => set({ rank })} />
          <Select
            label="License"
            of={{ yes: 'Licensed', no: 'Not licensed' }}
            value={licensed ? 'yes' : 'no'}
            disabled={kind.rank === 'owner'}
            onChange={(is) => set({ licensed: is === 'yes' })}
          />
        </>
      )}
      <Select
        label="Language of the page"
        of={{ ...LANGUAGES, '': 'None' }}
        value={kind.page}
        onChange={(page) => set({ page })}
      />
    </fieldset>
  );
}
