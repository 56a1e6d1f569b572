import type { ComponentChildren, JSX } from 'preact';
import { LANGUAGES } from '../console/words';
import { FilePlace, Go, percent, Share } from './parts';
import type { Explanation, TrialTurn } from './reports';
import type { Place } from './route';
import { ACTIONS, articleFile, intentFile, languageFrom, readBy, ruleMeaning } from './words';

/** Every step from a message to its answer. */
export function Why({ turn, go }: { turn: TrialTurn; go: (place: Place) => void }): JSX.Element {
  const why = turn.explanation;
  if (!why) return <p class="empty">There is no answer to explain.</p>;
  return (
    <div class="why">
      <Decision why={why} go={go} />
      <Step title="Language">
        <p>
          {LANGUAGES[why.language]}: {languageFrom(why.language_from)}
          {why.language_sure && why.language_from === 'text' ? ', unmistakably' : ''}.
        </p>
      </Step>
      <Step title="Words">
        <p class="words">
          {why.words.map((word, place) => (
            <code key={place}>{word}</code>
          ))}
        </p>
        {why.core !== null && (
          <p>
            The part that asks: <q>{why.core}</q>
          </p>
        )}
        {why.corrections.map(({ written, read, by }) => (
          <p key={`${written} ${by}`}>
            <code>{written}</code> was read as <code>{read}</code> {readBy(by)}.
          </p>
        ))}
      </Step>
      <Step title="Values" none={why.entities.length === 0 && 'The message names no value.'}>
        <ul>
          {why.entities.map(({ kind, value, written }) => (
            <li key={`${kind} ${written}`}>
              <q>{written}</q>: {kind.replaceAll('_', ' ')} <code>{value}</code>
            </li>
          ))}
        </ul>
      </Step>
      <Step title="Keywords and patterns" none={why.patterns.length === 0 && 'None hit.'}>
        <ul>
          {why.patterns.map(({ intent, language, written }) => (
            <li key={`${intent} ${written}`}>
              <q>{written}</q> is listed under{' '}
              <Go to={{ view: 'intents', item: intent }} go={go}>
                {intent}
              </Go>{' '}
              ({LANGUAGES[language]})
            </li>
          ))}
        </ul>
      </Step>
      <Step title="Likeliest intents by their examples">
        <ol class="scored">
          {why.intents.map(({ id, score }) => (
            <li key={id}>
              <Go to={{ view: 'intents', item: id }} go={go}>
                {id}
              </Go>
              <Share of={id} share={score} />
            </li>
          ))}
        </ol>
        <p>
          {why.known
            ? `The message is about something the intents know (${percent(why.in_scope)}).`
            : `The message is unlike anything the intents know (${percent(why.in_scope)}).`}
        </p>
      </Step>
      {why.goes_on && (
        <Step title="What it asks of the last answer, by the cues that it is like">
          <ol class="scored">
            <li>
              {why.goes_on.cue}
              <Share of={why.goes_on.cue} share={why.goes_on.probability} />
            </li>
          </ol>
        </Step>
      )}
      <Step
        title="Passages that search found, and how much of the question each covers"
        none={why.passages.length === 0 && 'None.'}
      >
        <ol class="passages">
          {why.passages.map((found, place) => (
            <li key={place}>
              <span class="scored-line">
                <Go to={{ view: 'articles', item: found.article }} go={go}>
                  {found.article}
                </Go>
                <Share of="Covers" share={found.confidence} />
              </span>
              <span class="muted">
                {LANGUAGES[found.language]}, rank {found.score.toFixed(2)}
                {found.heading ? `, “${found.heading}”` : ''}
              </span>
              <p class="passage" lang={found.language}>
                {found.text}
              </p>
            </li>
          ))}
        </ol>
      </Step>
      <Step title="Rules that were asked, in order">
        <p class="muted">The first that holds for the message decides.</p>
        <ol class="rules">
          {why.rules.map((rule, place) => {
            const decided = place === why.rules.length - 1;
            return (
              <li key={rule} class={decided ? 'decided' : ''}>
                {decided ? 'Decided: ' : 'Not so: '}
                {ruleMeaning(rule)} <code>{rule}</code>
              </li>
            );
          })}
        </ol>
      </Step>
      <p class="muted">
        Content <code>{why.content_revision}</code>
      </p>
    </div>
  );
}

function Decision({ why, go }: { why: Explanation; go: (place: Place) => void }): JSX.Element {
  const { answer } = why;
  const rule = answer.trace.rule;
  return (
    <div class="decision">
      <h2>{ACTIONS[answer.action]}</h2>
      <p>
        Decided by <code>{rule}</code>. {ruleMeaning(rule)}
      </p>
      <dl>
        {answer.intent && (
          <div>
            <dt>Intent</dt>
            <dd>
              <Go to={{ view: 'intents', item: answer.intent }} go={go}>
                {answer.intent}
              </Go>
              , {percent(answer.confidence)} sure
              <br />
              <FilePlace file={intentFile(answer.intent)} />
            </dd>
          </div>
        )}
        {answer.sources.map(({ article, language, title }) => (
          <div key={`${language} ${article}`}>
            <dt>Article</dt>
            <dd>
              <Go to={{ view: 'articles', item: article }} go={go}>
                {title}
              </Go>
              <br />
              <FilePlace file={articleFile(language, article)} />
            </dd>
          </div>
        ))}
        {answer.trace.slots.length > 0 && (
          <div>
            <dt>Filled in</dt>
            <dd>{answer.trace.slots.join(', ')}</dd>
          </div>
        )}
      </dl>
    </div>
  );
}

function Step(props: { title: string; none?: string | false; children: ComponentChildren }): JSX.Element {
  return (
    <section class="step">
      <h3>{props.title}</h3>
      {props.none ? <p class="muted">{props.none}</p> : props.children}
    </section>
  );
}
