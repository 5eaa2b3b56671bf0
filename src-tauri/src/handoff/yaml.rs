//! An endpoint as a resource of a Databricks bundle (databricks-api.md §10.3). Whatever could be read as something else
//! than text stands in quotes, `{{…}}` above all.

use super::node::Node;
use super::quote;
use super::wanted::Variable;

/// The whole file: variables, where there are any, and the resource.
pub(super) fn bundle(key: &str, endpoint: &Node, variables: &[Variable]) -> String {
    let mut out = String::new();
    if !variables.is_empty() {
        out.push_str("variables:\n");
        for variable in variables {
            let says = format!("{} of {}", variable.field, variable.entity);
            out.push_str(&format!(
                "  {}:\n    description: {}\n",
                variable.name.to_ascii_lowercase(),
                quote::yaml(&says)
            ));
        }
        out.push('\n');
    }
    out.push_str("resources:\n  model_serving_endpoints:\n");
    out.push_str(&format!("    {key}:\n"));
    put(endpoint, 6, &mut out);
    out
}

fn put(node: &Node, indent: usize, out: &mut String) {
    let pad = " ".repeat(indent);
    match node {
        Node::Map(fields) => {
            for (name, value) in fields {
                out.push_str(&format!("{pad}{}:", quote::yaml_shortest(name)));
                follow(value, indent + 2, out);
            }
        }
        Node::List(items) => {
            for item in items {
                out.push_str(&format!("{pad}-"));
                item_after_dash(item, indent + 2, out);
            }
        }
        scalar => out.push_str(&format!("{pad}{}\n", written(scalar))),
    }
}

fn follow(value: &Node, indent: usize, out: &mut String) {
    if value.is_scalar() || value.is_empty() {
        out.push_str(&format!(" {}\n", written(value)));
    } else {
        out.push('\n');
        put(value, indent, out);
    }
}

/// The first field of a mapping stands in the line of its dash.
fn item_after_dash(item: &Node, indent: usize, out: &mut String) {
    match item {
        Node::Map(fields) if !fields.is_empty() => {
            let mut inner = String::new();
            put(item, indent, &mut inner);
            out.push(' ');
            out.push_str(inner.trim_start_matches(' '));
        }
        other => follow(other, indent, out),
    }
}

fn written(node: &Node) -> String {
    match node {
        Node::Null => "null".into(),
        Node::Flag(flag) => flag.to_string(),
        Node::Number(number) => number.to_string(),
        Node::Text(text) => quote::yaml_shortest(text),
        Node::Variable(name) => format!("${{var.{}}}", name.to_ascii_lowercase()),
        Node::List(_) => "[]".into(),
        Node::Map(_) => "{}".into(),
    }
}
