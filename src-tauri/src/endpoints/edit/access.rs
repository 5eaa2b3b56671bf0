//! Who may do what with an endpoint: rows for people out of the permission list, and the list to write back. Inherited rows
//! are explained and never written; grants of a kind this app does not know stay as they are.

use gatewright_databricks::serving::{AccessEntry, PermissionLevel, Permissions};
use serde_json::{Value, json};

use super::dto::{AccessLevel, AccessRow, PrincipalKind};
use crate::explain::FieldProblem;

/// Who is signed in.
#[derive(Clone, Debug, Default)]
pub(crate) struct Me {
    pub(crate) user: String,
    pub(crate) groups: Vec<String>,
    pub(crate) admin: bool,
}

impl Me {
    fn is(&self, kind: PrincipalKind, principal: &str) -> bool {
        kind != PrincipalKind::Group && !self.user.is_empty() && self.user.eq_ignore_ascii_case(principal)
    }

    /// Whether a grant to them reaches this person.
    fn reached(&self, row: &AccessRow) -> bool {
        self.is(row.kind, &row.principal)
            || (row.kind == PrincipalKind::Group
                && (self.groups.contains(&row.principal) || (self.admin && row.principal == "admins")))
    }
}

/// The rows of a list as read, those of people first.
pub(crate) fn rows(permissions: &Permissions, me: &Me) -> Vec<AccessRow> {
    let mut rows = Vec::new();
    for entry in &permissions.access_control_list {
        let Some((kind, principal)) = principal(entry) else { continue };
        for grant in &entry.all_permissions {
            let Some(level) = grant.permission_level.as_ref().and_then(level) else { continue };
            let inherited = (grant.inherited == Some(true)).then(|| source(&grant.inherited_from_object));
            let you = me.is(kind, principal);
            rows.push(AccessRow { principal: principal.to_owned(), kind, level, inherited, you });
        }
    }
    rows.sort_by_key(|row| (row.inherited.is_some(), row.kind));
    rows
}

fn principal(entry: &AccessEntry) -> Option<(PrincipalKind, &str)> {
    let of = |name: &'_ Option<String>| name.as_deref().filter(|name| !name.is_empty()).is_some();
    if of(&entry.user_name) {
        return Some((PrincipalKind::User, entry.user_name.as_deref()?));
    }
    if of(&entry.group_name) {
        return Some((PrincipalKind::Group, entry.group_name.as_deref()?));
    }
    Some((PrincipalKind::ServicePrincipal, entry.service_principal_name.as_deref()?))
}

fn level(level: &PermissionLevel) -> Option<AccessLevel> {
    match level {
        PermissionLevel::CanView => Some(AccessLevel::View),
        PermissionLevel::CanQuery => Some(AccessLevel::Query),
        PermissionLevel::CanManage => Some(AccessLevel::Manage),
        _ => None,
    }
}

/// Where an inherited grant comes from. The root of all serving endpoints is what is seen in practice.
fn source(from: &[String]) -> String {
    match from {
        [] => "Granted above this endpoint. It cannot be changed here.".into(),
        [only] if only.trim_matches('/') == "serving-endpoints" => {
            "Granted for every serving endpoint of the workspace. A workspace admin can change it, not this page."
                .into()
        }
        places => format!("Granted on {}. It has to be changed there.", places.join(", ")),
    }
}

/// The word of the API for a level.
pub(crate) fn word(level: AccessLevel) -> &'static str {
    match level {
        AccessLevel::View => "CAN_VIEW",
        AccessLevel::Query => "CAN_QUERY",
        AccessLevel::Manage => "CAN_MANAGE",
    }
}

fn key(kind: PrincipalKind) -> &'static str {
    match kind {
        PrincipalKind::User => "user_name",
        PrincipalKind::Group => "group_name",
        PrincipalKind::ServicePrincipal => "service_principal_name",
    }
}

fn rule(row: &AccessRow) -> Value {
    json!({ key(row.kind): row.principal.trim(), "permission_level": word(row.level) })
}

fn direct(rows: &[AccessRow]) -> impl Iterator<Item = &AccessRow> {
    rows.iter().filter(|row| row.inherited.is_none())
}

fn same(one: &AccessRow, other: &AccessRow) -> bool {
    one.kind == other.kind && one.principal.trim().eq_ignore_ascii_case(other.principal.trim())
}

/// The direct grants of a list, as rules; also those of levels this app does not know.
pub(crate) fn rules(permissions: &Permissions) -> Vec<Value> {
    let mut rules = Vec::new();
    for entry in &permissions.access_control_list {
        let Some((kind, principal)) = principal(entry) else { continue };
        for grant in entry.all_permissions.iter().filter(|grant| grant.inherited != Some(true)) {
            if let Some(level) = &grant.permission_level {
                rules.push(json!({ key(kind): principal, "permission_level": level.as_str() }));
            }
        }
    }
    rules
}

/// Rules that leave the person who writes them in charge, whatever they said about them.
pub(crate) fn in_charge(mut rules: Vec<Value>, me: &Me) -> Vec<Value> {
    let mine = |rule: &Value| {
        let names = [key(PrincipalKind::User), key(PrincipalKind::ServicePrincipal)];
        names.iter().any(|key| {
            rule.get(key).and_then(Value::as_str).is_some_and(|name| name.eq_ignore_ascii_case(&me.user))
        })
    };
    let manage = word(AccessLevel::Manage);
    match rules.iter_mut().find(|rule| mine(rule)) {
        Some(rule) => rule["permission_level"] = manage.into(),
        None => {
            // A service principal goes by its application id, which is no mail address.
            let kind =
                if me.user.contains('@') { PrincipalKind::User } else { PrincipalKind::ServicePrincipal };
            rules.push(json!({ key(kind): me.user, "permission_level": manage }));
        }
    }
    rules
}

/// The direct grants that rules were, with what is inherited now.
pub(crate) fn from_rules(rules: &[Value], now: &[AccessRow]) -> Vec<AccessRow> {
    let text = |rule: &Value, key: &str| rule.get(key).and_then(Value::as_str).map(str::to_owned);
    let kinds = [PrincipalKind::User, PrincipalKind::Group, PrincipalKind::ServicePrincipal];
    let mut rows: Vec<AccessRow> = rules
        .iter()
        .filter_map(|rule| {
            let (kind, principal) = kinds.iter().find_map(|kind| Some((*kind, text(rule, key(*kind))?)))?;
            let level = match text(rule, "permission_level")?.as_str() {
                "CAN_VIEW" => AccessLevel::View,
                "CAN_QUERY" => AccessLevel::Query,
                "CAN_MANAGE" => AccessLevel::Manage,
                _ => return None,
            };
            let mut row = AccessRow { principal, kind, level, inherited: None, you: false };
            row.you = now.iter().any(|there| there.you && same(there, &row));
            Some(row)
        })
        .collect();
    rows.sort_by_key(|row| row.kind);
    rows.extend(now.iter().filter(|row| row.inherited.is_some()).cloned());
    rows
}

/// The rows as they will stand: what was changed since `opened` is done to the list as it is now, so that what others changed
/// meanwhile stays.
pub(crate) fn merged(opened: &[AccessRow], now: &[AccessRow], wanted: &[AccessRow]) -> Vec<AccessRow> {
    let mut rows = now.to_vec();
    for before in direct(opened) {
        if !direct(wanted).any(|row| same(row, before)) {
            rows.retain(|row| row.inherited.is_some() || !same(row, before));
        }
    }
    for row in direct(wanted) {
        if direct(opened).any(|before| same(before, row) && before.level == row.level) {
            continue;
        }
        match rows.iter_mut().find(|there| there.inherited.is_none() && same(there, row)) {
            Some(there) => there.level = row.level,
            None => rows.push(row.clone()),
        }
    }
    rows
}

/// The rules to write for `wanted`; nothing when they are those that stand there already.
pub(crate) fn changed(permissions: &Permissions, wanted: &[AccessRow]) -> Option<Vec<Value>> {
    let standing = rules(permissions);
    let known = |rule: &Value| {
        matches!(
            rule.get("permission_level").and_then(Value::as_str),
            Some("CAN_VIEW" | "CAN_QUERY" | "CAN_MANAGE")
        )
    };
    let mut left: Vec<Value> = direct(wanted).map(rule).collect();
    // In the order they stand, so that a change of one line is a change of one line.
    let mut next = Vec::new();
    for old in &standing {
        if !known(old) {
            next.push(old.clone());
            continue;
        }
        let who = |rule: &Value| -> Option<(&'static str, String)> {
            ["user_name", "group_name", "service_principal_name"]
                .into_iter()
                .find_map(|key| Some((key, rule.get(key)?.as_str()?.to_ascii_lowercase())))
        };
        if let Some(at) = left.iter().position(|rule| who(rule) == who(old)) {
            let mut kept = left.remove(at);
            // The name as the workspace spells it.
            if let (Some((key, _)), Some(fields)) = (who(old), kept.as_object_mut()) {
                fields.insert(key.to_owned(), old.get(key).cloned().unwrap_or_default());
            }
            next.push(kept);
        }
    }
    next.append(&mut left);
    (next != standing).then_some(next)
}

/// What is wrong with the rows.
pub(crate) fn problems(now: &[AccessRow], wanted: &[AccessRow], me: &Me) -> Vec<FieldProblem> {
    let mut problems = Vec::new();
    for (at, row) in wanted.iter().enumerate().filter(|(_, row)| row.inherited.is_none()) {
        let path = format!("access.{at}.principal");
        let name = row.principal.trim();
        if name.is_empty() {
            problems.push(FieldProblem::block(path, "Say who: a person, a group or a service principal."));
        } else if wanted.iter().take(at).any(|other| other.inherited.is_none() && same(other, row)) {
            problems.push(FieldProblem::block(path, format!("{name} is there twice. Keep one of the two.")));
        } else if row.kind == PrincipalKind::User && !name.contains('@') {
            problems.push(FieldProblem::warn(path, "People are named by their mail address."));
        } else if row.kind == PrincipalKind::ServicePrincipal && name.chars().count() != 36 {
            problems.push(FieldProblem::warn(
                path,
                "A service principal is named by its application id: 36 characters, from its page in the settings.",
            ));
        }
    }
    let manages = |rows: &[AccessRow]| {
        me.admin || rows.iter().any(|row| row.level == AccessLevel::Manage && me.reached(row))
    };
    if manages(now) && !manages(wanted) {
        let at = wanted.iter().position(|row| row.inherited.is_none() && me.reached(row));
        let path = at.map_or_else(|| "access".to_owned(), |at| format!("access.{at}.level"));
        problems.push(FieldProblem::block(
            path,
            "This would take CAN MANAGE from you, and you could not take it back. Leave it to yourself or to one of your groups.",
        ));
    }
    problems
}

#[cfg(test)]
#[path = "access_tests.rs"]
mod tests;
