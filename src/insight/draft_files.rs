//! A draft as files: the article, and the answer test that it has to pass. As text, and as a patch.

use std::fmt::{self, Write as _};

use super::{Draft, DraftQuestion, DraftSource, draft_mask::marks};
use crate::exchange::{literal, quoted};

impl Draft {
    /// The files, by their paths below the folder of the content. The article is a draft: nothing is served of it before
    /// an editor says so.
    #[must_use]
    pub fn files(&self) -> Vec<(String, String)> {
        let name = self.article.replace('/', "-");
        vec![
            (self.path(), self.article_file()),
            (format!("answers/{}-{name}.answers.yaml", self.language), self.test_file()),
        ]
    }

    /// The path of the article's file.
    #[must_use]
    pub fn path(&self) -> String {
        format!("knowledge/{}/{}.md", self.language, self.article)
    }

    fn article_file(&self) -> String {
        let mut out = String::from("---\n");
        push(&mut out, "# Proposed from what agents answered. Make it an article, and remove `draft` to publish it.");
        for source in &self.sources {
            push(&mut out, &format!("# from {source}"));
        }
        let masked = self.masked();
        if !masked.is_empty() {
            let masked = masked.join(", ");
            push(
                &mut out,
                &format!("# Masked, for it may be somebody's: {masked}. Write what all may know, leave out the rest."),
            );
        }
        push(&mut out, &format!("title: {}", quoted(&self.title)));
        push(&mut out, &format!("description: {}", quoted(&self.description)));
        let keywords: Vec<_> = self.keywords.iter().map(|word| quoted(word)).collect();
        push(&mut out, &format!("keywords: [{}]", keywords.join(", ")));
        push(&mut out, "draft: true\n---");
        push(&mut out, &markdown(&self.markdown));
        for (place, text) in &self.others {
            let from = self.sources.get(*place).map(DraftSource::to_string).unwrap_or_default();
            push(&mut out, &format!("\n<!-- Also answered, in {from}:\n\n{}\n-->", commented(&markdown(text))));
        }
        out
    }

    /// What is masked in the article, and in what else was answered.
    fn masked(&self) -> Vec<&'static str> {
        let others = self.others.iter().map(|(_, text)| text.as_str());
        marks(&[self.title.as_str(), &self.markdown].into_iter().chain(others).collect::<Vec<_>>().join("\n"))
    }

    fn test_file(&self) -> String {
        let mut out =
            format!("# What {} has to answer: these pass when it is no draft any more.\ntests:\n", self.path());
        for question in &self.questions {
            self.test(&mut out, question);
        }
        out
    }

    fn test(&self, out: &mut String, question: &DraftQuestion) {
        if let Some(source) = self.sources.get(question.source) {
            push(out, &format!("  # from {source}"));
        }
        push(out, &format!("  - name: {}", quoted(&question.text)));
        if let Some(standing) = &question.standing {
            let (account_type, role, plan) =
                (standing.account_type.word(), standing.role.word(), standing.support_plan.word());
            push(out, &format!("    who: {{ account_type: {account_type}, role: {role}, support_plan: {plan} }}"));
        }
        push(out, &format!("    page: {}", self.language));
        push(out, &format!("    ask: {}", quoted(&question.text)));
        push(out, &format!("    expect: {{ article: {} }}", quoted(&self.article)));
    }
}

impl fmt::Display for DraftSource {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let numbers: Vec<_> = self.replies.iter().map(|seq| seq.0.to_string()).collect();
        let (question, replies) = (self.question.0, numbers.join(", "));
        // A name may hold whatever somebody typed.
        let agents: Vec<_> =
            self.agents.iter().map(|name| name.split_whitespace().collect::<Vec<_>>().join(" ")).collect();
        let day = self.at.strftime("%F");
        write!(
            f,
            "conversation {}, question {question}, replies {replies}, agent {}, {day}",
            self.conversation,
            agents.join(", ")
        )
    }
}

/// New files as a patch that `git apply` takes; `prefix` is where the content's folder lies in the repository.
#[must_use]
pub fn patch(files: &[(String, String)], prefix: &str) -> String {
    let mut out = String::new();
    for (path, text) in files {
        let path = format!("{prefix}{path}");
        let lines = text.lines().count();
        push(&mut out, &format!("diff --git a/{path} b/{path}\nnew file mode 100644\n--- /dev/null\n+++ b/{path}"));
        push(&mut out, &format!("@@ -0,0 +1,{lines} @@"));
        text.lines().for_each(|line| push(&mut out, &format!("+{line}")));
    }
    out
}

fn push(out: &mut String, line: &str) {
    // A String takes everything.
    let _ = writeln!(out, "{line}");
}

/// What an agent typed, meaning itself where Markdown and templates are read. Lists stay lists.
fn markdown(text: &str) -> String {
    let line = |line: &str| {
        let line = line.replace('<', "&lt;");
        if line.trim_start().starts_with(['#', '>', '|', '=', '~']) || is_rule(&line) {
            format!("\\{}", line.trim_start())
        } else {
            line
        }
    };
    literal(&text.lines().map(line).collect::<Vec<_>>().join("\n"))
}

/// A line of nothing but hyphens would end the front matter, or make the line above a heading.
fn is_rule(line: &str) -> bool {
    let line = line.trim();
    line.len() > 1 && line.chars().all(|c| matches!(c, '-' | '*' | '_' | ' '))
}

/// Text that ends no comment before its time.
fn commented(text: &str) -> String {
    text.replace("--", "- -").replace('>', "&gt;")
}
