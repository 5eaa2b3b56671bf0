//! What a workspace refuses, and that the client says which refusal it was.

use gatewright_databricks::serving::{CreateEndpoint, Route};
use gatewright_databricks::{ErrorKind, Sent, Timeouts};

use crate::forms::{self, Keys};
use crate::place::{Place, client};

pub(crate) async fn a_config_cannot_change_while_it_is_changing(place: &Place) {
    // At twenty times the speed of life the second change could come too late.
    let slower = if place.is_sandbox() { Some(Place::at_speed(4.0).await) } else { None };
    let place = slower.as_ref().unwrap_or(place);
    let serving = place.workspace.serving();
    let name = place.name("busy");
    let model = forms::openai(&Keys::Typed);
    place.create(&forms::endpoint(&name, &[("one", model.clone(), 100)])).await;
    let next = forms::split(&[("one", model.clone(), 50), ("two", model, 50)]);
    let accepted = serving.update_config(&name, &next).await.unwrap();
    assert!(accepted.state.is_updating(), "{:?}", accepted.state);
    assert!(accepted.pending_config.is_some() && accepted.config.is_some(), "old and new side by side");
    let refused = serving.update_config(&name, &next).await.unwrap_err();
    assert_eq!((refused.kind, refused.status), (ErrorKind::Conflict, Some(409)), "{refused:?}");
    assert_eq!((refused.sent, refused.attempts), (Sent::Answered, 1));
    assert!(!refused.is_ambiguous());
    place.settled(&name).await;
    serving.update_config(&name, &next).await.expect("accepted once the first change is through");
}

pub(crate) async fn a_name_that_is_taken_is_told_apart(place: &Place) {
    let serving = place.workspace.serving();
    let body = forms::endpoint(&place.name("taken"), &[("only", forms::openai(&Keys::Typed), 100)]);
    serving.create(&body).await.unwrap();
    let refused = serving.create(&body).await.unwrap_err();
    assert_eq!(refused.kind, ErrorKind::AlreadyExists, "{refused:?}");
    assert_eq!((refused.sent, refused.attempts), (Sent::Answered, 1));
}

pub(crate) async fn splits_that_do_not_add_up_to_100_are_refused(place: &Place) {
    let serving = place.workspace.serving();
    let name = place.name("split");
    let model = forms::openai(&Keys::Typed);
    for (one, two) in [(50, 49), (60, 60), (0, 0), (101, -1)] {
        let body = forms::endpoint(&name, &[("one", model.clone(), one), ("two", model.clone(), two)]);
        let refused = serving.create(&body).await.unwrap_err();
        assert_eq!(refused.kind, ErrorKind::InvalidRequest, "{one} + {two}: {refused:?}");
        assert!(!refused.message.is_empty());
    }
    let mut stray = forms::endpoint(&name, &[("one", model, 100)]);
    let traffic = stray.config.as_mut().and_then(|config| config.traffic_config.as_mut()).unwrap();
    traffic.routes = vec![Route::new("somebody-else", 100)];
    let refused = serving.create(&stray).await.unwrap_err();
    assert_eq!(refused.kind, ErrorKind::InvalidRequest, "{refused:?}");
    assert_eq!(serving.get(&name).await.unwrap_err().kind, ErrorKind::NotFound, "nothing was made");
}

pub(crate) async fn a_reference_to_a_missing_secret_is_refused(place: &Place) {
    let serving = place.workspace.serving();
    let name = place.name("no-secret");
    let scope = place.scope("no-secret", &[]).await;
    for missing in [scope, place.name("no-such-scope")] {
        let body = forms::endpoint(&name, &[("only", forms::openai(&Keys::Scope(missing)), 100)]);
        let refused = serving.create(&body).await.unwrap_err();
        let status = refused.status.unwrap_or_default();
        assert!((400..500).contains(&status) && !refused.is_ambiguous(), "{refused:?}");
        if place.is_sandbox() {
            assert_eq!(refused.kind, ErrorKind::InvalidRequest, "{refused:?}");
            assert!(refused.message.contains("does not exist"), "{refused}");
        }
    }
}

pub(crate) async fn an_80_character_name_is_refused(place: &Place) {
    let name = format!("{:x<80}", place.name("long"));
    let refused = place.workspace.serving().create(&CreateEndpoint::new(name)).await.unwrap_err();
    assert_eq!(refused.kind, ErrorKind::InvalidRequest, "{refused:?}");
    assert!(!refused.message.is_empty());
}

pub(crate) async fn a_wrong_token_is_not_signed_in(place: &Place) {
    let host = place.workspace.host();
    let stranger = client(host.as_str(), "dapi-not-a-token-CANARY", Timeouts::default());
    let refused = stranger.identity().me().await.unwrap_err();
    assert!(matches!(refused.kind, ErrorKind::Unauthenticated | ErrorKind::PermissionDenied), "{refused:?}");
    assert_eq!((refused.sent, refused.attempts), (Sent::Answered, 1));
    assert!(!format!("{refused:?} {refused} {stranger:?}").contains("CANARY"), "a token is never printed");
}

pub(crate) async fn what_is_not_there_is_not_found(place: &Place) {
    let serving = place.workspace.serving();
    let name = place.name("nowhere");
    assert_eq!(serving.get(&name).await.unwrap_err().kind, ErrorKind::NotFound);
    let config = forms::split(&[("only", forms::openai(&Keys::Typed), 100)]);
    assert_eq!(serving.update_config(&name, &config).await.unwrap_err().kind, ErrorKind::NotFound);
    assert_eq!(serving.patch_tags(&name, &[], &["x".into()]).await.unwrap_err().kind, ErrorKind::NotFound);
}
