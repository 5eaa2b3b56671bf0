//! Answers that are foreign, large, or freely spelled.

use gatewright_databricks::queries::{ChatRequest, EmbeddingRequest, Message, QueryOptions, Target};
use gatewright_databricks::secrets::SecretValue;
use gatewright_databricks::serving::{ConfigUpdate, CreateEndpoint, Phase, Provider, Ready};
use gatewright_databricks::{ErrorKind, Sent};
use serde_json::json;

use super::server::{CHAT, Server, Step, answer, json};

#[tokio::test]
async fn sign_in_pages_and_redirects_are_said_to_be_that() {
    let page = answer(200, "content-type: text/html\r\n", "<html><title>Databricks - Sign In</title></html>");
    let portal =
        answer(200, "content-type: text/html; charset=utf-8\r\n", "<html><title>Hotel WiFi</title></html>");
    let away = answer(302, "location: https://login.example.com/x?next=1\r\n", "");
    let private = answer(302, "location: /login.html?error=private-link-validation-error:7\r\n", "");
    let rows = [
        (page, ErrorKind::NotSignedIn, "sign-in page"),
        (portal, ErrorKind::UnexpectedBody, "Hotel WiFi"),
        (away, ErrorKind::NotSignedIn, "login.example.com"),
        (private, ErrorKind::PrivateLink, "private link"),
        (answer(200, "content-type: application/json\r\n", "oops"), ErrorKind::UnexpectedBody, "not JSON"),
        (json(200, "[1]"), ErrorKind::Decode, "expected form"),
    ];
    for (bytes, kind, words) in rows {
        let server = Server::start(vec![Step::Send(bytes)]).await;
        let error = server.workspace().identity().me().await.unwrap_err();
        assert_eq!((error.kind, error.sent), (kind, Sent::Answered), "{error:?}");
        assert!(error.message.contains(words), "{}", error.message);
        assert_eq!(server.count(), 1, "redirects are not followed");
    }
}

#[tokio::test]
async fn numbers_as_text_unknown_values_and_missing_keys_are_read() {
    let body = json!({"endpoints": [
        {"name": "a", "id": 7, "creation_timestamp": "1700000000000", "state": {"ready": "READY", "config_update": "PAUSED"},
         "config": {"served_entities": [{"name": "e", "external_model": {"provider": "mistral", "name": "m", "task": "llm/v2/x"}}],
                    "traffic_config": {"routes": [{"served_model_name": "e", "traffic_percentage": "100"}]}},
         "route_optimized": "false", "permission_level": "CAN_DREAM", "tags": null, "x_new": {"deep": [1]}},
        {"name": "b"}
    ]});
    let server =
        Server::start(vec![Step::Send(json(200, &body.to_string())), Step::Send(json(200, "{}"))]).await;
    let workspace = server.workspace();
    let endpoints = workspace.serving().list().await.unwrap();
    let first = &endpoints[0];
    assert_eq!((first.id.as_deref(), first.creation_timestamp), (Some("7"), Some(1_700_000_000_000)));
    assert_eq!(first.state.ready, Ready::Ready);
    assert_eq!(first.state.config_update, ConfigUpdate::Other("PAUSED".into()));
    assert_eq!(first.state.phase(), Phase::Unknown);
    let config = first.config.as_ref().unwrap();
    assert_eq!(config.traffic_config.as_ref().unwrap().routes[0].traffic_percentage, Some(100));
    let model = config.served_entities[0].external_model.as_ref().unwrap();
    assert_eq!(model.provider, Provider::Other("mistral".into()));
    assert_eq!((first.route_optimized, &first.extra["x_new"]), (Some(false), &json!({"deep": [1]})));
    assert!(endpoints[1].config.is_none() && !endpoints[1].is_external());
    assert!(workspace.serving().list().await.unwrap().is_empty(), "an empty workspace omits the key");
}

#[tokio::test]
async fn four_megabytes_are_read_and_far_too_much_is_refused() {
    let text = "x".repeat(4 * 1024 * 1024);
    let body = json!({"choices": [{"message": {"role": "assistant", "content": text}}]}).to_string();
    let server = Server::start(vec![Step::Send(json(200, &body))]).await;
    let reply = server
        .workspace()
        .queries()
        .chat(&Target::endpoint("x"), &ChatRequest::new(Vec::new()))
        .await
        .unwrap();
    assert_eq!(reply.value.text().len(), text.len());

    let server = Server::start(vec![Step::Send(json(200, &"y".repeat(33 * 1024 * 1024)))]).await;
    let error = server
        .workspace()
        .queries()
        .chat(&Target::endpoint("x"), &ChatRequest::new(Vec::new()))
        .await
        .unwrap_err();
    assert_eq!((error.kind, error.sent), (ErrorKind::BodyTooLarge, Sent::Answered));
    assert!(error.message.contains("32 MB"), "{}", error.message);

    let server = Server::start(vec![Step::SendAndClose(answer(500, "", &"<p>".repeat(1024 * 1024)))]).await;
    let error = server.workspace().identity().me().await.unwrap_err();
    assert!(error.raw.as_ref().unwrap().len() <= gatewright_databricks::error::RAW_LIMIT);
}

#[tokio::test]
async fn no_error_repeats_a_credential_that_the_server_echoes() {
    let echo = r#"{"error_code":"INVALID_PARAMETER_VALUE","message":"dapi-canary-token sk-canary-key s3cret-canary","details":[{"a":"sk-canary-key"}]}"#;
    let server = Server::start(vec![Step::Send(json(400, echo))]).await;
    let workspace = server.workspace();
    let mut create = CreateEndpoint::new("x");
    create.extra.insert("openai_api_key_plaintext".into(), "sk-canary-key".into());
    let one = workspace.serving().create(&create).await.unwrap_err();
    let two = workspace.secrets().put("s", "k", &SecretValue::new("s3cret-canary")).await.unwrap_err();
    assert!(
        !format!("{one:?} {one}").contains("canary-t") && !format!("{one:?}").contains("canary-k"),
        "{one:?}"
    );
    assert!(!format!("{two:?} {two}").contains("s3cret"), "{two:?}");
    assert!(server.seen()[1].body.contains("s3cret-canary"), "the value itself must arrive");
    assert!(!format!("{workspace:?} {create:?}").contains("dapi-canary"));
}

#[tokio::test]
async fn a_reply_tells_who_answered_and_the_workspace_is_remembered() {
    let headers = "content-type: application/json\r\nserved-model-name: claude\r\nx-databricks-request-id: r-9\r\nx-databricks-org-id: 4242\r\n";
    let server = Server::start(vec![Step::Send(answer(200, headers, CHAT))]).await;
    let workspace = server.workspace();
    let request =
        ChatRequest { client_request_id: Some("mine".into()), ..ChatRequest::new(vec![Message::user("x")]) };
    let reply = workspace.queries().chat(&Target::entity("a b", "c/d"), &request).await.unwrap();
    assert_eq!(reply.meta.served_model.as_deref(), Some("claude"));
    assert_eq!(reply.meta.request_id.as_deref(), Some("r-9"));
    assert_eq!((reply.value.text(), reply.value.finish_reason()), ("hi".to_owned(), Some("stop")));
    assert_eq!(reply.value.usage.as_ref().unwrap().prompt_tokens, Some(3));
    assert_eq!(workspace.workspace_id().as_deref(), Some("4242"));
    let vectors = EmbeddingRequest::new(vec!["t".into()]);
    workspace.queries().embeddings(&Target::endpoint("e"), &vectors, &QueryOptions::default()).await.unwrap();
    let seen = server.seen();
    assert_eq!(seen[0].line(), "POST /serving-endpoints/a%20b/served-models/c%2Fd/invocations");
    assert!(seen[0].body.contains(r#""client_request_id":"mine""#));
    assert!(seen[1].body.contains("client_request_id"), "an id is made up when none is given");
    assert_eq!(seen[1].header("x-databricks-workspace-id").as_deref(), Some("4242"));
    assert!(seen[0].header("user-agent").unwrap().starts_with("gatewright-databricks/"));
}
