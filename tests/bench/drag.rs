//! P11: the gaps between frames while a divider of the split is dragged, with a pointer that reports about 125 times a
//! second.

use std::time::{Duration, Instant};

use fantoccini::Locator;
use fantoccini::actions::{InputSource, MOUSE_BUTTON_LEFT, MouseActions, PointerAction};
use serde_json::Value;
use tokio::time::MissedTickBehavior;

use crate::server::Plain;
use crate::watch::Watched;
use crate::{quantile, report, rounds};

/// Time between two reports of a mouse.
const REPORT: Duration = Duration::from_millis(8);
/// How long a drag takes.
const DRAGGED: Duration = Duration::from_secs(4);

/// Drags the first divider to and fro, and gives the gaps between frames meanwhile.
async fn drag(watched: &Watched) -> (Vec<f64>, f64) {
    // The handle itself has no width, which the driver takes for not being there.
    let handle = watched.desk.client.find(Locator::XPath("(//*[@role='slider'])[1]")).await.unwrap();
    let place = "const r = arguments[0].getBoundingClientRect(), b = arguments[0].parentElement.getBoundingClientRect();
                 return [r.x + r.width / 2, b.y + b.height / 2, b.width]";
    let at = watched.desk.script(place, vec![serde_json::to_value(&handle).unwrap()]).await;
    let (x, y, width) = (at[0].as_f64().unwrap(), at[1].as_f64().unwrap(), at[2].as_f64().unwrap());
    let count = "if (window.benchMoves === undefined) addEventListener('pointermove', () => { window.benchMoves++ }, true);
                 window.benchMoves = 0";
    watched.desk.script(count, vec![]).await;
    let press = MouseActions::new("mouse".to_owned())
        .then(PointerAction::MoveTo { duration: None, x, y })
        .then(PointerAction::Down { button: MOUSE_BUTTON_LEFT });
    watched.desk.client.perform_actions(press).await.unwrap();
    watched.record().await;
    let began = Instant::now();
    // One report at a time: the driver sends a list of them faster than any mouse.
    let mut clock = tokio::time::interval(REPORT);
    clock.set_missed_tick_behavior(MissedTickBehavior::Skip);
    while began.elapsed() < DRAGGED {
        clock.tick().await;
        let swing = (began.elapsed().as_secs_f64() * 4.0).sin() * width * 0.08;
        let step = PointerAction::MoveTo { duration: None, x: x + swing, y };
        watched.desk.client.perform_actions(MouseActions::new("mouse".to_owned()).then(step)).await.unwrap();
    }
    let seconds = began.elapsed().as_secs_f64();
    let gaps = watched.gaps().await;
    let moved = watched.desk.script("return window.benchMoves", vec![]).await;
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
