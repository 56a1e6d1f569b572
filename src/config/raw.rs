//! What was said about each setting, and where: flags before environment before file before default.

use std::{
    collections::BTreeMap,
    fmt,
    path::{Path, PathBuf},
};

use config::{Config, File, FileFormat, ValueKind};

use super::{ConfigError, Flags, keys::KEYS_PATH};

/// The file that is read when none is named and the working folder has it.
const DEFAULT_FILE: &str = "bolt.toml";
/// The file to read.
const FILE_VARIABLE: &str = "BOLT_CONFIG";

/// A setting by its three names.
#[derive(Debug)]
pub(super) struct Setting {
    /// Its place in the file.
    pub(super) path: &'static str,
    /// Its environment variable.
    pub(super) variable: &'static str,
    /// What holds when nobody says anything; empty for nothing.
    pub(super) default: &'static str,
}

macro_rules! settings {
    ($($name:ident: $path:literal, $variable:literal, $default:literal;)+) => {
        $(pub(super) const $name: Setting = Setting { path: $path, variable: $variable, default: $default };)+
        /// Every setting but the identity keys, which are a list.
        pub(super) const SETTINGS: &[&Setting] = &[$(&$name),+];
    };
}

settings! {
    LISTEN: "server.listen", "BOLT_LISTEN", "127.0.0.1:8080";
    PUBLIC_ORIGIN: "server.public_origin", "BOLT_PUBLIC_ORIGIN", "";
    TRUST_FORWARDED_FOR: "server.trust_forwarded_for", "BOLT_TRUST_FORWARDED_FOR", "false";
    HEARTBEAT: "server.heartbeat_seconds", "BOLT_HEARTBEAT_SECONDS", "25";
    DATA: "data.dir", "BOLT_DATA", "bolt-data";
    CONTENT: "content.dir", "BOLT_CONTENT", "";
    ARTICLE_URL: "content.article_url", "BOLT_ARTICLE_URL", "/help/{language}/{article}";
    RELOAD: "content.reload", "BOLT_CONTENT_RELOAD", "watch";
    RELOAD_POLL: "content.reload_poll_seconds", "BOLT_CONTENT_RELOAD_POLL_SECONDS", "10";
    AUDIENCE: "identity.audience", "BOLT_AUDIENCE", "bolt";
    SESSION_HOURS: "agents.session_hours", "BOLT_SESSION_HOURS", "12";
    LOGINS_PER_MINUTE: "agents.logins_per_minute", "BOLT_LOGINS_PER_MINUTE", "5";
    LOG_FORMAT: "log.format", "BOLT_LOG_FORMAT", "text";
    LOG_LEVEL: "log.level", "BOLT_LOG_LEVEL", "info";
}

/// Where variables are looked up.
pub(super) type Environment<'a> = &'a dyn Fn(&str) -> Option<String>;

/// The settings file, once it is read.
pub(super) struct SettingsFile {
    pub(super) path: PathBuf,
    pub(super) values: Config,
}

/// Reads settings, and takes down what is wrong with them.
pub(super) struct Reader<'a> {
    pub(super) environment: Environment<'a>,
    said: BTreeMap<&'static str, (String, &'static str)>,
    pub(super) file: Option<SettingsFile>,
    pub(super) errors: Vec<ConfigError>,
}

impl<'a> Reader<'a> {
    /// Reads the file, if there is one.
    pub(super) fn open(flags: &Flags, environment: Environment<'a>) -> Self {
        let mut reader = Self { environment, said: said_by(flags), file: None, errors: Vec::new() };
        reader.open_file(flags);
        reader
    }

    pub(super) fn wrong(&mut self, place: impl Into<String>, problem: impl fmt::Display, remedy: impl Into<String>) {
        self.errors.push(ConfigError { place: place.into(), problem: problem.to_string(), remedy: remedy.into() });
    }

    fn open_file(&mut self, flags: &Flags) {
        let named = flags.config.clone().or_else(|| (self.environment)(FILE_VARIABLE).map(PathBuf::from));
        let Some(path) = named.or_else(|| Some(PathBuf::from(DEFAULT_FILE)).filter(|file| file.is_file())) else {
            return;
        };
        let place = path.display().to_string();
        let text = match std::fs::read_to_string(&path) {
            Ok(text) => text,
            Err(error) => {
                let remedy = "name a settings file that exists and can be read, or none";
                return self.wrong(place, format!("it cannot be read: {error}"), remedy);
            }
        };
        if let Some((line, column, problem)) = syntax_error(&text) {
            let remedy = "mend the TOML; bolt.example.toml shows how it is written";
            return self.wrong(format!("{place}:{line}:{column}"), problem, remedy);
        }
        match Config::builder().add_source(File::from_str(&text, FileFormat::Toml)).build() {
            Ok(values) => {
                self.report_unknown(&path, &values);
                self.file = Some(SettingsFile { path, values });
            }
            Err(error) => self.wrong(place, error, "write settings as bolt.example.toml does"),
        }
    }

    fn report_unknown(&mut self, path: &Path, values: &Config) {
        let known: Vec<&str> = SETTINGS.iter().map(|setting| setting.path).chain([KEYS_PATH]).collect();
        for name in names_in(values) {
            if !known.contains(&name.as_str()) {
                let remedy = format!("remove it, or use one of: {}", known.join(", "));
                self.wrong(path.display().to_string(), format!("there is no setting `{name}`"), remedy);
            }
        }
    }

    /// What was said about a setting, and where.
    pub(super) fn said(&mut self, setting: &Setting) -> (String, String) {
        if let Some((value, flag)) = self.said.get(setting.path) {
            return (value.clone(), (*flag).to_owned());
        }
        if let Some(value) = (self.environment)(setting.variable) {
            return (value, setting.variable.to_owned());
        }
        let Some(file) = &self.file else {
            return (setting.default.to_owned(), setting.path.to_owned());
        };
        let place = format!("{}, {}", file.path.display(), setting.path);
        match file.values.get_string(setting.path) {
            Ok(value) => (value, place),
            Err(config::ConfigError::NotFound(_)) => (setting.default.to_owned(), setting.path.to_owned()),
            Err(_) => {
                self.wrong(place.clone(), "it is no single value", "write a text, a number, true or false");
                (setting.default.to_owned(), place)
            }
        }
    }

    pub(super) fn text(&mut self, setting: &Setting) -> String {
        self.said(setting).0
    }

    pub(super) fn parsed<T: std::str::FromStr + Default>(&mut self, setting: &Setting, remedy: &str) -> T {
        let (value, place) = self.said(setting);
        value.trim().parse().unwrap_or_else(|_| {
            self.wrong(place, format!("`{value}` is not what belongs there"), remedy);
            T::default()
        })
    }

    pub(super) fn number(&mut self, setting: &Setting, least: u32, most: u32) -> u32 {
        let (value, place) = self.said(setting);
        match value.trim().parse() {
            Ok(number) if (least..=most).contains(&number) => number,
            _ => {
                let remedy = format!("write a whole number from {least} to {most}");
                self.wrong(place, format!("`{value}` is out of range"), remedy);
                least
            }
        }
    }
}

/// The first thing that is no TOML: its line and column, in characters from 1, and what is wrong there.
fn syntax_error(text: &str) -> Option<(usize, usize, String)> {
    let error = toml::de::DeTable::parse(text).err()?;
    let at = error.span().map_or(0, |span| span.start);
    let before = text.get(..at).unwrap_or(text);
    let line_start = before.rfind('\n').map_or(0, |end| end + 1);
    let line = before.matches('\n').count() + 1;
    Some((line, before[line_start..].chars().count() + 1, error.message().to_owned()))
}

fn said_by(flags: &Flags) -> BTreeMap<&'static str, (String, &'static str)> {
    let path = |path: &Option<PathBuf>| path.as_ref().map(|p| p.to_string_lossy().into_owned());
    [
        (&LISTEN, flags.listen.clone(), "--listen"),
        (&DATA, path(&flags.data), "--data"),
        (&CONTENT, path(&flags.content), "--content"),
    ]
    .into_iter()
    .filter_map(|(setting, value, flag)| Some((setting.path, (value?, flag))))
    .collect()
}

/// The settings that a file names, as `table.key`.
fn names_in(values: &Config) -> Vec<String> {
    let ValueKind::Table(top) = &values.cache.kind else { return Vec::new() };
    let mut names = Vec::new();
    for (name, value) in top.iter() {
        match &value.kind {
            ValueKind::Table(inner) => names.extend(inner.keys().map(|key| format!("{name}.{key}"))),
            _ => names.push(name.clone()),
        }
    }
    names.sort();
    names
}
