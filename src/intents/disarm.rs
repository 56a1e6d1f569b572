//! When words do not mean what they say: "I don't want an agent", "your mail says 'call us'".

use std::ops::Range;

use crate::language::{Utterance, quotations};

use super::refusals::{goes_without, says_no};

/// How many words before a hit may hold its negation.
const REACH: usize = 7;

/// "Not this but that": the refusal ends here.
const CONTRASTS: [&str; 5] = ["but", "ma", "bensi", "sino", "pero"];
/// What turns round the very next words, with an article between at most.
const EXCLUSIONS: [&str; 12] = [
    "not",
    "without",
    "instead of",
    "rather than",
    "no",
    "senza",
    "invece di",
    "anziche",
    "sin",
    "en vez de",
    "en lugar de",
    "non",
];
const ARTICLES: [&str; 15] =
    ["a", "an", "the", "any", "un", "una", "uno", "il", "lo", "la", "el", "los", "al", "l", "con"];

/// "I don't want a robot" is no refusal of what the message asks for.
const MACHINES: [&str; 14] = [
    "bot",
    "bots",
    "robot",
    "robots",
    "machine",
    "machines",
    "macchina",
    "macchine",
    "maquina",
    "maquinas",
    "chatbot",
    "automatic",
    "automatica",
    "automaticas",
];

/// Whether the message as a whole refuses what it names: one clause, a refusal that no contrast ends, about no machine.
#[must_use]
pub fn refuses(utterance: &Utterance) -> bool {
    if (1..utterance.tokens().len()).any(|i| ends_clause(before_token(utterance, i))) {
        return false;
    }
    let words: Vec<&str> = utterance.tokens().iter().map(|t| t.text.as_str()).collect();
    let turns_round = CONTRASTS.iter().chain(&MACHINES).any(|word| words.contains(word));
    (says_no(&words) || goes_without(&words) && !utterance.original().contains('?')) && !turns_round
}

/// Whether the hit at these tokens is negated or only quoted.
pub(super) fn is_disarmed(utterance: &Utterance, hit: &Range<usize>) -> bool {
    is_negated(utterance, hit) || is_quoted(utterance, hit)
}

fn is_negated(utterance: &Utterance, hit: &Range<usize>) -> bool {
    let tokens = utterance.tokens();
    let clause = (hit.start.saturating_sub(REACH)..hit.start)
        .rev()
        .take_while(|&i| !ends_clause(before_token(utterance, i + 1)))
        .last();
    let Some(first) = clause else { return false };
    let before: Vec<&str> = tokens[first..hit.start].iter().map(|t| t.text.as_str()).collect();
    // The hit itself may begin with the wish: "don't [get me an agent]".
    let until: Vec<&str> = tokens[first..hit.end].iter().map(|t| t.text.as_str()).collect();
    if says_no(&until) && !CONTRASTS.iter().any(|word| before.contains(word)) {
        return true;
    }
    let last = before.iter().rposition(|word| !ARTICLES.contains(word)).map_or(0, |at| at + 1);
    let near = format!(" {}", before[..last].join(" "));
    EXCLUSIONS.iter().any(|exclusion| near.ends_with(&format!(" {exclusion}")))
}

/// What stands between a token and the one before it. Nothing where one character became several words ("℀").
fn before_token(utterance: &Utterance, at: usize) -> &str {
    let tokens = utterance.tokens();
    utterance.original().get(tokens[at - 1].end..tokens[at].start).unwrap_or_default()
}

fn ends_clause(between: &str) -> bool {
    between.contains([',', '.', ';', ':', '!', '?', '\n', '(', ')', '—', '–'])
}

/// Whether the hit stands between quotation marks that don't hold the whole message.
fn is_quoted(utterance: &Utterance, hit: &Range<usize>) -> bool {
    let text = utterance.original();
    let written = utterance.written_at(hit.clone());
    let whole = utterance.written_at(0..utterance.tokens().len());
    quotations(text)
        .into_iter()
        .any(|q| q.start < written.start && written.end <= q.end && !(q.start < whole.start && whole.end <= q.end))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Whether the words between brackets are disarmed.
    fn disarmed(marked: &str) -> bool {
        let plain = marked.replace(['[', ']'], "");
        let (start, end) = (marked.find('[').expect("a start"), marked.find(']').expect("an end") - 1);
        let utterance = Utterance::read(&plain);
        let first = utterance.tokens().iter().position(|t| t.start >= start).expect("a word");
        let last = utterance.tokens().iter().rposition(|t| t.end <= end).expect("a word");
        is_disarmed(&utterance, &(first..last + 1))
    }

    #[test]
    fn refusals_disarm() {
        for text in [
            "I don't want [an agent]",
            "i do not want to talk to [a person]",
            "non voglio parlare con [un operatore]",
            "no quiero hablar con [un agente]",
            "a solution, not [an agent]",
            "answer me without [a person]",
            "risolvi senza [operatore]",
            "dímelo tú en vez de [un agente]",
            "please don't [get me an agent]",
            "I never said I wanted [a ticket]",
            "I wouldn't want to talk to [an agent]",
            "no need for [an agent]",
            "I'd rather not talk to [a human]",
            "non mi serve più [un operatore]",
            "per favore non chiamare [un operatore]",
            "io non ho mai chiesto [un ticket]",
            "prefiero no hablar con [un agente]",
            "no me mandes con [un asesor]",
            "ya no me hace falta [un agente]",
        ] {
            assert!(disarmed(text), "{text}");
        }
    }

    #[test]
    fn quotations_disarm() {
        for text in [
            "your mail says 'please [call us] now'",
            "cosa vuol dire «[operatore]»?",
            "it answers \"[an agent] will come\" always",
        ] {
            assert!(disarmed(text), "{text}");
        }
    }

    #[test]
    fn other_negations_and_whole_quotations_do_not() {
        for text in [
            "I can't reach [an agent]",
            "it does not work, give me [an agent]",
            "I don't understand, I want [an agent]",
            "non riesco a parlare con [un operatore]",
            "no puedo hablar con [un agente]",
            "no, [an agent]",
            "I don't want a bot but [an agent]",
            "\"give me [an agent]\"",
            "it's broken, I'd like [an agent] who's awake",
            "why don't you [get me an agent]",
            "if you don't get me [an agent] I cancel",
            "si no me pasas con [un agente] me voy",
            "no me atiende [un agente]",
        ] {
            assert!(!disarmed(text), "{text}");
        }
    }

    #[test]
    fn a_whole_message_refuses() {
        let refuses = |text: &str| refuses(&Utterance::read(text));
        for text in [
            "Not a ticket!",
            "nada de agentes por favor",
            "no no nessuna segnalazione",
            "who told you to raise a case?",
            "evita di mettermi in contatto con un tecnico",
            "please stop opening tickets",
        ] {
            assert!(refuses(text), "{text}");
        }
        for text in [
            "no agents available?",
            "no agent has answered me for an hour",
            "no hay agentes",
            "get me a person",
            "no, a person",
        ] {
            assert!(!refuses(text), "{text}");
        }
    }
}
