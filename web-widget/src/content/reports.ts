// Generated from src/editing by `UPDATE_WIRE=1 cargo test --lib editing::typescript`. Do not edit.

import type { Action, Candidate, Choice, Form, Language, Source, Standing, Trace } from '../wire';

/**
 * What Bolt waits for after a message; it decides how the next message is read.
 */
export type Expectation = { "type": "choice" } | { "type": "handoff_consent" } | { "type": "slot", 
/**
 * The intent that asked.
 */
intent: string, 
/**
 * The name of the slot.
 */
slot: string, };

/**
 * A turn of Bolt's.
 */
export type BoltMessage = { 
/**
 * What kind of turn it is.
 */
action: Action, 
/**
 * The intent that was understood.
 */
intent: string | null, 
/**
 * How sure Bolt was, from 0 to 1.
 */
confidence: number, 
/**
 * The language it is written in.
 */
language: Language, 
/**
 * The text, as Markdown.
 */
markdown: string, 
/**
 * The articles it was taken from.
 */
sources: Array<Source>, 
/**
 * What the visitor may pick.
 */
choices: Array<Choice>, 
/**
 * A form to fill.
 */
form: Form | null, 
/**
 * What Bolt waits for now.
 */
expects: Expectation | null, 
/**
 * Whether it answers a question, so that the visitor may say whether it helped. Rows written before there were
 * ratings answer none.
 */
rateable: boolean, 
/**
 * Why it said so.
 */
trace: Trace, };

/**
 * A word that was read as another.
 */
export type Correction = { 
/**
 * As it was written, normalised.
 */
written: string, 
/**
 * As it was read.
 */
read: string, 
/**
 * Who read it so: `names`, `classifier` or `search`.
 */
by: string, };

/**
 * A value that the message names.
 */
export type Value = { 
/**
 * What it is: `country`, `priority` …
 */
kind: string, 
/**
 * The normalised value.
 */
value: string, 
/**
 * As it was written.
 */
written: string, };

/**
 * A keyword or pattern that was found.
 */
export type Pattern = { 
/**
 * The intent it stands for.
 */
intent: string, 
/**
 * The language it is listed under.
 */
language: Language, 
/**
 * What it matched, as it was written.
 */
written: string, };

/**
 * A passage that search found.
 */
export type Found = { 
/**
 * The article.
 */
article: string, 
/**
 * Its language.
 */
language: Language, 
/**
 * The share of what the question is about that it covers, from 0 to 1.
 */
confidence: number, 
/**
 * How well it ranks; comparable within this search only.
 */
score: number, 
/**
 * The heading above the passage.
 */
heading: string | null, 
/**
 * The passage, as plain text.
 */
text: string, };

/**
 * What a message asks of the last answer, by the cues that it is like.
 */
export type GoesOn = { 
/**
 * The cue: `how_long`, `contact` …
 */
cue: string, 
/**
 * How likely it is.
 */
probability: number, };

/**
 * The whole way from a message to its answer.
 */
export type Explanation = { 
/**
 * The content that answered.
 */
content_revision: string, 
/**
 * What was written.
 */
text: string, 
/**
 * The language of the answer.
 */
language: Language, 
/**
 * What told the language: `text`, `conversation`, `locale` or `default`.
 */
language_from: string, 
/**
 * Whether the text alone is unmistakable.
 */
language_sure: boolean, 
/**
 * The words, normalised.
 */
words: Array<string>, 
/**
 * The part that asks, where that is not the whole message.
 */
core: string | null, 
/**
 * The words that were read as others.
 */
corrections: Array<Correction>, 
/**
 * The values that the message names.
 */
entities: Array<Value>, 
/**
 * The intents that a keyword or pattern names.
 */
patterns: Array<Pattern>, 
/**
 * The classifier's likeliest intents, best first, with their probabilities.
 */
intents: Array<Candidate>, 
/**
 * How likely it is that the message is any of the intents, from 0 to 1.
 */
in_scope: number, 
/**
 * Whether that is enough.
 */
known: boolean, 
/**
 * What it asks of the last answer, where there is one.
 */
goes_on: GoesOn | null, 
/**
 * The passages that search found, best first.
 */
passages: Array<Found>, 
/**
 * The rules that were asked, in order; the last one decided.
 */
rules: Array<string>, 
/**
 * The answer.
 */
answer: BoltMessage, };

/**
 * What the visitor does in a turn.
 */
export type Move = { "type": "ask", 
/**
 * What.
 */
text: string, } | { "type": "pick", 
/**
 * Its id.
 */
choice: string, };

/**
 * Who asks what.
 */
export type Attempt = { 
/**
 * The kind of visitor; nobody for one who is not signed in.
 */
who: Standing | null, 
/**
 * The language of the page.
 */
page: Language | null, 
/**
 * What the visitor does, turn by turn.
 */
moves: Array<Move>, };

/**
 * What a kind of visitor may use.
 */
export type MayUse = { 
/**
 * Go on with a live agent.
 */
live_chat: boolean, 
/**
 * Open a ticket.
 */
ticket: boolean, 
/**
 * Call.
 */
phone: boolean, };

/**
 * Why Bolt says nothing.
 */
export type Silence = "waiting" | "no_such_choice";

/**
 * A turn of an attempt.
 */
export type TrialTurn = { 
/**
 * What the visitor did.
 */
does: Move, 
/**
 * The whole way to the answer; none where Bolt says nothing.
 */
explanation: Explanation | null, 
/**
 * The answer as the visitor sees it: sanitised HTML.
 */
html: string, 
/**
 * Why there is no answer.
 */
silence: Silence | null, };

/**
 * What came of an attempt.
 */
export type Trial = { 
/**
 * The content that answered.
 */
revision: string, 
/**
 * What this kind of visitor may use.
 */
entitled: MayUse, 
/**
 * The turns, in order.
 */
turns: Array<TrialTurn>, };

/**
 * How bad a finding is.
 */
export type Severity = "warning" | "error";

/**
 * Another place that a finding is about.
 */
export type Related = { 
/**
 * The file, below the content folder.
 */
file: string, 
/**
 * The line, from 1.
 */
line: number, 
/**
 * The column, in characters from 1.
 */
column: number, 
/**
 * What it has to do with the finding.
 */
message: string, 
/**
 * The line itself.
 */
source: string, 
/**
 * How many characters of the line are meant.
 */
width: number, };

/**
 * A problem, where it is, and what to do.
 */
export type Finding = { 
/**
 * How bad it is.
 */
severity: Severity, 
/**
 * The stable word for this kind of problem.
 */
code: string, 
/**
 * The file, below the content folder.
 */
file: string, 
/**
 * The line, from 1; 0 where the file as a whole is meant.
 */
line: number, 
/**
 * The column, in characters from 1; 0 where the file as a whole is meant.
 */
column: number, 
/**
 * What is wrong.
 */
message: string, 
/**
 * Why it matters.
 */
why: string, 
/**
 * What to do.
 */
remedy: string, 
/**
 * The line itself.
 */
source: string | null, 
/**
 * How many characters of the line are meant.
 */
width: number, 
/**
 * Further facts that led to it.
 */
notes: Array<string>, 
/**
 * The other places that it is about.
 */
related: Array<Related>, };

/**
 * The files cannot be taken; what was live before still is.
 */
export type BrokenState = { 
/**
 * Since when (RFC 3339).
 */
since: string, 
/**
 * What keeps the files out, at most the first few.
 */
findings: Array<Finding>, 
/**
 * How many errors there are in all.
 */
errors: number, };

/**
 * How the content that is live stands.
 */
export type LiveState = { 
/**
 * Its revision.
 */
revision: string, 
/**
 * Since when it is live (RFC 3339).
 */
since: string, 
/**
 * New examples are known by their wording, while the classifier learns them.
 */
learning: boolean, 
/**
 * The folder it comes from; nothing for the copy inside the program, which does not change.
 */
folder: string | null, 
/**
 * What is wrong with the files, where they are not as what is live.
 */
broken: BrokenState | null, 
/**
 * What is known of the last change: counts up with each piece of news.
 */
changes: number, };

/**
 * How well an article or intent serves.
 */
export type Health = { 
/**
 * How many questions it answered.
 */
answered: number, 
/**
 * How many visitors said that it helped.
 */
helpful: number, 
/**
 * How many said that it did not.
 */
unhelpful: number, };

/**
 * How an article stands in one language.
 */
export type VersionStanding = "current" | "older" | "not_live" | "missing";

/**
 * An article in one language.
 */
export type Version = { 
/**
 * The language.
 */
language: Language, 
/**
 * How it stands.
 */
standing: VersionStanding, 
/**
 * Its file; where it would be, for one that is missing.
 */
file: string, 
/**
 * The day of its last change.
 */
updated: string | null, };

/**
 * An article in all its languages.
 */
export type ArticleRow = { 
/**
 * Its path below the language folder, without `.md`.
 */
id: string, 
/**
 * Its title, in the first language that has one.
 */
title: string, 
/**
 * The day of the last change in any language.
 */
updated: string | null, 
/**
 * Every language, whether the article is in it or not.
 */
versions: Array<Version>, 
/**
 * How well it serves.
 */
health: Health, };

/**
 * An intent.
 */
export type IntentRow = { 
/**
 * Its id: the name of its file.
 */
id: string, 
/**
 * Its file.
 */
file: string, 
/**
 * What "did you mean" offers, in English.
 */
title: string, 
/**
 * Whether it is small talk.
 */
small_talk: boolean, 
/**
 * The article under its answers.
 */
article: string | null, 
/**
 * How many examples it has, language by language.
 */
examples: Array<number>, 
/**
 * The day of the last change, as far as git knows it.
 */
updated: string | null, 
/**
 * How well it serves.
 */
health: Health, };

/**
 * Everything there is.
 */
export type Library = { 
/**
 * The content that is live.
 */
revision: string, 
/**
 * Over how many days the use is counted.
 */
days: number, 
/**
 * The articles, by id.
 */
articles: Array<ArticleRow>, 
/**
 * The intents, by id.
 */
intents: Array<IntentRow>, };

/**
 * What visitors read of an article.
 */
export type LiveText = { 
/**
 * Its title.
 */
title: string, 
/**
 * What the reader finds in it.
 */
description: string, 
/**
 * Words that people type and the text does not have.
 */
keywords: Array<string>, 
/**
 * The channels it is about; nothing where it is for everybody.
 */
audience: Array<string>, 
/**
 * Where visitors read it.
 */
url: string, 
/**
 * The text, as sanitised HTML.
 */
html: string, };

/**
 * An article in one language, as visitors read it.
 */
export type ArticleText = { 
/**
 * How it stands.
 */
version: Version, 
/**
 * What visitors read; nothing where it is not live.
 */
live: LiveText | null, };

/**
 * An article to look at, with its languages side by side.
 */
export type ArticleView = { 
/**
 * Its id.
 */
id: string, 
/**
 * Each language.
 */
versions: Array<ArticleText>, 
/**
 * The intents whose answers have it under them.
 */
intents: Array<string>, 
/**
 * How well it serves.
 */
health: Health, 
/**
 * Over how many days its use is counted.
 */
days: number, };

/**
 * What an intent is recognised by in one language.
 */
export type Recognised = { 
/**
 * The language.
 */
language: Language, 
/**
 * What "did you mean" offers.
 */
title: string, 
/**
 * Words that decide alone.
 */
keywords: Array<string>, 
/**
 * Regular expressions that decide alone.
 */
patterns: Array<string>, 
/**
 * What people may say.
 */
examples: Array<string>, };

/**
 * A reply as its file has it.
 */
export type WrittenSay = { 
/**
 * The line where it begins.
 */
line: number, 
/**
 * Under which condition it is said.
 */
when: string | null, 
/**
 * What kind of turn it is.
 */
action: Action, };

/**
 * What an intent says to some kinds of visitors, without values filled in.
 */
export type Said = { 
/**
 * Who hears it; `null` is somebody who is not signed in.
 */
to: Array<Standing | null>, 
/**
 * What kind of turn it is.
 */
action: Action, 
/**
 * The text in each language, as sanitised HTML.
 */
html: Array<string>, };

/**
 * An intent to look at.
 */
export type IntentView = { 
/**
 * Its id.
 */
id: string, 
/**
 * Its file.
 */
file: string, 
/**
 * Whether it is small talk.
 */
small_talk: boolean, 
/**
 * The kinds of values it takes, the main one first.
 */
slots: Array<string>, 
/**
 * The article under its answers.
 */
article: string | null, 
/**
 * What it is recognised by, language by language.
 */
languages: Array<Recognised>, 
/**
 * Its replies as they are written.
 */
replies: Array<WrittenSay>, 
/**
 * What it says, by who asks.
 */
said: Array<Said>, 
/**
 * How well it serves.
 */
health: Health, 
/**
 * Over how many days its use is counted.
 */
days: number, };

/**
 * What is wrong with the files, or could be better.
 */
export type Findings = { 
/**
 * The revision of the files that were checked; another one than what is live where they are broken.
 */
revision: string, 
/**
 * How many files there are.
 */
files: number, 
/**
 * How many findings keep the files from being taken.
 */
errors: number, 
/**
 * How many do not.
 */
warnings: number, 
/**
 * The findings, by file and line.
 */
findings: Array<Finding>, };

/**
 * The time that is looked at; the time before it, of the same length, is what it is compared with.
 */
export type Period = { 
/**
 * Its first moment.
 */
since: string, 
/**
 * Its end.
 */
until: string, };

/**
 * How often something happened in a day or a week.
 */
export type Point = { 
/**
 * Its first moment; the next point's is its end.
 */
from: string, 
/**
 * How often.
 */
count: number, };

/**
 * What became of a question.
 */
export type Fate = "answered" | "unanswered" | "re_asked" | "handed_off" | "unhelpful";

/**
 * Something that Bolt came near to, and how near, from 0 to 1.
 */
export type Near = { 
/**
 * The intent or the article.
 */
id: string, 
/**
 * How near.
 */
score: number, };

/**
 * What to do.
 */
export type Proposal = { "type": "examples", 
/**
 * The intent.
 */
intent: string, 
/**
 * Its file.
 */
file: string, 
/**
 * What people wrote.
 */
examples: Array<string>, 
/**
 * The same as lines to paste under the file's `examples`.
 */
lines: string, } | { "type": "keywords", 
/**
 * The article.
 */
article: string, 
/**
 * Its file.
 */
file: string, 
/**
 * The words that people use and it does not.
 */
keywords: Array<string>, } | { "type": "article", 
/**
 * Where.
 */
file: string, 
/**
 * What it may be called: the question that is most like the others.
 */
title: string, 
/**
 * What it may begin with: front matter and a heading for the answer.
 */
stub: string, };

/**
 * Questions that ask for the same thing, which Bolt could not answer.
 */
export type Gap = { 
/**
 * The language.
 */
language: Language, 
/**
 * How often it was asked in the period.
 */
count: number, 
/**
 * How often in the time before.
 */
count_before: number, 
/**
 * How often by the day, or the week.
 */
series: Array<Point>, 
/**
 * How often with which end, in the period.
 */
fates: { [key in Fate]?: number }, 
/**
 * Some of the questions, without personal data; the first is the most typical one.
 */
examples: Array<string>, 
/**
 * The intent that most of them came nearest to.
 */
intent: Near | null, 
/**
 * The article that most of them came nearest to.
 */
article: Near | null, 
/**
 * What may be done about it.
 */
proposal: Proposal, };

/**
 * The gaps of a period.
 */
export type Gaps = { 
/**
 * The period.
 */
period: Period, 
/**
 * How many questions there were.
 */
questions: number, 
/**
 * How many of them had no good answer.
 */
unanswered: number, 
/**
 * The same by the day, or the week.
 */
unanswered_series: Array<Point>, 
/**
 * How many questions there were in the time before.
 */
questions_before: number, 
/**
 * How many of those had no good answer.
 */
unanswered_before: number, 
/**
 * How many different questions, the rarest, were too many to be put together.
 */
left_out: number, 
/**
 * The gaps, the largest first.
 */
gaps: Array<Gap>, };

/**
 * A question, and who asked it.
 */
export type AskedBy = { 
/**
 * The question, without personal data.
 */
text: string, 
/**
 * Who asked; nothing for somebody who was not signed in.
 */
standing: Standing | null, };

/**
 * A file that a draft proposes.
 */
export type DraftFile = { 
/**
 * Its path below the folder of the content.
 */
path: string, 
/**
 * What is in it.
 */
text: string, };

/**
 * An article that agents' replies propose.
 */
export type DraftView = { 
/**
 * Names it.
 */
id: string, 
/**
 * The language of the conversations.
 */
language: Language, 
/**
 * Its title: the most typical question.
 */
title: string, 
/**
 * The answer, as sanitised HTML.
 */
html: string, 
/**
 * The questions that it has to answer.
 */
questions: Array<AskedBy>, 
/**
 * Where it comes from, conversation by conversation.
 */
sources: Array<string>, 
/**
 * The article and its answer test.
 */
files: Array<DraftFile>, 
/**
 * Both as a patch that `git apply` takes.
 */
patch: string, };

/**
 * The drafts of the last days.
 */
export type Drafts = { 
/**
 * Over how many days.
 */
days: number, 
/**
 * The drafts, those that most conversations want first.
 */
drafts: Array<DraftView>, };

/**
 * What a changed answer amounts to. The gravest comes first.
 */
export type Verdict = "lost" | "look" | "better";

/**
 * In what two answers differ: the weightiest difference.
 */
export type Cause = "silence" | "language" | "action" | "intent" | "article" | "choices" | "wording" | "text";

/**
 * Where a question comes from.
 */
export type Origin = "test" | "example" | "question";

/**
 * Something that is not as expected.
 */
export type Mismatch = { 
/**
 * What: the key of the expectation.
 */
what: string, 
/**
 * What had to come.
 */
expected: string, 
/**
 * What came.
 */
got: string, };

/**
 * What a visitor was told, and why.
 */
export type Told = { 
/**
 * What kind of turn it was.
 */
action: Action, 
/**
 * The intent that was understood.
 */
intent: string | null, 
/**
 * The articles it was taken from.
 */
articles: Array<string>, 
/**
 * The language it is written in.
 */
language: Language, 
/**
 * The text, with its choices.
 */
text: string, 
/**
 * The ids of the choices.
 */
choices: Array<string>, 
/**
 * The rule that chose.
 */
rule: string, 
/**
 * The content that answered.
 */
content_revision: string, 
/**
 * What was considered.
 */
candidates: Array<Candidate>, };

/**
 * An answer that changes.
 */
export type Change = { 
/**
 * What it amounts to.
 */
verdict: Verdict, 
/**
 * In what the two answers differ.
 */
cause: Cause, 
/**
 * Where the question comes from.
 */
origin: Origin, 
/**
 * The test, the intent of the example, or the id of the question.
 */
name: string, 
/**
 * Who asks.
 */
who: string, 
/**
 * The language of the page.
 */
page: Language | null, 
/**
 * What was written before in the same conversation.
 */
before: Array<string>, 
/**
 * What was asked.
 */
asked: string, 
/**
 * The answer of the old content; none where Bolt is silent.
 */
old: Told | null, 
/**
 * The answer of the new content.
 */
new: Told | null, 
/**
 * In what the new answer is not as the test wants it.
 */
mismatches: Array<Mismatch>, };

/**
 * Changes that have one cause.
 */
export type ChangeGroup = { 
/**
 * What they amount to.
 */
verdict: Verdict, 
/**
 * In what the answers differ.
 */
cause: Cause, 
/**
 * From what to what.
 */
what: string, 
/**
 * How many there are.
 */
count: number, 
/**
 * The first of them.
 */
changes: Array<Change>, };

/**
 * What a change of the content did to answers.
 */
export type Compared = { 
/**
 * When the new content came (RFC 3339).
 */
at: string, 
/**
 * The revision before.
 */
old: string, 
/**
 * The revision since.
 */
new: string, 
/**
 * How many answers were compared.
 */
questions: number, 
/**
 * How many conversations were too many to be played.
 */
left_out: number, 
/**
 * How many answers are other ones now.
 */
changed: number, 
/**
 * How many of these are right now, by the tests.
 */
better: number, 
/**
 * How many are to be looked at.
 */
look: number, 
/**
 * How many are lost.
 */
lost: number, 
/**
 * The changes by what became of them and why, the gravest first.
 */
groups: Array<ChangeGroup>, 
/**
 * Why the answer tests were not among the questions, where they could not be read.
 */
tests_problem: string | null, };

/**
 * What is known of the last change.
 */
export type Changes = { 
/**
 * Whether a newer change is being looked at.
 */
comparing: boolean, 
/**
 * What the last one that was looked at did; nothing before the first.
 */
latest: Compared | null, };
