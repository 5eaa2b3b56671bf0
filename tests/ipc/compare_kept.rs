//! What of comparisons is kept, until when, and that what is deleted is in no file any more; and when the cache answers.

use serde_json::json;

use crate::compare::{answers, ask, calls, create, newest_run, two};
use crate::desk::Desk;
use crate::history::holding;

#[test]
fn what_is_deleted_is_gone_with_its_answers_and_from_the_message_box() {
    let desk = Desk::new();
    let setup = two(&desk, "The pallet of Frau Lindqvist is late.");
    let id = create(&desk, &setup);
    ask(&desk, &id, &setup);
    let run = newest_run(&desk, &id);
    for cell in run["cells"].as_array().unwrap() {
        desk.ok("playground_delete", json!({ "id": cell["chatId"] }));
    }
    let left = desk.ok("compare_get", json!({ "id": id }));
    assert_eq!((&left["runs"], &left["title"]), (&json!([]), &json!("")));
    assert_eq!(left["setup"]["draft"], "", "what was asked goes with the last of its answers");
    ask(&desk, &id, &{
        desk.ok("compare_save", json!({ "id": id, "setup": setup }));
        setup.clone()
    });
    let chat = newest_run(&desk, &id)["cells"][0]["chatId"].clone();
    assert!(
        !holding(&desk.folder, "lindqvist").is_empty(),
        "the search of the bytes finds it while it is there"
    );
    desk.ok("compare_delete", json!({ "id": id }));
    assert_eq!(holding(&desk.folder, "lindqvist"), Vec::<String>::new(), "no file holds it any more");
    desk.fails("compare_get", json!({ "id": id }));
    desk.fails("playground_chat", json!({ "id": chat }));
    assert_eq!(desk.ok("compare_list", json!({})), json!([]));
}

#[test]
fn a_comparison_survives_the_end_of_the_app_and_belongs_to_its_workspace() {
    let desk = Desk::new();
    let setup = two(&desk, "Name three colours.");
    let id = create(&desk, &setup);
    ask(&desk, &id, &setup);
    let again = Desk::on(desk.folder.clone());
    assert_eq!(again.ok("compare_get", json!({ "id": id }))["setup"], setup);
    assert_eq!(answers(&again, &newest_run(&again, &id), "a")[0]["outcome"], "complete");
}

#[test]
fn the_cache_answers_a_single_run_when_wanted_but_never_a_repeat_or_one_asked_again() {
    let desk = Desk::new();
    let mut setup = two(&desk, "Name three colours.");
    setup["options"]["useCache"] = json!("always");
    let id = create(&desk, &setup);
    ask(&desk, &id, &setup);
    assert_eq!(calls(&desk), 2);
    ask(&desk, &id, &setup);
    let run = newest_run(&desk, &id);
    assert_eq!(calls(&desk), 2, "the same again comes from the cache");
    assert!(answers(&desk, &run, "a")[0]["fromCache"].is_object());
    let (channel, _) = desk.channel();
    desk.ok("compare_again", json!({ "run": run["id"], "column": "a", "events": channel }));
    assert_eq!(calls(&desk), 3, "asking again asks");
    setup["repeat"] = json!(2);
    desk.ok("compare_save", json!({ "id": id, "setup": setup }));
    ask(&desk, &id, &setup);
    assert_eq!(calls(&desk), 7, "repeats show chance, so each is asked");
}
