//! Settings: flags before environment before file before default. The one place that reads the environment.
//!
//! Everything is read first and judged afterwards, so that all that is wrong is told at once.

use std::{
    collections::BTreeMap,
    fmt,
    net::SocketAddr,
    path::{Path, PathBuf},
    time::Duration,
};

use config::{Config, File, FileFormat, ValueKind};

/// The file that is read when none is named and the working folder has it.
const DEFAULT_FILE: &str = "bolt.toml";
/// How many identity keys may be live: the present one, and the one it replaced.
const LIVE_KEYS: usize = 2;
/// How short a secret may be, in bytes: the size of the hash it signs with.
const SECRET_BYTES: usize = 32;
/// How long a connection may take to say hello.
const HELLO_DEADLINE: Duration = Duration::from_secs(10);

/// A setting by its three names.
#[derive(Debug)]
struct Setting {
    /// Its place in the file.
    path: &'static str,
    /// Its environment variable.
    variable: &'static str,
    /// What holds when nobody says anything; empty for nothing.
    default: &'static str,
}

macro_rules! settings {
    ($($name:ident: $path:literal, $variable:literal, $default:literal;)+) => {
        $(const $name: Setting = Setting { path: $path, variable: $variable, default: $default };)+
        /// Every setting but the identity keys, which are a list.
        const SETTINGS: &[&Setting] = &[$(&$name),+];
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
    AUDIENCE: "identity.audience", "BOLT_AUDIENCE", "bolt";
    SESSION_HOURS: "agents.session_hours", "BOLT_SESSION_HOURS", "12";
    LOGINS_PER_MINUTE: "agents.logins_per_minute", "BOLT_LOGINS_PER_MINUTE", "5";
    LOG_FORMAT: "log.format", "BOLT_LOG_FORMAT", "text";
    LOG_LEVEL: "log.level", "BOLT_LOG_LEVEL", "info";
}

/// The list of identity keys in the file.
const KEYS_PATH: &str = "identity.keys";
/// The present identity key, as `id:secret` or just the secret.
const KEY_VARIABLE: &str = "BOLT_IDENTITY_KEY";
/// The identity key that the present one replaced.
const PREVIOUS_KEY_VARIABLE: &str = "BOLT_IDENTITY_KEY_PREVIOUS";
/// The file to read.
const FILE_VARIABLE: &str = "BOLT_CONFIG";
/// The id of a key that is given without one.
const DEFAULT_KEY_ID: &str = "main";
/// The id of the key that Bolt signs its own tokens with.
pub const OWN_KEY_ID: &str = "bolt";

/// What the command line says; it wins over everything else.
#[derive(Clone, Debug, Default)]
pub struct Flags {
    /// `--config`: the file to read.
    pub config: Option<PathBuf>,
    /// `--listen`.
    pub listen: Option<String>,
    /// `--data`.
    pub data: Option<PathBuf>,
    /// `--content`.
    pub content: Option<PathBuf>,
    /// `--demo`.
    pub demo: bool,
}

/// What the settings are wanted for: what is missing for one thing may not matter for another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Purpose {
    /// To serve visitors: everything has to be there.
    Serve,
    /// To work on the data beside a server: who signs identities does not matter.
    Administer,
}

/// Whether the installation is for trying out or for real.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mode {
    /// Signs identities for a demo page and has demo accounts; only ever listens on loopback.
    Demo,
    /// Trusts the help center's key and nothing else.
    Production,
}

impl Mode {
    /// The word that marks a data file.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Demo => "demo",
            Self::Production => "production",
        }
    }
}

/// A key that the help center's back end signs identities with.
#[derive(Clone, PartialEq, Eq)]
pub struct IdentityKey {
    /// Its name; tokens carry it as `kid`.
    pub id: String,
    /// The shared secret.
    pub secret: Vec<u8>,
}

impl fmt::Debug for IdentityKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // Settings are printed and logged; secrets are not.
        write!(f, "IdentityKey({})", self.id)
    }
}

impl IdentityKey {
    /// Reads `id:secret`, or a secret alone.
    pub fn parse(text: &str) -> Result<Self, String> {
        let (id, secret) = text.split_once(':').unwrap_or((DEFAULT_KEY_ID, text));
        Self::new(id, secret)
    }

    fn new(id: &str, secret: &str) -> Result<Self, String> {
        if id.trim().is_empty() || id == OWN_KEY_ID {
            return Err(format!("a key's id may not be empty, nor `{OWN_KEY_ID}`"));
        }
        if secret.len() < SECRET_BYTES {
            return Err(format!("the secret has {} bytes, at least {SECRET_BYTES} are needed", secret.len()));
        }
        Ok(Self { id: id.to_owned(), secret: secret.as_bytes().to_vec() })
    }
}

/// How long connections may take for what.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Timing {
    /// How long either side may stay silent before the other asks.
    pub heartbeat: Duration,
    /// How long a connection may take to say hello.
    pub hello: Duration,
}

/// How logs are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LogFormat {
    /// For people.
    Text,
    /// A JSON object a line, for collectors.
    Json,
}

/// What logs say.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Log {
    /// How they are written.
    pub format: LogFormat,
    /// What is left out, as `tracing` directives: `info`, `bolt=debug,info`.
    pub level: String,
}

/// The settings, checked.
#[derive(Clone, Debug)]
pub struct Settings {
    /// For trying out or for real.
    pub mode: Mode,
    /// Where to listen.
    pub listen: SocketAddr,
    /// How browsers reach the server (`https://help.example`); cookies are `Secure` when it is https.
    pub public_origin: Option<String>,
    /// Whether a proxy in front says in `X-Forwarded-For` who is calling.
    pub trust_forwarded_for: bool,
    /// The folder of the data file.
    pub data: PathBuf,
    /// The folder with `knowledge/` and `intents/`; without one, what is built in.
    pub content: Option<PathBuf>,
    /// Where articles are read, with `{language}` and `{article}` in it.
    pub article_url: String,
    /// The keys that identity tokens may be signed with. None in demo mode, which has one of its own.
    pub identity_keys: Vec<IdentityKey>,
    /// Whom identity tokens must be meant for.
    pub audience: String,
    /// How long an agent stays logged in.
    pub agent_session: Duration,
    /// How many login attempts a minute one account gets; an address gets four times as many.
    pub logins_per_minute: u32,
    /// How long connections may take for what.
    pub timing: Timing,
    /// What logs say.
    pub log: Log,
}

impl Settings {
    /// The data file.
    #[must_use]
    pub fn data_file(&self) -> PathBuf {
        self.data.join(match self.mode {
            Mode::Demo => "demo.db",
            Mode::Production => "bolt.db",
        })
    }
}

/// Something that is wrong with the settings.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ConfigError {
    /// Where it was said: a file and its key, a variable, a flag.
    pub place: String,
    /// What is wrong.
    pub problem: String,
    /// What to do about it.
    pub remedy: String,
}

impl fmt::Display for ConfigError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}; {}", self.place, self.problem, self.remedy)
    }
}

/// Everything that is wrong with the settings.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub struct ConfigErrors(pub Vec<ConfigError>);

impl fmt::Display for ConfigErrors {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (n, error) in self.0.iter().enumerate() {
            if n > 0 {
                writeln!(f)?;
            }
            error.fmt(f)?;
        }
        Ok(())
    }
}

/// Reads and checks the settings.
pub fn load(flags: &Flags, purpose: Purpose) -> Result<Settings, ConfigErrors> {
    resolve(flags, &|name| std::env::var(name).ok().filter(|value| !value.is_empty()), purpose)
}

type Environment<'a> = &'a dyn Fn(&str) -> Option<String>;

fn resolve(flags: &Flags, environment: Environment<'_>, purpose: Purpose) -> Result<Settings, ConfigErrors> {
    let mut reader = Reader { environment, said: said_by(flags), file: None, errors: Vec::new() };
    reader.open_file(flags);
    let mode = if flags.demo { Mode::Demo } else { Mode::Production };
    let settings = Settings {
        mode,
        listen: reader.listen(mode),
        public_origin: reader.public_origin(),
        trust_forwarded_for: reader.parsed(&TRUST_FORWARDED_FOR, "write true or false"),
        data: PathBuf::from(reader.text(&DATA)),
        content: Some(reader.text(&CONTENT)).filter(|dir| !dir.is_empty()).map(PathBuf::from),
        article_url: reader.article_url(),
        identity_keys: reader.identity_keys(mode, purpose),
        audience: reader.text(&AUDIENCE),
        agent_session: Duration::from_secs(3600 * u64::from(reader.number(&SESSION_HOURS, 1, 720))),
        logins_per_minute: reader.number(&LOGINS_PER_MINUTE, 1, 1000),
        timing: Timing {
            heartbeat: Duration::from_secs(reader.number(&HEARTBEAT, 1, 300).into()),
            hello: HELLO_DEADLINE,
        },
        log: reader.log(),
    };
    if reader.errors.is_empty() { Ok(settings) } else { Err(ConfigErrors(reader.errors)) }
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

/// The settings file, once it is read.
struct SettingsFile {
    path: PathBuf,
    values: Config,
}

struct Reader<'a> {
    environment: Environment<'a>,
    said: BTreeMap<&'static str, (String, &'static str)>,
    file: Option<SettingsFile>,
    errors: Vec<ConfigError>,
}

impl Reader<'_> {
    fn wrong(&mut self, place: impl Into<String>, problem: impl fmt::Display, remedy: impl Into<String>) {
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
        match Config::builder().add_source(File::from_str(&text, FileFormat::Toml)).build() {
            Ok(values) => {
                self.report_unknown(&path, &values);
                self.file = Some(SettingsFile { path, values });
            }
            Err(error) => self.wrong(place, error, "mend the TOML; bolt.example.toml shows how it is written"),
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
    fn said(&mut self, setting: &Setting) -> (String, String) {
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

    fn text(&mut self, setting: &Setting) -> String {
        self.said(setting).0
    }

    fn parsed<T: std::str::FromStr + Default>(&mut self, setting: &Setting, remedy: &str) -> T {
        let (value, place) = self.said(setting);
        value.trim().parse().unwrap_or_else(|_| {
            self.wrong(place, format!("`{value}` is not what belongs there"), remedy);
            T::default()
        })
    }

    fn number(&mut self, setting: &Setting, least: u32, most: u32) -> u32 {
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

    fn listen(&mut self, mode: Mode) -> SocketAddr {
        let (value, place) = self.said(&LISTEN);
        let remedy = "write an IP address and a port, such as 127.0.0.1:8080 or [::1]:8080";
        let Ok(address) = value.trim().parse::<SocketAddr>() else {
            self.wrong(place, format!("`{value}` is no address to listen on"), remedy);
            return SocketAddr::from(([127, 0, 0, 1], 0));
        };
        if mode == Mode::Demo && !address.ip().is_loopback() {
            let problem = format!("{address} can be reached from outside, and a demo signs any identity");
            self.wrong(place, problem, "listen on 127.0.0.1 or [::1], or serve without --demo");
        }
        address
    }

    fn public_origin(&mut self) -> Option<String> {
        let (value, place) = self.said(&PUBLIC_ORIGIN);
        if value.is_empty() {
            return None;
        }
        let host = value.strip_prefix("https://").or_else(|| value.strip_prefix("http://"));
        if host.is_none_or(|host| host.is_empty() || host.contains(['/', '?', '#', '@', ' '])) {
            let remedy = "write scheme and host only, such as https://help.example";
            self.wrong(place, format!("`{value}` is no origin"), remedy);
        }
        Some(value)
    }

    fn article_url(&mut self) -> String {
        let (value, place) = self.said(&ARTICLE_URL);
        let is_link = ["/", "http://", "https://"].iter().any(|start| value.starts_with(start));
        if !is_link || !value.contains("{article}") {
            let remedy = "write a path or an http(s) URL with {article} in it, and {language} where it belongs";
            self.wrong(place, format!("`{value}` leads to no article"), remedy);
        }
        value
    }

    fn log(&mut self) -> Log {
        let (format, place) = self.said(&LOG_FORMAT);
        let format = match format.as_str() {
            "text" => LogFormat::Text,
            "json" => LogFormat::Json,
            other => {
                self.wrong(place, format!("`{other}` is no log format"), "write text or json");
                LogFormat::Text
            }
        };
        let (level, place) = self.said(&LOG_LEVEL);
        if let Err(error) = level.parse::<tracing_subscriber::EnvFilter>() {
            let remedy = "write error, warn, info, debug or trace, or directives such as bolt=debug,info";
            self.wrong(place, format!("`{level}` is no log level ({error})"), remedy);
        }
        Log { format, level }
    }

    fn identity_keys(&mut self, mode: Mode, purpose: Purpose) -> Vec<IdentityKey> {
        let keys = match self.keys_of_environment() {
            keys if keys.is_empty() => self.keys_of_file(),
            keys => keys,
        };
        if mode == Mode::Demo {
            // The demo has a key of its own, and its endpoint would sign any identity with a real one.
            return Vec::new();
        }
        if keys.is_empty() && purpose == Purpose::Serve && self.errors.iter().all(|e| !names_a_key(&e.place)) {
            self.wrong(
                "identity.keys",
                "no key is set, so no visitor's identity could be trusted",
                format!(
                    "set {KEY_VARIABLE} to a secret of at least {SECRET_BYTES} bytes that the help center's back end \
                     signs with (`openssl rand -base64 48` makes one), or try things out with --demo"
                ),
            );
        }
        keys
    }

    fn keys_of_environment(&mut self) -> Vec<IdentityKey> {
        let mut keys = Vec::new();
        for variable in [KEY_VARIABLE, PREVIOUS_KEY_VARIABLE] {
            if let Some(text) = (self.environment)(variable) {
                self.take_key(&mut keys, variable.to_owned(), IdentityKey::parse(&text));
            }
        }
        keys
    }

    fn keys_of_file(&mut self) -> Vec<IdentityKey> {
        #[derive(serde::Deserialize)]
        #[serde(deny_unknown_fields)]
        struct Raw {
            id: Option<String>,
            secret: String,
        }
        let Some(file) = &self.file else { return Vec::new() };
        let place = format!("{}, {KEYS_PATH}", file.path.display());
        let raw = match file.values.get::<Vec<Raw>>(KEYS_PATH) {
            Ok(raw) => raw,
            Err(config::ConfigError::NotFound(_)) => return Vec::new(),
            Err(error) => {
                self.wrong(place, error, "write [[identity.keys]] with an id and a secret");
                return Vec::new();
            }
        };
        let mut keys = Vec::new();
        for key in raw {
            let parsed = IdentityKey::new(key.id.as_deref().unwrap_or(DEFAULT_KEY_ID), &key.secret);
            self.take_key(&mut keys, place.clone(), parsed);
        }
        if keys.len() > LIVE_KEYS {
            let problem = format!("{} keys are live, at most {LIVE_KEYS} may be", keys.len());
            self.wrong(place, problem, "keep the present one and the one it replaced");
        }
        keys
    }

    fn take_key(&mut self, keys: &mut Vec<IdentityKey>, place: String, key: Result<IdentityKey, String>) {
        match key {
            Ok(key) if keys.iter().any(|known| known.id == key.id) => {
                self.wrong(place, format!("two keys have the id `{}`", key.id), "give each key an id of its own");
            }
            Ok(key) => keys.push(key),
            Err(problem) => self.wrong(place, problem, "`openssl rand -base64 48` makes a good secret"),
        }
    }
}

fn names_a_key(place: &str) -> bool {
    place.ends_with(KEYS_PATH) || place == KEY_VARIABLE || place == PREVIOUS_KEY_VARIABLE
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

#[cfg(test)]
mod tests {
    use super::*;

    const SECRET: &str = "0123456789abcdef0123456789abcdef";

    fn with(flags: &Flags, variables: &[(&str, &str)]) -> Result<Settings, ConfigErrors> {
        let find = |name: &str| variables.iter().find(|(n, _)| *n == name).map(|(_, v)| (*v).to_owned());
        resolve(flags, &find, Purpose::Serve)
    }

    fn of_file(text: &str, variables: &[(&str, &str)]) -> Result<Settings, ConfigErrors> {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("bolt.toml");
        std::fs::write(&path, text).unwrap();
        with(&Flags { config: Some(path), ..Flags::default() }, variables)
    }

    fn problems(result: Result<Settings, ConfigErrors>) -> String {
        result.unwrap_err().to_string()
    }

    #[test]
    fn a_key_is_all_that_has_to_be_set() {
        let settings = with(&Flags::default(), &[(KEY_VARIABLE, SECRET)]).unwrap();
        assert_eq!(settings.mode, Mode::Production);
        assert_eq!(settings.listen.to_string(), "127.0.0.1:8080");
        assert_eq!(settings.identity_keys[0].id, DEFAULT_KEY_ID);
        assert_eq!(settings.data_file(), Path::new("bolt-data/bolt.db"));
    }

    #[test]
    fn without_a_key_it_says_what_to_set() {
        let said = problems(with(&Flags::default(), &[]));
        assert!(said.contains("BOLT_IDENTITY_KEY") && said.contains("--demo"), "{said}");
        assert!(resolve(&Flags::default(), &|_| None, Purpose::Administer).is_ok());
    }

    #[test]
    fn a_demo_needs_no_key_takes_none_and_stays_on_loopback() {
        let demo = Flags { demo: true, ..Flags::default() };
        let settings = with(&demo, &[(KEY_VARIABLE, SECRET)]).unwrap();
        assert!(settings.identity_keys.is_empty());
        assert_eq!(settings.data_file(), Path::new("bolt-data/demo.db"));
        let said = problems(with(&Flags { listen: Some("0.0.0.0:80".into()), ..demo }, &[]));
        assert!(said.contains("--listen: 0.0.0.0:80 can be reached from outside"), "{said}");
    }

    #[test]
    fn flags_win_over_variables_over_the_file() {
        let file = format!(
            "[server]\nlisten = \"127.0.0.1:1\"\nheartbeat_seconds = 7\n[data]\ndir = \"file\"\n\
             [[identity.keys]]\nid = \"new\"\nsecret = \"{SECRET}\"\n[[identity.keys]]\nid = \"old\"\nsecret = \"{SECRET}\"\n"
        );
        let settings = of_file(&file, &[("BOLT_LISTEN", "127.0.0.1:2")]).unwrap();
        assert_eq!(settings.listen.port(), 2);
        assert_eq!(settings.timing.heartbeat, Duration::from_secs(7));
        assert_eq!(settings.data, Path::new("file"));
        assert_eq!(settings.identity_keys.iter().map(|k| k.id.as_str()).collect::<Vec<_>>(), ["new", "old"]);

        let flags = Flags { listen: Some("127.0.0.1:3".into()), ..Flags::default() };
        let settings = with(&flags, &[("BOLT_LISTEN", "127.0.0.1:2"), (KEY_VARIABLE, SECRET)]).unwrap();
        assert_eq!(settings.listen.port(), 3);
    }

    #[test]
    fn everything_wrong_is_told_at_once_with_its_place() {
        let file = "[server]\nlisten = \"nowhere\"\nheartbeat_seconds = 0\nport = 1\n[log]\nformat = \"xml\"\n\
                    [[identity.keys]]\nid = \"a\"\nsecret = \"short\"\n[content]\narticle_url = \"javascript:{article}\"\n";
        let said = problems(of_file(file, &[("BOLT_SESSION_HOURS", "soon")]));
        for part in [
            "bolt.toml, server.listen: `nowhere` is no address",
            "bolt.toml, server.heartbeat_seconds: `0` is out of range",
            "bolt.toml: there is no setting `server.port`",
            "bolt.toml, log.format: `xml`",
            "bolt.toml, identity.keys: the secret has 5 bytes, at least 32",
            "bolt.toml, content.article_url",
            "BOLT_SESSION_HOURS: `soon` is out of range",
        ] {
            assert!(said.contains(part), "`{part}` is missing in:\n{said}");
        }
        assert_eq!(said.lines().count(), 7, "{said}");
    }

    #[test]
    fn a_broken_or_missing_file_is_named() {
        assert!(problems(of_file("listen = ", &[])).contains("bolt.toml: TOML parse error at line 1"));
        let flags = Flags { config: Some("no/such/file.toml".into()), ..Flags::default() };
        assert!(problems(with(&flags, &[])).contains("no/such/file.toml: it cannot be read"));
    }

    #[test]
    fn secrets_are_never_printed() {
        let settings = with(&Flags::default(), &[(KEY_VARIABLE, SECRET)]).unwrap();
        assert!(!format!("{settings:?}").contains(SECRET));
    }

    #[test]
    fn the_example_file_and_the_documentation_name_every_setting() {
        let example = include_str!("../bolt.example.toml");
        let settings = of_file(example, &[(KEY_VARIABLE, SECRET)]).unwrap();
        assert_eq!(settings.listen.to_string(), LISTEN.default);
        let documentation = include_str!("../docs/operations.md");
        for setting in SETTINGS {
            let key = setting.path.split_once('.').unwrap().1;
            assert!(example.contains(&format!("{key} = ")), "bolt.example.toml lacks {}", setting.path);
            assert!(documentation.contains(&format!("`{}`", setting.path)), "operations.md lacks {}", setting.path);
            assert!(
                documentation.contains(&format!("`{}`", setting.variable)),
                "operations.md lacks {}",
                setting.variable
            );
        }
    }
}
