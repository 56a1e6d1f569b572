//! The demo page's people. The endpoint signs identities as a real help center's back end would, with a key that only
//! demo data knows; outside demo mode it does not exist.

use std::sync::Arc;

use axum::{
    Json,
    extract::{State, rejection::JsonRejection},
};
use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

use super::{Server, problem::Problem};
use crate::{
    config::IdentityKey,
    domain::{AccountType, Role, Standing, SupportPlan},
    tokens::{IdentityClaims, sign_identity},
};

/// How long a demo identity is good for.
const HOURS: SignedDuration = SignedDuration::from_hours(1);

/// Somebody whom the demo page can be viewed as.
#[derive(Debug)]
pub struct Persona {
    /// How the page asks for them.
    pub id: &'static str,
    /// What the page calls them.
    pub label: &'static str,
    /// Their name and standing; nobody for an anonymous visitor.
    pub person: Option<(&'static str, Standing)>,
}

const fn person(
    id: &'static str,
    label: &'static str,
    name: &'static str,
    account_type: AccountType,
    role: Role,
    support_plan: SupportPlan,
) -> Persona {
    Persona { id, label, person: Some((name, Standing { account_type, role, support_plan })) }
}

/// Everybody whom the demo page can be viewed as.
pub const PERSONAS: &[Persona] = &[
    Persona { id: "anonymous", label: "Anonymous visitor", person: None },
    person("free_member", "Free member", "Frida", AccountType::Free, Role::Member, SupportPlan::Access),
    person(
        "pro_licensed_member",
        "Pro licensed member",
        "Paolo",
        AccountType::Pro,
        Role::LicensedMember,
        SupportPlan::Access,
    ),
    person("business_admin", "Business admin", "Beatriz", AccountType::Business, Role::Admin, SupportPlan::Access),
    person(
        "enterprise_premier_licensed_member",
        "Enterprise Premier licensed member",
        "Elena",
        AccountType::Enterprise,
        Role::LicensedMember,
        SupportPlan::Premier,
    ),
    person(
        "education_premier_plus_licensed_admin",
        "Education Premier+ licensed admin",
        "Edoardo",
        AccountType::Education,
        Role::LicensedAdmin,
        SupportPlan::PremierPlus,
    ),
];

/// What signs the demo's identities.
pub struct Demo {
    /// The demo's key.
    pub key: IdentityKey,
}

/// Whom the page wants to be viewed as.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Wanted {
    persona: String,
}

/// A signed identity; none for an anonymous visitor.
#[derive(Serialize)]
pub(super) struct Signed {
    token: Option<String>,
}

/// `POST /demo/token`.
pub(super) async fn token(
    State(server): State<Arc<Server>>,
    wanted: Result<Json<Wanted>, JsonRejection>,
) -> Result<Json<Signed>, Problem> {
    let Some(demo) = &server.demo else { return Err(Problem::NotFound) };
    let Json(Wanted { persona }) = wanted.map_err(|_| Problem::Malformed)?;
    let persona = PERSONAS.iter().find(|known| known.id == persona).ok_or(Problem::Malformed)?;
    let token = match persona.person {
        None => None,
        Some((name, standing)) => {
            let claims = IdentityClaims {
                sub: format!("demo-{}", persona.id),
                name: Some(name.to_owned()),
                standing,
                locale: None,
            };
            let until = server.clock.now().saturating_add(HOURS).unwrap_or(Timestamp::MAX);
            let signed = sign_identity(&demo.key, &server.settings.audience, claims, until).map_err(|error| {
                tracing::error!(%error, "a demo identity could not be signed");
                Problem::Unavailable
            })?;
            Some(signed)
        }
    };
    Ok(Json(Signed { token }))
}
