//! A message in the form that everything else reads: normalised, in words, each word knowing where it was written.

use std::{mem, ops::Range};

use super::fold::{fold_into, is_invisible};

/// How many characters of a message are read, spaces that follow each other counted once. Nobody asks a longer question;
/// what follows is kept in the original.
pub const LONGEST: usize = 4_000;

/// A word of an utterance.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Token {
    /// The normalised word. Web and mail addresses stand as `@url` and `@email`.
    pub text: String,
    /// Where it begins in the original, in bytes.
    pub start: usize,
    /// Where it ends in the original, in bytes.
    pub end: usize,
    /// Where it begins in the normalised text, in bytes.
    pub at: usize,
}

/// What somebody wrote, and its normalised form: compatibility characters unified, lower case, accents folded,
/// elongations squeezed, punctuation and apostrophes turned into single spaces, invisible characters gone.
#[derive(Clone, Debug)]
pub struct Utterance {
    original: String,
    normalized: String,
    tokens: Vec<Token>,
}

impl Utterance {
    /// Reads a message. Never fails; time is bounded by [`LONGEST`].
    #[must_use]
    pub fn read(text: &str) -> Self {
        let mut before = char::default();
        let counts = |(_, c): &(usize, char)| !(mem::replace(&mut before, *c).is_whitespace() && c.is_whitespace());
        let mut counted = text.char_indices().filter(counts);
        Self::read_up_to(text, counted.nth(LONGEST).map_or(text.len(), |(at, _)| at))
    }

    /// Reads a text of our own, however long: an article, not a message.
    #[must_use]
    pub fn read_whole(text: &str) -> Self {
        Self::read_up_to(text, text.len())
    }

    fn read_up_to(text: &str, limit: usize) -> Self {
        let mut reader = Reader { normalized: String::with_capacity(limit), tokens: Vec::with_capacity(limit / 5 + 1) };
        let mut chunk_start = None;
        for (at, c) in text[..limit].char_indices() {
            match (c.is_whitespace(), chunk_start) {
                (false, None) => chunk_start = Some(at),
                (true, Some(start)) => {
                    reader.chunk(text, start..at);
                    chunk_start = None;
                }
                _ => {}
            }
        }
        if let Some(start) = chunk_start {
            reader.chunk(text, start..limit);
        }
        Self { original: text.to_owned(), normalized: reader.normalized, tokens: reader.tokens }
    }

    /// The message as it was written.
    #[must_use]
    pub fn original(&self) -> &str {
        &self.original
    }

    /// The words, joined by single spaces.
    #[must_use]
    pub fn normalized(&self) -> &str {
        &self.normalized
    }

    /// The words in order.
    #[must_use]
    pub fn tokens(&self) -> &[Token] {
        &self.tokens
    }

    /// The words, given away.
    #[must_use]
    pub fn into_tokens(self) -> Vec<Token> {
        self.tokens
    }

    /// The normalised text of a run of tokens. Panics when the range is outside of the tokens.
    pub(crate) fn words(&self, range: Range<usize>) -> &str {
        let first = &self.tokens[range.start];
        let last = &self.tokens[range.end - 1];
        &self.normalized[first.at..last.at + last.text.len()]
    }

    /// The tokens that a range of the normalised text touches.
    pub(crate) fn tokens_in(&self, normalized: Range<usize>) -> Range<usize> {
        let first = self.tokens.partition_point(|t| t.at + t.text.len() <= normalized.start);
        let end = self.tokens.partition_point(|t| t.at < normalized.end);
        first..end.max(first)
    }

    /// Where a run of tokens was written in the original.
    pub(crate) fn written_at(&self, tokens: Range<usize>) -> Range<usize> {
        match (self.tokens.get(tokens.start), tokens.end.checked_sub(1).and_then(|last| self.tokens.get(last))) {
            (Some(first), Some(last)) if first.start <= last.end => first.start..last.end,
            _ => 0..0,
        }
    }
}

/// Builds the normalised text, one run of non-space characters after another.
struct Reader {
    normalized: String,
    tokens: Vec<Token>,
}

impl Reader {
    fn chunk(&mut self, text: &str, range: Range<usize>) {
        match address(&text[range.clone()]) {
            Some((name, inner)) => self.push(name.to_owned(), range.start + inner.start, range.start + inner.end),
            None => self.words(text, range),
        }
    }

    fn words(&mut self, text: &str, range: Range<usize>) {
        let (mut word, mut start, mut end) = (String::new(), range.start, range.start);
        let mut chars = text[range.clone()].char_indices().peekable();
        while let Some((offset, c)) = chars.next() {
            if is_invisible(c) {
                continue;
            }
            let at = range.start + offset;
            let next = chars.peek().map(|&(_, next)| next);
            if let Some(second) = next.filter(|next| is_indicator(c) && is_indicator(*next)) {
                // A flag is a word of its own, also between letters and beside another one.
                self.push(std::mem::take(&mut word), start, end);
                chars.next();
                self.flag([c, second], at);
                continue;
            }
            if is_word(c) || plus_belongs(c, &word, next) {
                if word.is_empty() {
                    start = at;
                }
                fold_into(c, &mut word);
                end = at + c.len_utf8();
            } else if !word.is_empty() {
                self.push(std::mem::take(&mut word), start, end);
            }
        }
        self.push(word, start, end);
    }

    fn push(&mut self, word: String, start: usize, end: usize) {
        // Compatibility forms such as `½` bring punctuation of their own.
        for part in word.split(|c: char| !(is_word(c) || matches!(c, '+' | '@'))).filter(|part| !part.is_empty()) {
            self.token(squeeze(part), start, end);
        }
    }

    fn flag(&mut self, letters: [char; 2], start: usize) {
        self.token(letters.iter().collect(), start, start + letters.map(char::len_utf8).iter().sum::<usize>());
    }

    fn token(&mut self, text: String, start: usize, end: usize) {
        if !self.normalized.is_empty() {
            self.normalized.push(' ');
        }
        let at = self.normalized.len();
        self.normalized.push_str(&text);
        self.tokens.push(Token { text, start, end, at });
    }
}

/// One half of a flag.
const fn is_indicator(c: char) -> bool {
    matches!(c, '\u{1f1e6}'..='\u{1f1ff}')
}

fn is_word(c: char) -> bool {
    c.is_alphanumeric()
}

/// `Premier+` and `+41` own their plus; in `1+1` and ` + ` it is punctuation.
fn plus_belongs(c: char, word: &str, next: Option<char>) -> bool {
    c == '+'
        && match next {
            Some(next) if word.is_empty() => next.is_ascii_digit(),
            Some(next) => !is_word(next),
            None => !word.is_empty(),
        }
}

/// `sooo` → `so`, `cooool` → `cool`: a letter written three times or more counts twice, and once at the end of a word.
fn squeeze(word: &str) -> String {
    let chars: Vec<char> = word.chars().collect();
    let mut out = String::with_capacity(word.len());
    let mut at = 0;
    while at < chars.len() {
        let run = chars[at..].iter().take_while(|&&c| c == chars[at]).count();
        let long = run >= 3 && chars[at].is_alphabetic() && run < chars.len();
        let kept = if !long {
            run
        } else if at + run == chars.len() {
            1
        } else {
            2
        };
        out.extend(std::iter::repeat_n(chars[at], kept));
        at += run;
    }
    out
}

/// The web or mail address that a run of characters is, without the punctuation around it.
fn address(chunk: &str) -> Option<(&'static str, Range<usize>)> {
    if !chunk.contains(['@', ':', '.']) {
        return None;
    }
    let start = chunk.find(char::is_alphanumeric)?;
    let inner = chunk[start..].trim_end_matches(|c: char| !c.is_alphanumeric() && c != '/');
    let range = start..start + inner.len();
    let starts = |prefix: &str| inner.get(..prefix.len()).is_some_and(|head| head.eq_ignore_ascii_case(prefix));
    if ["http://", "https://", "www."].into_iter().any(starts) {
        return Some(("@url", range));
    }
    let (local, domain) = inner.split_once('@')?;
    let dotted = domain.split_once('.').is_some_and(|(name, rest)| !name.is_empty() && !rest.is_empty());
    (!local.is_empty() && dotted && !domain.contains('@')).then_some(("@email", range))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn normal(text: &str) -> String {
        Utterance::read(text).normalized().to_owned()
    }

    #[test]
    fn folds_what_people_write_in_many_ways() {
        for (written, read) in [
            ("¿Cuál es el NÚMERO?", "cual es el numero"),
            ("L'assistenza dov’è?", "l assistenza dov e"),
            ("I don't know", "i don t know"),
            ("ｆｕｌｌ ｗｉｄｔｈ ﬁn", "full width fin"),
            ("e\u{301}cole Straße", "ecole strasse"),
            ("zero\u{200b}width\u{0} bell\u{7}", "zerowidth bell"),
            ("sooo coooool 1000", "so cool 1000"),
            ("PERCHÉÉÉÉ", "perche"),
            ("Premier+ or premier +?", "premier+ or premier"),
            ("call +41.31 now, 1+1", "call +41 31 now 1 1"),
            ("see https://example.org/a?b=c, mail Me.Too@example.org.", "see @url mail @email"),
            ("a@b @home", "a b home"),
            ("½ 🎉🎉 한국", "1 2 한국"),
            ("for🇮🇹🇪🇸, please", "for 🇮🇹 🇪🇸 please"),
            ("   \t\n", ""),
        ] {
            assert_eq!(normal(written), read, "{written}");
        }
    }

    #[test]
    fn tokens_know_where_they_were_written() {
        let text = "  Où est l'École?";
        let u = Utterance::read(text);
        let written: Vec<_> = u.tokens().iter().map(|t| &text[t.start..t.end]).collect();
        assert_eq!(written, ["Où", "est", "l", "École"]);
        assert_eq!(u.words(2..4), "l ecole");
        assert_eq!(u.tokens_in(7..14), 2..4);
        assert_eq!(&text[u.written_at(2..4)], "l'École");
    }

    #[test]
    fn reads_no_more_than_the_limit() {
        let u = Utterance::read(&"word ".repeat(50_000));
        assert_eq!(u.tokens().len(), LONGEST / 5);
        assert_eq!(u.original().len(), 250_000);
        let u = Utterance::read(&format!("{}what is P1", " \n".repeat(LONGEST)));
        assert_eq!(u.normalized(), "what is p1");
    }

    proptest! {
        #[test]
        fn any_text_is_read_with_true_offsets(text in any::<String>()) {
            let u = Utterance::read(&text);
            for (i, token) in u.tokens().iter().enumerate() {
                prop_assert!(token.start < token.end);
                prop_assert!(text.is_char_boundary(token.start) && text.is_char_boundary(token.end));
                prop_assert_eq!(u.words(i..i + 1), token.text.as_str());
            }
        }

        #[test]
        fn reading_twice_changes_nothing(text in "[a-zA-Zàèéñ' .+0-9?]{0,60}") {
            let once = normal(&text);
            prop_assert_eq!(normal(&once), once);
        }
    }
}
