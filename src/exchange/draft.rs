//! What an import gathers, before it is written.

use std::collections::BTreeMap;

use crate::{domain::Language, language::fold_accents};

/// Texts, by language.
pub type Texts = BTreeMap<Language, Vec<String>>;

/// An intent to be written.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct NewIntent {
    /// What it is called where it comes from.
    pub name: String,
    /// Whole words or phrases that decide alone.
    pub keywords: Texts,
    /// Regular expressions that decide alone.
    pub patterns: Texts,
    /// What people may say.
    pub examples: Texts,
    /// The wordings of what it says.
    pub says: Texts,
}

/// An article to be written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewArticle {
    /// The language.
    pub language: Language,
    /// The folder.
    pub section: String,
    /// The name of the file, without its ending.
    pub name: String,
    /// The title.
    pub title: String,
    /// Words that people type and the text does not have.
    pub keywords: Vec<String>,
    /// The day of its last change, as `2026-11-22`.
    pub updated: Option<String>,
    /// Whether it is not yet to be used.
    pub draft: bool,
    /// The text.
    pub markdown: String,
}

/// Something that could not be carried over.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Left {
    /// The file it stands in.
    pub file: String,
    /// What it is, and what becomes of it.
    pub what: String,
}

/// What an import gathers.
#[derive(Clone, Debug, Default)]
pub struct Draft {
    /// The intents, by the names of their files.
    pub intents: BTreeMap<String, NewIntent>,
    /// The articles.
    pub articles: Vec<NewArticle>,
    /// What could not be carried over.
    pub left: Vec<Left>,
    /// The names of the files, by what the intents are called where they come from.
    ids: BTreeMap<String, String>,
}

impl Draft {
    /// The intent of this name, begun if there is none. Another name has another intent, alike as the two may be.
    pub fn intent(&mut self, name: &str) -> &mut NewIntent {
        let name = name.trim();
        let id = self.ids.get(name).cloned().unwrap_or_else(|| self.free_id(name));
        self.ids.entry(name.to_owned()).or_insert_with(|| id.clone());
        self.intents.entry(id).or_insert_with(|| NewIntent { name: name.to_owned(), ..NewIntent::default() })
    }

    /// Where names come out alike, those that come later get a number.
    fn free_id(&self, name: &str) -> String {
        let id = slug(name, '_');
        let mut ids = std::iter::once(id.clone()).chain((2..).map(|n| format!("{id}_{n}")));
        ids.find(|id| !self.intents.contains_key(id)).unwrap_or(id)
    }

    /// Whether an intent is called just so.
    pub fn has(&self, name: &str) -> bool {
        self.ids.contains_key(name.trim())
    }

    /// The names of the intents that this name may mean: its own or, where none is called so, those that are spelled
    /// another way.
    pub fn meant(&self, name: &str) -> Vec<String> {
        if self.has(name) {
            return vec![name.trim().to_owned()];
        }
        let spelled_so = spelled(name);
        self.ids.keys().filter(|known| spelled(known) == spelled_so).cloned().collect()
    }

    /// Notes something that could not be carried over, once.
    pub fn leave(&mut self, file: &str, what: impl Into<String>) {
        let left = Left { file: file.to_owned(), what: what.into() };
        if !self.left.contains(&left) {
            self.left.push(left);
        }
    }

    /// Takes a reply's wording, unless it has places to fill in that Bolt knows nothing of.
    pub fn say(&mut self, file: &str, intent: &str, language: Language, wording: &str) {
        let wording = wording.trim();
        if wording.is_empty() {
            return;
        }
        if has_places(wording) {
            self.leave(file, format!("`{intent}`: a reply with places to fill in is left out: {wording}"));
        } else {
            add(&mut self.intent(intent).says, language, wording);
        }
    }
}

/// Adds a text, once.
pub fn add(texts: &mut Texts, language: Language, text: &str) {
    let text = text.trim();
    let of = texts.entry(language).or_default();
    if !text.is_empty() && !of.iter().any(|known| known == text) {
        of.push(text.to_owned());
    }
}

/// What two names have in common that are one name, spelled in two ways: `Greet-me` and `greet_me`.
pub fn spelled(name: &str) -> String {
    // What stands between words. Other signs may be all that tells two names apart: `C++` and `C#`.
    const BETWEEN: &str = "_-./,:;!?¡¿'’\"()";
    let folded = fold_accents(name).to_lowercase();
    let words = folded.split(|c: char| c.is_whitespace() || BETWEEN.contains(c)).filter(|word| !word.is_empty());
    let spelled = words.collect::<Vec<_>>().join(" ");
    if spelled.is_empty() { name.to_owned() } else { spelled }
}

/// Whether a text has `{name}`, `{{ name }}`, `$name` or `{% … %}` in it.
pub fn has_places(text: &str) -> bool {
    let braces = text.split('{').skip(1).any(|rest| rest.contains('}'));
    let dollars = text.split('$').skip(1).any(|rest| rest.starts_with(|c: char| c.is_alphabetic() || c == '{'));
    braces || dollars || text.contains("{%") || text.contains("{#")
}

/// A name that a file can have: small letters, digits and a joint.
pub fn slug(name: &str, joint: char) -> String {
    const LONGEST: usize = 60;
    let mut slug = String::new();
    for c in fold_accents(name).chars() {
        if c.is_ascii_alphanumeric() {
            slug.push(c.to_ascii_lowercase());
        } else if !slug.is_empty() && !slug.ends_with(joint) {
            slug.push(joint);
        }
        if slug.len() >= LONGEST {
            break;
        }
    }
    let slug = slug.trim_end_matches(joint);
    if slug.is_empty() { "unnamed".to_owned() } else { slug.to_owned() }
}

/// An example without the marks of values in it: `[Rome](city)`, `[Rome]{"entity": "city"}`. The second is whether
/// there were any.
pub fn unmarked(text: &str) -> (String, bool) {
    let (mut out, mut rest, mut found) = (String::new(), text, false);
    while let Some((before, mark)) = rest.split_once('[') {
        let parts = mark.split_once(']').and_then(|(value, after)| {
            let close = match after.chars().next()? {
                '(' => ')',
                '{' => '}',
                _ => return None,
            };
            Some((value, after.split_once(close)?.1))
        });
        out.push_str(before);
        match parts {
            Some((value, after)) => {
                out.push_str(value);
                (rest, found) = (after, true);
            }
            None => {
                out.push('[');
                rest = mark;
            }
        }
    }
    out.push_str(rest);
    (out, found)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_become_names_of_files() {
        assert_eq!(slug("FAQ/Ask Número?!", '_'), "faq_ask_numero");
        assert_eq!(slug("../../etc/passwd", '-'), "etc-passwd");
        assert_eq!(slug("¿?", '-'), "unnamed");
        assert!(slug(&"long ".repeat(50), '-').len() <= 60);
    }

    #[test]
    fn a_name_means_its_own_intent_before_others() {
        let mut draft = Draft::default();
        for name in ["order-pizza", "Order Pizza", "日本"] {
            draft.intent(name);
        }
        assert_eq!(draft.meant("Order Pizza"), ["Order Pizza"]);
        assert_eq!(draft.meant("order_pizza"), ["Order Pizza", "order-pizza"]);
        assert_eq!(draft.meant("日本?"), ["日本"]);
        assert!(draft.meant("中国").is_empty());
        let (way, another) = (spelled("¿Qué tal?"), spelled("que_TAL"));
        assert_eq!(way, another);
        assert!(spelled("C++") != spelled("C#") && spelled("?") != spelled("!"));
    }

    #[test]
    fn marks_are_taken_out_of_examples() {
        let marked = r#"from [Rome](city) to [P1]{"entity": "priority", "value": "p1"} [and] so"#;
        assert_eq!(unmarked(marked), ("from Rome to P1 [and] so".to_owned(), true));
        assert_eq!(unmarked("a [b"), ("a [b".to_owned(), false));
    }

    #[test]
    fn replies_with_places_are_not_said() {
        let mut draft = Draft::default();
        for wording in ["Hi {name}", "Hi {{user.name}}", "Hi $given-name", "Hi {% x %}", " ", "It costs $5"] {
            draft.say("f", "greet", Language::En, wording);
        }
        assert_eq!(draft.intents["greet"].says[&Language::En], ["It costs $5"]);
        assert_eq!(draft.left.len(), 4);
    }
}
