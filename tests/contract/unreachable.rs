//! A workspace that is not there: nothing was written, so everything is tried three times, prompts too.

use std::time::Duration;

use gatewright_databricks::{ErrorKind, Sent, Timeouts};
use tokio::time::timeout;

use crate::faults::Operation;
use crate::place::{client, demo};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_never_reached_a_server_is_tried_three_times_whatever_it_is() {
    let sandbox = demo(100.0).await;
    let workspace = client(&sandbox.host(), sandbox.token(), Timeouts::default());
    sandbox.shutdown().await;
    for operation in Operation::ALL {
        let ended = timeout(Duration::from_secs(20), operation.run(&workspace)).await;
        let error = ended.expect("an end in time").expect_err("nobody is there");
        assert_eq!(
            (error.kind, error.sent, error.attempts),
            (ErrorKind::Connect, Sent::Nothing, 3),
            "{operation:?}: {error:?}"
        );
        assert!(!error.is_ambiguous(), "{operation:?}: nothing can have happened");
    }
}
