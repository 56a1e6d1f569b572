//! `bolt agent`: the accounts of live agents and editors. Works beside a running server.

use std::{
    io::{self, BufRead as _, Write},
    process::ExitCode,
    sync::Arc,
};

use clap::{Args, Subcommand};

use super::{CliError, PlaceArgs, block_on};
use crate::{
    accounts::{self, AccountError, NewAccount, PASSWORD_CHARS},
    app::{self, RandomIds, SystemClock},
    config::{self, Purpose},
    domain::AgentRole,
    store::{Store, StoreError},
};

/// What `bolt agent` is asked.
#[derive(Debug, Args)]
pub struct AgentArgs {
    #[command(flatten)]
    place: PlaceArgs,
    #[command(subcommand)]
    what: What,
}

#[derive(Debug, Subcommand)]
enum What {
    /// Make an account. The password is asked for.
    Add {
        /// What the agent logs in with.
        login: String,
        /// The name that visitors read; without it, the login.
        #[arg(long)]
        name: Option<String>,
        /// What the account is for: `agent` answers visitors at /console, `editor` keeps the content at /content,
        /// `both` does both.
        #[arg(long, default_value = "agent")]
        role: AgentRole,
        /// Read the password from standard input instead of asking for it.
        #[arg(long)]
        password_stdin: bool,
    },
    /// Give an account another role: `agent`, `editor` or `both`.
    Role {
        /// What the agent logs in with.
        login: String,
        /// What the account is for.
        role: AgentRole,
    },
    /// List the accounts.
    List,
    /// End an account's sessions, and let it log in no more.
    Disable {
        /// What the agent logs in with.
        login: String,
    },
    /// Let a disabled account log in again.
    Enable {
        /// What the agent logs in with.
        login: String,
    },
}

/// An account that cannot be made or changed.
#[derive(Debug, thiserror::Error)]
pub enum AgentError {
    /// The account could not be made.
    #[error(transparent)]
    Account(#[from] AccountError),
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// Nobody has that login.
    #[error("no agent logs in as `{0}`; `bolt agent list` shows who does")]
    Unknown(String),
    /// The password could not be read.
    #[error("the password cannot be read: {0}; run it in a terminal, or give the password with --password-stdin")]
    Password(io::Error),
    /// The password was typed differently the second time.
    #[error("the two passwords differ; run the command again")]
    Differ,
}

/// Makes, lists, disables or enables accounts.
pub fn run(args: &AgentArgs, out: &mut dyn Write) -> Result<ExitCode, CliError> {
    let settings = config::load(&args.place.flags(), Purpose::Administer)?;
    // Asked for before anything is opened: the answer may take its time.
    let password = match &args.what {
        What::Add { password_stdin, .. } => read_password(*password_stdin)?,
        _ => String::new(),
    };
    block_on(async {
        let store = app::open_store(&settings, Arc::new(SystemClock)).await?;
        carry_out(&args.what, &*store, &password, out).await
    })?;
    Ok(ExitCode::SUCCESS)
}

async fn carry_out(what: &What, store: &dyn Store, password: &str, out: &mut dyn Write) -> Result<(), CliError> {
    match what {
        What::Add { login, name, role, .. } => {
            let account = NewAccount { login, name: name.as_deref().unwrap_or(login), role: *role, password };
            let agent = accounts::add(store, &SystemClock, &RandomIds, account).await.map_err(AgentError::from)?;
            write!(out, "{} can log in at {}", agent.login, pages(agent.role))?;
            match agent.role.answers() {
                true => writeln!(out, "; visitors read the name {}", agent.name)?,
                false => writeln!(out)?,
            }
        }
        What::Role { login, role } => {
            if !store.set_agent_role(login, *role).await.map_err(AgentError::from)? {
                return Err(AgentError::Unknown(login.clone()).into());
            }
            writeln!(out, "{login} can log in at {}", pages(*role))?;
        }
        What::List => list(store, out).await?,
        What::Disable { login } => {
            set_disabled(store, login, true).await?;
            writeln!(out, "{login} is disabled, and logged out")?;
        }
        What::Enable { login } => {
            set_disabled(store, login, false).await?;
            writeln!(out, "{login} can log in again")?;
        }
    }
    Ok(())
}

async fn list(store: &dyn Store, out: &mut dyn Write) -> Result<(), CliError> {
    let agents = store.agents().await.map_err(AgentError::from)?;
    if agents.is_empty() {
        writeln!(out, "there is no agent yet; `bolt agent add LOGIN` makes one")?;
    }
    for agent in agents {
        let state = if agent.disabled { "disabled" } else { "active" };
        let (role, since) = (agent.role.word(), agent.created_at.strftime("%F"));
        writeln!(out, "{}\t{}\t{role}\t{state}\tsince {since}", agent.login, agent.name)?;
    }
    Ok(())
}

/// Where somebody with this role works.
const fn pages(role: AgentRole) -> &'static str {
    match role {
        AgentRole::Agent => "/console",
        AgentRole::Editor => "/content",
        AgentRole::Both => "/console and /content",
    }
}

async fn set_disabled(store: &dyn Store, login: &str, disabled: bool) -> Result<(), AgentError> {
    if store.set_agent_disabled(login, disabled).await? { Ok(()) } else { Err(AgentError::Unknown(login.to_owned())) }
}

fn read_password(from_stdin: bool) -> Result<String, AgentError> {
    if from_stdin {
        let mut line = String::new();
        io::stdin().lock().read_line(&mut line).map_err(AgentError::Password)?;
        return Ok(line.trim_end_matches(['\r', '\n']).to_owned());
    }
    let ask = |prompt: String| rpassword::prompt_password(prompt).map_err(AgentError::Password);
    let password = ask(format!("Password (at least {PASSWORD_CHARS} characters): "))?;
    if ask("Once more: ".to_owned())? == password { Ok(password) } else { Err(AgentError::Differ) }
}
