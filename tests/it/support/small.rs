//! Content so small that it is loaded in a moment, in a folder of its own: the shipped one, cut down to what has to be
//! there.

use std::{
    fs,
    path::{Path, PathBuf},
};

use bolt::content::{File, Files, required};
use tempfile::TempDir;

const ARTICLES: [&str; 4] = ["contact/live-chat", "contact/web-tickets", "bolt/languages", "plans/overview"];
/// So many examples are kept of each intent and language.
const EXAMPLES: usize = 4;

pub struct Folder {
    pub root: PathBuf,
    _temporary: TempDir,
}

impl Folder {
    pub fn small() -> Self {
        let temporary = tempfile::tempdir().unwrap();
        let folder = Self { root: temporary.path().join("content"), _temporary: temporary };
        small().iter().for_each(|file| folder.write(&file.path, &file.text));
        folder
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.root.join(name)
    }

    /// Writes a file where it is.
    pub fn write(&self, name: &str, text: impl AsRef<[u8]>) {
        write(&self.root, name, text);
    }

    /// Writes a file as editors do: beside it, and then in its place.
    pub fn save(&self, name: &str, text: &str) {
        let path = self.path(name);
        let beside = path.with_file_name(format!(".{}.tmp", path.file_name().unwrap().to_string_lossy()));
        fs::write(&beside, text).unwrap();
        fs::rename(beside, path).unwrap();
    }

    pub fn read(&self, name: &str) -> String {
        fs::read_to_string(self.path(name)).unwrap()
    }

    /// Saves a file with something in it replaced.
    pub fn edit(&self, name: &str, from: &str, to: &str) {
        let text = self.read(name);
        assert!(text.contains(from), "`{from}` is not in {name}");
        self.save(name, &text.replacen(from, to, 1));
    }
}

pub fn write(root: &Path, name: &str, text: impl AsRef<[u8]>) {
    let path = root.join(name);
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, text).unwrap();
}

/// An article of the small content.
pub fn article(title: &str, text: &str) -> String {
    format!("---\ntitle: {title}\ndescription: What there is to know about it.\n---\n{text}\n")
}

/// The files of the small content.
pub fn small() -> Vec<File> {
    let shipped = Files::embedded().files;
    let text = |path: &str| shipped.iter().find(|file| file.path == path).unwrap().text.clone();
    let mut files = Vec::new();
    let mut add = |path: &str, text: String| files.push(File::new(path, &text));
    for path in ["facts/plans.yaml", "facts/channels.yaml", "facts/priorities.yaml", "phrases.yaml"] {
        let path = format!("knowledge/{path}");
        add(&path, text(&path));
    }
    let country = "  - code: US\n    name: { en: the United States, it: gli Stati Uniti, es: Estados Unidos }\n";
    add("knowledge/facts/countries.yaml", format!("countries:\n{country}"));
    let number = "  - country: US\n    numbers: [{ number: \"+1.888.799.9666\" }]\n";
    add("knowledge/facts/phone.yaml", format!("phone:\n{number}"));
    add("knowledge/facts/names.yaml", "names:\n  - { kind: plan, value: premier, any: [premier] }\n".to_owned());
    for id in required::ALL {
        let path = format!("intents/{id}.yaml");
        add(&path, cut(&text(&path)));
    }
    for id in ARTICLES {
        for (language, words) in [("en", "Everybody has it."), ("it", "Lo hanno tutti."), ("es", "Lo tienen todos.")] {
            add(&format!("knowledge/{language}/{id}.md"), article(&format!("{id} {language}"), words));
        }
    }
    files
}

/// An intent with fewer examples, and without others that go on from it.
fn cut(intent: &str) -> String {
    let (mut in_examples, mut seen) = (false, 0);
    let kept = intent.lines().filter(|line| {
        if !line.starts_with(' ') {
            in_examples = line.starts_with("examples:");
        }
        let is_item = line.starts_with("    - ");
        seen = if is_item { seen + 1 } else { 0 };
        let is_left_out = line.starts_with("follow_ups:") || in_examples && is_item && seen > EXAMPLES;
        !is_left_out
    });
    kept.map(|line| format!("{line}\n")).collect()
}
