//! Who somebody is, as a signed token says it: the help center's identity tokens, and Bolt's own for visitors who are not
//! signed in. Both are JWTs signed with HMAC-SHA-256; no other algorithm is taken.

use std::sync::Arc;

use jiff::{SignedDuration, Timestamp};
use jsonwebtoken::{Algorithm, DecodingKey, EncodingKey, Header, Validation, errors::ErrorKind};
use serde::{Deserialize, Serialize};

use crate::{
    config::{IdentityKey, OWN_KEY_ID as OWN},
    domain::{Clock, Identity, Language, Standing, VisitorId},
};

/// How far the clocks of two machines may be apart.
const LEEWAY: SignedDuration = SignedDuration::from_secs(30);
/// How long an identity token may be valid. An entitlement that was taken away lives on as long as its token.
const LONGEST: SignedDuration = SignedDuration::from_hours(24);
/// How long a browser that was never signed in is known again after its last visit.
const VISITOR: SignedDuration = SignedDuration::from_hours(30 * 24);
/// How long a subject or a name may be, in bytes.
const LONGEST_TEXT: usize = 200;

/// A token was refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TokenError {
    /// Not signed by a live key, meant for somebody else, or misshapen.
    #[error("{0}")]
    Invalid(&'static str),
    /// No longer valid.
    #[error("it is no longer valid")]
    Expired,
}

/// Somebody whose token was good.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Verified {
    /// Who they are.
    pub identity: Identity,
    /// How long that may be relied upon.
    pub until: Timestamp,
}

/// What a help center's back end signs about a person.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct IdentityClaims {
    /// The person, by an id that never changes.
    pub sub: String,
    /// What to call them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// Account, role and plan.
    #[serde(flatten)]
    pub standing: Standing,
    /// The language of the account, as a BCP 47 tag.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub locale: Option<String>,
}

/// The claims that every token has, beside what it says.
#[derive(Debug, Serialize, Deserialize)]
struct Claims<T> {
    // Only written: what a token is meant for may be a text or a list, and is checked by the library.
    #[serde(skip_deserializing)]
    aud: String,
    exp: i64,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    nbf: Option<i64>,
    #[serde(flatten)]
    says: T,
}

/// What Bolt signs about a browser.
#[derive(Debug, Serialize, Deserialize)]
struct VisitorClaims {
    iss: String,
    sub: String,
}

/// Signs an identity, as a help center's back end does.
pub fn sign_identity(
    key: &IdentityKey,
    audience: &str,
    says: IdentityClaims,
    until: Timestamp,
) -> Result<String, jsonwebtoken::errors::Error> {
    let claims = Claims { aud: audience.to_owned(), exp: until.as_second(), nbf: None, says };
    let header = Header { kid: Some(key.id.clone()), ..Header::new(Algorithm::HS256) };
    jsonwebtoken::encode(&header, &claims, &EncodingKey::from_secret(&key.secret))
}

/// Verifies tokens, and signs the ones for visitors who are not signed in.
pub struct Tokens {
    identity_keys: Vec<(String, DecodingKey)>,
    visitor_key: (EncodingKey, DecodingKey),
    validation: Validation,
    audience: String,
    clock: Arc<dyn Clock>,
}

impl Tokens {
    /// Trusts these keys, for this audience, and `visitor_secret` for Bolt's own tokens.
    #[must_use]
    pub fn new(keys: &[IdentityKey], audience: &str, visitor_secret: &[u8], clock: Arc<dyn Clock>) -> Self {
        let mut validation = Validation::new(Algorithm::HS256);
        validation.set_audience(&[audience]);
        validation.set_required_spec_claims(&["exp", "aud"]);
        // The library reads the system's clock; times are checked here, by the clock that was passed in.
        validation.validate_exp = false;
        validation.validate_nbf = false;
        Self {
            identity_keys: keys.iter().map(|key| (key.id.clone(), DecodingKey::from_secret(&key.secret))).collect(),
            visitor_key: (EncodingKey::from_secret(visitor_secret), DecodingKey::from_secret(visitor_secret)),
            validation,
            audience: audience.to_owned(),
            clock,
        }
    }

    /// Who a token says somebody is.
    pub fn verify(&self, token: &str) -> Result<Verified, TokenError> {
        let header = jsonwebtoken::decode_header(token).map_err(|error| refused(&error))?;
        if header.alg != Algorithm::HS256 {
            return Err(TokenError::Invalid("it is not signed with HS256"));
        }
        match header.kid.as_deref() {
            Some(OWN) => self.verify_visitor(token),
            kid => self.verify_identity(token, kid),
        }
    }

    /// A token for a visitor who is not signed in, to be known by again.
    pub fn sign_visitor(&self, visitor: &VisitorId) -> Result<String, jsonwebtoken::errors::Error> {
        let until = self.clock.now().saturating_add(VISITOR).unwrap_or(Timestamp::MAX);
        let says = VisitorClaims { iss: OWN.to_owned(), sub: visitor.0.clone() };
        let claims = Claims { aud: self.audience.clone(), exp: until.as_second(), nbf: None, says };
        let header = Header { kid: Some(OWN.to_owned()), ..Header::new(Algorithm::HS256) };
        jsonwebtoken::encode(&header, &claims, &self.visitor_key.0)
    }

    fn verify_identity(&self, token: &str, kid: Option<&str>) -> Result<Verified, TokenError> {
        // A token that names no key may be signed by any live one.
        let mut refusal = TokenError::Invalid("it is signed with a key that is not live here");
        for (id, key) in &self.identity_keys {
            if kid.is_some_and(|kid| kid != id) {
                continue;
            }
            match jsonwebtoken::decode::<Claims<IdentityClaims>>(token, key, &self.validation) {
                Ok(data) => {
                    let until = self.in_time(data.claims.exp, data.claims.nbf, LONGEST)?;
                    return Ok(Verified { identity: identity_of(data.claims.says)?, until });
                }
                Err(error) => refusal = refused(&error),
            }
        }
        Err(refusal)
    }

    fn verify_visitor(&self, token: &str) -> Result<Verified, TokenError> {
        let data = jsonwebtoken::decode::<Claims<VisitorClaims>>(token, &self.visitor_key.1, &self.validation)
            .map_err(|error| refused(&error))?;
        let until = self.in_time(data.claims.exp, data.claims.nbf, VISITOR)?;
        let VisitorClaims { iss, sub } = data.claims.says;
        if iss != OWN || !sub.starts_with("anon:") {
            return Err(TokenError::Invalid("it is no visitor's token"));
        }
        Ok(Verified { identity: Identity::anonymous(VisitorId(sub)), until })
    }

    fn in_time(&self, exp: i64, nbf: Option<i64>, longest: SignedDuration) -> Result<Timestamp, TokenError> {
        let now = self.clock.now();
        let moment = |second| Timestamp::from_second(second).map_err(|_| TokenError::Invalid("its time is no time"));
        let until = moment(exp)?.saturating_add(LEEWAY).unwrap_or(Timestamp::MAX);
        if until < now {
            return Err(TokenError::Expired);
        }
        if until.duration_since(now) > longest + LEEWAY * 2 {
            return Err(TokenError::Invalid("it is valid for longer than 24 hours"));
        }
        if moment(nbf.unwrap_or(0))?.duration_since(now) > LEEWAY {
            return Err(TokenError::Invalid("it is not valid yet"));
        }
        Ok(until)
    }
}

fn identity_of(says: IdentityClaims) -> Result<Identity, TokenError> {
    let IdentityClaims { sub, name, standing, locale } = says;
    if sub.is_empty() || sub.len() > LONGEST_TEXT {
        return Err(TokenError::Invalid("its `sub` is empty or over 200 bytes"));
    }
    if name.as_ref().is_some_and(|name| name.len() > LONGEST_TEXT) {
        return Err(TokenError::Invalid("its `name` is over 200 bytes"));
    }
    Ok(Identity {
        visitor: VisitorId(format!("user:{sub}")),
        name: name.map(|name| name.trim().to_owned()).filter(|name| !name.is_empty()),
        standing,
        locale: locale.as_deref().and_then(Language::of_locale),
        anonymous: false,
    })
}

fn refused(error: &jsonwebtoken::errors::Error) -> TokenError {
    TokenError::Invalid(match error.kind() {
        ErrorKind::InvalidSignature => "its signature is wrong",
        ErrorKind::InvalidAudience => "it is meant for another audience",
        ErrorKind::InvalidAlgorithm | ErrorKind::InvalidAlgorithmName => "it is not signed with HS256",
        ErrorKind::MissingRequiredClaim(_) => "it lacks `exp` or `aud`",
        ErrorKind::Json(_) => "a claim is missing, or is not what it should be",
        _ => "it is no JWT",
    })
}

#[cfg(test)]
mod tests {
    use jiff::ToSpan;

    use super::*;
    use crate::domain::{AccountType, ManualClock, Role, SupportPlan};

    const NOW: &str = "2026-11-22T10:00:00Z";

    fn key(id: &str, fill: u8) -> IdentityKey {
        IdentityKey { id: id.into(), secret: vec![fill; 32] }
    }

    fn now() -> Timestamp {
        NOW.parse().unwrap()
    }

    fn tokens() -> (Tokens, Arc<ManualClock>) {
        let clock = Arc::new(ManualClock::at(now()));
        (Tokens::new(&[key("new", 1), key("old", 2)], "bolt", &[9; 32], clock.clone()), clock)
    }

    fn claims() -> IdentityClaims {
        IdentityClaims {
            sub: "42".into(),
            name: Some(" Grace ".into()),
            standing: Standing {
                account_type: AccountType::Business,
                role: Role::LicensedAdmin,
                support_plan: SupportPlan::Premier,
            },
            locale: Some("it-CH".into()),
        }
    }

    fn signed(key: &IdentityKey, hours: i64) -> String {
        sign_identity(key, "bolt", claims(), now() + hours.hours()).unwrap()
    }

    /// A token whose header and claims are written by hand.
    fn forged(header: &str, claims: &serde_json::Value, secret: &[u8]) -> String {
        let message = format!("{}.{}", base64(header.as_bytes()), base64(claims.to_string().as_bytes()));
        let signature =
            jsonwebtoken::crypto::sign(message.as_bytes(), &EncodingKey::from_secret(secret), Algorithm::HS256)
                .unwrap();
        format!("{message}.{signature}")
    }

    fn base64(bytes: &[u8]) -> String {
        const DIGITS: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
        let mut text = String::new();
        for three in bytes.chunks(3) {
            let bits = three.iter().fold(0u32, |bits, byte| bits << 8 | u32::from(*byte)) << (8 * (3 - three.len()));
            for place in 0..=three.len() {
                text.push(char::from(DIGITS[(bits >> (18 - 6 * place)) as usize & 63]));
            }
        }
        text
    }

    #[test]
    fn both_live_keys_are_trusted() {
        let (tokens, _) = tokens();
        for key in [key("new", 1), key("old", 2)] {
            let verified = tokens.verify(&signed(&key, 1)).unwrap();
            assert_eq!(verified.identity.visitor.0, "user:42");
            assert_eq!(verified.identity.name.as_deref(), Some("Grace"));
            assert_eq!(verified.identity.standing, claims().standing);
            assert_eq!(verified.identity.locale, Some(Language::It));
            assert!(!verified.identity.anonymous);
        }
    }

    #[test]
    fn a_token_that_names_no_key_may_be_signed_by_either() {
        let (tokens, _) = tokens();
        let says = serde_json::json!({
            "sub": "42", "aud": ["else", "bolt"], "exp": now().as_second() + 60,
            "account_type": "free", "role": "member", "support_plan": "access",
        });
        assert!(tokens.verify(&forged(r#"{"alg":"HS256"}"#, &says, &[2; 32])).is_ok());
        assert!(tokens.verify(&forged(r#"{"alg":"HS256"}"#, &says, &[3; 32])).is_err());
    }

    #[test]
    fn what_is_not_right_is_refused() {
        let (tokens, _) = tokens();
        let good = serde_json::json!({
            "sub": "42", "aud": "bolt", "exp": now().as_second() + 60,
            "account_type": "free", "role": "member", "support_plan": "access",
        });
        let with = |name: &str, value: serde_json::Value| {
            let mut claims = good.clone();
            claims[name] = value;
            forged(r#"{"alg":"HS256","kid":"new"}"#, &claims, &[1; 32])
        };
        let without = |name: &str| {
            let mut claims = good.clone();
            claims.as_object_mut().unwrap().remove(name);
            forged(r#"{"alg":"HS256","kid":"new"}"#, &claims, &[1; 32])
        };
        assert!(tokens.verify(&with("sub", "42".into())).is_ok(), "the table below would prove nothing");
        let cases = [
            ("no token", String::new()),
            ("nonsense", "a.b.c".to_owned()),
            ("alg none", format!("{}.{}.", base64(br#"{"alg":"none"}"#), base64(good.to_string().as_bytes()))),
            ("another algorithm", forged(r#"{"alg":"HS384","kid":"new"}"#, &good, &[1; 32])),
            ("an asymmetric algorithm", forged(r#"{"alg":"RS256","kid":"new"}"#, &good, &[1; 32])),
            ("another key under a live id", forged(r#"{"alg":"HS256","kid":"new"}"#, &good, &[2; 32])),
            ("an unknown key", forged(r#"{"alg":"HS256","kid":"lost"}"#, &good, &[1; 32])),
            ("another audience", with("aud", "shop".into())),
            ("no audience", without("aud")),
            ("no expiry", without("exp")),
            ("valid too long", with("exp", (now().as_second() + 25 * 3600).into())),
            ("beyond all time", with("exp", i64::MAX.into())),
            ("not valid yet", with("nbf", (now().as_second() + 600).into())),
            ("no subject", with("sub", "".into())),
            ("a long subject", with("sub", "x".repeat(201).into())),
            ("a long name", with("name", "x".repeat(201).into())),
            ("an unknown role", with("role", "god".into())),
            ("no plan", without("support_plan")),
        ];
        for (case, token) in cases {
            let refusal = tokens.verify(&token).expect_err(case);
            assert!(matches!(refusal, TokenError::Invalid(_)), "{case}: {refusal}");
        }
    }

    #[test]
    fn expiry_goes_by_the_clock_that_was_passed_in() {
        let (tokens, clock) = tokens();
        let token = signed(&key("new", 1), 1);
        clock.advance(SignedDuration::from_secs(3600 + 29));
        assert!(tokens.verify(&token).is_ok());
        clock.advance(SignedDuration::from_secs(2));
        assert_eq!(tokens.verify(&token), Err(TokenError::Expired));
    }

    #[test]
    fn an_anonymous_visitor_is_known_again_for_thirty_days() {
        let (tokens, clock) = tokens();
        let visitor = VisitorId("anon:7".into());
        let token = tokens.sign_visitor(&visitor).unwrap();
        clock.advance(SignedDuration::from_hours(30 * 24));
        assert_eq!(tokens.verify(&token).unwrap().identity, Identity::anonymous(visitor));
        clock.advance(SignedDuration::from_mins(1));
        assert_eq!(tokens.verify(&token), Err(TokenError::Expired));
    }

    #[test]
    fn nobody_else_signs_visitors() {
        let (tokens, _) = tokens();
        let says = serde_json::json!({"iss": "bolt", "sub": "anon:7", "aud": "bolt", "exp": now().as_second() + 60});
        assert!(tokens.verify(&forged(r#"{"alg":"HS256","kid":"bolt"}"#, &says, &[9; 32])).is_ok());
        assert!(tokens.verify(&forged(r#"{"alg":"HS256","kid":"bolt"}"#, &says, &[1; 32])).is_err());
        let user = serde_json::json!({"iss": "bolt", "sub": "user:42", "aud": "bolt", "exp": now().as_second() + 60});
        assert!(tokens.verify(&forged(r#"{"alg":"HS256","kid":"bolt"}"#, &user, &[9; 32])).is_err());
    }
}
