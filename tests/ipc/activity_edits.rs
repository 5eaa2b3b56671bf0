//! Two apps on two computers, so to say, that change the same endpoints at the same time: a change either stands on what it was
//! made from or is turned away, so that none is lost (R6).

use std::sync::atomic::{AtomicI64, AtomicU32, Ordering};

use gatewright_sandbox::{Options, Sandbox, WorldKind};
use serde_json::json;

use crate::desk::Desk;
use crate::secrets_place::{Place, TOKEN, connect};

const EDITS: u32 = 1_000;
const ENDPOINTS: [&str; 4] = ["one", "two", "three", "four"];

/// Moves one point to or from `a`, on what is there; false when somebody else was faster.
fn move_one_point(desk: &Desk, name: &str, toss: u32) -> Option<i64> {
    let now = desk.ok("endpoints_get", json!({ "name": name }));
    let share = i64::try_from(now["entities"][0]["share"].as_u64().unwrap()).unwrap();
    let step = if share <= 5 || (share < 95 && toss % 2 == 0) { 1 } else { -1 };
    let shares =
        json!([{ "entity": "a", "percent": share + step }, { "entity": "b", "percent": 100 - share - step }]);
    let change = json!({ "endpoint": name, "stamp": now["stamp"], "shares": shares });
    match desk.call("traffic_apply", json!({ "change": change })) {
        Ok(_) => Some(step),
        Err(failure) => {
            assert_eq!(failure["kind"], "conflict", "{failure:#}");
            None
        }
    }
}

#[test]
fn two_apps_that_make_a_thousand_interleaved_edits_lose_none() {
    let options = Options {
        world: WorldKind::Empty,
        token: Some(TOKEN.to_owned()),
        speed: 100.0,
        ..Options::default()
    };
    let running = tauri::async_runtime::block_on(Sandbox::start(options)).unwrap();
    let host = running.host();
    let place = Place::behind(running, &host);
    place.store("openai", "sk-works-0123456789");
    for name in ENDPOINTS {
        place.create(name, &["a", "b"]);
    }
    let other = Desk::new();
    connect(&other, &place.running);
    let left = AtomicU32::new(EDITS);
    let turned_away = AtomicU32::new(0);
    let moved = ENDPOINTS.map(|_| AtomicI64::new(0));
    std::thread::scope(|scope| {
        for (at, name) in ENDPOINTS.into_iter().enumerate() {
            for (salt, desk) in [&place.desk, &other].into_iter().enumerate() {
                let (left, moved, turned_away) = (&left, &moved[at], &turned_away);
                scope.spawn(move || {
                    let take = |count: u32| count.checked_sub(1);
                    while let Ok(number) = left.fetch_update(Ordering::Relaxed, Ordering::Relaxed, take) {
                        let toss = number.wrapping_mul(2_654_435_761).wrapping_add(salt as u32) >> 7;
                        loop {
                            if let Some(step) = move_one_point(desk, name, toss) {
                                moved.fetch_add(step, Ordering::Relaxed);
                                break;
                            }
                            turned_away.fetch_add(1, Ordering::Relaxed);
                            std::thread::sleep(std::time::Duration::from_millis(10));
                        }
                    }
                });
            }
        }
    });
    let mut versions = 0;
    for (at, name) in ENDPOINTS.into_iter().enumerate() {
        place.watch(name);
        let now = place.desk.ok("endpoints_get", json!({ "name": name }));
        let share = i64::try_from(now["entities"][0]["share"].as_u64().unwrap()).unwrap();
        assert_eq!(
            share,
            50 + moved[at].load(Ordering::Relaxed),
            "{name}: every point that was moved is there"
        );
        versions += now["configVersion"].as_u64().unwrap() - 1;
    }
    assert_eq!(versions, u64::from(EDITS), "each edit is one version");
    assert!(turned_away.load(Ordering::Relaxed) > 0, "they were in each other's way");
    let done = |desk: &Desk| {
        let page = desk.ok("activity_list", json!({ "endpoint": null, "offset": 0, "limit": 1 }));
        page["total"].as_u64().unwrap()
    };
    assert!(done(&place.desk) + done(&other) >= u64::from(EDITS), "and stands in a ledger");
}
