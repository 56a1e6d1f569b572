//! Settings: flags before environment before file before default. The one place that reads the environment.
//!
//! Everything is read first and judged afterwards, so that all that is wrong is told at once.

mod checked;
mod keys;
mod raw;

use std::{fmt, net::SocketAddr, path::PathBuf, time::Duration};

pub use self::keys::{IdentityKey, OWN_KEY_ID};
use self::raw::{
    AUDIENCE, CONTENT, DATA, Environment, HEARTBEAT, LOGINS_PER_MINUTE, Reader, SESSION_HOURS, TRUST_FORWARDED_FOR,
};

/// How long a connection may take to say hello.
const HELLO_DEADLINE: Duration = Duration::from_secs(10);

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

/// How long connections may take for what.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Timing {
    /// How long either side may stay silent before the other asks.
    pub heartbeat: Duration,
    /// How long a connection may take to say hello.
    pub hello: Duration,
}

/// How changes of the content's folder are found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reload {
    /// The system tells; the folder is looked at now and then as well.
    Watch {
        /// How often.
        poll: Duration,
    },
    /// By looking: for drives on which the system tells nothing.
    Poll {
        /// How often.
        every: Duration,
    },
    /// Not at all: for images that never change.
    Off,
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
    /// How changes of that folder are found.
    pub reload: Reload,
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

fn resolve(flags: &Flags, environment: Environment<'_>, purpose: Purpose) -> Result<Settings, ConfigErrors> {
    let mut reader = Reader::open(flags, environment);
    let mode = if flags.demo { Mode::Demo } else { Mode::Production };
    let settings = Settings {
        mode,
        listen: reader.listen(mode),
        public_origin: reader.public_origin(),
        trust_forwarded_for: reader.parsed(&TRUST_FORWARDED_FOR, "write true or false"),
        data: PathBuf::from(reader.text(&DATA)),
        content: Some(reader.text(&CONTENT)).filter(|dir| !dir.is_empty()).map(PathBuf::from),
        reload: reader.reload(),
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

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::{
        keys::KEY_VARIABLE,
        raw::{LISTEN, SETTINGS},
        *,
    };

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
        assert_eq!(settings.identity_keys[0].id, "main");
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
                    [[identity.keys]]\nid = \"a\"\nsecret = \"short\"\n[content]\narticle_url = \"javascript:{article}\"\nreload = \"sometimes\"\n";
        let said = problems(of_file(file, &[("BOLT_SESSION_HOURS", "soon")]));
        for part in [
            "bolt.toml, server.listen: `nowhere` is no address",
            "bolt.toml, server.heartbeat_seconds: `0` is out of range",
            "bolt.toml: there is no setting `server.port`",
            "bolt.toml, log.format: `xml`",
            "bolt.toml, identity.keys: the secret has 5 bytes, at least 32",
            "bolt.toml, content.article_url",
            "bolt.toml, content.reload: `sometimes` is no way to reload; write watch, poll or off",
            "BOLT_SESSION_HOURS: `soon` is out of range",
        ] {
            assert!(said.contains(part), "`{part}` is missing in:\n{said}");
        }
        assert_eq!(said.lines().count(), 8, "{said}");
    }

    #[test]
    fn a_broken_or_missing_file_is_named() {
        for (file, place) in [
            ("listen = ", "bolt.toml:1:10: "),
            ("[server]\r\nlisten = \"è\" x\r\n", "bolt.toml:2:14: "),
            ("[server]\n[server]\n", "bolt.toml:2:2: duplicate key"),
            ("[server\n", "bolt.toml:1:8: "),
        ] {
            let said = problems(of_file(file, &[]));
            assert!(said.contains(place) && said.contains("mend the TOML"), "{said}");
        }
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
