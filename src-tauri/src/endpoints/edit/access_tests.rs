use serde_json::json;

use super::*;

fn list() -> Permissions {
    serde_json::from_value(json!({ "access_control_list": [
        {"user_name": "dana@x.com", "all_permissions": [{"permission_level": "CAN_MANAGE", "inherited": false}]},
        {"service_principal_name": "0f6c1d3e-8a52-4c7e-9b41-2d7f5e6a9c18", "all_permissions": [{"permission_level": "IS_NEW"}]},
        {"group_name": "users", "all_permissions": [
            {"permission_level": "CAN_QUERY", "inherited": false},
            {"permission_level": "CAN_VIEW", "inherited": true, "inherited_from_object": ["/serving-endpoints/"]}]},
        {"group_name": "admins", "all_permissions": [
            {"permission_level": "CAN_MANAGE", "inherited": true, "inherited_from_object": ["/serving-endpoints/"]}]},
    ]}))
    .unwrap()
}

fn dana() -> Me {
    Me { user: "dana@x.com".into(), groups: vec!["users".into()], admin: false }
}

fn row(kind: PrincipalKind, principal: &str, level: AccessLevel) -> AccessRow {
    AccessRow { principal: principal.into(), kind, level, inherited: None, you: false }
}

#[test]
fn inherited_rows_come_last_and_say_where_they_come_from() {
    let rows = rows(&list(), &dana());
    let shown: Vec<_> =
        rows.iter().map(|row| (row.principal.as_str(), row.inherited.is_some(), row.you)).collect();
    assert_eq!(
        shown,
        [
            ("dana@x.com", false, true),
            ("users", false, false),
            ("users", true, false),
            ("admins", true, false)
        ]
    );
    assert!(
        rows.last()
            .and_then(|row| row.inherited.as_deref())
            .is_some_and(|text| text.contains("every serving"))
    );
}

#[test]
fn nothing_changed_is_nothing_to_write_and_a_change_keeps_grants_of_unknown_kinds() {
    let list = list();
    let mut wanted = rows(&list, &dana());
    assert_eq!(changed(&list, &wanted), None);
    wanted.push(row(PrincipalKind::Group, "data-team", AccessLevel::Query));
    let rules = changed(&list, &wanted).unwrap();
    assert_eq!(rules.len(), 4);
    assert_eq!(rules[1]["permission_level"], "IS_NEW");
    assert_eq!(rules[3], json!({"group_name": "data-team", "permission_level": "CAN_QUERY"}));
    assert!(
        rules.iter().all(|rule| rule.get("group_name") != Some(&json!("admins"))),
        "inherited rows are not written"
    );
}

#[test]
fn nobody_locks_themselves_out() {
    let now = rows(&list(), &dana());
    let without: Vec<_> = now.iter().filter(|row| !row.you).cloned().collect();
    let blocks =
        |wanted: &[AccessRow], me: &Me| problems(&now, wanted, me).iter().any(|problem| problem.blocks);
    assert!(blocks(&without, &dana()));
    let mut lowered = now.clone();
    lowered[0].level = AccessLevel::Query;
    assert!(blocks(&lowered, &dana()));
    let mut by_group = without.clone();
    by_group.push(row(PrincipalKind::Group, "users-too", AccessLevel::Manage));
    assert!(blocks(&by_group, &dana()), "not one of her groups");
    by_group[0] = row(PrincipalKind::Group, "users", AccessLevel::Manage);
    assert!(!blocks(&by_group, &dana()));
    assert!(!blocks(&without, &Me { admin: true, ..dana() }), "admins keep it through their group");
}

#[test]
fn what_others_granted_meanwhile_stays() {
    let opened = rows(&list(), &dana());
    let mut now = opened.clone();
    now.push(row(PrincipalKind::User, "new@x.com", AccessLevel::Query));
    let mut wanted = opened.clone();
    wanted[1].level = AccessLevel::View;
    let merged = merged(&opened, &now, &wanted);
    assert!(merged.iter().any(|row| row.principal == "new@x.com"));
    assert!(
        merged
            .iter()
            .any(|row| row.principal == "users" && row.inherited.is_none() && row.level == AccessLevel::View)
    );
}

#[test]
fn the_same_somebody_twice_is_named() {
    let wanted = [
        row(PrincipalKind::User, "a@x.com", AccessLevel::View),
        row(PrincipalKind::User, "A@x.com ", AccessLevel::Query),
    ];
    let problems = problems(&[], &wanted, &dana());
    assert!(problems.iter().any(|problem| problem.blocks && problem.path == "access.1.principal"));
}
