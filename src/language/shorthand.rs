//! What people shorten: "u" for "you", "x" for "per", "q" for "que". Spelled out, the examples in whole words fit.

use super::utterance::Utterance;

/// The short forms of one language, with what they stand for.
#[derive(Clone, Debug, Default)]
pub struct Shorthand {
    /// In normalised words, the longest first.
    forms: Vec<(Vec<String>, String)>,
}

impl Shorthand {
    /// Of pairs of a short form and what it stands for; either may be several words.
    pub fn new<'a>(pairs: impl IntoIterator<Item = (&'a str, &'a str)>) -> Self {
        let words = |text: &str| -> Vec<String> {
            Utterance::read(text).into_tokens().into_iter().map(|token| token.text).collect()
        };
        let pairs =
            pairs.into_iter().map(|(short, long)| (words(short), Utterance::read(long).normalized().to_owned()));
        let mut forms: Vec<(Vec<String>, String)> = pairs.filter(|(short, _)| !short.is_empty()).collect();
        forms.sort_by_key(|(short, _)| std::cmp::Reverse(short.len()));
        Self { forms }
    }

    /// The utterance with its short forms spelled out; nothing where it has none.
    #[must_use]
    pub fn spell_out(&self, utterance: &Utterance) -> Option<Utterance> {
        let (text, tokens) = (utterance.original(), utterance.tokens());
        let (mut long, mut done, mut at) = (String::new(), 0, 0);
        while at < tokens.len() {
            let begins = |short: &[String]| {
                let there = tokens.get(at..at + short.len());
                there.is_some_and(|there| there.iter().map(|token| &token.text).eq(short))
            };
            let Some((short, meant)) = self.forms.iter().find(|(short, _)| begins(short)) else {
                at += 1;
                continue;
            };
            let (start, end) = (tokens[at].start, tokens[at + short.len() - 1].end);
            // Some characters are several words; what lies inside of one stays.
            if let Some(before) = text.get(done..start) {
                long.push_str(before);
                long.push_str(meant);
                done = end;
            }
            at += short.len();
        }
        if done == 0 {
            return None;
        }
        long.push_str(text.get(done..)?);
        Some(Utterance::read(&long))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn short_forms_are_spelled_out_and_the_longest_wins() {
        let english = Shorthand::new([("u", "you"), ("r", "are"), ("talk 2", "talk to"), ("some1", "someone")]);
        let read = |text: &str| english.spell_out(&Utterance::read(text)).map(|long| long.original().to_owned());
        assert_eq!(read("R u open? I want to talk 2 some1!").unwrap(), "are you open? I want to talk to someone!");
        assert_eq!(read("is it urgent at 2"), None, "letters inside of words, and other numbers, are none");
        assert_eq!(read(""), None);
        assert_eq!(read("u"), Some("you".to_owned()));
    }

    #[test]
    fn a_character_of_several_words_is_left_whole() {
        let odd = Shorthand::new([("1", "one"), ("2", "two")]);
        let whole = odd.spell_out(&Utterance::read("½ a")).unwrap();
        assert!(whole.original().ends_with(" a"), "{}", whole.original());
    }
}
