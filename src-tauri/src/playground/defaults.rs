//! What the providers' models take, as far as it is known (their public references, read in November 2026). It warns and
//! fills in; it forbids nothing: models are newer than any table.

use super::dto::{Defaults, Images, LengthNeeded, TemperatureRange};
use crate::endpoints::dto::Entity;

/// What fits all of those who may answer.
pub(super) fn of(entities: &[&Entity]) -> Defaults {
    let all: Vec<Defaults> = entities.iter().map(|entity| of_one(&entity.provider, &entity.model)).collect();
    let mut notes: Vec<String> = Vec::new();
    for note in all.iter().flat_map(|one| &one.notes) {
        if !notes.contains(note) {
            notes.push(note.clone());
        }
    }
    let max = all.iter().map(|one| one.temperature.max).fold(f64::NAN, f64::min);
    let images = if all.iter().any(|one| one.images == Images::No) {
        Images::No
    } else if !all.is_empty() && all.iter().all(|one| one.images == Images::Yes) {
        Images::Yes
    } else {
        Images::Unknown
    };
    Defaults {
        temperature: TemperatureRange {
            min: 0.0,
            max: if max.is_nan() { 2.0 } else { max },
            default: all
                .iter()
                .map(|one| one.temperature.default)
                .reduce(|one, other| if one == other { one } else { None })
                .flatten(),
            accepted: all.iter().all(|one| one.temperature.accepted),
        },
        max_tokens: LengthNeeded {
            needed: all.iter().any(|one| one.max_tokens.needed),
            default: all.iter().filter_map(|one| one.max_tokens.default).max(),
        },
        notes,
        images,
        streams: all.iter().all(|one| one.streams),
    }
}

fn of_one(provider: &str, model: &str) -> Defaults {
    let model = model.to_ascii_lowercase();
    let anthropic = provider == "anthropic" || model.contains("claude");
    let reasons = ["o1", "o3", "o4", "gpt-5"]
        .iter()
        .any(|name| model.starts_with(name) || model.contains(&format!("/{name}")));
    let mut notes = Vec::new();
    if reasons {
        notes.push(
            "This model thinks before it answers: it takes no Creativity, and its Length is called max_completion_tokens. \
             Leave Length empty, or add that name as an extra parameter."
                .to_owned(),
        );
    }
    if anthropic {
        notes.push("Claude takes a Creativity from 0 to 1.".to_owned());
    }
    Defaults {
        temperature: TemperatureRange {
            min: 0.0,
            max: if anthropic || provider == "cohere" { 1.0 } else { 2.0 },
            default: if provider == "cohere" { Some(0.3) } else { Some(1.0) },
            accepted: !reasons,
        },
        max_tokens: LengthNeeded { needed: anthropic, default: anthropic.then_some(1_024) },
        notes,
        images: images(&model),
        streams: true,
    }
}

fn images(model: &str) -> Images {
    const SEE: &[&str] = &[
        "gpt-4o",
        "gpt-4.1",
        "gpt-5",
        "o3",
        "o4",
        "claude-3",
        "claude-sonnet",
        "claude-opus",
        "claude-haiku",
        "gemini",
        "nova-pro",
        "nova-lite",
        "pixtral",
        "llama-4",
    ];
    const BLIND: &[&str] =
        &["gpt-3.5", "command", "jamba", "embed", "j2-", "titan", "nova-micro", "davinci", "babbage"];
    if BLIND.iter().any(|name| model.contains(name)) {
        Images::No
    } else if SEE.iter().any(|name| model.contains(name)) {
        Images::Yes
    } else {
        Images::Unknown
    }
}

#[cfg(test)]
mod tests {
    use super::of_one;
    use crate::playground::dto::Images;

    #[test]
    fn a_model_that_thinks_takes_no_temperature() {
        assert!(!of_one("openai", "o3-mini").temperature.accepted);
        assert!(of_one("openai", "gpt-4o").temperature.accepted);
    }

    #[test]
    fn claude_asks_for_a_length_wherever_it_stands() {
        for (provider, model) in
            [("anthropic", "claude-sonnet-4-5"), ("amazon-bedrock", "anthropic.claude-3-5-sonnet")]
        {
            let found = of_one(provider, model);
            assert!(found.max_tokens.needed && found.temperature.max <= 1.0, "{model}");
            assert_eq!(found.images, Images::Yes, "{model}");
        }
    }

    #[test]
    fn what_is_not_known_is_not_claimed() {
        assert_eq!(of_one("custom", "our-own-7b").images, Images::Unknown);
        assert_eq!(of_one("cohere", "command-r-plus").images, Images::No);
    }
}
