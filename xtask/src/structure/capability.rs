//! src-tauri/capabilities: one file, one window, the app's own commands and at most eight of the core's permissions.

use serde_json::Value;

use super::Finding;
use super::manifest;
use super::tree::Tree;

const FOLDER: &str = "src-tauri/capabilities/";
const COMMANDS: &str = "src-tauri/src/ipc/commands.rs";
const MOST_OF_CORE: usize = 8;
const FORBIDDEN_PLUGINS: [&str; 6] = [
    "tauri-plugin-fs",
    "tauri-plugin-shell",
    "tauri-plugin-http",
    "tauri-plugin-upload",
    "tauri-plugin-websocket",
    "tauri-plugin-process",
];

pub(super) fn permissions(tree: &Tree) -> Vec<Finding> {
    let files: Vec<_> = tree.files().filter(|(path, _)| path.starts_with(FOLDER)).collect();
    let [(path, text)] = files[..] else {
        let what = format!("There are {} capability files; one says what the window may do.", files.len());
        return vec![Finding::new(FOLDER, what, "keep main.json alone")];
    };
    let capability: Value = match serde_json::from_str(text) {
        Ok(capability) => capability,
        Err(error) => {
            return vec![Finding::new(path, format!("It is no JSON: {error}."), "correct the line named")];
        }
    };
    let mut wrong: Vec<String> = Vec::new();
    if capability["windows"] != serde_json::json!(["main"]) {
        wrong.push("It is not for the window main alone.".into());
    }
    for opened in ["remote", "webviews", "local"] {
        if !capability[opened].is_null() && capability[opened] != true {
            wrong.push(format!("\"{opened}\" opens the core to other pages than the app's own."));
        }
    }
    let commands = tree.text(COMMANDS).unwrap_or_default();
    let mut of_core = 0;
    for permission in capability["permissions"].as_array().into_iter().flatten() {
        match permission.as_str() {
            Some(name) if name.starts_with("core:") && name.contains(":allow-") => of_core += 1,
            Some(name) if is_command(name, commands) => {}
            _ => wrong.push(format!(
                "{permission} is neither a command of the app nor a single permission of the core."
            )),
        }
    }
    if of_core > MOST_OF_CORE {
        wrong.push(format!("It has {of_core} permissions of the core; {MOST_OF_CORE} is the most."));
    }
    wrong.into_iter().map(|what| Finding::new(path, what, "take it out of the capability file")).collect()
}

/// `allow-endpoints-list` is the command `endpoints_list`.
fn is_command(permission: &str, commands: &str) -> bool {
    let Some(name) = permission.strip_prefix("allow-") else { return false };
    let name = name.replace('-', "_");
    commands.split(|c: char| !c.is_alphanumeric() && c != '_').any(|word| word == name)
}

/// Commands do with plugins' Rust what is needed; the page itself gets none of these.
pub(super) fn plugins(tree: &Tree) -> Vec<Finding> {
    let manifest = manifest::dependencies(tree.text("Cargo.toml").unwrap_or_default());
    let found = manifest.iter().filter(|(_, name)| FORBIDDEN_PLUGINS.contains(&name.as_str()));
    found
        .map(|(_, name)| {
            Finding::new(
                "Cargo.toml",
                format!("{name} hands the page what only Rust may do."),
                "write a command for it",
            )
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(json: &str) -> usize {
        let commands = "collect_commands![endpoints::commands::endpoints_list, chat_send]";
        permissions(&Tree::of(&[("src-tauri/capabilities/main.json", json), (COMMANDS, commands)])).len()
    }

    #[test]
    fn own_commands_and_a_few_single_permissions_of_the_core_are_fine() {
        let permissions = r#"["allow-endpoints-list","allow-chat-send","core:window:allow-start-dragging"]"#;
        assert_eq!(found(&format!(r#"{{"windows":["main"],"permissions":{permissions}}}"#)), 0);
    }

    #[test]
    fn anything_else_is_found() {
        for permission in [
            "allow-endpoints-lis",
            "core:default",
            "fs:allow-read",
            "shell:default",
            "opener:allow-open-url",
            "*",
        ] {
            assert_eq!(
                found(&format!(r#"{{"windows":["main"],"permissions":["{permission}"]}}"#)),
                1,
                "{permission}"
            );
        }
        assert_eq!(found(r#"{"windows":["*"],"permissions":[]}"#), 1);
        assert_eq!(found(r#"{"windows":["main"],"remote":{"urls":["https://x"]},"permissions":[]}"#), 1);
        let many = ["\"core:window:allow-close\""; 9].join(",");
        assert_eq!(found(&format!(r#"{{"windows":["main"],"permissions":[{many}]}}"#)), 1);
    }

    #[test]
    fn a_second_capability_file_and_none_at_all_are_found() {
        assert_eq!(permissions(&Tree::of(&[])).len(), 1);
        let two = [("src-tauri/capabilities/a.json", "{}"), ("src-tauri/capabilities/b.json", "{}")];
        assert_eq!(permissions(&Tree::of(&two)).len(), 1);
    }

    #[test]
    fn plugins_that_open_the_disk_the_shell_or_the_network_are_found() {
        let found =
            |line: &str| plugins(&Tree::of(&[("Cargo.toml", &format!("[dependencies]\n{line}\n"))])).len();
        assert_eq!(found("tauri-plugin-shell = \"2\""), 1);
        assert_eq!(found("tauri-plugin-single-instance = \"2\""), 0);
    }
}
