//! `bolt token`: signs an identity as a help center's back end does, to test an integration with.

use std::{io::Write, process::ExitCode};

use clap::Args;
use jiff::SignedDuration;

use super::CliError;
use crate::{
    app::SystemClock,
    config::IdentityKey,
    domain::{AccountType, Clock as _, Role, Standing, SupportPlan},
    tokens::{IdentityClaims, sign_identity},
};

/// What `bolt token` is asked.
#[derive(Debug, Args)]
pub struct TokenArgs {
    /// The key to sign with: `id:secret`, or a secret alone.
    #[arg(long, env = "BOLT_IDENTITY_KEY", hide_env_values = true)]
    key: String,
    /// The person's id in the help center.
    #[arg(long)]
    sub: String,
    /// free, pro, business, enterprise, education or api.
    #[arg(long)]
    account_type: AccountType,
    /// member, licensed_member, admin, licensed_admin or owner.
    #[arg(long)]
    role: Role,
    /// access, premier or premier_plus.
    #[arg(long, default_value = "access")]
    support_plan: SupportPlan,
    /// What to call the person.
    #[arg(long)]
    name: Option<String>,
    /// The person's language, as a BCP 47 tag.
    #[arg(long)]
    locale: Option<String>,
    /// How long the token is good for.
    #[arg(long, default_value_t = 1, value_parser = clap::value_parser!(u8).range(1..=24))]
    hours: u8,
    /// Whom the token is for.
    #[arg(long, env = "BOLT_AUDIENCE", default_value = "bolt")]
    audience: String,
}

/// An identity that cannot be signed.
#[derive(Debug, thiserror::Error)]
pub enum TokenError {
    /// The key cannot be one.
    #[error("--key: {0}; `openssl rand -base64 48` makes a good secret")]
    Key(String),
    /// The library would not sign.
    #[error("the token cannot be signed: {0}")]
    Sign(#[from] jsonwebtoken::errors::Error),
}

/// Signs an identity and prints the token.
pub fn run(args: TokenArgs, out: &mut dyn Write) -> Result<ExitCode, CliError> {
    let key = IdentityKey::parse(&args.key).map_err(TokenError::Key)?;
    let claims = IdentityClaims {
        sub: args.sub,
        name: args.name,
        standing: Standing { account_type: args.account_type, role: args.role, support_plan: args.support_plan },
        locale: args.locale,
    };
    let now = SystemClock.now();
    let until = now.saturating_add(SignedDuration::from_hours(args.hours.into())).unwrap_or(now);
    let token = sign_identity(&key, &args.audience, claims, until).map_err(TokenError::Sign)?;
    writeln!(out, "{token}")?;
    Ok(ExitCode::SUCCESS)
}
