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

/// Catalogs: name, kind, owner, what it is for.
const CATALOGS: &[(&str, &str, &str, &str)] = &[
    ("main", "MANAGED_CATALOG", "ml-platform", "Tables of the whole company."),
    ("ml_logs", "MANAGED_CATALOG", "ml-platform", "What models were asked and answered."),
    ("finance", "MANAGED_CATALOG", "finance", "Figures before they are published."),
    ("partner_share", "DELTASHARING_CATALOG", "ml-platform", "Shared by a carrier."),
    ("samples", "SYSTEM_CATALOG", "System user", "Example tables of Databricks."),
    ("system", "SYSTEM_CATALOG", "System user", "What happened in this account."),
];

/// Schemas: catalog, name, and the privilege everybody but its owners lacks to write an inference table there.
const SCHEMAS: &[(&str, &str, Option<&str>)] = &[
    ("main", "default", None),
    ("main", "llm_gateway", None),
    ("main", "finance_reports", Some("CREATE TABLE")),
    ("ml_logs", "serving", None),
    ("ml_logs", "archive", None),
    ("finance", "closing", Some("USE CATALOG")),
    ("partner_share", "shipments", Some("CREATE TABLE")),
    ("samples", "nyctaxi", Some("CREATE TABLE")),
    ("system", "serving", Some("CREATE TABLE")),
];

/// `GET /api/2.1/unity-catalog/catalogs`: those the caller may browse.
pub(crate) fn catalogs(who: Who) -> Answer {
    if !who.is_entitled("workspace-access") {
        return Ok(Reply::ok(&json!({})));
    }
    let listed: Vec<Value> = CATALOGS
        .iter()
        .map(|(name, kind, owner, comment)| {
            json!({"name": name, "full_name": name, "catalog_type": kind, "owner": owner, "comment": comment,
                "securable_type": "CATALOG", "isolation_mode": "OPEN"})
        })
        .collect();
    Ok(Reply::ok(&json!({"catalogs": listed})))
}

/// `GET /api/2.1/unity-catalog/schemas?catalog_name=`. The first page is empty and names the next one, as real servers do.
pub(crate) fn schemas(who: Who, query: &[(String, String)]) -> Answer {
    let given = |key: &str| query.iter().find(|(name, _)| name == key).map(|(_, value)| value.as_str());
    let catalog = given("catalog_name").unwrap_or_default();
    if catalog.is_empty() {
        return Err(Refusal::invalid("catalog_name must be specified."));
    }
    if !who.is_entitled("workspace-access") || !CATALOGS.iter().any(|(name, ..)| *name == catalog) {
        return Err(Refusal::new(
            404,
            "CATALOG_DOES_NOT_EXIST",
            format!("Catalog '{catalog}' does not exist."),
        ));
    }
    if lacks_catalog(catalog) {
        return Err(Refusal::denied(format!("User does not have USE CATALOG on Catalog '{catalog}'.")));
    }
    if given("page_token").is_none_or(str::is_empty) {
        return Ok(Reply::ok(&json!({"schemas": [], "next_page_token": "1"})));
    }
    let listed: Vec<Value> = SCHEMAS
        .iter()
        .filter(|(of, ..)| *of == catalog)
        .map(|(_, name, _)| name)
        .chain([&"information_schema"])
        .map(|name| {
            json!({"name": name, "catalog_name": catalog, "full_name": format!("{catalog}.{name}"),
                "owner": "ml-platform", "catalog_type": "MANAGED_CATALOG"})
        })
        .collect();
    Ok(Reply::ok(&json!({"schemas": listed})))
}

fn lacks_catalog(catalog: &str) -> bool {
    SCHEMAS.iter().any(|(of, _, lacks)| *of == catalog && *lacks == Some("USE CATALOG"))
}

/// Whether an inference table may be made in a schema. A schema the sandbox does not list is one the caller cannot see.
pub(crate) fn may_write_table(catalog: &str, schema: &str) -> Result<(), Refusal> {
    let lacks = match SCHEMAS.iter().find(|(of, name, _)| *of == catalog && *name == schema) {
        Some((.., None)) => return Ok(()),
        Some((.., Some(privilege))) => *privilege,
        None if CATALOGS.iter().any(|(name, ..)| *name == catalog) => "USE SCHEMA",
        None => "USE CATALOG",
    };
    let on = if lacks == "USE CATALOG" {
        format!("Catalog '{catalog}'")
    } else {
        format!("Schema '{catalog}.{schema}'")
    };
    Err(Refusal::denied(format!("The creator of the endpoint does not have {lacks} on {on}.")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_missing_grant_is_named_with_what_it_is_missing_on() {
        assert!(may_write_table("main", "llm_gateway").is_ok());
        for (catalog, schema, wanted) in [
            ("main", "finance_reports", "CREATE TABLE on Schema 'main.finance_reports'"),
            ("main", "nowhere", "USE SCHEMA on Schema 'main.nowhere'"),
            ("finance", "closing", "USE CATALOG on Catalog 'finance'"),
            ("unknown", "any", "USE CATALOG on Catalog 'unknown'"),
        ] {
            let refusal = may_write_table(catalog, schema).expect_err(wanted);
            assert!(refusal.message.contains(wanted), "{}", refusal.message);
        }
    }
}
