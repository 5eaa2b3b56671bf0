//! The app gone in the middle of every step of a rotation, and opened again over the same data folder: what is shown is
//! read from the workspace, and both ways lead out.

use gatewright_sandbox::Fault;
use serde_json::{Value, json};

use crate::secrets_place::{CANARY, Place, go, is_all, is_nothing, state_of};

/// Where the app is when it ends.
struct Moment {
    name: &'static str,
    method: &'static str,
    /// The end of the path it hangs in, and how many such calls come before.
    path: &'static str,
    skip: u32,
    during: During,
}

#[derive(PartialEq, Clone, Copy)]
enum During {
    Begin,
    Run,
    /// A run whose call is refused, so that the reference goes back.
    FailingRun,
    Undo,
    Finish,
}

const MOMENTS: &[Moment] = &[
    Moment { name: "storing", method: "POST", path: "/secrets/put", skip: 0, during: During::Begin },
    Moment { name: "confirming", method: "GET", path: "/secrets/list", skip: 2, during: During::Begin },
    Moment { name: "writing", method: "PUT", path: "/rot/config", skip: 0, during: During::Run },
    Moment { name: "waiting", method: "GET", path: "/serving-endpoints/rot", skip: 4, during: During::Run },
    Moment { name: "calling", method: "POST", path: "/invocations", skip: 0, during: During::Run },
    Moment { name: "putting back", method: "PUT", path: "/rot/config", skip: 1, during: During::FailingRun },
    Moment { name: "undoing", method: "PUT", path: "/rot/config", skip: 1, during: During::Undo },
    Moment {
        name: "deleting the new",
        method: "POST",
        path: "/secrets/delete",
        skip: 0,
        during: During::Undo,
    },
    Moment {
        name: "deleting the old",
        method: "POST",
        path: "/secrets/delete",
        skip: 0,
        during: During::Finish,
    },
];

fn hang(moment: &Moment) -> Fault {
    Fault {
        pattern: format!("*{}", moment.path),
        method: Some(moment.method.to_owned()),
        delay_ms: 600_000,
        skip: moment.skip,
        times: Some(1),
        ..Fault::default()
    }
}

/// Works until the app hangs at the moment.
fn work_until(place: &Place, moment: &Moment) {
    let rotation = json!({ "scope": "llm", "key": "openai", "newKey": "openai-2", "value": CANARY });
    let begin = json!({ "rotation": rotation });
    if moment.during == During::Begin {
        place.fault(hang(moment));
        drop(place.desk.begin("secrets_rotation_begin", begin));
    } else {
        let begun = place.desk.ok("secrets_rotation_begin", begin);
        let id = &begun["id"];
        let (told, _) = place.desk.channel();
        if moment.during == During::FailingRun {
            place.fault(Fault { pattern: "*/invocations".into(), status: Some(401), ..Fault::default() });
        }
        if moment.during == During::Finish {
            go(place, "secrets_rotation_run", &begun).unwrap();
        }
        place.fault(hang(moment));
        if moment.during == During::Undo {
            go(place, "secrets_rotation_run", &begun).unwrap();
        }
        drop(match moment.during {
            During::Undo => place.desk.begin("secrets_rotation_undo", json!({ "id": id, "told": told })),
            During::Finish => {
                place.desk.begin("secrets_rotation_finish", json!({ "id": id, "deleteOld": true }))
            }
            _ => place.desk.begin("secrets_rotation_run", json!({ "id": id, "told": told })),
        });
    }
    place.until_it_hangs_in(moment.method, moment.path);
}

fn shown(place: &Place, moment: &Moment) -> Value {
    let rotations = place.rotations();
    assert_eq!(rotations.len(), 1, "{}: it is shown", moment.name);
    let rotation = rotations[0].clone();
    let state = rotation["state"].as_str().unwrap();
    let wanted: &[&str] = match moment.name {
        // The value was on its way and has not arrived: it is kept nowhere, and that is said.
        "storing" => &["failed"],
        "confirming" => &["stored"],
        "deleting the old" => &["switched"],
        _ => &["interrupted"],
    };
    assert!(wanted.contains(&state), "{}: {rotation:#}", moment.name);
    let switched = match moment.name {
        "waiting" | "calling" | "putting back" | "undoing" | "deleting the old" => "done",
        "deleting the new" => "undone",
        _ => "waiting",
    };
    assert_eq!(state_of(&rotation, "switchEndpoint"), switched, "{}: {rotation:#}", moment.name);
    let running = rotation["steps"].as_array().unwrap().iter().any(|step| step["state"] == "running");
    assert!(!running, "{}: nobody works on it", moment.name);
    rotation
}

fn killed_and_finished(moment: &Moment) {
    let place = Place::new();
    work_until(&place, moment);
    let place = place.opened_again();
    let rotation = shown(&place, moment);
    let moved = go(&place, "secrets_rotation_run", &rotation);
    if moment.name == "storing" {
        assert_eq!(moved.unwrap_err()["kind"], "conflict", "there is nothing to go on with");
        return;
    }
    let moved = moved.unwrap();
    assert_eq!(moved["state"], "switched", "{}: {moved:#}", moment.name);
    go(&place, "secrets_rotation_finish", &rotation).unwrap();
    assert!(is_all(&place), "{}", moment.name);
}

fn killed_and_undone(moment: &Moment) {
    let place = Place::new();
    work_until(&place, moment);
    let place = place.opened_again();
    let rotation = shown(&place, moment);
    let undone = go(&place, "secrets_rotation_undo", &rotation).unwrap();
    assert_eq!(undone["state"], "undone", "{}: {undone:#}", moment.name);
    assert!(is_nothing(&place), "{}", moment.name);
    let written = String::from_utf8_lossy(&place.desk.everything_written()).into_owned();
    assert!(!written.contains(CANARY), "{}: a killed app leaves no value behind", moment.name);
}

#[test]
fn the_app_ends_in_any_step_and_the_next_start_finishes_the_rotation() {
    std::thread::scope(|scope| {
        for moment in MOMENTS {
            scope.spawn(move || killed_and_finished(moment));
        }
    });
}

#[test]
fn the_app_ends_in_any_step_and_the_next_start_undoes_the_rotation() {
    std::thread::scope(|scope| {
        for moment in MOMENTS {
            scope.spawn(move || killed_and_undone(moment));
        }
    });
}

#[test]
fn a_row_older_than_what_happened_is_not_believed() {
    let place = Place::new();
    let begun = place.begin(CANARY).unwrap();
    let older = tempfile::tempdir().unwrap();
    for file in std::fs::read_dir(&place.desk.folder).unwrap().flatten() {
        if file.path().is_file() {
            std::fs::copy(file.path(), older.path().join(file.file_name())).unwrap();
        }
    }
    go(&place, "secrets_rotation_run", &begun).unwrap();
    let again =
        crate::desk::Desk::with(older.path().to_owned(), place.desk.vault.clone(), place.desk.twin.clone());
    let rotations = again.ok("secrets_rotations", json!({}));
    assert_eq!(state_of(&rotations[0], "switchEndpoint"), "done", "the workspace says so: {rotations:#}");
    let (told, _) = again.channel();
    let undone = again.ok("secrets_rotation_undo", json!({ "id": begun["id"], "told": told }));
    assert_eq!(undone["state"], "undone", "{undone:#}");
    assert!(is_nothing(&place));
}
