//! P11: the gaps between frames while a divider of the split is dragged, with a pointer that reports about 125 times a
//! second.

use std::time::Duration;

use fantoccini::actions::{InputSource, MOUSE_BUTTON_LEFT, MouseActions, PointerAction};
use serde_json::Value;

use crate::server::Plain;
use crate::watch::Watched;
use crate::{quantile, report, rounds};

/// Time between two reports of a mouse.
const REPORT: Duration = Duration::from_millis(8);
/// Pointer moves of a drag.
const MOVES: usize = 400;

/// Drags the first divider to and fro, and gives the gaps between frames meanwhile.
async fn drag(watched: &Watched) -> (Vec<f64>, f64) {
    let handle = watched.desk.see("(//*[@role='slider'])[1]").await;
    let place = "const r = arguments[0].getBoundingClientRect(), b = arguments[0].parentElement.getBoundingClientRect();
                 return [r.x + r.width / 2, b.y + b.height / 2, b.width]";
    let at = watched.desk.script(place, vec![serde_json::to_value(&handle).unwrap()]).await;
    let (x, y, width) = (at[0].as_f64().unwrap(), at[1].as_f64().unwrap(), at[2].as_f64().unwrap());
    let count = "window.benchMoves = 0; addEventListener('pointermove', () => { window.benchMoves++ }, true)";
    watched.desk.script(count, vec![]).await;
    let step = |number: usize| {
        let swing = (number as f64 / 60.0 * std::f64::consts::TAU).sin() * width * 0.08;
        PointerAction::MoveTo { duration: Some(REPORT), x: x + swing, y }
    };
    let press = MouseActions::new("mouse".to_owned())
        .then(PointerAction::MoveTo { duration: None, x, y })
        .then(PointerAction::Down { button: MOUSE_BUTTON_LEFT });
    watched.desk.client.perform_actions(press).await.unwrap();
    let began = std::time::Instant::now();
    watched.record().await;
    let moves = (0..MOVES).map(step).fold(MouseActions::new("mouse".to_owned()), InputSource::then);
    watched.desk.client.perform_actions(moves).await.unwrap();
    let seconds = began.elapsed().as_secs_f64();
    let gaps = watched.gaps().await;
    let moved = watched.desk.script("return window.benchMoves", vec![]).await;
    let sum = "return [...document.querySelectorAll('[role=slider]')].length";
    assert!(watched.desk.script(sum, vec![]).await.as_u64().unwrap() > 0);
    let release = MouseActions::new("mouse".to_owned()).then(PointerAction::Up { button: MOUSE_BUTTON_LEFT });
    watched.desk.client.perform_actions(release).await.unwrap();
    (gaps, Value::as_f64(&moved).unwrap_or_default() / seconds)
}

#[tokio::test(flavor = "multi_thread")]
async fn the_split_follows_the_pointer() {
    let Some(rounds) = rounds() else { return };
    let plain = Plain::start(40).await;
    plain.add_split("split-4", 4);
    plain.add_split("split-10", 10);
    let watched = Watched::connect(&plain).await;
    for round in 0..=rounds {
        for (endpoint, name) in [("split-4", "split_drag_gap"), ("split-10", "split_drag_10_gap")] {
            watched.desk.go(&format!("/endpoints/{endpoint}?tab=traffic")).await;
            watched.desk.see_text("Traffic split").await;
            tokio::time::sleep(Duration::from_millis(500)).await;
            let (gaps, rate) = drag(&watched).await;
            if round > 0 {
                report(&format!("{name}_p95_ms"), quantile(&gaps, 0.95), "ms");
                report(&format!("{name}_p50_ms"), quantile(&gaps, 0.5), "ms");
                report("pointer_moves_per_s", rate, "/s");
            }
        }
    }
    watched.desk.close().await;
}
