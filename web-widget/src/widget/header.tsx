import type { JSX } from 'preact';
import type { VisitorState } from '../client/visitor';
import { BoltIcon, CloseIcon, CollapseIcon } from './icons';
import { Menu } from './menu';
import type { Texts } from './texts';

interface Props {
  state: VisitorState;
  texts: Texts;
  phone: boolean;
  onClose: () => void;
  onPerson: () => void;
  onTicket: () => void;
}

function subtitle(state: VisitorState, texts: Texts): string {
  const now = state.head?.state;
  switch (now?.type) {
    case 'waiting':
      return texts.waitingState;
    case 'with_agent':
      return texts.withAgent(now.agent);
    case 'resolved':
      return texts.resolvedState;
    default:
      return texts.assistant;
  }
}

export function Header(props: Props): JSX.Element {
  const { state, texts } = props;
  const entitled = state.visitor?.entitled;
  const now = state.head?.state.type ?? 'with_bolt';
  const person = entitled?.live_chat && (now === 'with_bolt' || now === 'resolved');
  const ticket = entitled?.ticket && now !== 'resolved';
  const entries = [
    ...(person ? [{ label: texts.talkToPerson, run: props.onPerson }] : []),
    ...(ticket ? [{ label: texts.openTicket, run: props.onTicket }] : []),
  ];
  return (
    <div class="head" part="header">
      <span class="mark">
        <BoltIcon />
      </span>
      <div class="who">
        <h2>{texts.title}</h2>
        <p>{subtitle(state, texts)}</p>
      </div>
      {entries.length > 0 && <Menu label={texts.menu} entries={entries} />}
      <button type="button" class="icon" aria-label={texts.close} title={texts.close} onClick={props.onClose}>
        {props.phone ? <CloseIcon /> : <CollapseIcon />}
      </button>
    </div>
  );
}
