//! Gaps as text for a terminal.

use std::fmt;

use super::{Fate, Gap, Gaps, Near, Proposal};

impl fmt::Display for Gaps {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let day = |at: jiff::Timestamp| at.strftime("%F").to_string();
        let Self { questions, unanswered, questions_before, unanswered_before, .. } = self;
        writeln!(
            f,
            "{} to {}: {unanswered} of {questions} questions had no good answer",
            day(self.period.since),
            day(self.period.until)
        )?;
        writeln!(f, "as many days before: {unanswered_before} of {questions_before}")?;
        for gap in &self.gaps {
            write!(f, "\n{gap}")?;
        }
        if self.left_out > 0 {
            writeln!(f, "\n{} rare questions were not looked at; choose a shorter time with --since", self.left_out)?;
        }
        Ok(())
    }
}

impl fmt::Display for Gap {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let title = on_one_line(self.examples.first().map(String::as_str).unwrap_or_default());
        let fates: Vec<_> = self.fates.iter().map(|(fate, count)| format!("{} {count}", fate.title())).collect();
        writeln!(f, "{title}")?;
        writeln!(f, "  {}, {} times, {} before: {}", self.language, self.count, self.count_before, fates.join(", "))?;
        let series: Vec<_> = self.series.iter().map(|point| point.count.to_string()).collect();
        if series.len() > 1 {
            writeln!(f, "  trend    {}", series.join(" "))?;
        }
        for example in self.examples.iter().skip(1) {
            writeln!(f, "  also     {}", on_one_line(example))?;
        }
        let near = |near: &Option<Near>| near.as_ref().map(|near| format!("{} {:.2}", near.id, near.score));
        let near: Vec<_> = [near(&self.intent), near(&self.article)].into_iter().flatten().collect();
        writeln!(f, "  nearest  {}", if near.is_empty() { "nothing in common".to_owned() } else { near.join(", ") })?;
        writeln!(f, "  proposal {}", self.proposal)
    }
}

/// What somebody wrote, so that it looks like no line of the report.
#[must_use]
pub fn on_one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

impl fmt::Display for Proposal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Examples { file, lines, .. } => {
                write!(f, "add to {file} as examples, if that is what they mean\n{}", lines.trim_end())
            }
            Self::Keywords { file, keywords, .. } => {
                write!(f, "add to the keywords of {file}: {}", keywords.join(", "))
            }
            Self::Article { file, title, .. } => write!(f, "write {file}, for instance \"{title}\""),
        }
    }
}

impl Fate {
    /// It, in words.
    #[must_use]
    pub const fn title(self) -> &'static str {
        match self {
            Self::Answered => "answered",
            Self::Unanswered => "unanswered",
            Self::ReAsked => "asked again",
            Self::HandedOff => "handed off",
            Self::Unhelpful => "unhelpful",
        }
    }
}
