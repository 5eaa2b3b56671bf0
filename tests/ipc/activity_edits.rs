//! Two apps an endpoint, as on two computers, that change it at the same time: a change either stands on what it was made
//! from or is turned away, so that none is lost (R6).

use std::sync::atomic::{AtomicI64, AtomicU32, AtomicU64, Ordering};
use std::time::Duration;

use gatewright_sandbox::{Options, Sandbox, WorldKind};
use serde_json::json;

use crate::desk::Desk;
use crate::secrets_place::{Place, TOKEN, connect};

const EDITS: u32 = 1_000;
const ENDPOINTS: [&str; 6] = ["one", "two", "three", "four", "five", "six"];

/// Moves one point to or from `a`, on what is there; false when somebody else was faster.
fn move_one_point(desk: &Desk, name: &str, toss: u32, moved: &AtomicI64) -> bool {
    let now = desk.ok("endpoints_get", json!({ "name": name }));
    let share = i64::try_from(now["entities"][0]["share"].as_u64().unwrap()).unwrap();
    let step = if share <= 5 || (share < 95 && toss.is_multiple_of(2)) { 1 } else { -1 };
    let shares =
        json!([{ "entity": "a", "percent": share + step }, { "entity": "b", "percent": 100 - share - step }]);
    let change = json!({ "endpoint": name, "stamp": now["stamp"], "shares": shares });
    match desk.call("traffic_apply", json!({ "change": change })) {
        Ok(_) => {
            moved.fetch_add(step, Ordering::Relaxed);
            true
        }
        Err(failure) => {
            assert_eq!(failure["kind"], "conflict", "{failure:#}");
            false
        }
    }
}

#[test]
fn two_apps_that_make_a_thousand_interleaved_edits_lose_none() {
    let options = Options {
        world: WorldKind::Empty,
        token: Some(TOKEN.to_owned()),
        // A config takes 800 ms to be applied, far longer than an app needs between reading and writing, even one of twelve
        // on a small machine. In Databricks it takes seconds.
        speed: 10.0,
        ..Options::default()
    };
    let running = tauri::async_runtime::block_on(Sandbox::start(options)).unwrap();
    let host = running.host();
    let place = Place::behind(running, &host);
    place.store("openai", "sk-works-0123456789");
    for name in ENDPOINTS {
        place.create(name, &["a", "b"]);
    }
    let left = AtomicU32::new(EDITS);
    let turned_away = AtomicU32::new(0);
    let kept = AtomicU64::new(0);
    let moved = ENDPOINTS.map(|_| AtomicI64::new(0));
    let running = &place.running;
    std::thread::scope(|scope| {
        for (at, name) in ENDPOINTS.into_iter().enumerate() {
            for salt in [0, 1] {
                let (left, moved, turned_away, kept) = (&left, &moved[at], &turned_away, &kept);
                scope.spawn(move || {
                    let desk = Desk::new();
                    connect(&desk, running);
                    let take = |count: u32| count.checked_sub(1);
                    while let Ok(number) = left.fetch_update(Ordering::Relaxed, Ordering::Relaxed, take) {
                        let toss = number.wrapping_mul(2_654_435_761).wrapping_add(salt) >> 7;
                        while !move_one_point(&desk, name, toss, moved) {
                            turned_away.fetch_add(1, Ordering::Relaxed);
                            std::thread::sleep(Duration::from_millis(40));
                        }
                    }
                    let page = desk.ok("activity_list", json!({ "endpoint": name, "offset": 0, "limit": 1 }));
                    kept.fetch_add(page["total"].as_u64().unwrap(), Ordering::Relaxed);
                });
            }
        }
    });
    let mut versions = 0;
    let mut lost = Vec::new();
    for (at, name) in ENDPOINTS.into_iter().enumerate() {
        place.watch(name);
        let now = place.desk.ok("endpoints_get", json!({ "name": name }));
        let share = i64::try_from(now["entities"][0]["share"].as_u64().unwrap()).unwrap();
        let wanted = 50 + moved[at].load(Ordering::Relaxed);
        if share != wanted {
            lost.push(format!("{name}: {share} stands there, {wanted} was written"));
        }
        versions += now["configVersion"].as_u64().unwrap() - 1;
    }
    assert_eq!(versions, u64::from(EDITS), "each edit is one version; {lost:?}");
    assert!(lost.is_empty(), "{lost:?}");
    assert!(turned_away.load(Ordering::Relaxed) > 0, "they were in each other's way");
    assert!(kept.load(Ordering::Relaxed) >= u64::from(EDITS), "and stands in a ledger");
}
