//! A tree as indented JSON, each variable written by the caller. Valid JSON when that writes a JSON text.

use super::node::Node;
use super::quote;

pub(super) fn write(node: &Node, variable: &dyn Fn(&str) -> String) -> String {
    let mut out = String::new();
    put(node, 0, variable, &mut out);
    out
}

fn put(node: &Node, depth: usize, variable: &dyn Fn(&str) -> String, out: &mut String) {
    match node {
        Node::Null => out.push_str("null"),
        Node::Flag(flag) => out.push_str(if *flag { "true" } else { "false" }),
        Node::Number(number) => out.push_str(&number.to_string()),
        Node::Text(text) => out.push_str(&quote::json(text)),
        Node::Variable(name) => out.push_str(&variable(name)),
        Node::List(items) if items.is_empty() => out.push_str("[]"),
        Node::Map(fields) if fields.is_empty() => out.push_str("{}"),
        Node::List(items) => {
            out.push('[');
            for (at, item) in items.iter().enumerate() {
                next(at, depth + 1, out);
                put(item, depth + 1, variable, out);
            }
            close(']', depth, out);
        }
        Node::Map(fields) => {
            out.push('{');
            for (at, (name, value)) in fields.iter().enumerate() {
                next(at, depth + 1, out);
                out.push_str(&quote::json(name));
                out.push_str(": ");
                put(value, depth + 1, variable, out);
            }
            close('}', depth, out);
        }
    }
}

fn next(at: usize, depth: usize, out: &mut String) {
    if at > 0 {
        out.push(',');
    }
    out.push('\n');
    out.push_str(&"  ".repeat(depth));
}

fn close(mark: char, depth: usize, out: &mut String) {
    out.push('\n');
    out.push_str(&"  ".repeat(depth));
    out.push(mark);
}
