//! SQL warehouses and Unity Catalog catalogs, as far as somebody needs them who only wants to know what they may use.
//! Nothing can be run or changed in them.

use serde_json::{Value, json};

use crate::WorldKind;
use crate::identity::{USER, Who};
use crate::reply::{Answer, Refusal, Reply};

/// `GET /api/2.0/sql/warehouses`.
pub(crate) fn warehouses(who: Who, world: WorldKind) -> Answer {
    if !who.is_entitled("databricks-sql-access") {
        return Err(Refusal::denied(format!(
            "User {} does not have the databricks-sql-access entitlement, which SQL warehouses need.",
            who.user_name
        )));
    }
    if world == WorldKind::Empty {
        return Ok(Reply::ok(&json!({})));
    }
    let listed = [
        warehouse("4f1d09a2b7c3e586", "shared-serverless", "RUNNING", "2X-Small", true),
        warehouse("9b2c7710ffde4a31", "finance-nightly", "STOPPED", "Medium", false),
    ];
    Ok(Reply::ok(&json!({"warehouses": listed})))
}

fn warehouse(id: &str, name: &str, state: &str, size: &str, serverless: bool) -> Value {
    let running = state == "RUNNING";
    json!({
        "id": id,
        "name": name,
        "state": state,
        "cluster_size": size,
        "warehouse_type": "PRO",
        "enable_serverless_compute": serverless,
        "num_clusters": i32::from(running),
        "min_num_clusters": 1,
        "max_num_clusters": 1,
        "auto_stop_mins": 10,
        "creator_name": USER,
    })
}

/// `GET /api/2.1/unity-catalog/catalogs`: those the caller may browse.
pub(crate) fn catalogs(who: Who) -> Answer {
    if !who.is_entitled("workspace-access") {
        return Ok(Reply::ok(&json!({})));
    }
    let catalog = |name: &str, kind: &str, owner: &str, comment: &str| {
        json!({"name": name, "full_name": name, "catalog_type": kind, "owner": owner, "comment": comment,
            "securable_type": "CATALOG", "isolation_mode": "OPEN"})
    };
    Ok(Reply::ok(&json!({"catalogs": [
        catalog("main", "MANAGED_CATALOG", "ml-platform", "Tables of the whole company."),
        catalog("samples", "SYSTEM_CATALOG", "System user", "Example tables of Databricks."),
        catalog("system", "SYSTEM_CATALOG", "System user", "What happened in this account."),
    ]})))
}
