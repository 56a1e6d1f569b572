//! Several answers as one message: what they share is said once, what they do is done once, and last.

use super::turn::Answer;
use crate::domain::Action;

/// The answers to one question about several values: what all of them say comes once, after them.
pub(super) fn alike(answers: Vec<Answer>) -> Option<Answer> {
    let texts: Vec<String> = answers.iter().map(|answer| answer.markdown.clone()).collect();
    let parts: Vec<Vec<&str>> = texts.iter().map(|text| sentences(text)).collect();
    let (first, others) = parts.split_first()?;
    let shared: Vec<&str> =
        first.iter().copied().filter(|s| others.iter().all(|sentences| sentences.contains(s))).collect();
    let own = parts.iter().map(|part| part.iter().copied().filter(|s| !shared.contains(s)).collect::<Vec<_>>());
    let paragraphs = own.chain([shared.clone()]).map(|sentences| sentences.join(" "));
    let markdown = paragraphs.filter(|text| !text.is_empty()).collect::<Vec<_>>().join("\n\n");
    Some(Answer { markdown, ..merged(answers)? })
}

/// The answers to several questions, in their order; a sentence, a list or a table that was said already is not said again.
pub(super) fn in_turn(answers: Vec<Answer>) -> Option<Answer> {
    let texts: Vec<String> = answers.iter().map(|answer| answer.markdown.clone()).collect();
    let (mut said, mut paragraphs): (Vec<&str>, Vec<String>) = (Vec::new(), Vec::new());
    for text in &texts {
        let mut own: Vec<Vec<&str>> = Vec::new();
        for block in text.split("\n\n") {
            let new: Vec<&str> = sentences(block).into_iter().filter(|sentence| !said.contains(sentence)).collect();
            said.extend(&new);
            match own.last_mut() {
                // What announces something that is not said again.
                Some(before) if new.is_empty() => drop(before.pop_if(|sentence| sentence.ends_with(':'))),
                _ => own.push(new),
            }
        }
        paragraphs.extend(own.iter().map(|sentences| sentences.join(" ")));
    }
    paragraphs.retain(|paragraph| !paragraph.is_empty());
    Some(Answer { markdown: paragraphs.join("\n\n"), ..merged(answers)? })
}

/// Everything of the answers but their words. The last one is what a follow-up is about.
fn merged(answers: Vec<Answer>) -> Option<Answer> {
    let action = answers.iter().map(|answer| answer.action).max_by_key(|action| weight(*action))?;
    let confidence = answers.iter().map(|answer| answer.confidence).fold(1.0, f32::min);
    let mut all = answers.into_iter();
    let mut whole = all.next()?;
    for answer in all {
        whole.quotes.extend(answer.quotes);
        for source in answer.sources {
            if !whole.sources.contains(&source) {
                whole.sources.push(source);
            }
        }
        for choice in answer.choices {
            if !whole.choices.contains(&choice) {
                whole.choices.push(choice);
            }
        }
        whole.form = whole.form.or(answer.form);
        whole.hand_off = whole.hand_off.or(answer.hand_off);
        whole.expects = answer.expects.or(whole.expects);
        whole.intent = answer.intent.or(whole.intent);
        whole.slots = answer.slots;
    }
    Some(Answer { action, confidence, ..whole })
}

/// What a message does outweighs what it says.
const fn weight(action: Action) -> u8 {
    match action {
        Action::Handoff => 6,
        Action::Ticket => 5,
        Action::Phone => 4,
        Action::Answer => 3,
        Action::Decline => 2,
        Action::Clarify => 1,
        Action::Fallback => 0,
    }
}

/// The sentences of a paragraph; a list, a table and a text of several blocks are one piece.
fn sentences(text: &str) -> Vec<&str> {
    if text.contains('\n') {
        return vec![text];
    }
    let (mut found, mut start) = (Vec::new(), 0);
    for (at, _) in text.match_indices(['.', '!', '?']) {
        let end = at + 1;
        let rest = &text[end..];
        let next = rest.trim_start();
        let begins = next.chars().next().is_none_or(|c| c.is_uppercase() || matches!(c, '¿' | '¡' | '“' | '«'));
        if rest.len() > next.len() && begins {
            found.push(text[start..end].trim());
            start = end;
        }
    }
    found.push(text[start..].trim());
    found.retain(|sentence| !sentence.is_empty());
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{HandoffReason, Language};

    fn said(action: Action, text: &str) -> Answer {
        Answer::saying(action, Language::En, text.to_owned())
    }

    #[test]
    fn what_all_say_is_said_once_and_last() {
        let answers = vec![
            said(Action::Phone, "The UK: +44.800.368 ext. 2. Have your ID at hand."),
            said(Action::Phone, "France: +33.800.94 ext. 2. Have your ID at hand."),
        ];
        let whole = alike(answers).unwrap();
        assert_eq!(
            whole.markdown,
            "The UK: +44.800.368 ext. 2.\n\nFrance: +33.800.94 ext. 2.\n\nHave your ID at hand."
        );
        assert_eq!(whole.action, Action::Phone);
        let alike = alike(vec![said(Action::Decline, "No. Sorry!"), said(Action::Decline, "No. Sorry!")]).unwrap();
        assert_eq!(alike.markdown, "No. Sorry!");
    }

    #[test]
    fn questions_are_answered_in_turn_and_deeds_are_done() {
        let handoff = Answer {
            hand_off: Some(HandoffReason::Requested),
            ..said(Action::Handoff, "You aren't signed in. Coming!")
        };
        let whole = in_turn(vec![said(Action::Answer, "It is open. You aren't signed in."), handoff]).unwrap();
        assert_eq!(whole.markdown, "It is open. You aren't signed in.\n\nComing!");
        assert_eq!((whole.action, whole.hand_off), (Action::Handoff, Some(HandoffReason::Requested)));
    }

    #[test]
    fn a_table_is_shown_once_and_announced_once() {
        let levels = said(Action::Answer, "There are two:\n\n- P1\n- P2\n\nEach has its time:\n\n| P1 |\n| P2 |");
        let times = said(Action::Answer, "It depends. These are the times:\n\n| P1 |\n| P2 |\n\nNights count.");
        let whole = in_turn(vec![levels, times]).unwrap().markdown;
        let once =
            "There are two:\n\n- P1\n- P2\n\nEach has its time:\n\n| P1 |\n| P2 |\n\nIt depends.\n\nNights count.";
        assert_eq!(whole, once);
    }

    #[test]
    fn tables_stay_whole() {
        assert_eq!(sentences("| a |\n| b. C |"), ["| a |\n| b. C |"]);
        assert_eq!(sentences("Call +41.31. Now! ¿Sí? no. end"), ["Call +41.31.", "Now!", "¿Sí? no. end"]);
    }
}
