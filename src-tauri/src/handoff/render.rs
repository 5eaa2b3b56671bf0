//! From what is wanted to the text of one format, its file name and its notes. The writers stand beside this file.

use super::dto::{Handoff, HandoffFormat};
use super::node::Node;
use super::schema::{self, CREATE};
use super::wanted::Wanted;
use super::{asking, hcl, json, python, quote, yaml};

/// Too new for the command line's typed commands, which drop it and create an endpoint that cannot sign in
/// (databricks-api.md §2.2).
const UNKNOWN_TO_CLI: &str = "uc_service_credential_name";

const HOST_AND_TOKEN: &str = "It reads `DATABRICKS_HOST` and `DATABRICKS_TOKEN` from the environment.";

/// The text. Empty where an endpoint cannot be created from a text; the notes say why.
pub(crate) fn render(wanted: &Wanted, format: HandoffFormat) -> Handoff {
    let (kind, language) = match format {
        HandoffFormat::RestJson => (".json", "json"),
        HandoffFormat::Curl => (".sh", "shell"),
        HandoffFormat::Python => (".py", "python"),
        HandoffFormat::Openai => ("-ask.py", "python"),
        HandoffFormat::Cli => ("-cli.sh", "shell"),
        HandoffFormat::Terraform => (".tf", "hcl"),
        HandoffFormat::Bundle => (".yml", "yaml"),
        HandoffFormat::Sql => (".sql", "sql"),
    };
    let mut notes = Vec::new();
    let text = match format {
        HandoffFormat::Openai => {
            notes.push(HOST_AND_TOKEN.into());
            asking::openai(&wanted.name, wanted.task)
        }
        HandoffFormat::Sql => {
            notes.push("Whoever runs it needs CAN QUERY on the endpoint, and a SQL warehouse that may call endpoints.".into());
            asking::sql(&wanted.name, wanted.task)
        }
        _ => {
            let text = wanted.creates.as_ref().map(|body| creates(wanted, body, format, &mut notes));
            let mut all = variables(wanted, format);
            all.extend(wanted.notes.iter().cloned());
            all.append(&mut notes);
            notes = all;
            text.unwrap_or_default()
        }
    };
    Handoff {
        text,
        file_name: format!("{}{kind}", quote::file_stem(&wanted.name)),
        language: language.into(),
        notes,
    }
}

fn variables(wanted: &Wanted, format: HandoffFormat) -> Vec<String> {
    let small = matches!(format, HandoffFormat::Terraform | HandoffFormat::Bundle);
    let named = |name: &str| if small { name.to_ascii_lowercase() } else { name.to_owned() };
    wanted
        .variables
        .iter()
        .map(|variable| {
            format!(
                "Databricks never gives back a key that was sent in plain text. Put the `{}` of {} into the variable \
                 `{}`, or better, store it in a scope and refer to it.",
                variable.field,
                variable.entity,
                named(&variable.name)
            )
        })
        .collect()
}

fn creates(wanted: &Wanted, body: &Node, format: HandoffFormat, notes: &mut Vec<String>) -> String {
    match format {
        HandoffFormat::Curl => curl(wanted, body, notes),
        HandoffFormat::Cli => cli(wanted, body, notes),
        HandoffFormat::Python => {
            let body = known(body, "the Databricks SDK", notes);
            notes.push("It needs the package databricks-sdk, and waits until the endpoint is ready.".into());
            python::create(&wanted.name, &body, &wanted.variables)
        }
        HandoffFormat::Terraform => {
            let body = older_routes(&known(body, "Terraform", notes));
            notes.push(format!(
                "For an endpoint that exists already, first run `terraform import databricks_model_serving.{} {}`.",
                quote::identifier(&wanted.name, "endpoint"),
                wanted.name
            ));
            if body.has_field(UNKNOWN_TO_CLI) {
                notes.push(format!("`{UNKNOWN_TO_CLI}` needs the newest Databricks provider of Terraform."));
            }
            hcl::file(&quote::identifier(&wanted.name, "endpoint"), &body, &wanted.variables)
        }
        HandoffFormat::Bundle => {
            let body = older_routes(&known(body, "bundles", notes));
            if body.has_field(UNKNOWN_TO_CLI) {
                notes.push(format!("Bundles refuse `{UNKNOWN_TO_CLI}` until the command line knows it."));
            }
            if body.any_text(&|text| text.contains("${")) {
                notes.push("A text in it holds `${`, which a bundle may take for a variable.".into());
            }
            yaml::bundle(&quote::identifier(&wanted.name, "endpoint"), &body, &wanted.variables)
        }
        HandoffFormat::RestJson | HandoffFormat::Openai | HandoffFormat::Sql => {
            notes.push("It is the body of `POST /api/2.0/serving-endpoints`.".into());
            let mut text = json::write(body, &|name| quote::json(&format!("<{name}>")));
            text.push('\n');
            text
        }
    }
}

fn curl(wanted: &Wanted, body: &Node, notes: &mut Vec<String>) -> String {
    notes.push(HOST_AND_TOKEN.into());
    let call = "curl -sS --fail-with-body -X POST \"$DATABRICKS_HOST/api/2.0/serving-endpoints\" \\\n  \
                -H \"Authorization: Bearer $DATABRICKS_TOKEN\" -H 'Content-Type: application/json' \\\n  ";
    if wanted.variables.is_empty() {
        return format!("{call}--data-raw {}\n", quote::shell(&json::write(body, &quote::json)));
    }
    format!("{} |\n{call}--data-binary @-\n", with_values(wanted, body, notes))
}

fn cli(wanted: &Wanted, body: &Node, notes: &mut Vec<String>) -> String {
    let command = if body.has_field(UNKNOWN_TO_CLI) {
        notes.push(format!(
            "`databricks serving-endpoints create` drops `{UNKNOWN_TO_CLI}`, so the plain call of the API is used."
        ));
        "databricks api post /api/2.0/serving-endpoints --json "
    } else {
        "databricks serving-endpoints create --json "
    };
    if wanted.variables.is_empty() {
        return format!("{command}{}\n", quote::shell(&json::write(body, &quote::json)));
    }
    format!("{} |\n{command}@/dev/stdin\n", with_values(wanted, body, notes))
}

/// The body with values from the environment. They pass through `jq`, which quotes them whatever they hold, and never
/// stand among the arguments of a program, where others on the computer could read them.
fn with_values(wanted: &Wanted, body: &Node, notes: &mut Vec<String>) -> String {
    notes.push("It needs the program `jq`, which puts the values of the variables in.".into());
    let mut out = String::new();
    for variable in &wanted.variables {
        out.push_str(&format!("export {0}=\"${{{0}:?is not set yet}}\"\n", variable.name));
    }
    let expression = json::write(body, &|name| format!("env.{name}"));
    out.push_str(&format!("jq -n {}", quote::shell(&expression)));
    out
}

/// The fields a typed tool knows; the others are named in a note.
fn known(body: &Node, tool: &str, notes: &mut Vec<String>) -> Node {
    let mut left_out = Vec::new();
    let body = schema::prune(body, &CREATE, "", &mut left_out);
    if !left_out.is_empty() {
        let names: Vec<String> = left_out.iter().map(|name| format!("`{}`", name.replace('`', ""))).collect();
        notes.push(format!("Left out, since {tool} may not know it: {}.", names.join(", ")));
    }
    body
}

/// Terraform and bundles long knew a route's entity under its older name only.
fn older_routes(body: &Node) -> Node {
    match body {
        Node::Map(fields) => Node::Map(
            fields
                .iter()
                .map(|(name, value)| {
                    let name = if name == "served_entity_name" { "served_model_name" } else { name };
                    (name.to_owned(), older_routes(value))
                })
                .collect(),
        ),
        Node::List(items) => Node::List(items.iter().map(older_routes).collect()),
        other => other.clone(),
    }
}
