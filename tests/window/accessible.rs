//! Axe in the real window, with real layout and colours, which the pages' own tests do not have: every page of the playground
//! with something on it, its dialogs, and the pages of an endpoint, light and dark.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use fantoccini::key::Key;
use serde_json::{Value, json};

use crate::chat;
use crate::desk::Desk;

const ENDPOINT: &str = "support-assistant-chat";

/// Axe as npm installed it for the pages' own tests.
fn axe() -> &'static str {
    static SOURCE: OnceLock<String> = OnceLock::new();
    SOURCE.get_or_init(|| {
        let file = concat!(env!("CARGO_MANIFEST_DIR"), "/ui/node_modules/axe-core/axe.min.js");
        std::fs::read_to_string(file).expect("axe comes with the page's packages: run `npm ci` in ui")
    })
}

/// What axe minds, with where it was.
#[derive(Default)]
struct Minded(BTreeMap<String, Vec<String>>);

impl Minded {
    /// Looks at what is on the screen, in both themes.
    async fn look(&mut self, desk: &Desk, place: &str) {
        if desk.script("return typeof window.axe", vec![]).await != "object" {
            desk.script(axe(), vec![]).await;
        }
        for theme in ["light", "dark"] {
            let found = desk.client.execute_async(LOOK, vec![json!(theme)]).await.unwrap();
            for one in found.as_array().unwrap().iter().filter_map(Value::as_str) {
                self.0.entry(one.to_owned()).or_default().push(format!("{place} ({theme})"));
            }
        }
    }

    /// Fails with all that was minded anywhere.
    fn nothing(self) {
        let line = |(one, places): (&String, &Vec<String>)| format!("{one}\n      {}", places.join("; "));
        let all: Vec<String> = self.0.iter().map(line).collect();
        assert!(all.is_empty(), "axe minds {} things:\n{}", all.len(), all.join("\n"));
    }
}

const LOOK: &str = r#"
    const [theme, done] = arguments;
    document.documentElement.dataset.theme = theme;
    // Colours are asked for when no transition is under way any more.
    const ends = (one) => Number.isFinite(one.effect.getComputedTiming().endTime);
    const settled = Promise.all(document.getAnimations().filter(ends).map((one) => one.finished.catch(() => 0)));
    // Focus guards are hidden and focusable on purpose: they hand the focus on at once.
    const about = { include: document, exclude: "[data-base-ui-focus-guard]" };
    // The order of headings in an answer is the model's.
    const ours = (rule, node) => rule.id !== 'heading-order' || !document.querySelector(node.target[0])?.closest('article[aria-label^=Answer]');
    const words = (rule, node) => `${rule.id} (${rule.impact}): ${node.any[0]?.message ?? rule.help}\n      ${node.html.slice(0, 220)}`;
    settled
        .then(() => axe.run(about, { resultTypes: ["violations"] }))
        .then(({ violations }) => done(violations.flatMap((rule) => rule.nodes.filter((node) => ours(rule, node)).map((node) => words(rule, node)))),
              (error) => done([`axe failed: ${error}`]));
"#;

#[tokio::test(flavor = "multi_thread")]
async fn axe_finds_nothing_in_a_chat_and_over_it() {
    let home = tempfile::tempdir().unwrap();
    let desk = Desk::open(home.path()).await;
    desk.see_text(ENDPOINT).await;
    let mut minded = Minded::default();
    desk.go(&format!("/chat?endpoint={ENDPOINT}")).await;
    desk.see("//section[@aria-label='Ideas to begin with']").await;
    minded.look(&desk, "chat, empty").await;

    chat::say(&desk, "Show a table of three ports, and some code in Python.").await;
    chat::answered(&desk, 1).await;
    desk.press("Try again").await;
    desk.see("//*[starts-with(@aria-label, 'Version 2 of 2')]").await;
    chat::answered(&desk, 1).await;
    desk.fill("Message", "And for {{customer}}?").await;
    desk.see("//section[@aria-label='Variables']").await;
    minded.look(&desk, "chat, with variables").await;

    for (press, proof) in [
        (&["More for this answer", "Request and response"][..], "Headers of the request"),
        (&["More for this chat", "Save as a prompt"], "Save as a prompt"),
        (&["More for this chat", "What will be sent"], "What will be sent"),
        (&["More for this chat", "Rename"], "Rename this chat"),
    ] {
        for name in press {
            desk.press(name).await;
        }
        let dialog = format!(
            "//*[@role='dialog'][contains(., '{proof}') or .//*[starts-with(@placeholder, '{proof}')] or .//*[@aria-label='{proof}']]"
        );
        desk.see(&dialog).await;
        minded.look(&desk, &format!("chat, {}", press.join(", "))).await;
        desk.key(Key::Escape).await;
        desk.gone("//*[@role='dialog']").await;
    }
    let call = desk.see("(//button[@title='Show this call'])[1]").await;
    desk.click(&call).await;
    desk.see_text("Our mark").await;
    minded.look(&desk, "chat, last call").await;
    desk.close().await;
    minded.nothing();
}

#[tokio::test(flavor = "multi_thread")]
async fn axe_finds_nothing_on_the_other_pages_of_the_playground() {
    let home = tempfile::tempdir().unwrap();
    let desk = Desk::open(home.path()).await;
    desk.see_text(ENDPOINT).await;
    let mut minded = Minded::default();
    desk.go(&format!("/compare?endpoint={ENDPOINT}")).await;
    desk.see_text("Hide names").await;
    minded.look(&desk, "compare, empty").await;
    desk.fill("Message for all columns", "Say it in one line.").await;
    desk.keys(&[Key::Control], &char::from(Key::Enter).to_string()).await;
    desk.see_text("Fastest").await;
    desk.see("//button[starts-with(normalize-space(.), 'Run all')]").await;
    minded.look(&desk, "compare, answered").await;

    desk.go("/completions?endpoint=legacy-completions").await;
    desk.fill("Prompt", "The pallet stood at the gate and").await;
    minded.look(&desk, "completions, typed").await;
    desk.press("Complete").await;
    desk.see_text("Go on from here").await;
    minded.look(&desk, "completions, answered").await;

    desk.go("/embeddings").await;
    desk.press("Compare texts").await;
    desk.see("//table[.//caption[contains(., 'Cosine similarity')]]").await;
    minded.look(&desk, "embeddings, table").await;
    desk.press("Nearest").await;
    desk.see("//ol[starts-with(@aria-label, 'Nearest to text')]").await;
    minded.look(&desk, "embeddings, nearest").await;
    desk.press("Map").await;
    desk.see("//*[@role='img'][starts-with(@aria-label, 'Map of')]").await;
    minded.look(&desk, "embeddings, map").await;

    desk.go("/prompts").await;
    desk.see_text("No prompt yet").await;
    minded.look(&desk, "prompts, none").await;
    desk.press("New prompt").await;
    desk.fill("Message", "Write to {{customer}}.").await;
    minded.look(&desk, "prompts, one").await;
    desk.press("Versions").await;
    desk.press("Version 1").await;
    minded.look(&desk, "prompts, versions").await;
    desk.key(Key::Escape).await;

    desk.go("/history").await;
    desk.see_text("Say it in one line.").await;
    minded.look(&desk, "history").await;
    desk.go("/settings").await;
    desk.see_text("Write a price down").await;
    minded.look(&desk, "settings").await;
    desk.press("Write a price down").await;
    desk.see_text("Where it is from").await;
    minded.look(&desk, "settings, a price").await;
    desk.close().await;
    minded.nothing();
}

#[tokio::test(flavor = "multi_thread")]
async fn axe_finds_nothing_on_the_pages_of_endpoints() {
    let home = tempfile::tempdir().unwrap();
    let desk = Desk::open(home.path()).await;
    desk.see_text(ENDPOINT).await;
    let mut minded = Minded::default();
    minded.look(&desk, "the list").await;
    for (tab, proof) in [
        ("overview", "Served entities"),
        ("traffic", "Traffic split"),
        ("gateway", "Rate limits"),
        ("access", "CAN MANAGE"),
        ("handoff", "Python"),
        ("activity", "Activity"),
    ] {
        desk.go(&format!("/endpoints/{ENDPOINT}?tab={tab}")).await;
        desk.see("//main//h1").await;
        desk.see_text(proof).await;
        minded.look(&desk, tab).await;
    }
    desk.go("/endpoints/new").await;
    desk.see_text("Which provider answers first?").await;
    minded.look(&desk, "a new endpoint").await;
    desk.close().await;
    minded.nothing();
}
