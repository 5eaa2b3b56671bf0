//! A fault before and after the handler of every write of a rotation, then the person goes on or goes back (quality R5).
//! Wherever it fails, the workspace is as it was, or everything is done, or a rotation is shown that can do either.

use gatewright_sandbox::Fault;
use serde_json::{Value, json};

use crate::secrets_place::{CANARY, Place, go, is_all, is_nothing, truth};

/// One write of the job, by how it is found among the requests.
struct Write {
    name: &'static str,
    method: &'static str,
    pattern: &'static str,
    /// How many of the kind come before it.
    skip: u32,
    /// Whether it belongs to the way back.
    undoing: bool,
}

const WRITES: &[Write] = &[
    Write { name: "store", method: "POST", pattern: "*/secrets/put", skip: 0, undoing: false },
    Write { name: "switch", method: "PUT", pattern: "*/config", skip: 0, undoing: false },
    Write { name: "call", method: "POST", pattern: "*/invocations", skip: 0, undoing: false },
    Write { name: "delete the old", method: "POST", pattern: "*/secrets/delete", skip: 0, undoing: false },
    Write { name: "put back", method: "PUT", pattern: "*/config", skip: 1, undoing: true },
    Write { name: "delete the new", method: "POST", pattern: "*/secrets/delete", skip: 0, undoing: true },
];

/// How a write goes wrong: the connection breaks or the server fails, before or after it has done its work.
#[derive(Clone, Copy, Debug)]
struct How {
    after: bool,
    reset: bool,
}

const HOWS: [How; 4] = [
    How { after: false, reset: true },
    How { after: true, reset: true },
    How { after: false, reset: false },
    How { after: true, reset: false },
];

fn fault(write: &Write, how: How) -> Fault {
    Fault {
        pattern: write.pattern.to_owned(),
        method: Some(write.method.to_owned()),
        skip: write.skip,
        times: Some(1),
        after_handler: how.after,
        reset: how.reset,
        status: (!how.reset).then_some(500),
        ..Fault::default()
    }
}

/// The whole job with one fault in it, as far as it goes.
fn attempt(place: &Place, undoing: bool) {
    let Ok(begun) = place.begin(CANARY) else { return };
    let Ok(moved) = go(place, "secrets_rotation_run", &begun) else { return };
    if undoing {
        let _ = go(place, "secrets_rotation_undo", &begun);
    } else if moved["state"] == "switched" {
        let _ = go(place, "secrets_rotation_finish", &begun);
    }
}

/// What is still to be decided. A key that nobody knows of would be the worst end.
fn leftover(place: &Place, case: &str) -> Option<Value> {
    let rotations = place.rotations();
    let open =
        rotations.into_iter().find(|one| !["finished", "undone"].contains(&one["state"].as_str().unwrap()));
    let (keys, references) = truth(place);
    let stored = keys.iter().any(|key| key == "openai-2");
    let in_use = references.iter().any(|one| one.contains("openai-2"));
    assert!(!stored || in_use || open.is_some(), "{case}: a key nobody knows of");
    assert!(
        open.is_some() || is_all(place) || is_nothing(place),
        "{case}: neither all nor nothing: {keys:?}"
    );
    open
}

fn one_case(write: &Write, how: How, go_on: bool) {
    let case = format!("{} {how:?}, then {}", write.name, if go_on { "on" } else { "back" });
    let place = Place::new();
    place.fault(fault(write, how));
    attempt(&place, write.undoing);
    let acted = place.running.requests().iter().filter(|entry| entry.faulted).count();
    assert_eq!(acted, 1, "{case}: the fault acted");
    place.running.clear_faults();
    let Some(open) = leftover(&place, &case) else { return };
    if go_on {
        let moved = go(&place, "secrets_rotation_run", &open);
        if let Ok(moved) = moved {
            assert_eq!(moved["state"], "switched", "{case}: {moved:#}");
            go(&place, "secrets_rotation_finish", &open).unwrap();
            assert!(is_all(&place), "{case}: {:?}", truth(&place));
            return;
        }
        // A value that never arrived cannot be gone on with; that is said, and there is the way back.
    }
    let keys = truth(&place).0;
    if !keys.iter().any(|key| key == "openai") {
        // The old key is gone already, so only going on is left.
        go(&place, "secrets_rotation_finish", &open).unwrap();
        assert!(is_all(&place), "{case}: {:?}", truth(&place));
        return;
    }
    let undone = go(&place, "secrets_rotation_undo", &open).unwrap();
    assert_eq!(undone["state"], "undone", "{case}: {undone:#}");
    assert!(is_nothing(&place), "{case}: {:?}", truth(&place));
}

fn every_case_of(name: &'static str) {
    let write = WRITES.iter().find(|write| write.name == name).unwrap();
    std::thread::scope(|scope| {
        for how in HOWS {
            for go_on in [true, false] {
                scope.spawn(move || one_case(write, how, go_on));
            }
        }
    });
}

#[test]
fn storing_the_new_key_fails_in_every_way_and_ends_well() {
    every_case_of("store");
}

#[test]
fn switching_an_endpoint_fails_in_every_way_and_ends_well() {
    every_case_of("switch");
}

#[test]
fn calling_an_entity_fails_in_every_way_and_ends_well() {
    every_case_of("call");
}

#[test]
fn deleting_the_old_key_fails_in_every_way_and_ends_well() {
    every_case_of("delete the old");
}

#[test]
fn putting_a_reference_back_fails_in_every_way_and_ends_well() {
    every_case_of("put back");
}

#[test]
fn deleting_the_new_key_on_the_way_back_fails_in_every_way_and_ends_well() {
    every_case_of("delete the new");
}

/// After the write of that name has lost its answer, this fails as well, every time.
const THEN: &[(&str, &str, &str, u32)] = &[
    ("store", "GET", "*/secrets/list", 2),
    ("switch", "GET", "*/serving-endpoints/rot", 5),
    ("call", "PUT", "*/config", 1),
    ("delete the old", "GET", "*/secrets/list", 5),
];

#[test]
fn what_cannot_be_settled_either_is_a_leftover_that_is_shown_and_leads_both_ways() {
    for (name, method, pattern, skip) in THEN {
        for go_on in [true, false] {
            let case = format!("{name}, then {}", if go_on { "on" } else { "back" });
            let place = Place::new();
            let write = WRITES.iter().find(|write| write.name == *name).unwrap();
            place.fault(fault(write, How { after: true, reset: true }));
            place.fault(Fault {
                pattern: (*pattern).to_owned(),
                method: Some((*method).to_owned()),
                status: Some(403),
                body: Some(json!({ "error_code": "PERMISSION_DENIED", "message": "no" })),
                skip: *skip,
                ..Fault::default()
            });
            attempt(&place, false);
            let acted = place.running.requests().iter().filter(|entry| entry.faulted).count();
            assert!(acted >= 2, "{case}: both faults acted");
            place.running.clear_faults();
            let open = leftover(&place, &case).unwrap_or_else(|| panic!("{case}: nothing is shown"));
            let old_is_there = truth(&place).0.iter().any(|key| key == "openai");
            if go_on || !old_is_there {
                let moved = go(&place, "secrets_rotation_run", &open).unwrap();
                assert_eq!(moved["state"], "switched", "{case}: {moved:#}");
                go(&place, "secrets_rotation_finish", &open).unwrap();
                assert!(is_all(&place), "{case}: {:?}", truth(&place));
            } else {
                let undone = go(&place, "secrets_rotation_undo", &open).unwrap();
                assert_eq!(undone["state"], "undone", "{case}: {undone:#}");
                assert!(is_nothing(&place), "{case}: {:?}", truth(&place));
            }
        }
    }
}
