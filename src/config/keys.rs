//! The keys that the help center's back end signs identities with.

use std::fmt;

use super::{Mode, Purpose, raw::Reader};

/// The list of identity keys in the file.
pub(super) const KEYS_PATH: &str = "identity.keys";
/// The present identity key, as `id:secret` or just the secret.
pub(super) const KEY_VARIABLE: &str = "BOLT_IDENTITY_KEY";
/// The identity key that the present one replaced.
const PREVIOUS_KEY_VARIABLE: &str = "BOLT_IDENTITY_KEY_PREVIOUS";
/// The id of a key that is given without one.
const DEFAULT_KEY_ID: &str = "main";
/// The id of the key that Bolt signs its own tokens with.
pub const OWN_KEY_ID: &str = "bolt";
/// How many identity keys may be live: the present one, and the one it replaced.
const LIVE_KEYS: usize = 2;
/// How short a secret may be, in bytes: the size of the hash it signs with.
const SECRET_BYTES: usize = 32;

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

impl Reader<'_> {
    pub(super) fn identity_keys(&mut self, mode: Mode, purpose: Purpose) -> Vec<IdentityKey> {
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
