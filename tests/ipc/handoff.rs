//! An endpoint as text for another tool, as a file, and back into a draft that creates it.

use serde_json::{Value, json};

use crate::desk::Desk;
use crate::endpoints;

const FORMATS: [&str; 8] = ["restJson", "curl", "python", "openai", "cli", "terraform", "bundle", "sql"];

fn render(desk: &Desk, what: &Value, format: &str) -> Value {
    desk.ok("handoff_render", json!({ "what": what, "format": format }))
}

#[test]
fn an_endpoint_of_the_workspace_is_written_in_every_format_with_its_references() {
    let desk = Desk::new();
    endpoints::create(&desk, "handed-over");
    let what = json!({ "kind": "endpoint", "name": "handed-over" });
    for format in FORMATS {
        let text = render(&desk, &what, format);
        let text = text["text"].as_str().unwrap();
        assert!(text.contains("handed-over"), "{format}: {text}");
        let asks = matches!(format, "openai" | "sql");
        assert_eq!(text.contains("{{secrets/ipc/openai}}"), !asks, "{format}: {text}");
        assert!(!text.contains("sk-works") && !text.contains("sk-ant"), "{format}: {text}");
    }
    let missing = json!({ "what": { "kind": "endpoint", "name": "not-there" }, "format": "sql" });
    desk.fails("handoff_render", missing);
}

#[test]
fn what_was_handed_over_comes_back_as_a_draft_and_creates_the_same_endpoint() {
    let desk = Desk::new();
    endpoints::create(&desk, "first");
    for (format, name) in [("restJson", "second"), ("bundle", "third")] {
        let handed = render(&desk, &json!({ "kind": "endpoint", "name": "first" }), format);
        let text = handed["text"].as_str().unwrap().replace("first", name);
        let import = desk.ok("handoff_import", json!({ "text": text }));
        assert_eq!(import["notes"], json!([]), "{import}");
        desk.ok("endpoints_create", json!({ "draft": import["draft"] }));
        let (channel, _) = desk.channel();
        desk.ok("endpoints_watch", json!({ "name": name, "progress": channel }));
        let raw = |name: &str| {
            let endpoint = desk.ok("endpoints_get", json!({ "name": name }));
            let raw: Value = serde_json::from_str(endpoint["raw"].as_str().unwrap()).unwrap();
            let entities = raw["config"]["served_entities"].as_array().unwrap().iter();
            let models: Vec<Value> = entities.map(|entity| entity["external_model"].clone()).collect();
            (models, raw["config"]["traffic_config"].clone(), raw["ai_gateway"].clone())
        };
        assert_eq!(raw(name), raw("first"), "{format}");
    }
}

#[test]
fn a_draft_is_written_before_it_is_an_endpoint() {
    let desk = Desk::new();
    let draft = endpoints::draft(&desk, "planned");
    let text = render(&desk, &json!({ "kind": "draft", "draft": draft }), "terraform");
    assert_eq!(text["fileName"], "planned.tf");
    assert_eq!(text["language"], "hcl");
    assert!(
        text["text"].as_str().unwrap().starts_with("resource \"databricks_model_serving\" \"planned\" {")
    );
    assert_eq!(endpoints::names(&endpoints::list(&desk, "planned", "all")), [""; 0], "nothing was created");
}

#[test]
fn a_text_is_saved_beside_an_older_one_and_only_in_the_downloads_folder() {
    let desk = Desk::new();
    let save = |text: &str, name: &str| {
        let path = desk.ok("handoff_save", json!({ "text": text, "fileName": name }));
        std::path::PathBuf::from(path.as_str().unwrap())
    };
    let (first, second) = (save("one", "chat.tf"), save("two", "../chat.tf"));
    assert_ne!(first, second);
    assert_eq!(std::fs::read_to_string(&first).unwrap(), "one");
    assert_eq!(std::fs::read_to_string(&second).unwrap(), "two");
    for path in [&first, &second] {
        assert_eq!(path.parent().unwrap(), desk.folder.join("downloads"));
    }
}

#[test]
fn a_folder_that_takes_no_file_is_explained() {
    let desk = Desk::new();
    std::fs::write(desk.folder.join("downloads"), "a file where the folder should be").unwrap();
    let failure = desk.fails("handoff_save", json!({ "text": "one", "fileName": "chat.tf" }));
    assert_eq!(failure["explanation"]["title"], "The file was not saved");
}

#[test]
fn a_key_in_an_imported_text_is_neither_kept_nor_repeated() {
    let desk = Desk::new();
    let text = json!({ "name": "leaky", "config": { "served_entities": [{ "name": "a", "external_model": {
        "provider": "openai", "name": "gpt-4o", "task": "llm/v1/chat",
        "openai_config": { "openai_api_key_plaintext": "canary-of-an-import", "openai_api_key": "canary-of-an-import" } } }] } });
    let import = desk.ok("handoff_import", json!({ "text": text.to_string() }));
    assert!(!import.to_string().contains("canary"), "{import}");
    desk.ok("endpoints_draft_save", json!({ "draft": import["draft"], "step": "connection" }));
    let broken = desk.ok("handoff_import", json!({ "text": "{\"openai_api_key\": \"canary-of-an-import" }));
    assert_eq!(broken["draft"], Value::Null);
    let written = String::from_utf8_lossy(&desk.everything_written()).into_owned();
    assert!(!written.contains("canary-of-an-import") && !broken.to_string().contains("canary"));
}
