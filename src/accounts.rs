//! The accounts of agents and editors: passwords are hashed with argon2id, and a login tells nobody which accounts there are.

use std::sync::Arc;

use argon2::{
    Argon2,
    password_hash::{PasswordHasher as _, PasswordVerifier as _, phc::PasswordHash},
};
use tokio::sync::Semaphore;

use crate::{
    domain::{AgentId, AgentRole, Clock, IdSource},
    store::{AddAgentError, Agent, Store, StoreError},
};

/// How short a password may be, in characters.
pub const PASSWORD_CHARS: usize = 12;
/// How long a login or a password may be, in bytes: hashing takes time in proportion.
pub const LONGEST: usize = 256;
/// How many passwords are hashed at a time: each takes 19 MiB and a core.
const AT_A_TIME: usize = 2;

/// An account was not made.
#[derive(Debug, thiserror::Error)]
pub enum AccountError {
    /// The password is too short.
    #[error("the password has {0} characters; choose one with at least {PASSWORD_CHARS}")]
    ShortPassword(usize),
    /// The password is too long.
    #[error("the password has {0} bytes; choose one with at most {LONGEST}")]
    LongPassword(usize),
    /// The login cannot be one.
    #[error("`{0}` cannot be a login; use 1 to 64 letters, digits and . _ - @ +")]
    BadLogin(String),
    /// The password could not be hashed.
    #[error("the password could not be hashed: {0}")]
    Hash(String),
    /// The store said no.
    #[error(transparent)]
    Store(#[from] AddAgentError),
}

/// An account that is to be made.
#[derive(Clone, Copy)]
pub struct NewAccount<'a> {
    /// What they log in with.
    pub login: &'a str,
    /// The name that visitors read.
    pub name: &'a str,
    /// What the account is for.
    pub role: AgentRole,
    /// The password, as it was typed.
    pub password: &'a str,
}

/// Makes an account.
pub async fn add(
    store: &dyn Store,
    clock: &dyn Clock,
    ids: &dyn IdSource,
    account: NewAccount<'_>,
) -> Result<Agent, AccountError> {
    let NewAccount { login, name, role, password } = account;
    let fits = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '_' | '-' | '@' | '+');
    if login.is_empty() || login.len() > 64 || !login.chars().all(fits) {
        return Err(AccountError::BadLogin(login.to_owned()));
    }
    let agent = Agent {
        id: AgentId(ids.new_id()),
        login: login.to_owned(),
        name: name.to_owned(),
        role,
        password_hash: hash(password)?,
        disabled: false,
        created_at: clock.now(),
    };
    store.add_agent(agent.clone()).await?;
    Ok(agent)
}

fn hash(password: &str) -> Result<String, AccountError> {
    let chars = password.chars().count();
    if chars < PASSWORD_CHARS {
        return Err(AccountError::ShortPassword(chars));
    }
    if password.len() > LONGEST {
        return Err(AccountError::LongPassword(password.len()));
    }
    hashed(password).map_err(|error| AccountError::Hash(error.to_string()))
}

fn hashed(password: &str) -> argon2::password_hash::Result<String> {
    Ok(Argon2::default().hash_password(password.as_bytes())?.to_string())
}

/// Checks logins.
pub struct Logins {
    store: Arc<dyn Store>,
    turns: Semaphore,
    /// The hash of nobody's password: who asks for an unknown account waits as long as for a known one.
    nobody: String,
}

impl Logins {
    /// Checks logins against the store's accounts.
    pub fn new(store: Arc<dyn Store>) -> Result<Self, AccountError> {
        let nobody = hashed("nobody's password").map_err(|error| AccountError::Hash(error.to_string()))?;
        Ok(Self { store, turns: Semaphore::new(AT_A_TIME), nobody })
    }

    /// The account, when the password is right and the account may log in.
    pub async fn check(&self, login: &str, password: &str) -> Result<Option<Agent>, StoreError> {
        let agent = self.store.agent_by_login(login).await?;
        let hash = agent.as_ref().map_or(&self.nobody, |agent| &agent.password_hash).clone();
        let password = password.to_owned();
        let _turn = self.turns.acquire().await.map_err(|_| StoreError::Closed)?;
        let is_right = tokio::task::spawn_blocking(move || is_password(&password, &hash)).await.unwrap_or(false);
        Ok(agent.filter(|agent| is_right && !agent.disabled))
    }
}

fn is_password(password: &str, hash: &str) -> bool {
    PasswordHash::new(hash).is_ok_and(|hash| Argon2::default().verify_password(password.as_bytes(), &hash).is_ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_hash_knows_its_password_and_no_other() {
        let hash = hash("correct horse battery").unwrap();
        assert!(hash.starts_with("$argon2id$"));
        assert!(is_password("correct horse battery", &hash));
        assert!(!is_password("correct horse batterz", &hash));
        assert!(!is_password("", "no hash at all"));
    }

    #[test]
    fn passwords_have_a_least_and_a_most() {
        assert!(matches!(hash("èèèèèèèèèèè"), Err(AccountError::ShortPassword(11))));
        assert!(matches!(hash(&"x".repeat(257)), Err(AccountError::LongPassword(257))));
    }
}
