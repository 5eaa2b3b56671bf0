//! Python that creates the endpoint with the Databricks SDK. The SDK wants enums where the API has words, and `name` once
//! more inside the config (databricks-api.md §11 no. 1 and 2).

use super::node::Node;
use super::quote;
use super::schema::{CREATE, Class, Kind};
use super::wanted::Variable;

pub(super) fn create(name: &str, endpoint: &Node, variables: &[Variable]) -> String {
    let mut out = String::new();
    if !variables.is_empty() {
        out.push_str("import os\n\n");
    }
    out.push_str("from databricks.sdk import WorkspaceClient\n");
    out.push_str("from databricks.sdk.service import serving as s\n\n");
    out.push_str("# Signs in as the Databricks CLI does: from the environment or ~/.databrickscfg.\n");
    out.push_str("w = WorkspaceClient()\n");
    out.push_str(&format!("name = {}\n", quote::python(name)));
    out.push_str("endpoint = w.serving_endpoints.create_and_wait(\n");
    arguments(endpoint, &CREATE, 1, &mut out);
    out.push_str(")\nprint(endpoint.state.ready)\n");
    out
}

fn arguments(node: &Node, class: &Class, depth: usize, out: &mut String) {
    let Node::Map(fields) = node else { return };
    let pad = "    ".repeat(depth);
    if class.python == "EndpointCoreConfigInput" {
        out.push_str(&format!("{pad}name=name,\n"));
    }
    for (field, value) in fields {
        let Some(kind) = class.field(field) else { continue };
        out.push_str(&format!("{pad}{field}="));
        if depth == 1 && field == "name" {
            out.push_str("name");
        } else {
            written(value, kind, depth, out);
        }
        out.push_str(",\n");
    }
}

fn written(value: &Node, kind: &Kind, depth: usize, out: &mut String) {
    let pad = "    ".repeat(depth);
    match (kind, value) {
        (_, Node::Variable(name)) => out.push_str(&format!("os.environ[{}]", quote::python(name))),
        (Kind::One(class), Node::Map(fields)) => {
            out.push_str(&format!("s.{}(", class.python));
            if !fields.is_empty() || class.python == "EndpointCoreConfigInput" {
                out.push('\n');
                arguments(value, class, depth + 1, out);
                out.push_str(&pad);
            }
            out.push(')');
        }
        (Kind::Many(class), Node::List(items)) => {
            out.push_str("[\n");
            for item in items {
                out.push_str(&format!("{pad}    "));
                written(item, &Kind::One(class), depth + 1, out);
                out.push_str(",\n");
            }
            out.push_str(&format!("{pad}]"));
        }
        (Kind::Enum(known), Node::Text(word)) => {
            match known.members.iter().find(|(wire, _)| wire.eq_ignore_ascii_case(word)) {
                Some((_, member)) => out.push_str(&format!("s.{}.{member}", known.python)),
                // The SDK says itself that it does not know the word.
                None => out.push_str(&format!("s.{}({})", known.python, quote::python(word))),
            }
        }
        (_, Node::List(items)) => {
            let items: Vec<String> = items
                .iter()
                .map(|item| match item {
                    Node::Text(text) => quote::python(text),
                    _ => "None".into(),
                })
                .collect();
            out.push_str(&format!("[{}]", items.join(", ")));
        }
        (_, Node::Text(text)) => out.push_str(&quote::python(text)),
        (_, Node::Number(number)) => out.push_str(&number.to_string()),
        (_, Node::Flag(flag)) => out.push_str(if *flag { "True" } else { "False" }),
        (_, Node::Null | Node::Map(_)) => out.push_str("None"),
    }
}
