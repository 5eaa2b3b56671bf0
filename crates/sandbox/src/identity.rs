//! Who may be signed in: three people and a service principal, the same in every world. Also the documents that tell a
//! caller who they are. What each may do with an endpoint or a scope is decided in `permissions`.

use serde_json::{Value, json};

use crate::Identity;
use crate::reply::{Answer, Reply};

/// The person most worlds belong to.
pub(crate) const USER: &str = "dana.okafor@meridian-freight.com";
/// The simulated workspace's id.
pub(crate) const WORKSPACE_ID: u64 = 7_405_618_233_190_442;
pub(crate) const ACCOUNT_ID: &str = "5b1f7c7e-3a54-4f0d-9a27-6c1d0a6b7f10";
/// Application id of the demo service principal.
pub(crate) const CLIENT_ID: &str = "0f6c1d3e-8a52-4c7e-9b41-2d7f5e6a9c18";

/// Somebody, or a program, that can be signed in.
#[derive(Debug)]
pub(crate) struct Person {
    pub(crate) id: u64,
    /// Mail address of a person, application id of a service principal.
    pub(crate) user_name: &'static str,
    pub(crate) display: &'static str,
    pub(crate) groups: &'static [&'static str],
    pub(crate) entitlements: &'static [&'static str],
}

/// Everybody is known before the start.
pub(crate) type Who = &'static Person;

const ENTITLED: &[&str] = &["workspace-access", "databricks-sql-access"];

pub(crate) static OWNER: Person = Person {
    id: 4_417_200_915_533_021,
    user_name: USER,
    display: "Dana Okafor",
    groups: &["users", "ml-platform"],
    entitlements: ENTITLED,
};

static LIMITED: Person = Person {
    id: 4_417_200_915_540_388,
    user_name: "noah.lindqvist@meridian-freight.com",
    display: "Noah Lindqvist",
    groups: &["users"],
    entitlements: &["workspace-consume"],
};

static ADMIN: Person = Person {
    id: 4_417_200_915_511_702,
    user_name: "ingrid.solberg@meridian-freight.com",
    display: "Ingrid Solberg",
    groups: &["users", "admins"],
    entitlements: ENTITLED,
};

/// Signs in with an id and a secret instead of a browser.
pub(crate) static PRINCIPAL: Person = Person {
    id: 4_417_200_915_577_140,
    user_name: CLIENT_ID,
    display: "gatewright-demo",
    groups: &["users", "ml-platform"],
    entitlements: ENTITLED,
};

static EVERYBODY: [Who; 4] = [&OWNER, &LIMITED, &ADMIN, &PRINCIPAL];

impl Identity {
    pub(crate) fn person(self) -> Who {
        match self {
            Identity::Owner => &OWNER,
            Identity::Limited => &LIMITED,
            Identity::Admin => &ADMIN,
        }
    }
}

impl Person {
    pub(crate) fn is_admin(&self) -> bool {
        self.groups.contains(&"admins")
    }

    pub(crate) fn is_principal(&self) -> bool {
        !self.user_name.contains('@')
    }

    pub(crate) fn is_entitled(&self, to: &str) -> bool {
        self.entitlements.contains(&to)
    }
}

/// How somebody is called, when they are known here.
pub(crate) fn display_of(user_name: &str) -> Option<&'static str> {
    EVERYBODY.iter().find(|one| one.user_name == user_name).map(|one| one.display)
}

/// `GET /api/2.0/preview/scim/v2/Me`.
pub(crate) fn me(who: Who) -> Answer {
    let groups: Vec<Value> = who
        .groups
        .iter()
        .enumerate()
        .map(|(at, name)| json!({"display": name, "type": "direct", "value": format!("88{at}0417"), "$ref": format!("Groups/88{at}0417")}))
        .collect();
    let entitlements: Vec<Value> = who.entitlements.iter().map(|one| json!({"value": one})).collect();
    let mut me = json!({
        "schemas": ["urn:ietf:params:scim:schemas:core:2.0:User", "urn:ietf:params:scim:schemas:extension:workspace:2.0:User"],
        "id": who.id.to_string(),
        "userName": who.user_name,
        "displayName": who.display,
        "active": true,
        "groups": groups,
        "entitlements": entitlements,
        "roles": [],
    });
    if !who.is_principal() {
        let (given, family) = who.display.split_once(' ').unwrap_or((who.display, ""));
        me["name"] = json!({"givenName": given, "familyName": family});
        me["emails"] = json!([{"type": "work", "value": who.user_name, "primary": true}]);
    }
    Ok(Reply::ok(&me))
}

/// `GET /api/2.0/tokens/introspect`.
pub(crate) fn introspect(who: Who) -> Answer {
    Ok(Reply::ok(&json!({
        "principal_context": {
            "principal_id": who.id,
            "authentication_scope": {"account_id": ACCOUNT_ID, "workspace_id": WORKSPACE_ID},
        }
    })))
}
