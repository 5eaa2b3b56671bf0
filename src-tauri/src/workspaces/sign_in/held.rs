//! What the keychain holds of a workspace: one item, in which a pasted token stands as it is, and everything else as a
//! small tagged JSON. An item says itself what it is, so that an interrupted change of the kind leaves a sign-in that works.

use gatewright_vault::Secret;
use serde::{Deserialize, Serialize};

use super::dto::SignInKind;
use super::how::{How, Settings};

/// A credential that outlives the app. Access tokens of OAuth are not among them.
#[derive(Debug, Clone)]
pub(crate) enum Held {
    AccessToken(Secret<String>),
    Browser { client_id: Option<String>, scopes: Option<Vec<String>>, refresh_token: Secret<String> },
    ServicePrincipal { client_id: String, client_secret: Secret<String> },
}

#[derive(Serialize)]
#[serde(tag = "gatewright", rename_all = "camelCase", rename_all_fields = "camelCase")]
enum Written<'a> {
    Browser {
        #[serde(skip_serializing_if = "Option::is_none")]
        client_id: Option<&'a str>,
        #[serde(skip_serializing_if = "Option::is_none")]
        scopes: Option<&'a [String]>,
        refresh_token: &'a str,
    },
    ServicePrincipal {
        client_id: &'a str,
        client_secret: &'a str,
    },
}

#[derive(Deserialize)]
#[serde(tag = "gatewright", rename_all = "camelCase", rename_all_fields = "camelCase")]
enum Read {
    Browser { client_id: Option<String>, scopes: Option<Vec<String>>, refresh_token: Secret<String> },
    ServicePrincipal { client_id: String, client_secret: Secret<String> },
}

impl Held {
    /// The item as it is written.
    pub(crate) fn item(&self) -> Secret<String> {
        let written = match self {
            Self::AccessToken(token) => return token.clone(),
            Self::Browser { client_id, scopes, refresh_token } => Written::Browser {
                client_id: client_id.as_deref(),
                scopes: scopes.as_deref(),
                refresh_token: refresh_token.expose(),
            },
            Self::ServicePrincipal { client_id, client_secret } => {
                Written::ServicePrincipal { client_id, client_secret: client_secret.expose() }
            }
        };
        // Reserved in full, since a buffer that grows leaves copies of the secret behind.
        let mut text = Vec::with_capacity(64 * 1_024);
        let written = serde_json::to_writer(&mut text, &written).map_err(drop);
        Secret::from(written.and_then(|()| String::from_utf8(text).map_err(drop)).unwrap_or_default())
    }

    /// Reads an item; nothing when it is a JSON that this version does not know.
    pub(crate) fn read(item: &Secret<String>) -> Option<Self> {
        if !item.expose().starts_with('{') {
            return Some(Self::AccessToken(item.clone()));
        }
        Some(match serde_json::from_str(item.expose()).ok()? {
            Read::Browser { client_id, scopes, refresh_token } => {
                Self::Browser { client_id, scopes, refresh_token }
            }
            Read::ServicePrincipal { client_id, client_secret } => {
                Self::ServicePrincipal { client_id, client_secret }
            }
        })
    }

    /// The same as the local database has it.
    pub(crate) fn how(&self) -> How {
        match self {
            Self::AccessToken(_) => How::of(SignInKind::AccessToken),
            Self::Browser { client_id, scopes, .. } => How {
                kind: SignInKind::Browser,
                settings: Settings {
                    client_id: client_id.clone(),
                    scopes: scopes.clone(),
                    ..Settings::default()
                },
            },
            Self::ServicePrincipal { client_id, .. } => How {
                kind: SignInKind::ServicePrincipal,
                settings: Settings { client_id: Some(client_id.clone()), ..Settings::default() },
            },
        }
    }
}

#[cfg(test)]
mod tests {
    use gatewright_vault::Secret;

    use super::Held;

    fn again(held: &Held) -> Held {
        Held::read(&held.item()).unwrap()
    }

    #[test]
    fn an_item_of_the_first_version_is_a_plain_token_and_stays_one() {
        let Some(Held::AccessToken(token)) = Held::read(&Secret::from("dapi123")) else { panic!("a token") };
        assert_eq!(token.expose(), "dapi123");
        assert_eq!(Held::AccessToken(token).item().expose(), "dapi123");
    }

    #[test]
    fn every_kind_reads_back_as_it_was_written() {
        let browser = Held::Browser {
            client_id: Some("my-app".into()),
            scopes: Some(vec!["sql".into()]),
            refresh_token: Secret::from("r".repeat(9_000)),
        };
        let Held::Browser { client_id, scopes, refresh_token } = again(&browser) else { panic!("a browser") };
        assert_eq!((client_id.as_deref(), refresh_token.expose().len()), (Some("my-app"), 9_000));
        assert_eq!(scopes.unwrap(), ["sql"]);
        let program =
            Held::ServicePrincipal { client_id: "id".into(), client_secret: Secret::from("s\"\u{e9}") };
        let Held::ServicePrincipal { client_id, client_secret } = again(&program) else {
            panic!("a program")
        };
        assert_eq!((client_id.as_str(), client_secret.expose().as_str()), ("id", "s\"\u{e9}"));
    }

    #[test]
    fn an_item_of_a_later_version_is_nothing_to_this_one() {
        assert!(Held::read(&Secret::from("{\"gatewright\":\"passkey\"}")).is_none());
        assert!(Held::read(&Secret::from("{")).is_none());
    }

    #[test]
    fn it_prints_no_secret() {
        let held = Held::ServicePrincipal { client_id: "id".into(), client_secret: Secret::from("canary") };
        assert!(!format!("{held:?}").contains("canary"));
    }
}
