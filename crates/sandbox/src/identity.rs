//! Who is signed in: one person, the same in every world. Also the small documents clients read before their first call.
//! Permission levels of that person on an endpoint are in `permissions`.

use serde_json::{Value, json};

use crate::reply::{Answer, Refusal, Reply};

/// The signed-in person.
pub(crate) const USER: &str = "dana.okafor@meridian-freight.com";
/// How that person is called.
pub(crate) const USER_DISPLAY: &str = "Dana Okafor";
/// Groups that person belongs to.
pub(crate) const GROUPS: [&str; 2] = ["users", "ml-platform"];
/// The simulated workspace's id.
pub(crate) const WORKSPACE_ID: u64 = 7_405_618_233_190_442;
const ACCOUNT_ID: &str = "5b1f7c7e-3a54-4f0d-9a27-6c1d0a6b7f10";

/// `GET /api/2.0/preview/scim/v2/Me`.
pub(crate) fn me() -> Answer {
    let groups: Vec<Value> = GROUPS
        .iter()
        .enumerate()
        .map(|(at, name)| json!({"display": name, "type": "direct", "value": format!("88{at}0417"), "$ref": format!("Groups/88{at}0417")}))
        .collect();
    Ok(Reply::ok(&json!({
        "schemas": ["urn:ietf:params:scim:schemas:core:2.0:User", "urn:ietf:params:scim:schemas:extension:workspace:2.0:User"],
        "id": "4417200915533021",
        "userName": USER,
        "displayName": USER_DISPLAY,
        "active": true,
        "name": {"givenName": "Dana", "familyName": "Okafor"},
        "emails": [{"type": "work", "value": USER, "primary": true}],
        "groups": groups,
        "entitlements": [{"value": "workspace-access"}, {"value": "databricks-sql-access"}],
        "roles": [],
    })))
}

/// `GET /api/2.0/tokens/introspect`.
pub(crate) fn introspect() -> Answer {
    Ok(Reply::ok(&json!({
        "principal_context": {
            "principal_id": 4_417_200_915_533_021_u64,
            "authentication_scope": {"account_id": ACCOUNT_ID, "workspace_id": WORKSPACE_ID},
        }
    })))
}

/// `GET /.well-known/databricks-config`: this workspace has no such document, which clients take as "use the host as it is".
pub(crate) fn host_document() -> Refusal {
    Refusal::new(404, "NOT_FOUND", "The sandbox publishes no host metadata; sign in with its token.")
}
