//! Reads `knowledge/phrases.yaml`: what Bolt says of its own accord, and the words that it listens for.

use super::{
    code::Code,
    fields::{Fields, Text, root},
    finding::Report,
    intent::one_or_more,
    yaml::{Kind, Node},
};
use crate::{
    language::{Shorthand, Utterance},
    support::Localized,
};

/// The file of the phrases.
pub(super) const PHRASES_FILE: &str = "knowledge/phrases.yaml";

macro_rules! keys {
    ($(#[$enum_doc:meta])* $name:ident, $words:ident { $($(#[$doc:meta])* $key:ident $word:literal),+ $(,)? }) => {
        $(#[$enum_doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum $name { $($(#[$doc])* $key),+ }

        const $words: &[&str] = &[$($word),+];

        impl $name {
            /// Every key.
            pub const ALL: &'static [Self] = &[$(Self::$key),+];

            /// The key in the file.
            #[must_use]
            pub const fn word(self) -> &'static str {
                $words[self as usize]
            }
        }
    };
}

keys!(
    /// Something that Bolt says of its own accord.
    Phrase, PHRASES {
        /// Before a passage of an article.
        PassageIntro "passage_intro",
        /// Before a passage of an article in another language.
        PassageOtherLanguage "passage_other_language",
        /// Before choices.
        DidYouMean "did_you_mean",
        /// The choice that refuses all others.
        NoneOfThese "none_of_these",
        /// Asks for other words.
        Rephrase "rephrase",
        /// Admits that there is no answer.
        Fallback "fallback",
        /// Offers a live agent.
        OfferAgent "offer_agent",
        /// Offers a ticket.
        OfferTicket "offer_ticket",
        /// Offers what needs nobody.
        OfferSelfService "offer_self_service",
        /// The choice of a live agent.
        ChooseAgent "choose_agent",
        /// The choice of a ticket.
        ChooseTicket "choose_ticket",
        /// The conversation goes to an agent.
        HandingOff "handing_off",
        /// The offer was refused.
        OfferRefused "offer_refused",
        /// The answer to Bolt's question was not understood.
        SlotUnclear "slot_unclear",
        /// An answer did not help.
        NotHelpful "not_helpful",
        /// What Bolt asked, or the form it showed, is no longer wanted.
        Cancelled "cancelled",
        /// Before the last answer, said again in another language.
        InLanguage "in_language",
        /// Returns a greeting that stands before a question.
        GreetingBack "greeting_back",
        /// Answers thanks that stand before a question.
        Welcome "welcome",
        /// Before what was said already, where more is asked than Bolt knows.
        AllIKnow "all_i_know",
        /// Before who has a channel, after people whom Bolt has no word for.
        WhoCounts "who_counts",
        /// To whom asks whether that is sure: where it stands.
        StandsBy "stands_by",
        /// Before a priority's definition, which what was told sounds like.
        SoundsLikeIt "sounds_like_it",
        /// Before the definitions of the priority that was told, and of the one that was asked about.
        SoundsOtherwise "sounds_otherwise",
        /// Before the definitions of two priorities, either of which the problem may have.
        EitherOf "either_of",
        /// Before the definition of a priority, where the problem is not known.
        IfItFits "if_it_fits",
        /// Before the answer to a question that came with a complaint.
        Sorry "sorry",
        /// After answers: another question of the message was not understood.
        PartUnclear "part_unclear",
        /// After the answers to the first of many questions.
        MoreQuestions "more_questions",
        /// The message was empty.
        Empty "empty",
    }
);

keys!(
    /// Words that mean something only after what Bolt said before.
    Cue, CUES {
        /// Consent.
        Yes "yes",
        /// Refusal.
        No "no",
        /// Politeness that changes nothing.
        Filler "filler",
        /// Greetings and thanks around a question.
        Courtesy "courtesy",
        /// How a message opens that greets.
        Greeting "greeting",
        /// How a message opens that says thanks.
        Thanks "thanks",
        /// None of the choices.
        NoneOfThese "none_of_these",
        /// The answer did not help.
        NotHelpful "not_helpful",
        /// The same question for another value: "and in", "what about".
        FollowUp "follow_up",
        /// What Bolt asked is no longer wanted.
        Cancel "cancel",
        /// The reason for the last answer.
        Why "why",
        /// The time that it takes.
        HowLong "how_long",
        /// What it costs.
        HowMuch "how_much",
        /// Who may do or have it.
        Who "who",
        /// Whether the visitor themselves may.
        Mine "mine",
        /// What it would be with a higher plan, or as somebody else: "if I had Premier".
        Upgraded "upgraded",
        /// Something is supposed: "and if".
        If "if",
        /// A license, by its bare name.
        License "license",
        /// "One", for what was named before.
        One "one",
        /// That it be done: "ok, open one".
        DoIt "do_it",
        /// What there is in its place.
        Instead "instead",
        /// The way it is done.
        How "how",
        /// The place.
        Where "where",
        /// Nobody answers there.
        Unanswered "unanswered",
        /// Which of several ways is better.
        Better "better",
        /// Who is to be asked there, and how they are reached.
        Contact "contact",
        /// What has to be there first.
        Need "need",
        /// What belongs to it.
        Includes "includes",
        /// How one is different from the other.
        Difference "difference",
        /// That Bolt do it itself.
        CanYou "can_you",
        /// How somebody comes to have it.
        Get "get",
        /// Which ones there are.
        Which "which",
        /// At what hours it is there.
        Hours "hours",
        /// What happens after it.
        Then "then",
        /// That it cannot wait.
        Urgent "urgent",
        /// The plan above the one that was talked of.
        Above "above",
        /// The plan below it.
        Below "below",
        /// The value after the one that was talked of.
        Next "next",
        /// The value before it.
        Previous "previous",
        /// What stands for the thing talked of: "it", "that".
        It "it",
        /// What stands for other people than us, and not for one who writes.
        They "they",
        /// One person who was talked of.
        HeOrShe "he_or_she",
        /// People by a word that tells neither their role nor their license.
        Somebody "somebody",
        /// Whether that is sure.
        Sure "sure",
        /// How a guess at what something is begins: "is that".
        IsIt "is_it",
        /// What joins two questions in one sentence.
        Joiner "joiner",
        /// How a question or a request begins.
        Asking "asking",
        /// How somebody begins to say who they are.
        Stating "stating",
        /// What stands before somebody's name, and not before a place: "my name is".
        BeforePerson "before_person",
        /// What stands after somebody's name, and not after a place: "needs".
        AfterPerson "after_person",
        /// The first choice.
        First "first",
        /// The second choice.
        Second "second",
        /// The third choice.
        Third "third",
        /// The fourth choice.
        Fourth "fourth",
        /// The last choice.
        Last "last",
    }
);

/// How a cue begins that is the end of a word: "-arlo" is in "chiamarlo".
pub(crate) const ENDING: char = '-';

/// The phrases and cues of the content.
#[derive(Clone, Debug, Default)]
pub(crate) struct PhraseSource {
    pub phrases: Vec<Localized<Vec<Text>>>,
    /// Normalised as messages are, of every language together.
    pub cues: Vec<Vec<String>>,
    /// The codes of findings that its editor means so.
    pub allow: Vec<Text>,
    /// What people shorten.
    pub shorthand: Localized<Shorthand>,
}

const KEYS: [&str; 4] = ["phrases", "cues", "shorthand", "allow"];

/// Reads the file.
pub(super) fn read(report: &Report<'_>) -> PhraseSource {
    let node = root(report, 0..report.file.text.len());
    let fields = node.as_ref().and_then(|node| Fields::of(node, "the file", &KEYS, report));
    let Some(fields) = fields else { return PhraseSource::default() };
    PhraseSource {
        phrases: section(&fields, "phrases", PHRASES, report),
        cues: section(&fields, "cues", CUES, report).into_iter().map(|cue| normalised(&cue)).collect(),
        allow: fields.get("allow").map(|node| node.texts(report)).unwrap_or_default(),
        shorthand: fields
            .need("shorthand", report)
            .and_then(|node| node.localized(true, report, |node| short_forms(node, report)))
            .unwrap_or_default(),
    }
}

/// `u: you`, one a line.
fn short_forms(node: &Node, report: &Report<'_>) -> Option<Shorthand> {
    let Kind::Map(entries) = &node.kind else {
        report.at(Code::WrongType, &node.span, "short forms must be a mapping", "write `u: you` lines");
        return None;
    };
    let pairs: Vec<_> =
        entries.iter().filter_map(|(short, long)| Some((short.text.as_str(), long.text(report)?.text))).collect();
    Some(Shorthand::new(pairs.iter().map(|(short, long)| (*short, long.as_str()))))
}

fn section(
    fields: &Fields<'_>,
    name: &'static str,
    words: &'static [&'static str],
    report: &Report<'_>,
) -> Vec<Localized<Vec<Text>>> {
    let section = fields.need(name, report).and_then(|node| Fields::of(node, name, words, report));
    let Some(section) = section else { return Vec::new() };
    let texts = |node: &Node| node.localized(true, report, |node| nonempty(node, report)).unwrap_or_default();
    words.iter().map(|word| section.need(word, report).map(texts).unwrap_or_default()).collect()
}

fn nonempty(node: &Node, report: &Report<'_>) -> Option<Vec<Text>> {
    let texts = one_or_more(node, report);
    if texts.is_empty() {
        report.at(Code::EmptyText, &node.span, "no text stands here", "write at least one");
    }
    Some(texts)
}

fn normalised(cue: &Localized<Vec<Text>>) -> Vec<String> {
    let read = |text: &Text| {
        let read = Utterance::read(&text.text).normalized().to_owned();
        // The end of a word keeps its sign.
        if text.text.starts_with(ENDING) && !read.is_empty() { format!("{ENDING}{read}") } else { read }
    };
    let mut all: Vec<_> = cue.iter().flat_map(|(_, texts)| texts.iter().map(read)).collect();
    all.retain(|text| !text.is_empty());
    // The longest first: "and in" before "and".
    all.sort_by_key(|text| std::cmp::Reverse(text.len()));
    all.dedup();
    all
}
