//! The engine over plans of several writes: refused in the middle, gone on with, the app ended between two calls, somebody
//! else in between, a lost answer.

use std::time::Duration;

use gatewright_databricks::secrets::SecretValue;
use gatewright_sandbox::Fault;
use serde_json::json;

use super::engine_place::{Bench, NAME, WRITES, config, is_all, refused, share_of_a, states};
use super::*;
use crate::activity::dto::{ChangeState, ChangeStepState as Step};
use crate::activity::rows;
use crate::explain::NextStepKind;
use crate::ipc::failure::Failure;

#[tokio::test(flavor = "multi_thread")]
async fn a_plan_of_every_kind_of_write_is_done_in_order_and_says_who_did_it() {
    let bench = Bench::new().await;
    let change = bench.run(bench.plan(30).await).await;
    assert_eq!((change.state, change.can_resume, change.can_restore), (ChangeState::Done, false, true));
    assert!(
        change.steps.iter().all(|step| step.state == Step::Done && step.milliseconds.is_some()),
        "{change:#?}"
    );
    assert!(change.who.as_deref().is_some_and(|who| who.contains('@')));
    is_all(&bench, 30).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_refusal_in_the_middle_stops_there_and_going_on_does_only_what_is_left() {
    for (at, (method, end)) in WRITES.into_iter().enumerate() {
        let bench = Bench::new().await;
        bench.running.add_fault(refused(method, end));
        let change = bench.run(bench.plan(30).await).await;
        let stopped = if at == 0 { 0 } else { at + 1 };
        assert_eq!(change.state, ChangeState::Failed, "{end}");
        assert!(change.can_resume, "{end}");
        for (place, state) in states(&change).into_iter().enumerate() {
            let wanted = match place.cmp(&stopped) {
                std::cmp::Ordering::Less => Step::Done,
                std::cmp::Ordering::Equal => Step::Failed,
                std::cmp::Ordering::Greater => Step::Waiting,
            };
            assert_eq!(state, wanted, "{end}, step {place}");
        }
        let why = change.steps[stopped].explanation.clone().unwrap();
        assert!(!why.title.is_empty() && why.next.kind != NextStepKind::None, "{why:#?}");
        if stopped > 0 {
            assert!(why.meaning.contains("before it"), "{}", why.meaning);
        }
        bench.running.clear_faults();
        let change = bench.resume(&change).await;
        assert_eq!(change.state, ChangeState::Done, "{end}: {change:#?}");
        is_all(&bench, 30).await;
        for (method, sent) in WRITES {
            let times = if sent == end { 2 } else { 1 };
            let end = sent.trim_end_matches('*');
            let found = bench
                .running
                .requests()
                .iter()
                .filter(|e| e.method == method && e.path.contains(end))
                .count();
            assert_eq!(found, times, "{method} {sent} when {end} was refused");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_app_that_ends_in_any_call_is_found_interrupted_and_gone_on_with_without_writing_twice() {
    for after_handler in [false, true] {
        for (method, end) in WRITES {
            let mut bench = Bench::new().await;
            let plan = bench.plan(30).await;
            let before = bench.running.requests().len();
            bench.running.add_fault(Fault {
                pattern: format!("*{end}"),
                method: Some(method.into()),
                delay_ms: 600_000,
                after_handler,
                ..Fault::default()
            });
            let hangs = async {
                loop {
                    tokio::time::sleep(Duration::from_millis(20)).await;
                    let requests = bench.running.requests();
                    let end = end.trim_end_matches('*');
                    if requests[before..]
                        .iter()
                        .any(|entry| entry.method == method && entry.path.contains(end))
                    {
                        tokio::time::sleep(Duration::from_millis(50)).await;
                        return;
                    }
                }
            };
            tokio::select! {
                answer = run(&bench.app, &bench.connection, plan, None) => panic!("{end} did not hang: {answer:?}"),
                () = hangs => {}
            }
            bench.opened_again();
            let change = bench.newest().await;
            assert_eq!(change.state, ChangeState::Interrupted, "{end}");
            assert!(change.can_resume && states(&change).contains(&Step::Unknown), "{end}: {change:#?}");
            let change = bench.resume(&change).await;
            assert_eq!(
                change.state,
                ChangeState::Done,
                "{end}, after the work: {after_handler}: {change:#?}"
            );
            is_all(&bench, 30).await;
            if after_handler {
                let end = end.trim_end_matches('*');
                let sent = bench
                    .running
                    .requests()
                    .iter()
                    .filter(|e| e.method == method && e.path.contains(end))
                    .count();
                assert_eq!(sent, 1, "{end} had arrived and is not sent again");
            }
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_lost_answer_is_settled_by_reading_and_nothing_is_sent_twice() {
    for (method, end) in WRITES {
        let bench = Bench::new().await;
        let plan = bench.plan(30).await;
        bench.running.add_fault(Fault {
            pattern: format!("*{end}"),
            method: Some(method.into()),
            reset: true,
            after_handler: true,
            times: Some(1),
            ..Fault::default()
        });
        let change = bench.run(plan).await;
        assert_eq!(change.state, ChangeState::Done, "{end}: {change:#?}");
        assert_eq!(
            bench.sent(method, end.trim_start_matches("/planned").trim_end_matches('*')).max(1),
            1,
            "{end}"
        );
        is_all(&bench, 30).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_write_nobody_can_tell_about_stays_unknown_until_a_person_goes_on() {
    let bench = Bench::new().await;
    let plan = bench.plan(30).await;
    bench.running.add_fault(Fault {
        pattern: "*/planned/config".into(),
        reset: true,
        after_handler: true,
        times: Some(1),
        ..Fault::default()
    });
    bench.running.add_fault(Fault {
        pattern: "*/serving-endpoints/planned".into(),
        skip: 1,
        status: Some(403),
        body: Some(json!({"error_code": "PERMISSION_DENIED", "message": "No."})),
        ..Fault::default()
    });
    let change = bench.run(plan).await;
    assert_eq!(change.steps[0].state, Step::Unknown, "{change:#?}");
    assert!(change.can_resume && bench.sent("PUT", "/config") == 1);
    bench.running.clear_faults();
    let change = bench.resume(&change).await;
    assert_eq!(change.state, ChangeState::Done, "{change:#?}");
    assert_eq!(bench.sent("PUT", "/config"), 1, "it had arrived");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_somebody_else_changed_meanwhile_is_not_overwritten_by_going_on() {
    let bench = Bench::new().await;
    bench.running.add_fault(refused("PUT", "/planned/ai-gateway"));
    let change = bench.run(bench.plan(30).await).await;
    bench.running.clear_faults();
    let theirs = json!({"rate_limits": [{"key": "user", "calls": 5, "renewal_period": "minute"}]});
    bench.connection.client.serving().put_ai_gateway(NAME, &theirs).await.unwrap();
    let change = bench.resume(&change).await;
    assert_eq!(change.state, ChangeState::Failed);
    let why = change.steps[3].explanation.clone().unwrap();
    assert!(why.title.contains("changed meanwhile"), "{why:#?}");
    assert_eq!(bench.now().await["ai_gateway"]["rate_limits"][0]["calls"], 5);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_plan_from_an_older_reading_begins_nothing_and_leaves_no_row() {
    let bench = Bench::new().await;
    let (old, new) = (bench.plan(30).await, bench.plan(40).await);
    bench.run(new).await;
    let failure = run(&bench.app, &bench.connection, old, None).await.unwrap_err();
    assert!(matches!(failure, Failure::Conflict { .. }), "{failure:#?}");
    assert_eq!(share_of_a(&bench.now().await), 40);
    let workspace = &bench.connection.workspace.id;
    let (_, total) = rows::page(&bench.app.store, &bench.app.changes, workspace, None, (0, 9)).await.unwrap();
    assert_eq!(total, 2, "the creation and the newer plan");
}

#[tokio::test(flavor = "multi_thread")]
async fn two_changes_of_one_endpoint_do_not_run_at_the_same_time() {
    let bench = Bench::new().await;
    let (one, two) = (bench.plan(30).await, bench.plan(40).await);
    let ran = tokio::join!(
        run(&bench.app, &bench.connection, one, None),
        run(&bench.app, &bench.connection, two, None)
    );
    assert!(ran.0.is_ok() != ran.1.is_ok(), "{ran:#?}");
    let refused = ran.0.err().or(ran.1.err()).unwrap();
    assert!(matches!(refused, Failure::Conflict { .. }));
}

#[tokio::test(flavor = "multi_thread")]
async fn an_update_that_fails_says_why_and_going_on_writes_the_config_again() {
    let bench = Bench::new().await;
    let secrets = bench.connection.client.secrets();
    let mut plan = bench.plan(30).await;
    let key =
        &mut plan.writes[0].body["served_entities"][0]["external_model"]["openai_config"]["openai_api_key"];
    *key = json!("{{secrets/s/later}}");
    let change = bench.run(plan).await;
    assert_eq!(change.state, ChangeState::Failed, "{change:#?}");
    let failed = change.steps.iter().position(|step| step.state == Step::Failed).unwrap();
    let why = change.steps[failed].explanation.clone().unwrap();
    assert!(why.next.kind != NextStepKind::None && !why.cause.is_empty(), "{why:#?}");
    secrets.put("s", "later", &SecretValue::new("sk-works-0123456789")).await.unwrap();
    let change = bench.resume(&change).await;
    assert_eq!(change.state, ChangeState::Done, "{change:#?}");
    is_all(&bench, 30).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_value_typed_in_plain_text_is_written_and_not_kept() {
    let bench = Bench::new().await;
    let mut plan = bench.plan(30).await;
    let openai = &mut plan.writes[0].body["served_entities"][0]["external_model"]["openai_config"];
    *openai = json!({"openai_api_key_plaintext": "sk-works-canary-5518"});
    bench.running.add_fault(refused("PUT", "/planned/config"));
    let change = bench.run(plan).await;
    assert!(!change.can_resume, "{change:#?}");
    let failure = resume(&bench.app, &bench.connection, &change.id, None).await.unwrap_err();
    assert!(failure.explanation().cause.contains("never kept"), "{failure:#?}");
    drop(bench.app);
    for file in std::fs::read_dir(bench.folder.path()).unwrap().flatten().filter(|file| file.path().is_file())
    {
        let text = String::from_utf8_lossy(&std::fs::read(file.path()).unwrap()).into_owned();
        assert!(!text.contains("canary-5518"), "{}", file.path().display());
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_limit_of_changes_in_five_minutes_is_said_with_the_time_to_wait() {
    let bench = Bench::new().await;
    let plan = bench.plan(30).await;
    bench.running.add_fault(Fault {
        pattern: "*/planned/config".into(),
        status: Some(429),
        body: Some(json!({"error_code": "REQUEST_LIMIT_EXCEEDED", "message": "50 updates in 5 minutes."})),
        headers: [("retry-after".to_owned(), "240".to_owned())].into(),
        times: Some(1),
        ..Fault::default()
    });
    let change = bench.run(plan).await;
    let why = change.steps[0].explanation.clone().unwrap();
    assert_eq!(why.next.kind, NextStepKind::WaitAndRetry);
    assert!(why.cause.contains("50 changes") && why.next.label.contains("240"), "{why:#?}");
    assert_eq!(bench.resume(&change).await.state, ChangeState::Done);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_update_by_somebody_else_between_reading_and_writing_turns_the_plan_away() {
    let bench = Bench::new().await;
    let plan = bench.plan(30).await;
    bench.running.add_fault(Fault {
        pattern: "*/planned/config".into(),
        status: Some(409),
        body: Some(json!({"error_code": "RESOURCE_CONFLICT", "message": "Endpoint is currently updating."})),
        times: Some(1),
        ..Fault::default()
    });
    let change = bench.run(plan).await;
    let why = change.steps[0].explanation.clone().unwrap();
    assert!(why.title.contains("being changed") && why.next.kind == NextStepKind::Reload, "{why:#?}");
    assert_eq!(bench.resume(&change).await.state, ChangeState::Done);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_create_whose_answer_was_lost_twice_over_is_found_by_going_on_and_is_there_once() {
    let bench = Bench::new().await;
    let create = "/api/2.0/serving-endpoints";
    bench.running.add_fault(Fault {
        pattern: create.into(),
        method: Some("POST".into()),
        reset: true,
        after_handler: true,
        times: Some(1),
        ..Fault::default()
    });
    bench.running.add_fault(Fault { pattern: "*/endpoints/second".into(), reset: true, ..Fault::default() });
    bench.running.add_fault(Fault {
        pattern: "*/serving-endpoints/second".into(),
        status: Some(403),
        body: Some(json!({"error_code": "PERMISSION_DENIED", "message": "No."})),
        ..Fault::default()
    });
    let body = json!({"name": "second", "config": config(50)});
    let planned = Planned::creation("second", Origin::Clone, "Clone", body);
    let posts = bench.sent("POST", create);
    let change = bench.run(planned).await;
    assert_eq!(change.steps[0].state, Step::Unknown, "{change:#?}");
    bench.running.clear_faults();
    let change = bench.resume(&change).await;
    assert_eq!(change.state, ChangeState::Done, "{change:#?}");
    assert_eq!(bench.sent("POST", create), posts + 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_update_that_slipped_in_between_our_reading_and_our_write_is_said_in_the_ledger() {
    let bench = Bench::new().await;
    let slow = Fault {
        pattern: "*/planned/config".into(),
        method: Some("PUT".into()),
        delay_ms: 1_500,
        times: Some(1),
        ..Fault::default()
    };
    bench.running.add_fault(slow);
    let plan = bench.plan(30).await;
    let other = async {
        // Ours is on its way by then, and held up.
        while bench.sent("PUT", "/planned/config") == 0 {
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        let serving = bench.connection.client.serving();
        serving.update_config(NAME, &config(55)).await.unwrap();
        serving.wait_until_settled(NAME, patience(), |_| {}).await.unwrap();
    };
    let (change, ()) = tokio::join!(bench.run(plan), other);
    assert_eq!(change.state, ChangeState::Done, "{change:#?}");
    let why = change.steps[0].explanation.clone().expect("the step says it");
    assert!(why.meaning.contains("another update went through"), "{}", why.meaning);
    assert_eq!(bench.newest().await.steps[0].explanation, Some(why), "and so does the ledger");
    assert!(change.steps[1..].iter().all(|step| step.explanation.is_none()), "{change:#?}");
}
