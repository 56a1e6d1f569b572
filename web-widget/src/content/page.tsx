import type { JSX } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { date } from '../console/words';
import { logOut } from '../staff/api';
import { Door, type Leave } from '../staff/door';
import type { AgentInfo } from '../wire';
import { type OnOut, useLive, useReport } from './api';
import { Article } from './article';
import { Articles } from './articles';
import { ChangesView } from './changes';
import type { Checked } from './checked';
import { Drafts } from './drafts';
import { FindingsView } from './findings';
import { Gaps } from './gaps';
import { Intent } from './intent';
import { Intents } from './intents';
import { isNarrow } from './narrow';
import { FindingCard, Go } from './parts';
import type { Findings, LiveState } from './reports';
import { type Place, usePlace, VIEWS, type View } from './route';
import { Try, type Trying } from './try';
import { NOBODY } from './visitor';
import { counted } from './words';

const TITLES: Record<View, string> = {
  try: 'Try a question',
  articles: 'Articles',
  intents: 'Intents',
  findings: 'Findings',
  gaps: 'Gaps',
  drafts: 'Drafts',
  changes: 'Last change',
};

/** The editors' page. */
export function ContentPage(): JSX.Element {
  return (
    <Door
      title="Bolt content"
      admits={(role) => role !== 'agent'}
      elsewhere={{ href: '/console', text: 'Go to the console' }}
    >
      {(who, leave) => <Room who={who} leave={leave} />}
    </Door>
  );
}

function Room({ who, leave }: { who: AgentInfo; leave: Leave }): JSX.Element {
  const onOut = () => leave(false);
  const { live, reached } = useLive(onOut);
  const [place, go] = usePlace();
  // Kept here, so that nothing that was typed is lost when somebody looks at something else.
  const [trying, setTrying] = useState<Trying>({ kind: NOBODY, moves: [], typed: '', shown: null });
  useEffect(() => {
    document.title = `${TITLES[place.view]} – Bolt content`;
  }, [place.view]);
  // What reports are made of: when it changes, they are asked for again.
  const stamp = JSON.stringify([reached, live?.revision, live?.learning, live?.broken, live?.changes]);
  // Checking all of the content takes seconds, and most views show some of it: it is begun before anybody opens one.
  const checked = useReport<Findings>('findings', stamp, onOut);
  return (
    <div class="room">
      <header class="bar">
        <h1>Bolt content</h1>
        <Tabs view={place.view} go={go} />
        {who.role === 'both' && <a href="/console">Console</a>}
        <span class="me">{who.name}</span>
        <button type="button" onClick={() => logOut().then(() => leave(true))}>
          Log out
        </button>
      </header>
      <State live={live} reached={reached} go={go} />
      <main class="view">
        <h2 class="hidden">{TITLES[place.view]}</h2>
        {place.view === 'try' ? (
          <Try trying={trying} setTrying={setTrying} revision={live?.revision ?? ''} go={go} onOut={onOut} />
        ) : (
          <Report place={place} go={go} stamp={stamp} onOut={onOut} checked={checked} live={live} />
        )}
      </main>
    </div>
  );
}

function Tabs({ view, go }: { view: View; go: (place: Place) => void }): JSX.Element {
  const nav = useRef<HTMLElement>(null);
  // Where they do not fit side by side, the one that is looked at may be out of sight.
  useEffect(() => {
    const current = nav.current?.querySelector('[aria-current]');
    current?.scrollIntoView({ block: 'nearest', inline: 'center' });
  }, [view]);
  return (
    <nav class="tabs" aria-label="Views" ref={nav}>
      {VIEWS.map((one) => (
        <Go key={one} to={{ view: one, item: '' }} go={go} current={one === view}>
          {TITLES[one]}
        </Go>
      ))}
    </nav>
  );
}

interface ReportProps {
  place: Place;
  go: (place: Place) => void;
  stamp: string;
  onOut: OnOut;
  checked: Checked;
  live: LiveState | null;
}

function Report({ place, live, ...rest }: ReportProps): JSX.Element | null {
  switch (place.view) {
    case 'articles':
      return place.item ? <Article id={place.item} {...rest} /> : <Articles {...rest} />;
    case 'intents':
      return place.item ? <Intent id={place.item} {...rest} /> : <Intents {...rest} />;
    case 'findings':
      return <FindingsView checked={rest.checked} live={live} />;
    case 'gaps':
      return <Gaps {...rest} />;
    case 'drafts':
      return <Drafts {...rest} />;
    case 'changes':
      return <ChangesView {...rest} />;
    case 'try':
      return null;
  }
}

/** What is live, and what is wrong with the files where they are not. */
function State(props: { live: LiveState | null; reached: boolean; go: (place: Place) => void }): JSX.Element {
  const { live, reached, go } = props;
  const broken = live?.broken;
  return (
    <div class="state">
      <p role="status" class={`connection ${reached && !broken ? 'up' : 'down'}`}>
        {!reached && 'The server cannot be reached; trying again. '}
        {live && (
          <>
            Content <code>{live.revision.slice(0, 8)}</code> is live since{' '}
            <time dateTime={live.since}>{date(live.since)}</time>
            {live.folder === null && ', from the copy inside the program'}
            {live.learning && '. New examples are known by their wording; the classifier is learning them'}
          </>
        )}
      </p>
      {broken && (
        <section class="broken" role="alert">
          <h2>The files are broken</h2>
          <p>
            Since <time dateTime={broken.since}>{date(broken.since)}</time> the files cannot be taken.
            Visitors are served the last good content, as of {date(live.since)}. As soon as the files are
            mended they go live by themselves.
          </p>
          <details open={!isNarrow()}>
            <summary>{counted(broken.errors, 'error')}</summary>
            {broken.findings.map((finding) => (
              <FindingCard key={`${finding.file} ${finding.line} ${finding.code}`} finding={finding} />
            ))}
          </details>
          {broken.errors > broken.findings.length && (
            <p>
              <Go to={{ view: 'findings', item: '' }} go={go}>
                Show all errors
              </Go>
            </p>
          )}
        </section>
      )}
    </div>
  );
}
