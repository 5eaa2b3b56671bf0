//! What can be said about the connection of one served entity before anything is sent: required fields, secret references,
//! addresses, identifiers (databricks-api.md §2.5). Only what the API would certainly refuse blocks; doubts are said.

use super::spec::{FieldSpec, ProviderSpec};
use super::wire::{EntityConnection, is_secret_reference};
use super::{Task, by_id, dto::FieldKind};
use crate::explain::FieldProblem;

/// Problems with paths relative to the served entity.
pub(crate) fn problems(connection: &EntityConnection) -> Vec<FieldProblem> {
    let Some(spec) = by_id(&connection.provider) else {
        let message = if connection.provider.is_empty() {
            "Choose a provider.".to_owned()
        } else {
            format!("This version of Gatewright does not know the provider {}.", connection.provider)
        };
        return vec![FieldProblem::block("provider", message)];
    };
    let mut problems = Vec::new();
    if spec.retired {
        problems.push(FieldProblem::warn("provider", format!("{} has been closed by its maker.", spec.name)));
    }
    model(connection, spec, &mut problems);
    let Some(form) = spec.chosen(&connection.auth_form) else {
        problems
            .push(FieldProblem::block("authForm", format!("{}: choose one of the ways.", spec.auth_title)));
        return problems;
    };
    for field in spec.fields.iter().chain(form.fields) {
        let value = connection.value(field.id);
        let path = format!("values.{}", field.id);
        if value.is_empty() {
            if field.required {
                problems.push(FieldProblem::block(path, missing(field)));
            }
        } else if let Some(problem) = unusable(field, value) {
            problems.push(FieldProblem::block(path, problem));
        } else if let Some(doubt) = doubtful(spec, field, value, connection) {
            problems.push(FieldProblem::warn(path, doubt));
        }
    }
    problems
}

fn model(connection: &EntityConnection, spec: &ProviderSpec, problems: &mut Vec<FieldProblem>) {
    let model = connection.model.trim();
    if model.is_empty() {
        problems.push(FieldProblem::block(
            "model",
            format!("Choose or type the model, as {} spells it.", spec.name),
        ));
    } else if model.contains("://") {
        problems.push(FieldProblem::warn(
            "model",
            "This looks like an address. The model is a name, such as gpt-4o.",
        ));
    } else if model.contains(char::is_whitespace) {
        problems.push(FieldProblem::warn(
            "model",
            "Model names hold no spaces. Check that nothing else was copied along.",
        ));
    }
    let task =
        [Task::Chat, Task::Completions, Task::Embeddings].into_iter().find(|t| t.wire() == connection.task);
    if let Some(task) = task.filter(|task| !spec.supports(*task)) {
        problems.push(FieldProblem::warn(
            "provider",
            format!("{} is not known to answer {} requests.", spec.name, task.plain()),
        ));
    }
}

fn missing(field: &FieldSpec) -> String {
    if field.kind.is_secret() {
        format!("{} is missing. Choose a stored secret or paste a new one.", field.label)
    } else {
        format!("{} is missing.", field.label)
    }
}

/// Why the API would refuse this value.
fn unusable(field: &FieldSpec, value: &str) -> Option<String> {
    match field.kind {
        FieldKind::Secret | FieldKind::SecretMultiline => (!is_secret_reference(value)).then(|| {
            "This must refer to a stored secret in the form {{secrets/scope/key}}. Choose one, or paste the key to store it."
                .to_owned()
        }),
        FieldKind::Url => url(value),
        FieldKind::Guid => guid(value),
        FieldKind::Arn => arn(value),
        FieldKind::Text | FieldKind::Choice => {
            let allowed = field.choices.is_empty() || field.free_text;
            (!allowed && !field.choices.iter().any(|(choice, ..)| *choice == value))
                .then(|| format!("{} has to be one of the choices.", field.label))
        },
    }
}

fn url(value: &str) -> Option<String> {
    let Some((scheme, rest)) = value.split_once("://") else {
        return Some("Write the whole address, beginning with https://".into());
    };
    let host = rest.split(['/', '?', '#', ':']).next().unwrap_or_default();
    let here = matches!(host, "localhost" | "127.0.0.1" | "[");
    if host.is_empty() || value.contains(char::is_whitespace) {
        return Some(
            "This address is incomplete. It needs a host, for example https://llm.example.com".into(),
        );
    }
    if scheme.eq_ignore_ascii_case("https") || (scheme.eq_ignore_ascii_case("http") && here) {
        return None;
    }
    Some("Only https addresses are safe enough to send a key to. Begin with https://".into())
}

fn guid(value: &str) -> Option<String> {
    // Some people keep ids in a scope as well, and Databricks resolves them.
    if is_secret_reference(value) {
        return None;
    }
    let length = value.chars().count();
    if length != 36 {
        return Some(format!("36 characters expected, this has {length}."));
    }
    let well_formed = value.char_indices().all(|(at, c)| match at {
        8 | 13 | 18 | 23 => c == '-',
        _ => c.is_ascii_hexdigit(),
    });
    (!well_formed).then(|| "Only digits, the letters a to f and four hyphens belong in here.".to_owned())
}

fn arn(value: &str) -> Option<String> {
    let parts: Vec<&str> = value.splitn(6, ':').collect();
    let [arn, _partition, service, _region, account, resource] = parts.as_slice() else {
        return Some(
            "Expected: arn:aws:iam::, the account number, then :instance-profile/ and its name.".into(),
        );
    };
    if *arn != "arn" || *service != "iam" || !resource.starts_with("instance-profile/") {
        return Some(
            "This is not the ARN of an instance profile. It holds :instance-profile/ near its end.".into(),
        );
    }
    let digits = account.chars().count();
    (digits != 12 || !account.chars().all(|c| c.is_ascii_digit()))
        .then(|| format!("The account number inside has 12 digits, this has {digits} characters."))
}

/// What may well be a slip, but is for the person to judge.
fn doubtful(
    spec: &ProviderSpec,
    field: &FieldSpec,
    value: &str,
    connection: &EntityConnection,
) -> Option<String> {
    let sent = as_sent(spec, field, value);
    let host_is_here = ["://localhost", "://127.0.0.1"].iter().any(|here| value.contains(here));
    let prefixed = connection.value("key").eq_ignore_ascii_case("authorization");
    match (spec.id, field.id) {
        ("azure-openai", "openai_api_base") if sent != value => {
            Some(format!("{sent} will be sent. Databricks adds the rest of the address."))
        },
        ("custom", "key") if prefixed => {
            Some("With this header the stored secret must begin with the word Bearer. The form Bearer token does it for you.".into())
        },
        ("custom", "key") if value.contains([' ', ':']) => {
            Some("A header name holds no spaces and no colon, for example X-API-Key.".into())
        },
        _ if field.kind == FieldKind::Url && host_is_here => {
            Some("This address is your own computer, which Databricks cannot reach.".into())
        },
        _ if field.lower_case && sent != value => Some(format!("{sent} will be sent, Databricks wants it in lower case.")),
        _ => None,
    }
}

/// The value in the form the API wants it.
pub(crate) fn as_sent(spec: &ProviderSpec, field: &FieldSpec, value: &str) -> String {
    let value = value.trim();
    if field.lower_case {
        return value.to_lowercase();
    }
    if spec.id == "azure-openai" && field.id == "openai_api_base" {
        // Databricks appends /openai/deployments/…; people paste the whole address from the Azure portal.
        let base = value.split_once("/openai").map_or(value, |(base, _)| base);
        return base.trim_end_matches('/').to_owned();
    }
    value.to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_that_is_one_character_short_says_so() {
        assert_eq!(
            guid("9c1f7b52-0e4d-4a86-b3f1-77d0c2e51a9").as_deref(),
            Some("36 characters expected, this has 35.")
        );
        assert_eq!(guid("e07a44d3-5b1c-4f2e-9d08-1c6fa3b7d250"), None);
        assert!(guid("e07a44d3-5b1c-4f2e-9d08-1c6fa3b7dxyz").is_some());
        assert_eq!(guid("{{secrets/ids/tenant}}"), None);
    }

    #[test]
    fn an_arn_needs_twelve_digits_and_an_instance_profile() {
        assert_eq!(arn("arn:aws:iam::123456789012:instance-profile/serving"), None);
        assert_eq!(arn("arn:aws-us-gov:iam::123456789012:instance-profile/a/b"), None);
        assert!(
            arn("arn:aws:iam::123456789:instance-profile/x").is_some_and(|text| text.contains("12 digits"))
        );
        assert!(
            arn("arn:aws:iam::123456789012:role/x").is_some_and(|text| text.contains("instance profile"))
        );
        assert!(arn("serving").is_some());
    }

    #[test]
    fn addresses_are_https_except_on_this_computer() {
        assert_eq!(url("https://llm.example.com/v1/chat/completions"), None);
        assert_eq!(url("http://127.0.0.1:8080/v1"), None);
        for bad in ["http://llm.example.com", "llm.example.com", "https://", "https://a b", "ftp://x"] {
            assert!(url(bad).is_some(), "{bad}");
        }
    }
}
