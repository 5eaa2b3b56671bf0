//! How a workspace is signed in to, as the local database keeps it: the kind and what belongs to it without being a
//! secret. The secret itself, where there is one, is in `held`.

use serde::{Deserialize, Serialize};

use super::dto::SignInKind;

/// Kind and settings.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct How {
    pub(crate) kind: SignInKind,
    pub(crate) settings: Settings,
}

/// What belongs to a kind; each uses its own.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub(crate) struct Settings {
    /// Of the browser: the app that asks, where it is not the one that every workspace knows.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) client_id: Option<String>,
    /// Of the browser: what is asked for, where it is not everything.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) scopes: Option<Vec<String>>,
    /// Of a profile, and of the Databricks CLI where one was chosen.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) profile: Option<String>,
    /// Of the Azure CLI.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) tenant: Option<String>,
}

impl How {
    pub(crate) fn of(kind: SignInKind) -> Self {
        Self { kind, settings: Settings::default() }
    }

    /// From the row; a word or settings that this version does not know are those of a pasted token, so that the
    /// workspace can still be signed in to again.
    pub(crate) fn read(word: &str, settings: &str) -> Self {
        let kind = serde_json::from_value(serde_json::Value::String(word.to_owned()));
        Self {
            kind: kind.unwrap_or(SignInKind::AccessToken),
            settings: serde_json::from_str(settings).unwrap_or_default(),
        }
    }

    /// The kind's word for the row.
    pub(crate) fn word(&self) -> String {
        match serde_json::to_value(self.kind) {
            Ok(serde_json::Value::String(word)) => word,
            _ => "accessToken".to_owned(),
        }
    }

    /// The settings for the row.
    pub(crate) fn settings_text(&self) -> String {
        serde_json::to_string(&self.settings).unwrap_or_else(|_| "{}".to_owned())
    }

    /// Whether this kind keeps something in the keychain. The others take it from a file or a program each time.
    pub(crate) fn keeps_a_secret(&self) -> bool {
        matches!(self.kind, SignInKind::Browser | SignInKind::ServicePrincipal | SignInKind::AccessToken)
    }
}

#[cfg(test)]
mod tests {
    use super::{How, Settings};
    use crate::workspaces::sign_in::dto::SignInKind;

    #[test]
    fn what_a_row_keeps_reads_back() {
        let settings = Settings { client_id: Some("my-app".into()), ..Settings::default() };
        let how = How { kind: SignInKind::Browser, settings };
        assert_eq!(how.word(), "browser");
        assert_eq!(how.settings_text(), r#"{"clientId":"my-app"}"#);
        assert_eq!(How::read(&how.word(), &how.settings_text()), how);
    }

    #[test]
    fn a_kind_of_a_later_version_is_signed_in_to_again_with_a_token() {
        assert_eq!(How::read("passkey", "[1]"), How::of(SignInKind::AccessToken));
    }
}
