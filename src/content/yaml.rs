//! YAML as a tree that remembers where everything stood, so that all problems of a file are told at once.

use std::{borrow::Cow, collections::HashMap, ops::Range};

use serde_saphyr::granit_parser::{Event, Parser, ScalarStyle, ScanError, Span};

use super::File;

/// Nobody nests content deeper than this.
const MAX_DEPTH: usize = 32;
/// Aliases may not make a file larger than this many nodes.
const MAX_NODES: usize = 200_000;

/// A value with its place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Node {
    pub span: Range<usize>,
    pub kind: Kind,
}

/// What a value is. Scalars keep the text that was written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    Null,
    Scalar(String),
    Seq(Vec<Node>),
    Map(Vec<(Key, Node)>),
}

/// A key with its place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Key {
    pub span: Range<usize>,
    pub text: String,
}

/// Text that is no YAML.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Broken {
    pub span: Range<usize>,
    pub problem: String,
    pub remedy: &'static str,
}

const QUOTE: &str = "mend the YAML; quote texts that hold `: `, `#`, `{`, `[` or start with a sign";
const SPACES: &str = "indent with spaces: YAML takes no tabs";

/// Reads the part of a file between two byte offsets. An empty document is `Null`.
pub(super) fn parse(file: &File, part: Range<usize>) -> Result<Node, Broken> {
    let text = &file.text[part.clone()];
    let mut tree =
        Tree { parser: Parser::new_from_str(text), text, base: part.start, anchors: HashMap::new(), nodes: 0 };
    tree.document()
}

struct Tree<'a> {
    parser: Parser<'a, serde_saphyr::granit_parser::StrInput<'a>>,
    text: &'a str,
    base: usize,
    anchors: HashMap<usize, Node>,
    nodes: usize,
}

impl<'a> Tree<'a> {
    fn document(&mut self) -> Result<Node, Broken> {
        loop {
            match self.next()? {
                None | Some((Event::StreamEnd, _)) => return Ok(Node { span: self.base..self.base, kind: Kind::Null }),
                Some((Event::StreamStart | Event::DocumentStart(..), _)) => {}
                Some((event, span)) => {
                    let node = self.node(event, span, 0)?;
                    return self.only(node);
                }
            }
        }
    }

    /// A second document in a file is a mistake: nothing would read it.
    fn only(&mut self, node: Node) -> Result<Node, Broken> {
        while let Some((event, span)) = self.next()? {
            if matches!(event, Event::DocumentStart(..)) {
                return Err(self.broken(span, "a second document starts here"));
            }
        }
        Ok(node)
    }

    /// The next event that is no comment.
    fn next(&mut self) -> Result<Option<(Event<'a>, Span)>, Broken> {
        loop {
            match self.parser.next_event() {
                None => return Ok(None),
                Some(Ok((Event::Comment(..) | Event::Anchor(..), _))) => {}
                Some(Ok(event)) => return Ok(Some(event)),
                Some(Err(error)) => return Err(self.scan_error(&error)),
            }
        }
    }

    fn node(&mut self, event: Event<'a>, span: Span, depth: usize) -> Result<Node, Broken> {
        self.nodes += 1;
        if depth > MAX_DEPTH || self.nodes > MAX_NODES {
            return Err(self.broken(span, "this is nested too deeply, or repeated too often"));
        }
        let (anchor, node) = match event {
            Event::Scalar(value, style, anchor, _) => (anchor, self.scalar(value, style, span)),
            Event::SequenceStart(_, anchor, _) => (anchor, self.sequence(span, depth)?),
            Event::MappingStart(_, anchor, _) => (anchor, self.mapping(span, depth)?),
            Event::Alias(id) => (0, self.alias(id, span)?),
            _ => return Err(self.broken(span, "a value is missing here")),
        };
        if anchor > 0 {
            self.anchors.insert(anchor, node.clone());
        }
        Ok(node)
    }

    fn scalar(&self, value: Cow<'a, str>, style: ScalarStyle, span: Span) -> Node {
        let plain = matches!(style, ScalarStyle::Plain);
        let null = plain && matches!(&*value, "" | "~" | "null");
        let kind = if null { Kind::Null } else { Kind::Scalar(value.into_owned()) };
        Node { span: self.range(span), kind }
    }

    fn sequence(&mut self, start: Span, depth: usize) -> Result<Node, Broken> {
        let mut items = Vec::new();
        loop {
            match self.next()? {
                Some((Event::SequenceEnd, _)) | None => break,
                Some((event, span)) => items.push(self.node(event, span, depth + 1)?),
            }
        }
        Ok(Node { span: self.range(start), kind: Kind::Seq(items) })
    }

    fn mapping(&mut self, start: Span, depth: usize) -> Result<Node, Broken> {
        let mut entries = Vec::new();
        loop {
            let key = match self.next()? {
                Some((Event::MappingEnd, _)) | None => break,
                Some((Event::Scalar(text, ..), span)) => Key { span: self.range(span), text: text.into_owned() },
                Some((_, span)) => return Err(self.broken(span, "a key must be a word")),
            };
            if let Some((event, span)) = self.next()? {
                let value = self.node(event, span, depth + 1)?;
                entries.push((key, value));
            }
        }
        Ok(Node { span: self.range(start), kind: Kind::Map(entries) })
    }

    fn alias(&mut self, id: usize, span: Span) -> Result<Node, Broken> {
        let Some(node) = self.anchors.get(&id).cloned() else {
            return Err(self.broken(span, "this alias names no anchor"));
        };
        self.nodes += node.size();
        Ok(Node { span: self.range(span), ..node })
    }

    fn range(&self, span: Span) -> Range<usize> {
        span.byte_range().map_or(self.base..self.base, |range| self.base + range.start..self.base + range.end)
    }

    fn broken(&self, span: Span, problem: &str) -> Broken {
        Broken { span: self.range(span), problem: problem.to_owned(), remedy: QUOTE }
    }

    fn scan_error(&self, error: &ScanError) -> Broken {
        let at = error.marker();
        let offset = at.byte_offset().unwrap_or_else(|| byte_of_char(self.text, at.index()));
        let (offset, problem, remedy) = match indenting_tab(self.text, offset) {
            Some(tab) => (tab, "a tab indents this line".to_owned(), SPACES),
            None => (offset, error.info(), QUOTE),
        };
        let offset = self.base + offset;
        Broken { span: offset..offset + 1, problem, remedy }
    }
}

impl Node {
    fn size(&self) -> usize {
        match &self.kind {
            Kind::Null | Kind::Scalar(_) => 1,
            Kind::Seq(items) => 1 + items.iter().map(Self::size).sum::<usize>(),
            Kind::Map(entries) => 1 + entries.iter().map(|(_, value)| value.size()).sum::<usize>(),
        }
    }
}

/// The first tab before the words of the line that holds an offset, or of the next one: a text that goes on there is
/// wrong where it begins.
fn indenting_tab(text: &str, offset: usize) -> Option<usize> {
    let mut start = text.get(..offset)?.rfind('\n').map_or(0, |at| at + 1);
    for line in text[start..].split('\n').take(2) {
        let indentation = line.len() - line.trim_start().len();
        if let Some(tab) = line[..indentation].find('\t') {
            return Some(start + tab);
        }
        start += line.len() + 1;
    }
    None
}

fn byte_of_char(text: &str, index: usize) -> usize {
    text.char_indices().nth(index).map_or(text.len(), |(at, _)| at)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Result<Node, Broken> {
        let file = File::new("x.yaml", text);
        parse(&file, 0..file.text.len())
    }

    fn scalar(node: &Node) -> &str {
        match &node.kind {
            Kind::Scalar(text) => text,
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn values_know_where_they_stand() {
        let text = "è: [no, 'x y']\nb: {c: 1}\n";
        let Kind::Map(entries) = read(text).unwrap().kind else { panic!() };
        let Kind::Seq(items) = &entries[0].1.kind else { panic!() };
        assert_eq!(scalar(&items[0]), "no", "words stay words");
        assert_eq!(&text[items[1].span.clone()], "'x y'");
        assert_eq!(&text[entries[1].0.span.clone()], "b");
    }

    #[test]
    fn an_alias_repeats_its_anchor() {
        let Kind::Map(entries) = read("a: &x [1, 2]\nb: *x\n").unwrap().kind else { panic!() };
        assert_eq!(entries[0].1.kind, entries[1].1.kind);
    }

    #[test]
    fn nothing_is_null() {
        assert_eq!(read("").unwrap().kind, Kind::Null);
        assert_eq!(read("# only a comment\n").unwrap().kind, Kind::Null);
        let Kind::Map(entries) = read("a:\nb: ''\n").unwrap().kind else { panic!() };
        assert_eq!(entries[0].1.kind, Kind::Null);
        assert_eq!(entries[1].1.kind, Kind::Scalar(String::new()));
    }

    #[test]
    fn what_is_no_yaml_is_told_with_its_place() {
        let broken = read("a: [1, 2\nb: 3\n").unwrap_err();
        assert!(!broken.problem.is_empty());
        assert!(read("a: *nobody\n").is_err());
        assert!(read("a: 1\n---\nb: 2\n").is_err());
        assert!(read(&"[".repeat(500)).is_err());
    }

    #[test]
    fn a_tab_is_told_as_one() {
        for (text, at) in [("a:\n\tb: 1\n", 3), ("a:\n  b: 1\n  \tc: 1\n", 12)] {
            let broken = read(text).unwrap_err();
            assert_eq!((broken.span, broken.remedy), (at..at + 1, SPACES), "{text:?}");
        }
    }

    #[test]
    fn aliases_cannot_blow_up() {
        let mut text = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n".to_owned();
        for level in 1..8 {
            let items = vec![format!("*a{}", level - 1); 10].join(", ");
            text.push_str(&format!("a{level}: &a{level} [{items}]\n"));
        }
        assert!(read(&text).is_err());
    }
}
