//! A workspace that is not the app's own sandbox: the test holds it, so it outlives the app, can be changed from elsewhere and
//! can be made to fail. The app is signed in to it with a token.

use std::path::Path;
use std::sync::Arc;

use gatewright_databricks::auth::{AccessToken, Token};
use gatewright_databricks::serving::Serving;
use gatewright_databricks::{Host, Workspace};
use gatewright_sandbox::{Options, Running, Sandbox};

use crate::desk::Desk;

/// What signs in.
pub const TOKEN: &str = "dapi-window-0123456789abcdef";

/// Ten times as fast as a real one, so that a roll-out takes a second.
pub async fn workspace() -> Running {
    let options = Options { token: Some(TOKEN.to_owned()), speed: 10.0, ..Options::default() };
    Sandbox::start(options).await.unwrap()
}

/// An app that has just been connected to the workspace.
pub async fn connected(home: &Path, place: &Running) -> Desk {
    let desk = Desk::open(home).await;
    sign_in(&desk, place).await;
    desk
}

/// Connects the workspace with its token.
pub async fn sign_in(desk: &Desk, place: &Running) {
    desk.press("Connect a workspace").await;
    desk.fill("Workspace address", &place.host()).await;
    token(desk).await;
}

/// Signs in with the token, the address being filled in.
pub async fn token(desk: &Desk) {
    token_only(desk).await;
    desk.see_text("support-assistant-chat").await;
}

/// Signs in with the token where no list of endpoints is to come.
pub async fn token_only(desk: &Desk) {
    desk.press("Access token").await;
    desk.fill("Access token", TOKEN).await;
    desk.press("Connect").await;
    desk.see_text("Connected to").await;
}

/// Somebody else's hands on the workspace's endpoints.
pub fn elsewhere(place: &Running) -> Serving {
    let host = Host::parse(&place.host()).unwrap();
    let sign_in = Arc::new(AccessToken::new(Token::new(TOKEN)));
    Workspace::builder(host).auth(sign_in).build().unwrap().serving()
}

/// The names of an endpoint's served entities, in their order.
pub async fn entities(place: &Running, endpoint: &str) -> Vec<String> {
    let config = elsewhere(place).get(endpoint).await.unwrap().config.clone().unwrap();
    config.served_entities.iter().filter_map(|entity| entity.name.clone()).collect()
}
