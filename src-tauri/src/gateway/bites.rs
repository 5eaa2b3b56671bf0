//! Which rate limit stops a caller first, and which ones nobody ever reaches (databricks-api.md §4.1): the endpoint's limit
//! is a ceiling over everything; beneath it a rule for this very caller goes before rules of groups, and those before the
//! rule for every user; a member of several groups is stopped only when over all of theirs. Pure.

use super::dto::{Bite, BiteStanding, Bites, Caller, GatewaySettings, LimitKey, RateLimit, Shadow};
use super::merge::principal;

/// The answer for one caller.
pub(super) fn bites(settings: &GatewaySettings, who: &Caller) -> Bites {
    let rules = &settings.rate_limits;
    let own = own(rules, who);
    let first = first(rules, &own);
    let mut lines: Vec<Bite> =
        rules.iter().enumerate().map(|(at, _)| line(rules, &own, first, at, who)).collect();
    lines.sort_by_key(|line| match line.standing {
        BiteStanding::First => 0,
        BiteStanding::Later => 1,
        BiteStanding::Overridden => 2,
        BiteStanding::NotCounted => 3,
    });
    Bites { sentence: sentence(rules, &own, first), rules: lines, shadowed: shadowed(rules) }
}

/// The rules beneath the ceiling that count this caller: those of the most particular kind there is.
fn own(rules: &[RateLimit], who: &Caller) -> Vec<usize> {
    let those = |wanted: &dyn Fn(&RateLimit) -> bool| -> Vec<usize> {
        rules.iter().enumerate().filter(|(_, rule)| wanted(rule)).map(|(at, _)| at).collect()
    };
    let is = |name: &Option<String>, rule: &RateLimit| {
        name.as_deref()
            .is_some_and(|name| !name.is_empty() && name.trim().eq_ignore_ascii_case(principal(rule)))
    };
    let named = those(&|rule| match rule.key {
        LimitKey::User => is(&who.user, rule),
        LimitKey::ServicePrincipal => is(&who.service_principal, rule),
        LimitKey::Endpoint | LimitKey::UserGroup => false,
    });
    if !named.is_empty() {
        return named;
    }
    let of_groups = those(&|rule| {
        rule.key == LimitKey::UserGroup && who.groups.iter().any(|group| group == principal(rule))
    });
    if !of_groups.is_empty() {
        return of_groups;
    }
    those(&|rule| rule.key == LimitKey::User && principal(rule).is_empty())
}

/// The rule that stops first. Of the caller's own rules the widest counts (that is when all are used up); it is compared
/// with the ceiling by calls, or by tokens where calls say nothing.
fn first(rules: &[RateLimit], own: &[usize]) -> Option<usize> {
    let ceiling = rules.iter().position(|rule| rule.key == LimitKey::Endpoint);
    let widest = own
        .iter()
        .copied()
        .filter_map(|at| rules.get(at).map(|rule| (at, rule)))
        .max_by_key(|(_, rule)| (rule.calls.unwrap_or(i64::MAX), rule.tokens.unwrap_or(i64::MAX)));
    let (Some(ceiling), Some((at, own))) = (ceiling, widest) else {
        return ceiling.or(widest.map(|(at, _)| at));
    };
    let top = rules.get(ceiling)?;
    let tighter = match (own.calls, top.calls) {
        (Some(mine), Some(all)) => mine < all,
        (Some(_), None) => true,
        (None, Some(_)) if own.tokens.is_none() => false,
        (None, _) => own.tokens.unwrap_or(i64::MAX) < top.tokens.unwrap_or(i64::MAX),
    };
    Some(if tighter { at } else { ceiling })
}

fn line(rules: &[RateLimit], own: &[usize], first: Option<usize>, at: usize, who: &Caller) -> Bite {
    let rule = rules.get(at);
    let ceiling = rule.is_some_and(|rule| rule.key == LimitKey::Endpoint);
    let counted = ceiling || own.contains(&at);
    let (standing, sentence) = if first == Some(at) {
        (BiteStanding::First, rule.map(pace).unwrap_or_default())
    } else if ceiling {
        (BiteStanding::Later, "Shared with everybody.".to_owned())
    } else if counted && own.len() > 1 {
        (BiteStanding::Later, "Stops only when the limits of all these groups are used up.".to_owned())
    } else if counted {
        (BiteStanding::Later, "The whole endpoint stops first.".to_owned())
    } else if rule.is_some_and(|rule| counts(rule, who)) {
        (BiteStanding::Overridden, "A more particular rule counts in its place.".to_owned())
    } else {
        (BiteStanding::NotCounted, "Does not count this caller.".to_owned())
    };
    Bite { rule: u32::try_from(at).unwrap_or(u32::MAX), standing, sentence }
}

/// Whether a rule would count this caller if there were no more particular one.
fn counts(rule: &RateLimit, who: &Caller) -> bool {
    match rule.key {
        LimitKey::Endpoint => true,
        LimitKey::User => principal(rule).is_empty(),
        LimitKey::UserGroup => who.groups.iter().any(|group| group == principal(rule)),
        LimitKey::ServicePrincipal => false,
    }
}

fn pace(rule: &RateLimit) -> String {
    match (rule.calls, rule.tokens) {
        (Some(..=0), _) | (_, Some(..=0)) => "Stops every call.".to_owned(),
        (Some(calls), _) if calls >= 60 => {
            let tenths = 600 / calls;
            format!("Stops first: about one call every {}.{} s.", tenths / 10, tenths % 10)
        }
        (Some(calls), _) => format!("Stops first: about one call every {} s.", 60 / calls.max(1)),
        (None, Some(tokens)) => format!("Stops first: after some {} words a minute.", tokens * 3 / 4),
        (None, None) => "Stops nobody: it has no number yet.".to_owned(),
    }
}

fn sentence(rules: &[RateLimit], own: &[usize], first: Option<usize>) -> String {
    let Some(rule) = first.and_then(|at| rules.get(at)) else {
        return "No rule limits this caller.".to_owned();
    };
    let amount = amount(rule);
    match rule.key {
        LimitKey::Endpoint if own.is_empty() => {
            format!("Only the limit of the whole endpoint counts: {amount} a minute, shared with everybody.")
        }
        LimitKey::Endpoint => {
            format!("The whole endpoint stops first: {amount} a minute, shared with everybody.")
        }
        _ => format!("The rule for {} stops first: {amount} a minute.", whom(rule)),
    }
}

/// Calls and tokens of a rule, in words.
fn amount(rule: &RateLimit) -> String {
    let parts: Vec<String> = [("call", rule.calls), ("token", rule.tokens)]
        .into_iter()
        .filter_map(|(unit, number)| Some((unit, number?)))
        .map(|(unit, number)| if number == 1 { format!("1 {unit}") } else { format!("{number} {unit}s") })
        .collect();
    if parts.is_empty() { "no number".to_owned() } else { parts.join(" or ") }
}

fn whom(rule: &RateLimit) -> String {
    match (rule.key, principal(rule)) {
        (LimitKey::Endpoint, _) => "the whole endpoint".to_owned(),
        (LimitKey::User, "") => "every user".to_owned(),
        (LimitKey::UserGroup, group) => format!("the group {group}"),
        (_, principal) => principal.to_owned(),
    }
}

/// Numbers that the ceiling of the endpoint stops before they are reached.
fn shadowed(rules: &[RateLimit]) -> Vec<Shadow> {
    let Some(top) = rules.iter().find(|rule| rule.key == LimitKey::Endpoint) else { return Vec::new() };
    let mut shadows = Vec::new();
    for (at, rule) in rules.iter().enumerate().filter(|(_, rule)| rule.key != LimitKey::Endpoint) {
        for (unit, own, all) in [("calls", rule.calls, top.calls), ("tokens", rule.tokens, top.tokens)] {
            if let (Some(own), Some(all)) = (own, all)
                && own >= all
            {
                let sentence = if own == all {
                    format!("{own} {unit} is what the whole endpoint has")
                } else {
                    format!("{own} {unit} is never reached, {all} stops first")
                };
                shadows.push(Shadow { rule: u32::try_from(at).unwrap_or(u32::MAX), sentence });
            }
        }
    }
    shadows
}
