//! The language of a message: what the text itself says, weighed with the conversation and the page.

use lingua::{LanguageDetector, LanguageDetectorBuilder};

use crate::domain::Language;

use super::quotations::unquoted;
use super::utterance::Utterance;
use super::words::{Hint, elided, hint, home, spelled_in};

/// Language is clear long before this many characters.
const ENOUGH: usize = 240;

/// Where the guess came from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LanguageFrom {
    /// The text itself.
    Text,
    /// The conversation so far.
    Conversation,
    /// The page's language.
    Locale,
    /// Nothing was known.
    Default,
}

/// The language to answer in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LanguageGuess {
    /// The language.
    pub language: Language,
    /// What decided.
    pub from: LanguageFrom,
    /// The text is unmistakable by itself.
    pub sure: bool,
}

/// Guesses languages.
pub struct Detector {
    lingua: LanguageDetector,
}

/// What the words of a message say.
#[derive(Default)]
struct Evidence {
    small: [usize; Language::ALL.len()],
    courtesy: Option<Language>,
    home: Option<Language>,
    foreign: usize,
    words: usize,
}

impl Default for Detector {
    fn default() -> Self {
        Self::new()
    }
}

impl Detector {
    /// Loads the models of the served languages.
    #[must_use]
    pub fn new() -> Self {
        let served = Language::ALL.map(to_lingua);
        let lingua = LanguageDetectorBuilder::from_languages(&served)
            .with_preloaded_language_models()
            .with_low_accuracy_mode()
            .build();
        Self { lingua }
    }

    /// The language of an utterance. Only unmistakable text overrules the conversation and the page: `ok`, `hello`,
    /// names and product words do not, a whole sentence does. Text in a language that is not served never does, nor does
    /// what is quoted beside what is said.
    #[must_use]
    pub fn detect(
        &self,
        utterance: &Utterance,
        locale: Option<Language>,
        conversation: Option<Language>,
    ) -> LanguageGuess {
        let unquoted = unquoted(utterance);
        let utterance = unquoted.as_ref().unwrap_or(utterance);
        let evidence = Evidence::of(utterance);
        let guess = |language, from, sure| LanguageGuess { language, from, sure };
        if let Some(language) = self.unmistakable(utterance, &evidence) {
            return guess(language, LanguageFrom::Text, true);
        }
        if let Some(language) = conversation {
            return guess(language, LanguageFrom::Conversation, false);
        }
        if let Some(language) = evidence.courtesy.filter(|_| evidence.foreign == 0) {
            return guess(language, LanguageFrom::Text, true);
        }
        if let Some(language) = locale {
            return guess(language, LanguageFrom::Locale, false);
        }
        if let Some(language) = evidence.home.filter(|_| evidence.words == 0) {
            return guess(language, LanguageFrom::Text, false);
        }
        if let Some((language, _)) = evidence.leader() {
            return guess(language, LanguageFrom::Text, false);
        }
        if evidence.words > 0
            && evidence.foreign == 0
            && let Some((language, _)) = self.likeliest(utterance)
        {
            return guess(language, LanguageFrom::Text, false);
        }
        guess(Language::En, LanguageFrom::Default, false)
    }

    fn unmistakable(&self, utterance: &Utterance, evidence: &Evidence) -> Option<Language> {
        let leader = evidence.leader();
        if let Some((language, 2..)) = leader {
            return Some(language);
        }
        let (likeliest, confidence) = self.likeliest(utterance)?;
        match leader {
            Some((language, _)) => {
                (evidence.words >= 2 && likeliest == language && confidence >= 0.5).then_some(language)
            }
            // No small word of any language: then the letters have to be plain by themselves.
            None => (evidence.is_a_sentence() && confidence >= 0.9).then_some(likeliest),
        }
    }

    /// What the letters say, with their probability.
    fn likeliest(&self, utterance: &Utterance) -> Option<(Language, f64)> {
        let text = utterance.original();
        let end = text.char_indices().nth(ENOUGH).map_or(text.len(), |(at, _)| at);
        let ranked = self.lingua.compute_language_confidence_values(&text[..end]);
        let &(first, confidence) = ranked.first().filter(|(_, confidence)| *confidence > 0.4)?;
        Some((from_lingua(first)?, confidence))
    }
}

impl Evidence {
    fn of(utterance: &Utterance) -> Self {
        let mut evidence = Self::default();
        for token in utterance.tokens() {
            let written = utterance.original().get(token.start..token.end).unwrap_or_default();
            let rest = &utterance.original()[token.end..];
            let shown = spelled_in(written).or_else(|| elided(&token.text, rest));
            match hint(&token.text).or_else(|| shown.map(Hint::Small)) {
                Some(Hint::Small(language) | Hint::Telling(language)) => evidence.small[language as usize] += 1,
                Some(Hint::Courtesy(language)) => {
                    evidence.small[language as usize] += 1;
                    evidence.courtesy.get_or_insert(language);
                }
                Some(Hint::Foreign) => evidence.foreign += 1,
                Some(Hint::Neutral) => {
                    evidence.home = evidence.home.or_else(|| home(&token.text));
                    continue;
                }
                None if !token.text.chars().all(char::is_alphabetic) => continue,
                None => {}
            }
            evidence.words += 1;
        }
        evidence
    }

    /// Whether there are enough words of a served language for their letters to be believed.
    fn is_a_sentence(&self) -> bool {
        self.words >= 7 && self.foreign == 0 && self.small.iter().all(|&count| count == 0)
    }

    /// The language with the most small words, and by how many it leads the next, served or not.
    fn leader(&self) -> Option<(Language, usize)> {
        let language =
            Language::ALL.into_iter().max_by_key(|&l| (self.small[l as usize], std::cmp::Reverse(l as usize)))?;
        let others = Language::ALL.into_iter().filter(|&l| l != language).map(|l| self.small[l as usize]);
        let next = others.chain([self.foreign]).max().unwrap_or_default();
        let lead = self.small[language as usize].saturating_sub(next);
        (lead > 0).then_some((language, lead))
    }
}

const fn to_lingua(language: Language) -> lingua::Language {
    match language {
        Language::En => lingua::Language::English,
        Language::It => lingua::Language::Italian,
        Language::Es => lingua::Language::Spanish,
    }
}

fn from_lingua(language: lingua::Language) -> Option<Language> {
    Language::ALL.into_iter().find(|&served| to_lingua(served) == language)
}

#[cfg(test)]
mod tests {
    use super::*;
    use Language::{En, Es, It};

    fn detect(text: &str, locale: Option<Language>, conversation: Option<Language>) -> LanguageGuess {
        Detector::new().detect(&Utterance::read(text), locale, conversation)
    }

    #[test]
    fn a_sentence_overrules_page_and_conversation() {
        for (text, language) in [
            ("Necesito hablar con una persona", Es),
            ("cos'è la community e come ci entro", It),
            ("l'audio va e viene soltanto all'ufficio", It),
            ("otra cosa, mandé un ticket ayer, lo habéis visto?", Es),
            ("¿Cuál es el número de teléfono en Suiza?", Es),
            ("no puedo entrar en mi cuenta", Es),
            ("que incluye premier", Es),
            ("necesito abrir un ticket de soporte", Es),
            ("mi apri un ticket per favore?", It),
            ("vorrei parlare con un operatore", It),
            ("Qual è il numero per la Svizzera?", It),
            ("come faccio ad aprire un ticket, non lo trovo", It),
            ("quanto tempo ci mettete a rispondere", It),
            ("how do I open a ticket", En),
            ("What is included in Premier+?", En),
            ("I want to talk to a person", En),
            ("sorry i meant mexico", En),
        ] {
            for other in Language::ALL {
                let guess = detect(text, Some(other), Some(other));
                assert_eq!((guess.language, guess.sure), (language, true), "{text} on {other}: {guess:?}");
            }
        }
    }

    #[test]
    fn what_is_quoted_switches_nothing() {
        for (text, language) in [
            ("ho un problema: 'Meeting could not be started, please contact your administrator' cosa faccio", It),
            ("me sale \"You are not allowed to start this meeting\", ¿qué hago?", Es),
            ("mi appare la scritta \"your account has been locked\" come mai?", It),
        ] {
            assert_eq!(detect(text, Some(language), None).language, language, "{text}");
        }
        assert_eq!(detect("\"I want to talk to a person\"", Some(It), None).language, En);
    }

    #[test]
    fn small_messages_switch_nothing() {
        for text in [
            "ok",
            "hello",
            "Hi!",
            "P1",
            "Premier+",
            "no",
            "",
            "???",
            "👍",
            "Zurich",
            "1234",
            "live chat",
            "ciao",
            "salve",
            "sì",
            "si",
            "👎",
            "Anna",
            "email support",
            "best pizza in napoli?",
            "mi gato toca la flauta",
        ] {
            for language in [It, Es, En] {
                assert_eq!(detect(text, Some(En), Some(language)).language, language, "{text}");
                assert_eq!(detect(text, Some(language), None).language, language, "{text}");
            }
        }
    }

    #[test]
    fn a_shortened_article_is_no_spanish() {
        // Its letters alone are taken for Spanish.
        assert_eq!(detect("l'audio va e viene solo a me", Some(It), None).language, It);
        assert_eq!(detect("je n'ai pas l'adresse", Some(En), None).language, En);
    }

    #[test]
    fn other_languages_stay_where_they_are() {
        for text in [
            "Wie kann ich mein Passwort zurücksetzen?",
            "Comment puis-je contacter le support pour mon compte?",
            "Não consigo entrar na minha conta, você pode ajudar?",
            "Hoe kan ik een ticket openen?",
        ] {
            assert_eq!(detect(text, Some(It), None).language, It, "{text}");
            assert_eq!(detect(text, Some(En), Some(Es)).language, Es, "{text}");
        }
    }

    #[test]
    fn a_courtesy_opens_in_its_language_but_does_not_switch() {
        let guess = detect("¡Hola!", Some(En), None);
        assert_eq!((guess.language, guess.from), (Es, LanguageFrom::Text));
        assert_eq!(detect("gracias", Some(It), Some(It)).language, It);
    }

    #[test]
    fn with_nothing_known_the_letters_decide() {
        assert_eq!(detect("assistenza telefonica Svizzera", None, None).language, It);
        assert_eq!(detect("teléfonos españoles", None, None).language, Es);
        for (text, language) in [
            ("ciao", It),
            ("salve", It),
            ("vi denuncio", It),
            ("grazie mille", It),
            ("gracias", Es),
            ("hola", Es),
            ("hello", En),
            ("ok", En),
            ("phone support", En),
        ] {
            assert_eq!(detect(text, None, None).language, language, "{text}");
        }
        let guess = detect("123", None, None);
        assert_eq!((guess.language, guess.from), (En, LanguageFrom::Default));
    }
}
