//! Several questions in one message: each is answered, in their order.

use super::{
    OFF_TOPIC, by_examples, by_pattern, certain, context, ends_as_question, follow, go_on, is_small_talk, knowing,
    parting::{asks, joiners, opens, sentences, statement_apart, states},
    suppose, sure,
};
use crate::{
    content::{
        Cue, Phrase,
        required::{COMPLAINT, DANGER, SPEAK_LANGUAGE, STAY_WITH_BOLT},
    },
    domain::{Action, LastReply},
    intents::refuses,
    language::Utterance,
    reply::{
        Understanding, combine, cues,
        turn::{Answer, Turn},
    },
};

/// A message with fewer words asks for one thing.
const SEVERAL: usize = 4;
/// Half of a sentence with fewer words than these, besides the values that it names, is no question of its own.
const PIECE: usize = 2;
/// In a message longer than this many words, only what plainly asks is a question.
const STORY: usize = 22;
/// More questions than these are not answered at once.
const MOST_QUESTIONS: usize = 3;
/// More pieces than these are not looked at, so that the time is bounded.
const MOST_PIECES: usize = 8;

/// What is asked beside a question, and not answered with it.
const APART: [Cue; 5] = [Cue::HowMuch, Cue::HowLong, Cue::Hours, Cue::Where, Cue::How];

/// What a message says as a whole, and no piece of it asks.
const WHOLE: [&str; 4] = [COMPLAINT, DANGER, SPEAK_LANGUAGE, STAY_WITH_BOLT];

/// What a piece of a message is.
enum Piece {
    /// A question with its answer.
    Question(Box<Answer>),
    /// What is told of the question before, with its answer for just that: "… I'm on a Pro account."
    Detail(Box<Answer>),
    /// "This is a disgrace."
    Complaint,
    /// "I don't want to talk to a person."
    Refusal,
    /// It asks something, and nobody knows what; whether in enough words to be sure that it is something else.
    Unclear { another: bool },
    /// Nothing that is asked.
    Aside,
}

impl Piece {
    /// A part of a sentence that asks, with its answer.
    fn of(answer: Option<Answer>) -> Self {
        answer.map_or(Self::Unclear { another: false }, |answer| Self::Question(Box::new(answer)))
    }
}

/// Several questions, each clear by itself. A story is not split into what nobody asked.
pub fn several_questions(turn: &Turn<'_>) -> Option<Answer> {
    let whole = &turn.understanding.utterance;
    if whole.tokens().len() < SEVERAL {
        return None;
    }
    let mut answers: Vec<Answer> = Vec::new();
    let (mut complains, mut refused, mut unclear, mut others) = (false, false, false, 0);
    for piece in pieces(turn) {
        match piece {
            Piece::Question(answer) if is_new(&answer, &answers) => {
                // "What is your number? I'm in Spain." has answered what Bolt would ask.
                answers.retain(|known| known.expects.is_none() || known.intent != answer.intent);
                answers.push(*answer);
            }
            Piece::Detail(answer) => {
                answers.retain(|known| known.intent != answer.intent);
                answers.push(*answer);
            }
            Piece::Complaint => complains = true,
            Piece::Refusal => refused = true,
            Piece::Unclear { another } => {
                unclear = true;
                others += usize::from(another);
            }
            Piece::Question(_) | Piece::Aside => {}
        }
    }
    if answers.len() + usize::from(complains) + usize::from(refused) + others < 2 || answers.is_empty() {
        return None;
    }
    let (answers, left_out) = in_order(without_explained(turn, answers));
    let mut answer = combine::in_turn(answers)?;
    if complains {
        answer.markdown = format!("{} {}", turn.phrase(Phrase::Sorry), answer.markdown);
        answer = knowing::with_early_offer(turn, answer);
    }
    let rest = if left_out { Some(Phrase::MoreQuestions) } else { Some(Phrase::PartUnclear).filter(|_| unclear) };
    if let Some(rest) = rest {
        answer.markdown = format!("{}\n\n{}", answer.markdown, turn.phrase(rest));
    }
    Some(answer)
}

/// The same intent with the same values is the same question.
fn is_new(answer: &Answer, answers: &[Answer]) -> bool {
    !answers.iter().any(|known| known.intent == answer.intent && known.slots == answer.slots)
}

/// The answers without those that explain how to come by what Bolt does in the same breath: "how do I open a ticket? open one
/// for me".
fn without_explained(turn: &Turn<'_>, answers: Vec<Answer>) -> Vec<Answer> {
    let deeds: Vec<String> = answers.iter().filter(|answer| does(answer)).filter_map(|it| it.intent.clone()).collect();
    let explains = |answer: &Answer| {
        let intent = answer.intent.as_deref().and_then(|id| turn.content.intent(id));
        let deed = intent.filter(|it| it.follow_up(Cue::How) == Some(&it.id)).and_then(|it| it.follow_up(Cue::DoIt));
        deed.is_some_and(|deed| deeds.iter().any(|done| done == deed))
    };
    answers.into_iter().filter(|answer| !explains(answer)).collect()
}

/// Whether Bolt does something with it.
const fn does(answer: &Answer) -> bool {
    matches!(answer.action, Action::Handoff | Action::Ticket)
}

/// Answers first, then the one thing that Bolt asks back, then the one thing that it does; no more than are read, and
/// whether others were left out.
fn in_order(answers: Vec<Answer>) -> (Vec<Answer>, bool) {
    let (deeds, rest): (Vec<_>, Vec<_>) = answers.into_iter().partition(does);
    let (asks, tells): (Vec<_>, Vec<_>) = rest.into_iter().partition(|answer| answer.expects.is_some());
    let last: Vec<_> = asks.into_iter().take(1).chain(deeds.into_iter().take(1)).collect();
    let room = MOST_QUESTIONS - last.len();
    let left_out = tells.len() > room;
    (tells.into_iter().take(room).chain(last).collect(), left_out)
}

/// The message piece by piece: its sentences, and the halves of a sentence that joins two questions.
fn pieces(turn: &Turn<'_>) -> Vec<Piece> {
    let whole = &turn.understanding.utterance;
    let is_story = whole.tokens().len() > STORY;
    let (mut found, mut last) = (Vec::new(), turn.last().cloned());
    // "Form submitted. What now?" goes on from no answer: nothing was asked yet.
    let (mut follows, mut asked_before) = (true, false);
    let sentences = sentences(whole.original());
    let apart = sentences.into_iter().flat_map(|sentence| statement_apart(turn, sentence));
    for (sentence, told) in apart.take(MOST_PIECES) {
        let piece = understood(turn, sentence, last.as_ref());
        let only_tells =
            || is_story || states(turn, sentence) || describes(&piece, sentence) || asked_before && tells_more(&piece);
        let asked = !told && (asks(turn, sentence) || !only_tells());
        let parts = if asked { parts(turn, sentence, last.as_ref(), MOST_QUESTIONS) } else { None };
        let parts = parts.filter(|parts| !begins_with_circumstance(&piece, parts) && !is_one_question(&piece, parts));
        let pieces = match parts.filter(|parts| parts.iter().flatten().count() > 1) {
            Some(parts) => parts.into_iter().map(Piece::of).collect(),
            None if !found.is_empty() && describes(&piece, sentence) => vec![Piece::Aside],
            None => vec![read(&piece, asked, is_story, follows)],
        };
        follows = asks(turn, sentence);
        asked_before |= sentence.trim_end().ends_with('?');
        match pieces.last() {
            Some(Piece::Question(answer) | Piece::Detail(answer)) => last = Some(answer.as_last()),
            // "I'm in Spain." belongs to the questions that follow.
            _ => last = Some(piece.with_values_so_far()),
        }
        found.extend(pieces);
    }
    found
}

/// "Any update on my ticket? Opened it on Monday.": what stands after a question and asks nothing plainly is about it,
/// unless it is certainly something else ("… The number for Spain, please.").
fn tells_more(piece: &Turn<'_>) -> bool {
    let refers = cues::holds(&piece.understanding.utterance, piece.content, Cue::It, go_on::WORDS_ABOUT_IT);
    refers || by_pattern(piece).is_none() && certain(piece).is_none()
}

/// "…, que es administrador con licencia" says who somebody is, and asks nothing.
fn describes(piece: &Turn<'_>, text: &str) -> bool {
    let words = cues::words_besides(&piece.understanding.utterance, piece.content, piece.understanding.entities.iter());
    let asks = text.trim_end().ends_with('?') || opens(piece, text, Cue::FollowUp);
    words <= PIECE && piece.named("role").is_some() && !asks
}

/// A sentence that is several questions, with their answers: "what is P1 and how do I open a ticket". `joints` is how
/// many it may have between them. A part that plainly asks and is not understood has no answer.
fn parts(turn: &Turn<'_>, sentence: &str, last: Option<&LastReply>, joints: usize) -> Option<Vec<Option<Answer>>> {
    let fewer = joints.checked_sub(1)?;
    joiners(turn, sentence).into_iter().find_map(|(left, right)| {
        let first = joined(turn, left, last);
        if first.is_none() && !is_plain_question(turn, left) {
            return None;
        }
        let told = first.as_ref().map(Answer::as_last);
        let last = told.as_ref().or(last);
        let rest = parts(turn, right, last, fewer).or_else(|| match joined(turn, right, last) {
            Some(answer) => Some(vec![Some(answer)]),
            None => is_plain_question(turn, right).then(|| vec![None]),
        })?;
        let differs =
            first.as_ref().is_none_or(|first| rest.iter().flatten().all(|answer| answer.intent != first.intent));
        let is_one = first.is_none() && rest.iter().flatten().count() == 0;
        (differs && !is_one).then(|| [first].into_iter().chain(rest).collect())
    })
}

/// "I have been calling since nine and it is always engaged": the first half asks for no number, although it sounds like
/// it. It plainly asks nothing, Bolt would have to ask back, and the whole sentence surely wants what another half wants.
fn begins_with_circumstance(sentence: &Turn<'_>, parts: &[Option<Answer>]) -> bool {
    let Some((Some(first), rest)) = parts.split_first() else { return false };
    let wanted = sure(sentence).map(|(intent, _)| intent);
    let by_another = rest.iter().flatten().any(|answer| answer.intent.as_deref() == wanted);
    wanted.is_some()
        && by_another
        && first.expects.is_some()
        && !opens(sentence, sentence.understanding.utterance.original(), Cue::Asking)
}

/// Whether a sentence is so surely one question that its parts, of which none is this one, are no questions.
fn is_one_question(sentence: &Turn<'_>, parts: &[Option<Answer>]) -> bool {
    let Some(wanted) = certain(sentence) else { return false };
    let is_part = parts.iter().flatten().any(|answer| answer.intent.as_deref() == Some(wanted));
    !is_part && !is_small_talk(sentence, wanted)
}

/// Whether a part asks something, whatever it is: "how do I blur my background".
fn is_plain_question(turn: &Turn<'_>, part: &str) -> bool {
    asks(turn, part) && Utterance::read(part).tokens().len() >= SEVERAL
}

/// Half of a sentence as a question. What only the examples propose is told, and not done.
fn joined(turn: &Turn<'_>, half: &str, last: Option<&LastReply>) -> Option<Answer> {
    let piece = understood(turn, half, last);
    if let Some(answer) = context::slot_answer(&piece) {
        return Some(answer);
    }
    // "Admins on Pro and members" names somebody twice; it asks once.
    let words = cues::words_besides(&piece.understanding.utterance, turn.content, piece.understanding.entities.iter());
    if words < PIECE || describes(&piece, half) || states(turn, half) {
        return None;
    }
    let acts = |answer: &Answer| matches!(answer.action, Action::Handoff | Action::Ticket);
    // "I want a higher plan, who do I talk to" is told by one answer.
    let is_told = || sure(turn).is_some_and(|(wanted, _)| last.and_then(|last| last.intent.as_deref()) == Some(wanted));
    // "What is the number and is it free" is not, nor is "what is the Community and how do I get in".
    let asks_apart = || APART.iter().any(|cue| go_on::asks(&piece, *cue));
    let goes_on = || last.filter(|_| asks_apart() || !is_told()).and_then(|_| goes_on(&piece));
    goes_on().or_else(|| answered(&piece)).filter(|answer| !acts(answer) || !piece.understanding.patterns.is_empty())
}

/// What a whole sentence is. It may go on from what was said before where it `follows` an answer.
fn read(piece: &Turn<'_>, asked: bool, is_story: bool, follows: bool) -> Piece {
    let acts = |(intent, _): (&str, f32)| knowing::does_something(piece, intent);
    if refuses(&piece.understanding.utterance) && by_examples(piece).is_none_or(acts)
        || sure(piece).is_some_and(|(intent, _)| intent == STAY_WITH_BOLT)
    {
        return Piece::Refusal;
    }
    // "Wait, what will it cost me?" complains of nothing.
    let utterance = &piece.understanding.utterance;
    let is_word_alone = utterance.tokens().len() == 1 && cues::opens(utterance, piece.content, Cue::Filler);
    if !is_story && !is_word_alone && by_examples(piece).is_some_and(|(intent, _)| intent == COMPLAINT) {
        return Piece::Complaint;
    }
    let goes_on = || goes_on(piece).filter(|_| follows);
    let answer = context::slot_answer(piece).or_else(goes_on).or_else(|| follow::follow_up(piece));
    // An answer to what Bolt asks may be a plain statement: "I'm in Spain". A word like "urgent" asks nothing.
    // Two words have to be certain: "opening hours?", and not "any ideas?".
    let is_word = match piece.understanding.utterance.tokens().len() {
        ..PIECE => !ends_as_question(piece),
        PIECE => by_pattern(piece).is_none() && certain(piece).is_none(),
        _ => false,
    };
    if let Some(answer) = answer {
        let answer = Box::new(answer);
        return if asked { Piece::Question(answer) } else { Piece::Detail(answer) };
    }
    match answered(piece).filter(|_| asked && !is_word) {
        Some(answer) => Piece::Question(Box::new(answer)),
        None if ends_as_question(piece) && !talks_small(piece) => {
            let is_long = piece.understanding.utterance.tokens().len() >= SEVERAL;
            Piece::Unclear { another: is_long && piece.understanding.classified.in_scope < OFF_TOPIC }
        }
        None => Piece::Aside,
    }
}

/// What goes on from the answer before.
fn goes_on(piece: &Turn<'_>) -> Option<Answer> {
    // "Back to the phone thing: …" names what the rest is about.
    if piece.understanding.utterance.original().trim_end().ends_with(':') {
        return None;
    }
    let rules = [go_on::more_about_it, suppose::my_own_case, follow::other_channel, go_on::more_in_other_words];
    rules.iter().find_map(|rule| rule(piece))
}

/// The answer of an intent that the piece surely wants.
fn answered(piece: &Turn<'_>) -> Option<Answer> {
    let is_question = |intent: &str| !is_small_talk(piece, intent) && !WHOLE.contains(&intent);
    let (intent, confidence) = by_pattern(piece)
        .filter(|intent| is_question(intent))
        .map(|intent| (intent, 1.0))
        .or_else(|| by_examples(piece).filter(|(intent, _)| is_question(intent)))?;
    piece.intent(intent, confidence)
}

fn talks_small(piece: &Turn<'_>) -> bool {
    by_pattern(piece)
        .or_else(|| by_examples(piece).map(|(intent, _)| intent))
        .is_some_and(|id| is_small_talk(piece, id))
}

/// The turn as if only this piece had been written, after what was answered last.
fn understood<'t>(turn: &Turn<'t>, piece: &str, last: Option<&LastReply>) -> Turn<'t> {
    let whole = &*turn.understanding;
    // Most messages are of one piece, and reading it again is the dearest part of a decision.
    let understanding = if piece.trim() == whole.utterance.original().trim() {
        Understanding { hits: Vec::new(), ..whole.clone() }
    } else {
        Understanding::of_piece(turn.content, piece.trim(), whole.guess)
    };
    turn.reading(understanding).after(last.cloned())
}
