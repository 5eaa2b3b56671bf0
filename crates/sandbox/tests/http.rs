//! The sandbox over real sockets: an endpoint lives its life, faults happen as posted, the world survives a restart, and
//! no secret value is left anywhere. Attacks are in `door.rs`.

mod wire;

use std::time::{Duration, Instant};

use gatewright_sandbox::{Fault, Options, Sandbox, WorldKind};
use serde_json::{Value, json};
use wire::{call, chat_endpoint, hello, raw, request, started, wait_ready};

#[tokio::test(flavor = "multi_thread")]
async fn an_endpoint_lives_from_create_to_delete() {
    let running = started(WorldKind::Empty).await;
    let list = "/api/2.0/serving-endpoints";
    assert_eq!(call(&running, "GET", "/api/2.0/serving-endpoints/", None).await.json(), json!({}));
    let made = call(&running, "POST", list, Some(&chat_endpoint("multi", ["sk-fine", "sk-fine"]))).await;
    assert_eq!(made.status, 200, "{}", made.body);
    assert_eq!(made.json()["state"], json!({"ready": "NOT_READY", "config_update": "IN_PROGRESS"}));
    assert!(!made.body.contains("plaintext"));
    assert!(made.head.contains("x-databricks-request-id") && made.head.contains("x-databricks-org-id"));
    let again = call(&running, "POST", list, Some(&chat_endpoint("multi", ["a", "b"]))).await;
    assert_eq!((again.status, again.json()["error_code"].as_str()), (409, Some("RESOURCE_ALREADY_EXISTS")));
    let seen = wait_ready(&running, "multi").await;
    assert_eq!(seen["state"]["ready"], "READY");
    assert_eq!(seen["config"]["traffic_config"]["routes"][1]["served_entity_name"], "spare");

    let config = &chat_endpoint("multi", ["sk-new", "sk-new"])["config"];
    let path = format!("{list}/multi/config");
    assert_eq!(call(&running, "PUT", &path, Some(config)).await.status, 200);
    let refused = call(&running, "PUT", &path, Some(config)).await;
    assert_eq!((refused.status, refused.json()["error_code"].as_str()), (409, Some("RESOURCE_CONFLICT")));
    let updating = call(&running, "GET", &format!("{list}/multi"), None).await.json();
    assert_eq!(updating["state"], json!({"ready": "READY", "config_update": "IN_PROGRESS"}));
    assert_eq!(updating["pending_config"]["config_version"], 2);
    assert_eq!(wait_ready(&running, "multi").await["config"]["config_version"], 2);

    let gateway = json!({"rate_limits": [{"key": "endpoint", "calls": 2, "renewal_period": "minute"}]});
    assert_eq!(
        call(&running, "PUT", &format!("{list}/multi/ai-gateway"), Some(&gateway)).await.json(),
        gateway
    );
    let statuses = [0; 3].map(|_| ());
    let mut seen = Vec::new();
    for () in statuses {
        seen.push(call(&running, "POST", "/serving-endpoints/multi/invocations", Some(&hello())).await);
    }
    assert_eq!(seen.iter().map(|got| got.status).collect::<Vec<_>>(), [200, 200, 429]);
    assert_eq!(seen[2].json()["error_code"], "REQUEST_LIMIT_EXCEEDED");
    assert_eq!(seen[0].json()["usage"]["completion_tokens"], 12);
    assert_eq!(seen[0].json()["choices"][0]["finish_reason"], "length");
    assert!(seen[0].head.contains("served-model-name: main"));
    call(&running, "PUT", &format!("{list}/multi/ai-gateway"), Some(&json!({}))).await;
    assert!(call(&running, "GET", &format!("{list}/multi"), None).await.json().get("ai_gateway").is_none());

    assert_eq!(call(&running, "DELETE", &format!("{list}/multi"), None).await.json(), json!({}));
    assert_eq!(call(&running, "GET", &format!("{list}/multi"), None).await.status, 404);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_demo_world_shows_every_state() {
    let running = started(WorldKind::Demo).await;
    let all = call(&running, "GET", "/api/2.0/serving-endpoints", None).await.json();
    let endpoints = all["endpoints"].as_array().expect("a list");
    assert_eq!(endpoints.len(), 11);
    let state = |name: &str| {
        let found = endpoints.iter().find(|one| one["name"] == name).expect("listed");
        (
            found["state"]["ready"].as_str().expect("text").to_owned(),
            found["state"]["config_update"].as_str().expect("text").to_owned(),
        )
    };
    let pair = |ready: &str, update: &str| (ready.to_owned(), update.to_owned());
    assert_eq!(state("code-review-bot"), pair("READY", "NOT_UPDATING"));
    assert_eq!(state("contract-extraction"), pair("READY", "IN_PROGRESS"));
    assert_eq!(state("customer-claims-summarisation-eu-west-restricted-v3"), pair("READY", "UPDATE_FAILED"));
    assert_eq!(state("route-notes-bedrock"), pair("NOT_READY", "UPDATE_FAILED"));

    let ask = async |path: &str, body: Value| call(&running, "POST", path, Some(&body)).await;
    let claims = "/serving-endpoints/customer-claims-summarisation-eu-west-restricted-v3/served-models/gpt-4-1-azure-weu/invocations";
    let throttled = ask(claims, hello()).await;
    assert_eq!(throttled.status, 429);
    assert!(throttled.head.contains("retry-after: 20") && throttled.body.contains("external_model_message"));
    let refused = ask(
        "/serving-endpoints/support-assistant-chat/served-models/command-r-plus-standby/invocations",
        hello(),
    )
    .await;
    assert_eq!(refused.status, 401);
    assert!(refused.body.contains("Received error from cohere"));
    let private = json!({"messages": [{"role": "user", "content": "My SSN is 078-05-1120"}]});
    let blocked = ask("/serving-endpoints/support-assistant-chat/invocations", private).await;
    assert_eq!(blocked.status, 400);
    assert!(blocked.json()["message"].as_str().expect("text").contains("input_guardrail_triggered"));
    let wrong = ask("/serving-endpoints/embeddings-multilingual/invocations", hello()).await;
    assert_eq!(wrong.json()["message"], "Bad request: json: unknown field \"messages\"");
    let vectors = ask("/serving-endpoints/embeddings-multilingual/invocations", json!({"input": ["a", "b"]}))
        .await
        .json();
    assert_eq!(vectors["data"][1]["embedding"].as_array().map(Vec::len), Some(1024));
    let denied =
        call(&running, "DELETE", "/api/2.0/serving-endpoints/invoice-embeddings-3-large", None).await;
    assert_eq!((denied.status, denied.json()["error_code"].as_str()), (403, Some("PERMISSION_DENIED")));
    let unknown = call(&running, "GET", "/api/2.0/clusters/list", None).await;
    assert_eq!(unknown.status, 501);
    assert!(unknown.body.contains("/api/2.0/clusters/list"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_split_is_drawn_from_the_seed_and_fallback_goes_on() {
    let running = started(WorldKind::Demo).await;
    let mut served = std::collections::BTreeMap::<String, u32>::new();
    for _ in 0..60 {
        call(&running, "POST", "/serving-endpoints/multi-provider-llm/invocations", Some(&hello())).await;
    }
    for entry in running.requests() {
        *served.entry(entry.served_model_name.expect("an entity answered")).or_default() += 1;
    }
    assert_eq!(served.len(), 4, "{served:?}");
    assert!(served["gpt-4o"] > served["gemini-2-5-flash"], "{served:?}");

    let list = "/api/2.0/serving-endpoints";
    let name = "customer-claims-summarisation-eu-west-restricted-v3";
    let seen = call(&running, "GET", &format!("{list}/{name}"), None).await.json();
    let mut config = json!({"served_entities": seen["config"]["served_entities"], "traffic_config": {"routes": [
        {"served_entity_name": "gpt-4-1-azure-weu", "traffic_percentage": 100},
        {"served_entity_name": "claude-sonnet-4-5", "traffic_percentage": 0}]}});
    assert_eq!(call(&running, "PUT", &format!("{list}/{name}/config"), Some(&config)).await.status, 200);
    wait_ready(&running, name).await;
    let got = call(&running, "POST", &format!("/serving-endpoints/{name}/invocations"), Some(&hello())).await;
    assert_eq!(got.status, 200, "{}", got.body);
    assert!(got.head.contains("served-model-name: claude-sonnet-4-5"), "the throttled one is rescued");
    config["served_models"] = config["served_entities"].clone();
    assert_eq!(call(&running, "PUT", &format!("{list}/{name}/config"), Some(&config)).await.status, 400);
}

#[tokio::test(flavor = "multi_thread")]
async fn streams_end_with_done_and_report_usage_when_asked() {
    let running = started(WorldKind::Demo).await;
    let mut body = hello();
    body["stream"] = true.into();
    body["stream_options"] = json!({"include_usage": true});
    let got = call(&running, "POST", "/serving-endpoints/code-review-bot/invocations", Some(&body)).await;
    assert!(got.head.contains("text/event-stream"));
    let events: Vec<&str> = got.body.split("\n\n").filter(|event| !event.is_empty()).collect();
    assert_eq!(events.last(), Some(&"data: [DONE]"));
    let usage: Value =
        serde_json::from_str(events[events.len() - 2].trim_start_matches("data: ")).expect("JSON");
    assert_eq!(
        (usage["choices"].as_array().map(Vec::len), usage["usage"]["completion_tokens"].as_u64()),
        (Some(0), Some(12))
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn faults_act_as_they_were_posted() {
    let running = started(WorldKind::Empty).await;
    let list = "/api/2.0/serving-endpoints";
    let fault = |more: Value| {
        let mut fault = json!({"pattern": "/api/2.0/serving-endpoints*"});
        fault.as_object_mut().expect("an object").extend(more.as_object().expect("an object").clone());
        json!([fault])
    };
    let post = async |more: Value| {
        running.clear_faults();
        assert_eq!(call(&running, "POST", "/sandbox/faults", Some(&fault(more))).await.status, 200);
    };
    post(json!({"status": 503, "body": {"error_code": "X"}, "headers": {"retry-after": "3"}, "skip": 1, "times": 1})).await;
    assert_eq!(call(&running, "GET", list, None).await.status, 200);
    let hit = call(&running, "GET", list, None).await;
    assert_eq!((hit.status, hit.json()), (503, json!({"error_code": "X"})));
    assert!(hit.head.contains("retry-after: 3"));
    assert_eq!(call(&running, "GET", list, None).await.status, 200);

    post(json!({"status": 200, "body": "<html><title>Sign in</title></html>"})).await;
    assert!(call(&running, "GET", list, None).await.head.contains("text/html"));

    post(json!({"method": "POST", "after_handler": true, "reset": true, "times": 1})).await;
    let lost =
        raw(&running, &request(&running, "POST", list, Some(&chat_endpoint("lost", ["a", "b"])))).await;
    assert!(lost.is_none(), "the answer is lost");
    assert_eq!(
        call(&running, "GET", &format!("{list}/lost"), None).await.status,
        200,
        "but the work was done"
    );

    post(json!({"cut_after": 10})).await;
    let cut = call(&running, "GET", &format!("{list}/lost"), None).await;
    assert_eq!(cut.body.len(), 10);

    post(json!({"delay_ms": 150})).await;
    let start = Instant::now();
    call(&running, "GET", list, None).await;
    assert!(start.elapsed() >= Duration::from_millis(150));

    assert_eq!(call(&running, "POST", "/sandbox/faults", Some(&json!([{"patern": "x"}]))).await.status, 400);
    call(&running, "DELETE", "/sandbox/faults", None).await;
    assert!(running.faults().is_empty());
    let journal = call(&running, "GET", "/sandbox/requests", None).await.json();
    assert!(journal["requests"].as_array().expect("a list").iter().any(|entry| entry["faulted"] == true));
}

#[tokio::test(flavor = "multi_thread")]
async fn the_world_survives_a_restart_without_a_single_secret() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("sandbox.json");
    let options = || Options {
        world: WorldKind::Empty,
        token: Some("sandbox-test-token".into()),
        state_file: Some(path.clone()),
        speed: 2.0,
        ..Options::default()
    };
    let running = Sandbox::start(options()).await.expect("starts");
    call(&running, "POST", "/api/2.0/secrets/scopes/create", Some(&json!({"scope": "llm"}))).await;
    let secret = json!({"scope": "llm", "key": "openai", "string_value": "sk-CANARY-1"});
    assert_eq!(call(&running, "POST", "/api/2.0/secrets/put", Some(&secret)).await.status, 200);
    let endpoint = chat_endpoint("kept", ["sk-CANARY-2", "sk-wrong-CANARY-3"]);
    let made = call(&running, "POST", "/api/2.0/serving-endpoints", Some(&endpoint)).await;
    let raw_reference = json!({"name": "bad", "config": {"served_entities": [{"external_model": {"provider": "openai", "name": "m",
        "task": "llm/v1/chat", "openai_config": {"openai_api_key": "sk-CANARY-4"}}}]}});
    let refused = call(&running, "POST", "/api/2.0/serving-endpoints", Some(&raw_reference)).await;
    assert_eq!(refused.status, 400);
    let mut replies = made.body + &refused.body;
    for path in [
        "/api/2.0/serving-endpoints",
        "/api/2.0/serving-endpoints/kept",
        "/api/2.0/secrets/list?scope=llm",
        "/sandbox/requests",
        "/sandbox/settings",
    ] {
        replies += &call(&running, "GET", path, None).await.body;
    }
    assert!(!replies.contains("CANARY"));
    tokio::time::sleep(Duration::from_millis(600)).await;
    let before_the_end = std::fs::read_to_string(&path).expect("written soon after the change");
    assert!(before_the_end.contains("kept") && !before_the_end.contains("CANARY"));
    running.shutdown().await;

    let running = Sandbox::start(options()).await.expect("starts again");
    assert!(running.damaged_state_file().is_none());
    let seen = wait_ready(&running, "kept").await;
    assert_eq!(seen["state"]["ready"], "READY", "the creation went on where it was");
    let wrong =
        call(&running, "POST", "/serving-endpoints/kept/served-models/spare/invocations", Some(&hello()))
            .await;
    assert_eq!(wrong.status, 401, "the wrong key is still wrong");
    assert_eq!(
        call(&running, "POST", "/serving-endpoints/kept/invocations", Some(&hello())).await.status,
        200
    );
    drop(running);
    for entry in std::fs::read_dir(folder.path()).expect("a folder") {
        let text = std::fs::read_to_string(entry.expect("an entry").path()).expect("text");
        assert!(!text.contains("CANARY"));
    }

    std::fs::write(&path, "{\"endpoints\": 7").expect("damaged");
    let running =
        Sandbox::start(Options { world: WorldKind::Demo, ..options() }).await.expect("starts anyway");
    let aside = running.damaged_state_file().expect("set aside").to_owned();
    assert!(aside.to_string_lossy().contains(".damaged-") && aside.exists());
    assert_eq!(
        call(&running, "GET", "/api/2.0/serving-endpoints/support-assistant-chat", None).await.status,
        200
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn each_token_has_a_world_of_its_own_when_asked_for() {
    let options = Options {
        token: Some("base".into()),
        one_world_per_token: true,
        speed: 50.0,
        world: WorldKind::Empty,
        ..Options::default()
    };
    let running = Sandbox::start(options).await.expect("starts");
    let as_other = |text: String| text.replace("Bearer base", "Bearer base-two");
    let made = raw(
        &running,
        &as_other(request(
            &running,
            "POST",
            "/api/2.0/serving-endpoints",
            Some(&chat_endpoint("e", ["a", "b"])),
        )),
    )
    .await;
    assert_eq!(made.expect("an answer").status, 200);
    let theirs = raw(&running, &as_other(request(&running, "GET", "/api/2.0/serving-endpoints", None))).await;
    assert!(theirs.expect("an answer").body.contains("\"e\""));
    assert_eq!(call(&running, "GET", "/api/2.0/serving-endpoints", None).await.json(), json!({}));
    running.add_fault(Fault { pattern: "*".into(), status: Some(500), ..Fault::default() });
    let theirs = raw(&running, &as_other(request(&running, "GET", "/api/2.0/serving-endpoints", None))).await;
    assert_eq!(theirs.expect("an answer").status, 200);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_measured_stream_holds_all_its_tokens() {
    let running = started(WorldKind::Empty).await;
    let body = json!({"messages": [{"role": "user", "content": "x"}], "stream": true});
    let start = Instant::now();
    let got =
        call(&running, "POST", "/serving-endpoints/bench-d50-i0-p16-n20000/invocations", Some(&body)).await;
    assert!(start.elapsed() >= Duration::from_millis(50));
    assert_eq!(got.body.matches("\"content\":").count(), 20_000);
    assert!(got.body.ends_with("data: [DONE]\n\n"));
}
