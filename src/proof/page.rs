//! The answer diff as text for a terminal, and as one page that a reviewer reads. The page needs nothing but itself, and
//! runs no script.

use std::fmt;

use super::{Change, Diff, Told, Verdict, diff::Group, markup::escaped};

/// In a terminal, so many changes of a group are shown; the page has all of them.
const SHOWN: usize = 3;

impl fmt::Display for Diff {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{} ({}) → {} ({})", self.old.0, self.old.1, self.new.0, self.new.1)?;
        for group in &self.groups {
            let (verdict, cause) = (group.verdict.title(), group.cause.title());
            writeln!(f, "\n{} – {cause}: {} ({})", verdict.to_uppercase(), group.what, group.changes.len())?;
            for change in group.changes.iter().take(SHOWN) {
                write!(f, "{change}")?;
            }
            if group.changes.len() > SHOWN {
                writeln!(f, "  … and {} more", group.changes.len() - SHOWN)?;
            }
        }
        writeln!(f, "\n{}", self.summary())
    }
}

impl fmt::Display for Change {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "  ? {}   ({})", self.asked, context(self))?;
        for (mark, told) in [("-", &self.old), ("+", &self.new)] {
            match told {
                None => writeln!(f, "  {mark} silence")?,
                Some(told) => {
                    writeln!(f, "  {mark} {}", told.headline())?;
                    told.text.lines().try_for_each(|line| writeln!(f, "      {line}"))?;
                }
            }
        }
        let wrong = self.mismatches.iter();
        wrong
            .map(|m| (m.what, &m.expected))
            .try_for_each(|(what, expected)| writeln!(f, "  ! expected {what} {expected}"))
    }
}

/// Who asks, on which page, after what, and where the question comes from.
fn context(change: &Change) -> String {
    let page = change.page.map(|page| format!(", page in {page}")).unwrap_or_default();
    let before =
        if change.before.is_empty() { String::new() } else { format!(", after: {}", change.before.join(" / ")) };
    format!("{}{page}{before}; {}", change.who, change.name)
}

const STYLE: &str = "body{font:16px/1.5 system-ui,sans-serif;margin:2rem auto;max-width:72rem;padding:0 1rem;color:#1a1a1a;\
background:#fff}h1{font-size:1.5rem}h2{margin-top:2.5rem;border-bottom:2px solid}details{margin:1rem 0;border:1px solid #ccc;\
border-radius:6px}summary{padding:.6rem 1rem;cursor:pointer;font-weight:600}article{border-top:1px solid #ccc;padding:.8rem 1rem}\
.q{font-weight:600}.c{color:#555;font-size:.875rem}.two{display:grid;grid-template-columns:1fr 1fr;gap:1rem;margin-top:.5rem}\
@media(max-width:40rem){.two{grid-template-columns:1fr}}.a{border-left:4px solid #888;padding-left:.8rem;min-width:0;\
overflow-wrap:anywhere}.old{border-color:#b3261e}.new{border-color:#1b6e3c}.a p{white-space:pre-wrap;margin:.3rem 0}\
.w{color:#b3261e}@media(prefers-color-scheme:dark){body{background:#16181c;color:#e8e8e8}.c{color:#aaa}details,article{border-color:#444}\
.old{border-color:#ff8a80}.new{border-color:#7bd88f}.w{color:#ff8a80}}";

/// The diff as a page.
#[must_use]
pub fn page(diff: &Diff) -> String {
    let mut out = format!(
        "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n\
         <meta name=\"viewport\" content=\"width=device-width\">\n<title>Answer diff</title>\n<style>{STYLE}</style>\n\
         </head>\n<body>\n<h1>{}</h1>\n<p>{} <code>{}</code> → {} <code>{}</code></p>\n",
        escaped(&sentence(&diff.summary())),
        escaped(&diff.old.0),
        escaped(&diff.old.1),
        escaped(&diff.new.0),
        escaped(&diff.new.1),
    );
    for verdict in [Verdict::Lost, Verdict::Look, Verdict::Better] {
        let groups: Vec<_> = diff.groups.iter().filter(|group| group.verdict == verdict).collect();
        if groups.is_empty() {
            continue;
        }
        let changes: usize = groups.iter().map(|group| group.changes.len()).sum();
        out.push_str(&format!("<h2>{} ({changes})</h2>\n", sentence(verdict.title())));
        for group in groups {
            add_group(&mut out, group);
        }
    }
    out.push_str("</body>\n</html>\n");
    out
}

fn add_group(out: &mut String, group: &Group) {
    let open = if group.verdict == Verdict::Lost { " open" } else { "" };
    let (cause, what) = (sentence(group.cause.title()), escaped(&group.what));
    out.push_str(&format!("<details{open}>\n<summary>{cause}: {what} ({})</summary>\n", group.changes.len()));
    for change in &group.changes {
        let (asked, about) = (escaped(&change.asked), escaped(&context(change)));
        out.push_str(&format!("<article>\n<div class=\"q\">{asked}</div>\n<div class=\"c\">{about}</div>\n"));
        for mismatch in &change.mismatches {
            let (expected, got) = (escaped(&mismatch.expected), escaped(&mismatch.got));
            out.push_str(&format!("<div class=\"w\">{}: {got}, not {expected}</div>\n", mismatch.what));
        }
        out.push_str("<div class=\"two\">\n");
        add_answer(out, "old", "Before", change.old.as_ref());
        add_answer(out, "new", "After", change.new.as_ref());
        out.push_str("</div>\n</article>\n");
    }
    out.push_str("</details>\n");
}

fn add_answer(out: &mut String, class: &str, heading: &str, told: Option<&Told>) {
    let (about, text) = match told {
        Some(told) => (told.headline(), told.text.as_str()),
        None => ("silence".to_owned(), ""),
    };
    let (about, text) = (escaped(&about), escaped(text));
    out.push_str(&format!("<div class=\"a {class}\"><div class=\"c\">{heading}: {about}</div><p>{text}</p></div>\n"));
}

/// A phrase with a capital letter.
fn sentence(phrase: &str) -> String {
    let mut chars = phrase.chars();
    chars.next().map(|first| first.to_uppercase().chain(chars).collect()).unwrap_or_default()
}
