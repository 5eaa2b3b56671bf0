//! Which provider and which served entity a failed prompt speaks of, and their secret, as words.

use super::context::{Asked, AskedEntity};
use super::facts::Facts;
use super::redact::redact;
use crate::providers;

/// The provider and, when it can only have been one, the served entity that failed.
pub(crate) struct Who<'a> {
    pub provider: String,
    pub entity: Option<&'a AskedEntity>,
}

impl<'a> Who<'a> {
    pub(crate) fn of(facts: &Facts, asked: &'a Asked) -> Self {
        let wire = facts
            .provider
            .as_ref()
            .and_then(|provider| provider.name.as_deref())
            .filter(|name| !name.is_empty());
        let entity = asked.entity_of(wire);
        let provider = entity
            .map(|entity| entity.provider_name.clone())
            .or_else(|| {
                wire.map(|wire| providers::by_id(wire).map_or(wire.to_owned(), |spec| spec.name.into()))
            })
            .unwrap_or_else(|| "The model provider".into());
        Self { provider, entity }
    }

    pub(crate) fn is(&self, id: &str, facts: &Facts) -> bool {
        match self.entity {
            Some(entity) => entity.provider == id,
            None => facts.provider.as_ref().and_then(|p| p.name.as_deref()) == Some(id),
        }
    }

    pub(crate) fn model(&self) -> String {
        self.entity.map_or_else(|| "the model".into(), |entity| entity.model.clone())
    }

    /// "the secret a/b", or a phrase when it is not known which.
    pub(crate) fn secret(&self) -> String {
        let names: Vec<_> =
            self.entity.iter().flat_map(|entity| &entity.secrets).map(|s| plain_reference(s)).collect();
        match names.as_slice() {
            [] => "The key of the served entity".into(),
            [one] => format!("The secret {one}"),
            several => format!("One of the secrets {}", several.join(", ")),
        }
    }

    pub(crate) fn scopes(&self) -> String {
        let mut scopes: Vec<_> = self
            .entity
            .iter()
            .flat_map(|entity| &entity.secrets)
            .filter_map(|secret| plain_reference(secret).split_once('/').map(|(scope, _)| scope.to_owned()))
            .collect();
        scopes.dedup();
        if scopes.is_empty() {
            "Someone with CAN MANAGE on the endpoint, or who may write to its secret scope.".into()
        } else {
            format!("Someone who may write to the secret scope {}.", scopes.join(" or "))
        }
    }
}

/// `{{secrets/scope/key}}` as `scope/key`.
pub(crate) fn plain_reference(reference: &str) -> String {
    reference.trim_start_matches("{{secrets/").trim_end_matches("}}").to_owned()
}

pub(crate) fn has(text: &str, words: &[&str]) -> bool {
    words.iter().any(|word| text.contains(word))
}

pub(crate) fn quoted(facts: &Facts) -> String {
    let said = facts.provider.as_ref().map_or(facts.message.as_str(), |p| p.message.as_str()).trim();
    if said.is_empty() {
        return String::new();
    }
    let mut said: String = redact(said).chars().take(300).collect();
    if !said.ends_with(['.', '!', '?']) {
        said.push('.');
    }
    format!(" In its words: {said}")
}
