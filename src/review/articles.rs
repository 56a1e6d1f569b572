//! The form of articles: images that say nothing, sections that say too much.

use std::{ops::Range, sync::LazyLock};

use pulldown_cmark::{Event, Parser, Tag, TagEnd};
use rayon::prelude::*;
use regex::Regex;

use super::{material::Material, material::regex};
use crate::content::{ArticleSource, Code, File, Finding, markdown_options};

/// An image in HTML, and one that has a text.
static IMAGE: LazyLock<Regex> = LazyLock::new(|| regex(r"(?i)<img\b[^>]*>"));
static DESCRIBED: LazyLock<Regex> = LazyLock::new(|| regex(r#"(?i)\balt\s*=\s*["'][^"']*[\p{L}\p{N}]"#));
/// A section of more words than this is several.
const LONGEST: usize = 300;

/// Images without alternative text, and sections that are too long.
pub(super) fn images_and_sections(material: &Material<'_>) -> Vec<Finding> {
    let of = |article: &ArticleSource| look(&material.parts.files[article.file], &article.body);
    material.parts.articles.par_iter().flat_map_iter(of).collect()
}

fn look(file: &File, body: &Range<usize>) -> Vec<Finding> {
    let mut found = Vec::new();
    let (mut image, mut section): (Option<(Range<usize>, bool)>, _) = (None, Section::default());
    let place = |range: &Range<usize>| body.start + range.start..body.start + range.end;
    for (event, range) in Parser::new_ext(&file.text[body.clone()], markdown_options()).into_offset_iter() {
        match event {
            Event::Start(Tag::Image { .. }) => image = Some((range, false)),
            Event::End(TagEnd::Image) => {
                if let Some((range, false)) = image.take() {
                    let remedy = "describe it between the brackets: `![The queue, with your place in it](queue.png)`";
                    found.push(undescribed(file, place(&range), remedy));
                }
            }
            Event::Html(html) | Event::InlineHtml(html) => {
                let remedy = "describe it: `<img src=\"queue.png\" alt=\"The queue, with your place in it\">`";
                let images = IMAGE.find_iter(&html).filter(|tag| !DESCRIBED.is_match(tag.as_str()));
                let at = |tag: regex::Match<'_>| range.start + tag.start()..range.start + tag.end();
                found.extend(images.map(|tag| undescribed(file, place(&at(tag)), remedy)));
            }
            Event::Start(Tag::Heading { .. }) => {
                found.extend(std::mem::replace(&mut section, Section::under(range.clone())).finding(file, place));
            }
            Event::Text(text) | Event::Code(text) => {
                if let Some((_, described)) = &mut image {
                    *described |= text.chars().any(char::is_alphanumeric);
                }
                section.words += text.split_whitespace().count();
            }
            _ => {}
        }
    }
    found.extend(section.finding(file, place));
    found
}

fn undescribed(file: &File, place: Range<usize>, remedy: &str) -> Finding {
    Finding::at(Code::ImageWithoutText, file, place, "this image has no text in its place", remedy)
}

#[derive(Default)]
struct Section {
    heading: Range<usize>,
    words: usize,
}

impl Section {
    const fn under(heading: Range<usize>) -> Self {
        Self { heading, words: 0 }
    }

    fn finding(&self, file: &File, place: impl Fn(&Range<usize>) -> Range<usize>) -> Option<Finding> {
        (self.words > LONGEST).then(|| {
            let message = format!("this section has {} words; up to {LONGEST} are read", self.words);
            let remedy = "divide it: one question a section, with the question as its heading";
            Finding::at(Code::LongSection, file, place(&self.heading), message, remedy)
        })
    }
}
