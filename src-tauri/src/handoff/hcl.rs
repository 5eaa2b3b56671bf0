//! An endpoint as Terraform's `databricks_model_serving` (databricks-api.md §10.2): objects are blocks, lists of objects are
//! blocks again and again, the rest are attributes. `{{…}}` needs no escaping there.

use super::node::Node;
use super::quote;
use super::wanted::Variable;

/// The whole file: variables, where there are any, and the resource.
pub(super) fn file(label: &str, endpoint: &Node, variables: &[Variable]) -> String {
    let mut out = String::new();
    for variable in variables {
        let says = quote::hcl(&format!("{} of {}", variable.field, variable.entity));
        out.push_str(&format!("variable \"{}\" {{\n", variable.name.to_ascii_lowercase()));
        out.push_str(&format!(
            "  type        = string\n  sensitive   = true\n  description = {says}\n}}\n\n"
        ));
    }
    out.push_str(&format!("resource \"databricks_model_serving\" \"{label}\" {{\n"));
    body(endpoint, 2, &mut out);
    out.push_str("}\n");
    out
}

fn body(node: &Node, indent: usize, out: &mut String) {
    let Node::Map(fields) = node else { return };
    let pad = " ".repeat(indent);
    let is_block = |value: &Node| match value {
        Node::Map(_) => true,
        Node::List(items) => items.iter().any(|item| matches!(item, Node::Map(_))),
        _ => false,
    };
    let width =
        fields.iter().filter(|(_, value)| !is_block(value)).map(|(name, _)| name.len()).max().unwrap_or(0);
    for (name, value) in fields.iter().filter(|(_, value)| !is_block(value)) {
        out.push_str(&format!("{pad}{name:width$} = {}\n", written(value)));
    }
    for (name, value) in fields.iter().filter(|(_, value)| is_block(value)) {
        let blocks = match value {
            Node::List(items) => items.as_slice(),
            one => std::slice::from_ref(one),
        };
        for block in blocks {
            if block.is_empty() {
                out.push_str(&format!("{pad}{name} {{}}\n"));
                continue;
            }
            out.push_str(&format!("{pad}{name} {{\n"));
            body(block, indent + 2, out);
            out.push_str(&format!("{pad}}}\n"));
        }
    }
}

fn written(node: &Node) -> String {
    match node {
        Node::Text(text) => quote::hcl(text),
        Node::Number(number) => number.to_string(),
        Node::Flag(flag) => flag.to_string(),
        Node::Variable(name) => format!("var.{}", name.to_ascii_lowercase()),
        Node::List(items) => {
            format!("[{}]", items.iter().map(written).collect::<Vec<_>>().join(", "))
        }
        Node::Null | Node::Map(_) => "null".into(),
    }
}
