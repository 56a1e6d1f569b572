import type { Action, Language } from '../wire';

/** What kind of turn Bolt took, for a writer. */
export const ACTIONS: Record<Action, string> = {
  answer: 'Answered',
  clarify: 'Asked back',
  handoff: 'Passed on to a person',
  ticket: 'Brought the ticket form',
  phone: 'Gave a phone number',
  decline: 'Said what there is instead',
  fallback: 'Knew no answer',
};

/** What told the language. */
export function languageFrom(from: string): string {
  switch (from) {
    case 'text':
      return 'the words of the message told it';
    case 'conversation':
      return 'the conversation was in it already';
    case 'locale':
      return 'the page is in it';
    default:
      return 'nothing told it, so English was taken';
  }
}

/** Who read a misspelt word. */
export function readBy(by: string): string {
  switch (by) {
    case 'names':
      return 'as a name';
    case 'classifier':
      return 'for the examples';
    default:
      return 'for the search';
  }
}

/** What the rules of the decision mean, for somebody who keeps the content. `docs/understanding.md` has them in full. */
export const RULES: Record<string, string> = {
  'picked-choice': 'A choice under the last message was clicked.',
  empty: 'The message has no words.',
  danger: 'The message is about self-harm or a threat.',
  consent: 'It is yes or no to the offer of a person.',
  cancel: 'It calls off what Bolt asked for.',
  'choice-in-words': 'It names one of the choices that were offered.',
  'several-questions': 'It holds several questions; each is answered.',
  'slot-answer': 'It is the value that Bolt had asked for.',
  'slot-unclear': 'Bolt had asked for a value, and this names none.',
  'speak-language': 'Another language is wanted.',
  repeat: 'The last answer is wanted once more.',
  'not-helpful': 'It says that the last answer did not help.',
  'is-it-so': 'It doubts the last answer: where that stands is said.',
  'as-supposed': 'It asks how to come by the license or the plan that was supposed before.',
  'more-about-it':
    'It asks why, how long, who or how about the last answer, and an intent is named for that.',
  'my-own-case':
    'It asks whether the visitor has the channel that was talked of, as they are or as they suppose.',
  'what-if': 'It supposes a license, a plan or an account, after a channel was talked of.',
  why: 'It asks why; the article of the last answer says it.',
  'reaching-them': 'It asks how to reach the people of the last answer, who are not support.',
  'is-it-that': 'It asks whether the problem that was told has this priority.',
  difference: 'It asks how two priorities or plans differ.',
  'with-that-plan': 'It asks whether the channel that was talked of comes with a plan.',
  'other-channel': 'It asks the same about another channel.',
  'follow-up': 'It goes on from the last answer with another value.',
  'neighbour-follow-up': 'It names a value that belongs to a question near the last one.',
  'other-people': 'It asks about people, in words of their own, after who has a channel.',
  'more-in-other-words': 'It asks something of the last answer, in other words than the lists have.',
  'section-of-it': 'A heading of the last answer’s article asks the same.',
  'same-channel': 'It asks about other people, and means the channel that was talked of.',
  'about-it': 'Its “it” is what was talked of.',
  'likely-next': 'It likely goes on from the last answer, and would get the same once more.',
  'sounds-like': 'It tells a problem, and the priorities were talked of: the one that it sounds like.',
  'rather-than-small-talk': 'It sounds like small talk, and may as well go on from the last answer.',
  refusal: 'It refuses a person, a ticket or a call.',
  'sure-pattern': 'A keyword or pattern of an intent decides alone.',
  'sure-intent': 'It is so like the examples of one intent that there is no doubt.',
  'bare-value': 'It is a country, a priority or a plan and nothing else.',
  'search-answer': 'A passage of an article covers the question.',
  'did-you-mean': 'Two or more things come near; Bolt asks which.',
  clarify: 'It is too short to tell; Bolt asks for more words.',
  fallback: 'Nothing comes near enough.',
};

/** What a rule means; nothing for one that nobody has described yet. */
export function ruleMeaning(rule: string): string {
  return RULES[rule] ?? '';
}

/** The file of an article. */
export function articleFile(language: Language, article: string): string {
  return `knowledge/${language}/${article}.md`;
}

/** The file of an intent. */
export function intentFile(intent: string): string {
  return `intents/${intent}.yaml`;
}

/** A number of things, in words. */
export function counted(count: number, what: string): string {
  return count === 1 ? `1 ${what}` : `${count} ${what}s`;
}
