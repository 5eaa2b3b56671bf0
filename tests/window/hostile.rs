//! Answers are hostile until proven text: what a model writes is drawn in the real window, and nothing of it runs, loads or
//! leads away.

use gatewright_sandbox::{Fault, Options, Sandbox};
use serde_json::{Value, json};

use crate::desk::Desk;

/// The vectors of the page's own tests, made into one answer after the other.
fn answers() -> Vec<String> {
    let vectors: Value =
        serde_json::from_str(include_str!("../../ui/src/playground/markdown/hostile.json")).unwrap();
    let mut texts = Vec::new();
    for (name, list) in vectors.as_object().unwrap() {
        for text in list.as_array().into_iter().flatten().filter_map(Value::as_str) {
            texts.push(text.to_owned());
            if name == "addresses" {
                texts.push(format!("[press here]({text})"));
                texts.push(format!("![picture]({text})"));
                texts.push(format!("<a href=\"{text}\">here</a> <img src=\"{text}\" onerror=\"window.__ran=1\"> <iframe src=\"{text}\"></iframe>"));
                texts.push(format!("<{text}>"));
            }
        }
    }
    texts
}

#[tokio::test(flavor = "multi_thread")]
async fn hostile_answers_stay_text() {
    let home = tempfile::tempdir().unwrap();
    let token = "dapi-hostile-answers";
    let other =
        Sandbox::start(Options { token: Some(token.to_owned()), ..Options::default() }).await.unwrap();
    let desk = Desk::open(home.path()).await;
    desk.press("Connect a workspace").await;
    desk.fill("Workspace address", &other.host()).await;
    desk.press("Access token").await;
    desk.fill("Access token", token).await;
    desk.press("Connect").await;
    desk.see_text("code-review-bot").await;
    let texts = answers();
    assert!(texts.len() >= 300, "{} hostile strings", texts.len());
    desk.script(
        "window.__violations = []; addEventListener('securitypolicyviolation', (e) => __violations.push(e.effectiveDirective + ' ' + e.blockedURI))",
        vec![],
    )
    .await;
    desk.go("/chat?endpoint=code-review-bot").await;
    for (index, part) in texts.chunks(120).enumerate() {
        let end = format!("end-of-part-{index}");
        let content = format!("{}\n\n{end}", part.join("\n\n"));
        let body = json!({ "choices": [{ "index": 0, "finish_reason": "stop", "message": { "role": "assistant", "content": content } }] });
        other.clear_faults();
        other.add_fault(Fault {
            pattern: "/serving-endpoints/*/invocations".into(),
            status: Some(200),
            body: Some(body),
            ..Fault::default()
        });
        let composer = desk.see("//textarea[not(@readonly) and not(ancestor::aside)]").await;
        desk.click(&composer).await;
        composer.send_keys(&format!("part {index}\u{E007}")).await.unwrap();
        desk.see_text(&end).await;
    }
    desk.shoot("hostile").await;
    let found = desk
        .script(
            "const log = document.querySelector('main') ?? document.body;
             const bad = [...log.querySelectorAll('script, iframe, object, embed, img, style, form, base, meta, link')].map((e) => e.outerHTML);
             const handlers = [...log.querySelectorAll('*')].filter((e) => [...e.attributes].some((a) => a.name.startsWith('on'))).map((e) => e.outerHTML);
             const links = [...log.querySelectorAll('a[href]')].map((e) => e.getAttribute('href')).filter((href) => !/^(https:|\\/)/.test(href));
             return [bad, handlers, links, window.__ran ?? null, window.__violations, location.pathname]",
            vec![],
        )
        .await;
    assert_eq!(found, json!([[], [], [], null, [], "/chat"]));
    desk.close().await;
}
