//! An endpoint from its creation to its end, for every provider and way of signing in, and what waiting for it reports.

use futures_util::StreamExt as _;
use futures_util::stream;
use gatewright_databricks::ErrorKind;
use gatewright_databricks::serving::{
    AccessRule, AiGateway, CreateEndpoint, EmailNotifications, Endpoint, EndpointState, Fallback,
    PermissionLevel, Phase, RateLimit, RateLimitKey, RenewalPeriod, Route, Snapshot, Tag, UsageTracking,
    WaitOutcome,
};
use serde_json::Value;

use crate::forms::{self, FORMS, Form, KEYS, Keys};
use crate::place::Place;

pub(crate) async fn every_provider_and_way_of_signing_in_lives_a_whole_life(place: &Place) {
    let scope = place.scope("keys", &KEYS).await;
    let mut lives = Vec::new();
    for form in FORMS.iter().filter(|form| form.anywhere || place.is_sandbox()) {
        lives.push((form, Keys::Scope(scope.clone())));
        if form.keyed {
            lives.push((form, Keys::Typed));
        }
    }
    let together = if place.is_sandbox() { 8 } else { 2 };
    stream::iter(lives)
        .for_each_concurrent(together, |(form, keys)| async move { live(place, form, &keys).await })
        .await;
}

async fn live(place: &Place, form: &Form, keys: &Keys) {
    let kind = if matches!(keys, Keys::Typed) { "typed" } else { "ref" };
    let name = place.name(&format!("{}-{kind}", form.name));
    let serving = place.workspace.serving();
    let model = (form.model)(keys);

    let body = CreateEndpoint {
        tags: vec![Tag { key: "suite".into(), value: Some("contract".into()), ..Tag::default() }],
        description: Some("Made by a contract test.".into()),
        ..forms::endpoint(&name, &[("first", model.clone(), 100)])
    };
    let created = serving.create(&body).await.unwrap_or_else(|why| panic!("{name}: {why:?}"));
    assert_eq!(created.name, name);
    assert!(!created.raw.to_string().contains("sk-typed"), "{name}: a typed key is never returned");
    let endpoint = place.settled(&name).await;
    assert_eq!(endpoint.id, created.id);
    assert!(endpoint.is_external(), "{name}");
    assert_eq!(endpoint.permission_level, Some(PermissionLevel::CanManage));
    assert_eq!(endpoint.tags, body.tags);
    same_model(&endpoint, 0, &serde_json::to_value(&model).unwrap());
    assert_eq!(shares(&endpoint), [("first".to_owned(), 100)]);
    let listed = serving.list().await.unwrap();
    assert!(listed.iter().any(|one| one.name == name && one.id == endpoint.id), "{name} is in the list");

    let wider = forms::split(&[("first", model.clone(), 70), ("second", model.clone(), 30)]);
    serving.update_config(&name, &wider).await.unwrap_or_else(|why| panic!("{name}: {why:?}"));
    let changed = place.settled(&name).await;
    assert_eq!(shares(&changed), [("first".to_owned(), 70), ("second".to_owned(), 30)]);
    same_model(&changed, 1, &serde_json::to_value(&model).unwrap());
    assert!(version(&changed) > version(&endpoint), "{name}: a change has a version of its own");

    gateway(place, &name).await;
    access(place, &name, endpoint.id.as_deref().unwrap()).await;
    documents(place, &name).await;

    serving.delete(&name).await.unwrap();
    assert_eq!(serving.get(&name).await.unwrap_err().kind, ErrorKind::NotFound, "{name}");
    assert_eq!(serving.delete(&name).await.unwrap_err().kind, ErrorKind::NotFound, "{name}");
}

async fn gateway(place: &Place, name: &str) {
    let serving = place.workspace.serving();
    let wanted = AiGateway {
        usage_tracking_config: Some(UsageTracking { enabled: Some(true), ..UsageTracking::default() }),
        rate_limits: vec![RateLimit {
            key: Some(RateLimitKey::User),
            renewal_period: Some(RenewalPeriod::Minute),
            calls: Some(40),
            ..RateLimit::default()
        }],
        fallback_config: Some(Fallback { enabled: Some(true), ..Fallback::default() }),
        ..AiGateway::default()
    };
    let stored = serving.put_ai_gateway(name, &wanted).await.unwrap();
    assert_eq!(stored.value, wanted, "{name}");
    assert_eq!(serving.get(name).await.unwrap().ai_gateway.as_ref(), Some(&wanted), "{name}");
    let cleared = serving.put_ai_gateway(name, &AiGateway::default()).await.unwrap();
    assert_eq!(cleared.value, AiGateway::default(), "{name}");
    assert_eq!(serving.get(name).await.unwrap().ai_gateway, None, "{name}: cleared is gone");
}

async fn access(place: &Place, name: &str, id: &str) {
    let serving = place.workspace.serving();
    let me = place.workspace.identity().me().await.unwrap().user.user_name;
    let mails = EmailNotifications { on_update_success: vec![me.clone()], ..EmailNotifications::default() };
    assert_eq!(serving.patch_notifications(name, &mails).await.unwrap(), mails, "{name}");

    let held = |permissions: &gatewright_databricks::serving::Permissions, group: &str| {
        let entry =
            permissions.access_control_list.iter().find(|row| row.group_name.as_deref() == Some(group));
        entry.and_then(|row| row.all_permissions.first()?.permission_level.clone())
    };
    let mine = serving.permissions(id).await.unwrap();
    let own = mine.access_control_list.iter().find(|row| row.user_name.as_deref() == Some(me.as_str()));
    assert!(
        own.is_some_and(|row| row
            .all_permissions
            .iter()
            .any(|one| one.permission_level == Some(PermissionLevel::CanManage))),
        "{name}: {mine:?}"
    );
    let rule = |user: Option<&str>, group: Option<&str>, level| AccessRule {
        user_name: user.map(str::to_owned),
        group_name: group.map(str::to_owned),
        permission_level: Some(level),
        ..AccessRule::default()
    };
    let added = [rule(None, Some("users"), PermissionLevel::CanQuery)];
    let more = serving.update_permissions(id, &added).await.unwrap();
    assert_eq!(held(&more, "users"), Some(PermissionLevel::CanQuery), "{name}");
    let only_me = [rule(Some(&me), None, PermissionLevel::CanManage)];
    let fewer = serving.set_permissions(id, &only_me).await.unwrap();
    assert_eq!(held(&fewer, "users"), None, "{name}: a set replaces the direct grants");
    assert_eq!(serving.permissions(id).await.unwrap(), fewer);
    let levels = serving.permission_levels(id).await.unwrap();
    for level in [PermissionLevel::CanView, PermissionLevel::CanQuery, PermissionLevel::CanManage] {
        assert!(levels.iter().any(|one| one.permission_level.as_ref() == Some(&level)), "{name}: {levels:?}");
    }
}

async fn documents(place: &Place, name: &str) {
    let serving = place.workspace.serving();
    let metrics = serving.metrics(name).await.unwrap();
    // A real endpoint without traffic has none.
    assert!(metrics.contains("request_count_total") || !place.is_sandbox(), "{metrics}");
    let document: Value = serde_json::from_str(&serving.openapi(name).await.unwrap()).unwrap();
    assert!(document["openapi"].is_string(), "{document}");
    let path = format!("/serving-endpoints/{name}/invocations");
    assert!(document["paths"][&path].is_object() || !place.is_sandbox(), "{document}");
}

pub(crate) fn shares(endpoint: &Endpoint) -> Vec<(String, i64)> {
    let traffic = endpoint.config.as_ref().and_then(|config| config.traffic_config.clone());
    let routes: Vec<Route> = traffic.unwrap_or_default().routes;
    routes.iter().map(|route| (route.entity().to_owned(), route.traffic_percentage.unwrap_or(-1))).collect()
}

fn version(endpoint: &Endpoint) -> i64 {
    endpoint.config.as_ref().and_then(|config| config.config_version).unwrap_or(-1)
}

/// The model as it was sent, without the typed keys.
fn same_model(endpoint: &Snapshot<Endpoint>, at: usize, sent: &Value) {
    let mut sent = sent.clone();
    forget_typed(&mut sent);
    let found = &endpoint.raw["config"]["served_entities"][at]["external_model"];
    assert_eq!(found, &sent, "{}", endpoint.name);
    let typed = endpoint.config.as_ref().unwrap().served_entities[at].external_model.as_ref().unwrap();
    assert_eq!(serde_json::to_value(typed).unwrap(), sent, "{}", endpoint.name);
}

fn forget_typed(value: &mut Value) {
    if let Value::Object(fields) = value {
        fields.retain(|key, _| !key.ends_with("_plaintext"));
        fields.values_mut().for_each(forget_typed);
    }
}

/// Slow enough that no state is missed.
pub(crate) async fn the_waiter_reports_each_state(_: &Place) {
    let place = Place::at_speed(4.0).await;
    let serving = place.workspace.serving();
    let name = place.name("states");
    let model = forms::openai(&Keys::Typed);
    serving.create(&forms::endpoint(&name, &[("only", model.clone(), 100)])).await.unwrap();
    assert_eq!(watched(&place, &name).await, [Phase::Starting, Phase::Ready]);
    serving.update_config(&name, &forms::split(&[("only", model, 100)])).await.unwrap();
    assert_eq!(watched(&place, &name).await, [Phase::ReadyUpdating, Phase::Ready]);
}

async fn watched(place: &Place, name: &str) -> Vec<Phase> {
    let mut phases = Vec::new();
    let serving = place.workspace.serving();
    let told = |state: &EndpointState| phases.push(state.phase());
    let outcome = serving.wait_until_settled(name, place.patience(), told).await.unwrap();
    assert!(matches!(outcome, WaitOutcome::Ready(_)), "{outcome:?}");
    phases
}

pub(crate) async fn a_deployment_that_fails_says_why(place: &Place) {
    let serving = place.workspace.serving();
    let name = place.name("fails");
    let model = forms::openai_typed("gpt-does-not-exist", "sk-fine");
    serving.create(&forms::endpoint(&name, &[("only", model, 100)])).await.unwrap();
    let outcome = serving.wait_until_settled(&name, place.patience(), |_| {}).await.unwrap();
    let WaitOutcome::Failed { endpoint, reasons } = outcome else { panic!("{outcome:?}") };
    assert_eq!(endpoint.state.phase(), Phase::Failed);
    assert!(
        matches!(reasons.as_slice(), [(entity, why)] if entity == "only" && why.contains("gpt-does-not-exist")),
        "{reasons:?}"
    );
}
