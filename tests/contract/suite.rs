//! Turns the list of behaviours into tests: one a behaviour against a sandbox of its own, and one for a real workspace that runs
//! those that may run anywhere, goes on after a failure, and sweeps up in every case.

use std::future::Future;
use std::io::Write as _;
use std::panic::AssertUnwindSafe;
use std::pin::Pin;

use futures_util::FutureExt as _;

use crate::place::Place;

/// A behaviour, ready to be run at a place.
pub(crate) type Behaviour = for<'a> fn(&'a Place) -> Pin<Box<dyn Future<Output = ()> + 'a>>;

macro_rules! suite {
    (
        anywhere { $($module:ident :: $name:ident,)* }
        sandbox { $($own_module:ident :: $own_name:ident,)* }
    ) => {
        mod in_the_sandbox {
            $(
                #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
                async fn $name() {
                    crate::$module::$name(&crate::place::Place::sandbox().await).await;
                }
            )*
            $(
                #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
                async fn $own_name() {
                    crate::$own_module::$own_name(&crate::place::Place::sandbox().await).await;
                }
            )*
        }

        #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
        async fn the_suite_holds_in_the_real_workspace_that_the_environment_names() {
            let behaviours: &[(&str, crate::suite::Behaviour)] =
                &[$((stringify!($name), |place| Box::pin(crate::$module::$name(place)))),*];
            crate::suite::run_for_real(behaviours).await;
        }
    };
}

pub(crate) use suite;

/// Past the test harness, which keeps what passing tests print to itself.
pub(crate) fn tell(line: &str) {
    // Nowhere to write is no reason to fail.
    let _written = writeln!(std::io::stderr(), "{line}");
}

/// Runs every behaviour in the real workspace, when one is named.
pub(crate) async fn run_for_real(behaviours: &[(&str, Behaviour)]) {
    let Some(place) = Place::real() else {
        tell(
            "contract: skipped for a real workspace. To run it there, set GATEWRIGHT_CONTRACT_HOST and GATEWRIGHT_CONTRACT_TOKEN.",
        );
        return;
    };
    let mut failed = Vec::new();
    for (name, behaviour) in behaviours {
        let held = AssertUnwindSafe(behaviour(&place)).catch_unwind().await.is_ok();
        tell(&format!("contract: {name} … {}", if held { "ok" } else { "FAILED" }));
        if !held {
            failed.push(*name);
        }
        place.sweep().await;
    }
    assert!(failed.is_empty(), "in {}: {failed:?}", place.workspace.host());
}
