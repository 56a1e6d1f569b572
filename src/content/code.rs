//! What can be wrong: the stable codes, how bad each is, and why it matters.

use serde::Serialize;

/// How bad a finding is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// The content works, but people would be served better.
    Warning,
    /// Content with this is not taken live.
    Error,
}

macro_rules! codes {
    ($($(#[doc = $doc:literal])* $name:ident $severity:ident $word:literal $why:literal),+ $(,)?) => {
        /// What kind of problem a finding is. `docs/content.md` lists them.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum Code { $($(#[doc = $doc])* $name),+ }

        impl Code {
            /// Every code, in the order of the documentation.
            pub const ALL: &'static [Self] = &[$(Self::$name),+];

            /// The stable word for it.
            #[must_use]
            pub const fn word(self) -> &'static str {
                match self { $(Self::$name => $word),+ }
            }

            /// How bad it is.
            #[must_use]
            pub const fn severity(self) -> Severity {
                match self { $(Self::$name => Severity::$severity),+ }
            }

            /// What it is, in a sentence.
            #[must_use]
            pub const fn what(self) -> &'static str {
                match self { $(Self::$name => concat!($($doc),*).trim_ascii_start()),+ }
            }

            /// Why it matters.
            #[must_use]
            pub const fn why(self) -> &'static str {
                match self { $(Self::$name => $why),+ }
            }

            /// The code with this word.
            #[must_use]
            pub fn of(word: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|code| code.word() == word)
            }
        }
    };
}

codes! {
    /// A file or folder that cannot be read, or is no text.
    UnreadableFile Error "unreadable-file"
        "What cannot be read is not part of the content, and whoever wrote it believes that it is.",
    /// A file beyond the size that people write.
    FileTooLarge Error "file-too-large"
        "Nobody writes a file of this size by hand; it would slow down every reload.",
    /// A folder that leads back into itself.
    FolderLoop Warning "folder-loop"
        "A link that leads back would be read for ever, so Bolt stops there and reads nothing behind it.",
    /// The marks of a merge that was not finished.
    MergeConflict Error "merge-conflict"
        "Both sides of the conflict, and git's marks between them, would be read and shown to people.",
    /// A file whose name says that nothing reads it.
    UnusedFile Warning "unused-file"
        "Its author believes that Bolt knows what stands in it.",
    /// A file that must be there.
    MissingFile Error "missing-file"
        "The rules of the reply, or the other files, rely on it.",
    /// A file that is no YAML.
    YamlSyntax Error "yaml-syntax"
        "Nothing of a file that is no YAML can be read, not even the lines that are in order.",
    /// An article that does not start with front matter.
    FrontMatter Error "front-matter"
        "Without title and description an article can be neither found nor cited.",
    /// A list where a text belongs, a word where a number belongs, and the like.
    WrongType Error "wrong-type"
        "Bolt cannot know what is meant by a value of another form.",
    /// A key that must be there.
    MissingKey Error "missing-key"
        "Something that every file of this kind needs is not said.",
    /// A key that means nothing here.
    UnknownKey Error "unknown-key"
        "Nothing reads it, so what it says has no effect: mostly it is a slip of the finger in a key that would have one.",
    /// The same key twice.
    DuplicateKey Error "duplicate-key"
        "Only one of the two can hold, and it need not be the one that was edited last.",
    /// A word that is none of the allowed ones.
    UnknownValue Error "unknown-value"
        "Bolt knows nothing by this word, so the line would have no effect.",
    /// A text that one of the languages lacks.
    MissingLanguage Error "missing-language"
        "Visitors who write in that language would get no answer here.",
    /// Nothing where a text belongs.
    EmptyText Error "empty-text"
        "An empty text would be shown as an empty line, or never be found.",
    /// Two things under one id.
    DuplicateId Error "duplicate-id"
        "Ids tell things apart; only one of the two would be used.",
    /// An intent that names an article which does not exist.
    UnknownArticle Error "unknown-article"
        "The answer would cite an article that nobody can open.",
    /// A regular expression that does not compile.
    BadPattern Error "bad-pattern"
        "A pattern that does not compile, or that matches everything, would stop or flood the first stage of understanding.",
    /// A template that does not compile or cannot be rendered.
    BadTemplate Error "bad-template"
        "Some visitor would get no answer, because the text cannot be made for them.",
    /// A variable or function that templates do not have.
    UnknownVariable Error "unknown-variable"
        "Nobody fills it, so the text would fail or stay empty there.",
    /// Replies of which, for somebody, none is said.
    NoReply Error "no-reply"
        "Somebody would ask and hear nothing.",
    /// A reply that comes after one that is always said.
    UnreachableReply Error "unreachable-reply"
        "It is never said, whatever it was written for.",
    /// A hand-off, ticket or phone number for somebody who is not entitled to it.
    UnguardedAction Error "unguarded-action"
        "Bolt would promise a person, ticket or number to somebody who is turned away afterwards.",
    /// Too few utterances for the classifier to learn from.
    FewExamples Warning "few-examples"
        "From so few examples the classifier learns the words of these sentences rather than what they mean.",
    /// One utterance in two intents.
    DuplicateExample Error "duplicate-example"
        "One sentence cannot mean two things: the classifier learns that it knows nothing about it.",
    /// One utterance twice in an intent: the second teaches nothing.
    RepeatedExample Warning "repeated-example"
        "The second one teaches nothing, and makes the intent look better covered than it is.",
    /// An example without a word.
    WordlessExample Warning "wordless-example"
        "The classifier learns from words; a message of signs alone is answered without looking at examples.",
    /// One keyword twice in a list.
    RepeatedKeyword Warning "repeated-keyword"
        "The second one does nothing; mostly another word was meant.",
    /// A link that leads nowhere.
    DeadLink Warning "dead-link"
        "Readers see a link, or its brackets, and get nowhere by it.",
    /// A link to an article that does not exist.
    BrokenLink Error "broken-link"
        "Readers who follow it find a page that does not exist.",
    /// An article that another language has and this one lacks.
    MissingTranslation Warning "missing-translation"
        "People who ask in that language are answered from a foreign article, or not at all.",
    /// Two articles with one title.
    DuplicateTitle Warning "duplicate-title"
        "In a list of choices and in search nobody can tell the two apart.",
    /// A heading with nothing under it.
    EmptySection Warning "empty-section"
        "The heading is found by search, and then there is nothing to quote.",
    /// A link to a heading that the article does not have.
    BrokenAnchor Warning "broken-anchor"
        "Readers land at the top of the page and have to look for what they were promised.",
    /// An image that nobody describes.
    ImageWithoutText Warning "image-without-text"
        "People who cannot see it, and Bolt, learn nothing from an image without a description.",
    /// A translation that is older than another language's text.
    OutdatedTranslation Warning "outdated-translation"
        "The two may say different things by now, and people get the answer of their language.",
    /// A day of the last update that has not come yet.
    FutureDate Warning "future-date"
        "Until that day every translation counts as older than this one, whatever it says.",
    /// Prose in another language than its place says.
    WrongLanguage Warning "wrong-language"
        "It is found by, and said to, people who do not read that language: mostly it was copied and not yet translated.",
    /// A section too long to be quoted well.
    LongSection Warning "long-section"
        "Bolt quotes a piece of a section; from a long one it may be the wrong piece, and readers have to scroll.",
    /// An article that its own words do not find.
    UnreachableArticle Warning "unreachable-article"
        "What its own title, headings and keywords do not find, no question of a visitor will find.",
    /// Nearly the same utterance in two intents.
    SimilarExamples Warning "similar-examples"
        "The classifier is told that one wording means two things, and grows unsure about both.",
    /// An example that the classifier, without it, takes for another intent.
    ConfusedExample Warning "confused-example"
        "Somebody who writes this in slightly other words gets the other intent's answer.",
    /// A regular expression that decides for an example of another intent.
    OverlappingPatterns Warning "overlapping-patterns"
        "A pattern decides alone: whoever writes this gets the answer of the pattern's intent, whatever the examples teach.",
    /// A regular expression that nothing known matches.
    IdlePattern Warning "idle-pattern"
        "A pattern that matches none of the sentences it was written for does nothing, and nobody notices.",
    /// A regular expression with a part that no message can match.
    ImpossiblePattern Warning "impossible-pattern"
        "Patterns meet the normalised message: lower case, without accents, with spaces for punctuation.",
    /// A keyword that stands in an example of another intent.
    KeywordShadows Warning "keyword-shadows"
        "A keyword decides alone, wherever it stands: whoever writes this gets the answer of the keyword's intent.",
    /// A reply that reads a slot which its intent does not take.
    UnfilledSlot Warning "unfilled-slot"
        "Bolt fills only the slots that the intent lists, so this is never there.",
    /// A phone number that the directory does not have.
    UnlistedNumber Warning "unlisted-number"
        "People will call it: a number that is wrong or out of date costs them money, and a second one is forgotten when it changes.",
    /// A time, number or entitlement other than the facts say.
    ContradictedFact Warning "contradicted-fact"
        "Bolt would say one thing here and another where it reads the facts; people rely on either.",
    /// A plan that does not exist.
    UnknownPlan Warning "unknown-plan"
        "Nobody can buy it or find out what it includes.",
    /// Data of a person.
    PersonalData Warning "personal-data"
        "Content is public, is kept in git for ever, and is quoted to anybody.",
    /// An `allow` with a word that is no code, or one that cannot be allowed.
    UnknownAllow Warning "unknown-allow"
        "It allows nothing; what it was written for may be told under another code.",
    /// An `allow` for something that is not found.
    UnneededAllow Warning "unneeded-allow"
        "It would hide the next finding of this kind, which nobody has looked at yet.",
    /// Settings that do not hold together.
    Settings Error "settings"
        "With these settings the server would not start.",
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn codes_are_told_apart_and_explained() {
        let words: HashSet<_> = Code::ALL.iter().map(|code| code.word()).collect();
        assert_eq!(words.len(), Code::ALL.len());
        for code in Code::ALL {
            assert_eq!(Code::of(code.word()), Some(*code));
            assert!(code.why().ends_with('.') && code.what().ends_with('.'), "{}", code.word());
        }
        assert_eq!(Code::UnusedFile.what(), "A file whose name says that nothing reads it.");
        assert_eq!(Code::of("no-such-code"), None);
    }
}
