//! The first stage: keywords and regular expressions that decide alone.

use std::{ops::Range, sync::OnceLock};

use aho_corasick::{AhoCorasick, MatchKind};
use rayon::prelude::*;
use regex::{Regex, RegexBuilder, RegexSet, RegexSetBuilder};

use crate::domain::Language;
use crate::language::{Utterance, fold_accents};

use super::disarm::is_disarmed;

/// A compiled pattern may not grow beyond this many bytes.
const LARGEST: usize = 1 << 20;
/// So many patterns share an automaton. One of all of them has so many states that it forgets them as fast as it finds them,
/// and then looks at each message pattern by pattern: 280 µs instead of 5 for 250 patterns.
const TOGETHER: usize = 16;

/// What one intent brings in one language.
#[derive(Clone, Debug, Hash)]
pub struct PatternSource {
    /// The intent.
    pub intent: String,
    /// The language of the keywords and patterns.
    pub language: Language,
    /// Whole words or phrases.
    pub keywords: Vec<String>,
    /// Regular expressions on the normalised text.
    pub patterns: Vec<String>,
}

/// A keyword or pattern that cannot be used.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("intent `{intent}`, {language}: `{pattern}` {problem}")]
pub struct PatternError {
    /// The intent it belongs to.
    pub intent: String,
    /// The language it is listed under.
    pub language: Language,
    /// The keyword or pattern as it was written.
    pub pattern: String,
    /// What is wrong with it, and how to mend it.
    pub problem: String,
}

/// A keyword or pattern found in an utterance.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PatternHit {
    /// The intent it decides for.
    pub intent: String,
    /// The language it is listed under.
    pub language: Language,
    /// Where it begins in the original, in bytes.
    pub start: usize,
    /// Where it ends in the original, in bytes.
    pub end: usize,
}

#[derive(Clone, Debug)]
struct Owner {
    intent: String,
    language: Language,
}

/// Every keyword of every intent and language in one automaton, and every pattern in a few.
#[derive(Clone, Debug)]
pub struct Patterns {
    keywords: AhoCorasick,
    keyword_owners: Vec<Owner>,
    /// [`TOGETHER`] of the regular expressions each, in their order.
    sets: Vec<RegexSet>,
    regexes: Vec<Pattern>,
    regex_owners: Vec<Owner>,
}

/// A regular expression, compiled when a message matches it for the first time: most never do, and all of them would take
/// half of the memory that the content takes.
#[derive(Clone, Debug)]
struct Pattern {
    text: String,
    compiled: OnceLock<Option<Regex>>,
}

impl Pattern {
    fn of(checked: &Regex) -> Self {
        Self { text: checked.as_str().to_owned(), compiled: OnceLock::new() }
    }

    /// It was compiled once, to be checked.
    fn compiled(&self) -> Option<&Regex> {
        self.compiled.get_or_init(|| compile(&self.text).ok()).as_ref()
    }
}

impl Patterns {
    /// Compiles the patterns; the first that cannot be used is the error.
    ///
    /// # Errors
    /// A keyword without a word in it; a regular expression that is malformed, too large, or matches nothing at all.
    pub fn compile(sources: &[PatternSource]) -> Result<Self, PatternError> {
        let (mut words, mut keyword_owners) = (Vec::new(), Vec::new());
        let (mut regexes, mut regex_owners) = (Vec::new(), Vec::new());
        for source in sources {
            let owner = Owner { intent: source.intent.clone(), language: source.language };
            for keyword in &source.keywords {
                words.push(read_keyword(keyword).map_err(|problem| owner.error(keyword, problem))?);
                keyword_owners.push(owner.clone());
            }
            for pattern in &source.patterns {
                let checked = read_pattern(pattern).map_err(|problem| owner.error(pattern, problem))?;
                regexes.push(Pattern::of(&checked));
                regex_owners.push(owner.clone());
            }
        }
        let whole = Owner { intent: "(all)".into(), language: Language::En };
        let keywords = AhoCorasick::builder().match_kind(MatchKind::Standard).build(&words);
        let keywords = keywords.map_err(|error| whole.error("keywords", format!("are too many together: {error}")))?;
        let set = |some: &[Pattern]| {
            RegexSetBuilder::new(some.iter().map(|pattern| &pattern.text)).size_limit(LARGEST * TOGETHER).build()
        };
        let sets = regexes.par_chunks(TOGETHER).map(set).collect::<Result<_, _>>();
        let sets = sets.map_err(|error| whole.error("patterns", format!("are too large together: {error}")))?;
        Ok(Self { keywords, keyword_owners, sets, regexes, regex_owners })
    }

    /// What is wrong with a keyword.
    #[must_use]
    pub fn problem_of_keyword(keyword: &str) -> Option<String> {
        read_keyword(keyword).err()
    }

    /// What is wrong with a regular expression.
    #[must_use]
    pub fn problem_of_pattern(pattern: &str) -> Option<String> {
        read_pattern(pattern).err()
    }

    /// What decides in this utterance: in the visitor's language or, where that finds nothing, in another.
    /// One hit an intent; the longer ones first.
    #[must_use]
    pub fn find(&self, utterance: &Utterance, language: Language) -> Vec<PatternHit> {
        let mut hits = self.all(utterance);
        if hits.iter().any(|hit| hit.language == language) {
            hits.retain(|hit| hit.language == language);
        }
        hits.sort_by(|a, b| {
            (b.end - b.start).cmp(&(a.end - a.start)).then(a.start.cmp(&b.start)).then(a.intent.cmp(&b.intent))
        });
        let mut seen = Vec::new();
        hits.retain(|hit| {
            let new = !seen.contains(&hit.intent);
            seen.push(hit.intent.clone());
            new
        });
        hits
    }

    /// The regular expressions that match, armed or not, by their place among all those of the sources.
    pub fn matching(&self, utterance: &Utterance) -> Vec<usize> {
        let text = utterance.normalized();
        let of_set = |(nth, set): (usize, &RegexSet)| set.matches(text).into_iter().map(move |at| nth * TOGETHER + at);
        self.sets.iter().enumerate().flat_map(of_set).collect()
    }

    fn all(&self, utterance: &Utterance) -> Vec<PatternHit> {
        let text = utterance.normalized();
        let mut hits = Vec::new();
        for found in self.keywords.find_overlapping_iter(text) {
            if is_whole(text, found.range()) {
                hits.extend(hit(utterance, &self.keyword_owners[found.pattern().as_usize()], found.range()));
            }
        }
        for index in self.matching(utterance) {
            let mut found = self.regexes[index].compiled().into_iter().flat_map(|regex| regex.find_iter(text));
            hits.extend(found.find_map(|m| hit(utterance, &self.regex_owners[index], m.range())));
        }
        hits
    }
}

impl Owner {
    fn error(&self, pattern: &str, problem: String) -> PatternError {
        PatternError { intent: self.intent.clone(), language: self.language, pattern: pattern.to_owned(), problem }
    }
}

fn hit(utterance: &Utterance, owner: &Owner, range: Range<usize>) -> Option<PatternHit> {
    let tokens = utterance.tokens_in(range);
    if tokens.is_empty() || is_disarmed(utterance, &tokens) {
        return None;
    }
    let written = utterance.written_at(tokens);
    Some(PatternHit { intent: owner.intent.clone(), language: owner.language, start: written.start, end: written.end })
}

fn is_whole(text: &str, range: Range<usize>) -> bool {
    let bytes = text.as_bytes();
    let ends = |at: Option<usize>| at.and_then(|at| bytes.get(at)).is_none_or(|&b| b == b' ');
    ends(range.start.checked_sub(1)) && ends(Some(range.end))
}

fn read_keyword(keyword: &str) -> Result<String, String> {
    let read = Utterance::read(keyword);
    if read.tokens().is_empty() {
        Err("has no word in it: write the words to look for".into())
    } else {
        Ok(read.normalized().to_owned())
    }
}

fn compile(pattern: &str) -> Result<Regex, regex::Error> {
    RegexBuilder::new(pattern).size_limit(LARGEST).build()
}

fn read_pattern(pattern: &str) -> Result<Regex, String> {
    // The text it meets has neither accents nor apostrophes, so a pattern with them means the text without.
    let folded = ascii_classes(&fold_accents(pattern).replace(['\'', '’'], " "));
    let regex = compile(&folded).map_err(|error| match error {
        regex::Error::CompiledTooBig(_) => "is too large: use fewer or smaller repetitions".to_owned(),
        error => format!("is not a regular expression: {error}"),
    })?;
    if regex.is_match("") {
        return Err("matches an empty message, and so every message: make some of it obligatory".into());
    }
    Ok(regex)
}

/// A pattern whose `\b`, `\w`, `\d` and `\s` know ASCII alone. The words it looks for are folded, so it finds the same; and an
/// automaton that must know the letters of all scripts takes four times the memory, and gives up at the first letter that is
/// not ASCII.
fn ascii_classes(pattern: &str) -> String {
    let mut out = String::with_capacity(pattern.len());
    let mut rest = pattern.chars().peekable();
    while let Some(c) = rest.next() {
        let escaped = if c == '\\' { rest.next() } else { None };
        match escaped {
            // `\b{start}` is another sign.
            Some('b') if rest.peek() != Some(&'{') => out.push_str(r"(?-u:\b)"),
            Some('w') => out.push_str("[[:word:]]"),
            Some('d') => out.push_str("[[:digit:]]"),
            Some('s') => out.push_str("[[:space:]]"),
            Some(other) => out.extend([c, other]),
            None => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use Language::{En, Es, It};

    fn source(intent: &str, language: Language, keywords: &[&str], patterns: &[&str]) -> PatternSource {
        let own = |list: &[&str]| list.iter().map(|&s| s.to_owned()).collect();
        PatternSource { intent: intent.into(), language, keywords: own(keywords), patterns: own(patterns) }
    }

    fn patterns() -> Patterns {
        Patterns::compile(&[
            source("person", En, &["an agent", "talk to a human", "a human"], &[]),
            source("person", It, &["operatore", "un'assistente"], &[]),
            source("person", Es, &["un agente", "operador"], &[]),
            source("phone", En, &[], &[r"\b(call|phone|ring)\b.*\bnumber\b"]),
            source("phone", Es, &[], &[r"\bn[uú]mero de teléfono\b"]),
        ])
        .expect("they compile")
    }

    fn found(text: &str, language: Language) -> Vec<String> {
        patterns()
            .find(&Utterance::read(text), language)
            .into_iter()
            .map(|h| format!("{}:{}", h.intent, &text[h.start..h.end]))
            .collect()
    }

    #[test]
    fn whole_words_anywhere_in_the_original() {
        assert_eq!(found("Hey, I'd like an AGENT!", En), ["person:an AGENT"]);
        assert_eq!(found("vorrei un’assistente, grazie", It), ["person:un’assistente"]);
        assert!(found("an agentic view; human an", En).is_empty());
    }

    #[test]
    fn one_hit_an_intent_and_the_longest_first() {
        assert_eq!(found("talk to a human", En), ["person:talk to a human"]);
        assert_eq!(found("ring the number of an agent", En), ["phone:ring the number", "person:an agent"]);
    }

    #[test]
    fn accents_in_patterns_do_not_matter() {
        assert_eq!(found("¿Qué Número de teléfono hay?", Es), ["phone:Número de teléfono"]);
        assert_eq!(found("numero de telefono", Es), ["phone:numero de telefono"]);
    }

    #[test]
    fn other_languages_help_only_where_the_own_finds_nothing() {
        assert_eq!(found("operatore", En), ["person:operatore"]);
        assert_eq!(found("operador, an agent", En), ["person:an agent"]);
    }

    #[test]
    fn boundaries_are_of_words_in_any_script() {
        assert_eq!(
            ascii_classes(r"\bcall\b \\b \b{start}\d [^\w-] \p{L}\\"),
            r"(?-u:\b)call(?-u:\b) \\b \b{start}[[:digit:]] [^[[:word:]]-] \p{L}\\"
        );
        assert_eq!(found("я 📞 phone ☎ number", En), ["phone:phone ☎ number"]);
        assert!(found("rephone the numbers", En).is_empty());
    }

    #[test]
    fn as_many_patterns_as_there_are_keep_their_places() {
        let word = |n: usize| format!("w{n}");
        let of = |n: usize| source(&word(n), En, &[], &[&format!(r"^{}$", word(n))]);
        let all = Patterns::compile(&(0..TOGETHER * 2 + 3).map(of).collect::<Vec<_>>()).expect("they compile");
        for n in [0, TOGETHER - 1, TOGETHER, TOGETHER * 2 + 2] {
            let read = Utterance::read(&word(n));
            assert_eq!(all.matching(&read), [n]);
            assert_eq!(all.find(&read, En)[0].intent, word(n));
        }
    }

    #[test]
    fn bad_patterns_are_named() {
        for (keywords, patterns, problem) in [
            (vec!["?!"], vec![], "no word"),
            (vec![], vec!["(a"], "not a regular expression"),
            (vec![], vec!["a*"], "empty message"),
            (vec![], vec!["((a{99}){99}){99}"], "too large"),
        ] {
            let error = Patterns::compile(&[source("x", It, &keywords, &patterns)]).expect_err("it is bad");
            assert_eq!((error.intent.as_str(), error.language), ("x", It));
            assert!(error.problem.contains(problem), "{error}");
        }
    }
}
