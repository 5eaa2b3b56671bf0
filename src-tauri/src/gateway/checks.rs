//! What speaks against a set of gateway settings: what the workspace would refuse stands in the way, what would surprise
//! somebody is said. Paths are those of the settings as they cross to the window. Pure.

use super::dto::{GatewaySettings, LimitKey, PersonalData, RateLimit};
use super::merge::principal;
use crate::explain::FieldProblem;

/// The most rules an endpoint may have, and of these the most for groups (databricks-api.md §3).
const MOST_RULES: usize = 20;
const MOST_GROUP_RULES: usize = 5;

/// What is known of the endpoint around the settings.
pub(super) struct Around<'a> {
    pub(super) was: &'a GatewaySettings,
    pub(super) entities: usize,
    pub(super) task: Option<&'a str>,
    pub(super) creator: Option<&'a str>,
    pub(super) foreign_limits: usize,
}

pub(super) fn problems(wanted: &GatewaySettings, around: &Around<'_>) -> Vec<FieldProblem> {
    let mut problems = Vec::new();
    usage(wanted, around, &mut problems);
    table(wanted, around, &mut problems);
    limits(wanted, around, &mut problems);
    guardrails(wanted, around, &mut problems);
    if wanted.fallback && around.entities < 2 {
        let message = "Fallback needs a second served entity to fall back to.";
        problems.push(if around.was.fallback {
            FieldProblem::warn("fallback", format!("{message} Until there is one it does nothing."))
        } else {
            FieldProblem::block("fallback", message)
        });
    }
    problems
}

fn usage(wanted: &GatewaySettings, around: &Around<'_>, problems: &mut Vec<FieldProblem>) {
    if wanted.usage_tracking && !around.was.usage_tracking {
        problems.push(FieldProblem::warn(
            "usageTracking",
            "Rows appear only where an account admin has switched on the system schema serving.",
        ));
    }
}

fn table(wanted: &GatewaySettings, around: &Around<'_>, problems: &mut Vec<FieldProblem>) {
    let (table, was) = (&wanted.inference_table, &around.was.inference_table);
    if !table.enabled || table == was {
        return;
    }
    for (path, name, what) in [
        ("inferenceTable.catalog", &table.catalog, "catalog"),
        ("inferenceTable.schema", &table.schema, "schema"),
    ] {
        if name.trim().is_empty() {
            problems.push(FieldProblem::block(path, format!("Pick the {what} the table is to be in.")));
        }
    }
    let prefix = table.prefix.trim();
    if prefix.chars().any(|letter| !letter.is_ascii_alphanumeric() && letter != '_') {
        problems.push(FieldProblem::block(
            "inferenceTable.prefix",
            "The prefix may hold letters, digits and underscores only.",
        ));
    }
    let creator = around.creator.map_or_else(|| "The endpoint's creator".to_owned(), str::to_owned);
    let (catalog, schema) = (table.catalog.trim(), table.schema.trim());
    if !catalog.is_empty() && !schema.is_empty() {
        problems.push(FieldProblem::warn(
            "inferenceTable",
            format!(
                "{creator} made the endpoint and needs USE CATALOG on {catalog}, and USE SCHEMA and CREATE TABLE on \
                 {catalog}.{schema}. Their owners can grant it."
            ),
        ));
    }
}

fn limits(wanted: &GatewaySettings, around: &Around<'_>, problems: &mut Vec<FieldProblem>) {
    let rules = &wanted.rate_limits;
    let all = rules.len() + around.foreign_limits;
    if all > MOST_RULES {
        problems.push(FieldProblem::block(
            "rateLimits",
            format!(
                "An endpoint takes {MOST_RULES} rules, and these are {all}. Remove {}.",
                all - MOST_RULES
            ),
        ));
    }
    let groups = rules.iter().filter(|rule| rule.key == LimitKey::UserGroup).count();
    if groups > MOST_GROUP_RULES {
        problems.push(FieldProblem::block(
            "rateLimits",
            format!(
                "An endpoint takes {MOST_GROUP_RULES} rules for groups, and these are {groups}. Remove {}.",
                groups - MOST_GROUP_RULES
            ),
        ));
    }
    for (at, rule) in rules.iter().enumerate() {
        limit(at, rule, rules.get(..at).unwrap_or_default(), problems);
    }
}

fn limit(at: usize, rule: &RateLimit, earlier: &[RateLimit], problems: &mut Vec<FieldProblem>) {
    let path = |field: &str| format!("rateLimits.{at}.{field}");
    let whom = match rule.key {
        LimitKey::UserGroup => Some("the group"),
        LimitKey::ServicePrincipal => Some("the application id of the service principal"),
        LimitKey::Endpoint | LimitKey::User => None,
    };
    match whom {
        Some(whom) if principal(rule).is_empty() => {
            problems.push(FieldProblem::block(path("principal"), format!("Name {whom} this rule is for.")));
        }
        _ if earlier.iter().any(|other| other.key == rule.key && principal(other) == principal(rule)) => {
            problems.push(FieldProblem::block(
                path("principal"),
                "There is a rule for the same callers already. One rule can hold calls and tokens.",
            ));
        }
        _ => {}
    }
    if rule.calls.is_none() && rule.tokens.is_none() {
        problems.push(FieldProblem::block(path("calls"), "Say how many calls or how many tokens a minute."));
    }
    for (field, number) in [("calls", rule.calls), ("tokens", rule.tokens)] {
        match number {
            Some(..0) => {
                problems
                    .push(FieldProblem::block(path(field), format!("There are no fewer than 0 {field}.")));
            }
            Some(0) => problems.push(FieldProblem::warn(
                path(field),
                format!("With 0 {field} a minute these callers are stopped altogether."),
            )),
            _ => {}
        }
    }
}

fn guardrails(wanted: &GatewaySettings, around: &Around<'_>, problems: &mut Vec<FieldProblem>) {
    let acts = |side: &super::dto::Guardrails| side.safety || side.pii != PersonalData::None;
    if around.task == Some("llm/v1/embeddings") && (acts(&wanted.input) || acts(&wanted.output)) {
        problems.push(FieldProblem::warn("guardrails", "Guardrails do nothing for embeddings."));
    } else if acts(&wanted.output) && wanted.output != around.was.output {
        problems.push(FieldProblem::warn(
            "output",
            "Answers are checked only when they do not stream. A call that streams gets its answer unchecked.",
        ));
    }
}
