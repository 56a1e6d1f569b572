//! Small words that give a language away, in normalised spelling. A word that two served languages share (`la`, `per`,
//! `con`, `come`) gives nothing away and is in no list.

use std::collections::HashMap;
use std::sync::LazyLock;

use crate::domain::Language;

const ENGLISH: &str = "the is are was were what how do does did can could would should you your my our their with for \
    where when which who why we they have has need want this that these of and to please not an on if will been there it \
    isn t don doesn am get know tell about from any much many long someone something thanks thank \
    meant sorry best im ive cant whats got but here just";
const ITALIAN: &str = "il gli cosa quanto quanta quanti quante quale quali qual sono sei siete mio mia miei tuo della dello \
    delle degli dei dell nel nella posso puoi vorrei voglio devo non perche dove quando chi ho hai abbiamo di questo questa \
    anche cos ci sul sulla alla alle agli piu avete avere vi qualcuno sto dalla dal ed essere senza vostro vostra serve bisogno che favore";
const SPANISH: &str = "el los las que como cual cuales cuanto cuanta cuantos cuantas donde cuando quien por para tengo tienes tiene \
    puedo puede quiero necesito esta este esto estan es y en muy hay usted mas sus ayuda soy eres estoy alguien algo \
    tambien sobre hacer ser sin vuestro hablar favor otra otro otras otros ayer hoy habeis teneis podeis";
/// Words about support that only one served language has: they give it away, and they are what the message is about.
const TELLING: [(&str, Language); 16] = [
    ("billing", Language::En),
    ("speak", Language::En),
    ("open", Language::En),
    ("assistenza", Language::It),
    ("aprire", Language::It),
    ("apri", Language::It),
    ("parlare", Language::It),
    ("operatore", Language::It),
    ("fatturazione", Language::It),
    ("fattura", Language::It),
    ("soporte", Language::Es),
    ("abrir", Language::Es),
    ("llamar", Language::Es),
    ("facturacion", Language::Es),
    ("factura", Language::Es),
    ("necesitamos", Language::Es),
];
/// The likeliest languages that are not served: German, French, Portuguese and Dutch.
const FOREIGN: &str = "der die das und ist nicht wie ich ein eine einen mit kann konnen sie wir fur auf bitte mein meine \
    wo warum haben brauche danke les des est je vous nous comment pas une dans pour avec mon quel quelle puis avez besoin \
    merci bonjour nao voce uma um meu minha obrigado obrigada ola eu tenho fazer onde em os com preciso quero het een ik \
    niet hoe van mijn wat jullie";
/// Words at home everywhere: courtesies, products and support.
const NEUTRAL: &str = "ok okay hello hi hey bye ciao yes no si stop bolt bot chat live premier premier+ access plus pro salve \
    business enterprise education api account admin email mail password ticket tickets meeting id host key login link web \
    online help center community support phone faq plan wifi internet app software level url";
/// What opens or closes a conversation in one language only: enough by itself, when nothing was said before.
const COURTESIES: [(&str, Language); 8] = [
    ("hola", Language::Es),
    ("gracias", Language::Es),
    ("buenas", Language::Es),
    ("adios", Language::Es),
    ("grazie", Language::It),
    ("buongiorno", Language::It),
    ("buonasera", Language::It),
    ("arrivederci", Language::It),
];

/// Greetings that are understood everywhere, and at home in one language: they decide only where nothing else is known.
const HOMES: [(&str, Language); 6] = [
    ("ciao", Language::It),
    ("salve", Language::It),
    ("si", Language::It),
    ("hello", Language::En),
    ("hi", Language::En),
    ("hey", Language::En),
];

/// The language in which a word is at home that is used in all of them.
pub(super) fn home(word: &str) -> Option<Language> {
    HOMES.into_iter().find(|(known, _)| *known == word).map(|(_, language)| language)
}

/// What a single word says about the language around it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Hint {
    /// A small word of one served language.
    Small(Language),
    /// A word of one served language that is about something.
    Telling(Language),
    /// A greeting or thanks of one served language.
    Courtesy(Language),
    /// A small word of a language that is not served.
    Foreign,
    /// At home in every language.
    Neutral,
}

static HINTS: LazyLock<HashMap<&str, Hint>> = LazyLock::new(|| {
    let lists = [
        (ENGLISH, Hint::Small(Language::En)),
        (ITALIAN, Hint::Small(Language::It)),
        (SPANISH, Hint::Small(Language::Es)),
        (FOREIGN, Hint::Foreign),
        (NEUTRAL, Hint::Neutral),
    ];
    let listed = lists.into_iter().flat_map(|(words, hint)| words.split_whitespace().map(move |word| (word, hint)));
    let telling = TELLING.map(|(word, language)| (word, Hint::Telling(language)));
    let courtesies = COURTESIES.map(|(word, language)| (word, Hint::Courtesy(language)));
    listed.chain(telling).chain(courtesies).collect()
});

/// The hint that a normalised word gives.
pub(super) fn hint(word: &str) -> Option<Hint> {
    HINTS.get(word).copied()
}

/// The language that alone writes a word like this one, as it stands in the message: "è", "più", "mañana".
pub(super) fn spelled_in(word: &str) -> Option<Language> {
    let word = word.to_lowercase();
    // Everybody calls Spanish "español".
    if word.contains('ñ') && !word.starts_with("españ") {
        return Some(Language::Es);
    }
    // French has "où"; no other language nearby ends words like the others.
    let is_italian = word == "è" || word.ends_with(['ì', 'ò']) || word.ends_with('ù') && word != "où";
    is_italian.then_some(Language::It)
}

/// The language that alone shortens a word like this one before a vowel: "un'altra", "dell'ufficio". French has
/// "l'" as well: one small word alone, with which the letters don't agree, switches nothing.
pub(super) fn elided(word: &str, rest: &str) -> Option<Language> {
    const SHORTENED: [&str; 14] =
        ["l", "un", "dell", "all", "nell", "sull", "dall", "quell", "quest", "dov", "com", "tutt", "nient", "cos"];
    let mut rest = rest.chars();
    let is_elided =
        rest.next().is_some_and(|c| matches!(c, '\'' | '’')) && rest.next().is_some_and(char::is_alphabetic);
    (is_elided && SHORTENED.contains(&word)).then_some(Language::It)
}

/// Whether a normalised word is grammar or courtesy of a served language, and says nothing about a message's matter.
#[must_use]
pub fn is_small_word(word: &str) -> bool {
    matches!(hint(word), Some(Hint::Small(_) | Hint::Courtesy(_)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn accents_give_a_language_away() {
        for (word, language) in [
            ("È", Some(Language::It)),
            ("più", Some(Language::It)),
            ("però", Some(Language::It)),
            ("así", None),
            ("mañana", Some(Language::Es)),
            ("español", None),
            ("où", None),
            ("déjà", None),
            ("café", None),
        ] {
            assert_eq!(spelled_in(word), language, "{word}");
        }
    }

    #[test]
    fn no_word_is_in_two_lists() {
        let all = [ENGLISH, ITALIAN, SPANISH, FOREIGN, NEUTRAL].join(" ");
        let listed = all.split_whitespace().count() + TELLING.len() + COURTESIES.len();
        assert_eq!(HINTS.len(), listed);
    }
}
