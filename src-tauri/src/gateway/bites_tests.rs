use super::bites::bites;
use super::dto::{BiteStanding, Caller, GatewaySettings, LimitKey, LimitPeriod, RateLimit};

fn rule(key: LimitKey, principal: Option<&str>, calls: Option<i64>, tokens: Option<i64>) -> RateLimit {
    RateLimit { key, principal: principal.map(str::to_owned), calls, tokens, period: LimitPeriod::Minute }
}

fn with(rate_limits: Vec<RateLimit>) -> GatewaySettings {
    GatewaySettings { rate_limits, ..GatewaySettings::default() }
}

fn ann(groups: &[&str]) -> Caller {
    Caller {
        user: Some("ann@corp.com".into()),
        groups: groups.iter().map(|group| (*group).to_owned()).collect(),
        service_principal: None,
    }
}

fn first(settings: &GatewaySettings, who: &Caller) -> Option<u32> {
    bites(settings, who).rules.iter().find(|one| one.standing == BiteStanding::First).map(|one| one.rule)
}

#[test]
fn the_rule_for_a_person_goes_before_that_of_a_group_and_that_before_the_one_for_every_user() {
    let all = with(vec![
        rule(LimitKey::Endpoint, None, Some(600), None),
        rule(LimitKey::User, None, Some(60), None),
        rule(LimitKey::UserGroup, Some("data"), Some(90), None),
        rule(LimitKey::User, Some("Ann@corp.com"), Some(120), None),
    ]);
    assert_eq!(first(&all, &ann(&["data"])), Some(3), "mail addresses are compared regardless of case");
    let mut without = all.clone();
    without.rate_limits.pop();
    assert_eq!(first(&without, &ann(&["data"])), Some(2));
    assert_eq!(first(&without, &ann(&[])), Some(1));
    let told = bites(&all, &ann(&["data"]));
    let standing = |at: u32| told.rules.iter().find(|one| one.rule == at).map(|one| one.standing);
    assert_eq!(standing(1), Some(BiteStanding::Overridden));
    assert_eq!(standing(2), Some(BiteStanding::Overridden));
    assert_eq!(standing(0), Some(BiteStanding::Later));
    assert_eq!(told.sentence, "The rule for Ann@corp.com stops first: 120 calls a minute.");
}

#[test]
fn a_member_of_several_groups_is_stopped_by_the_widest_of_them() {
    let settings = with(vec![
        rule(LimitKey::UserGroup, Some("a"), Some(10), None),
        rule(LimitKey::UserGroup, Some("b"), Some(50), None),
    ]);
    assert_eq!(first(&settings, &ann(&["a", "b"])), Some(1));
    assert_eq!(first(&settings, &ann(&["a"])), Some(0));
}

#[test]
fn the_ceiling_stops_first_where_it_is_lower_and_the_rest_is_named_as_never_reached() {
    let settings = with(vec![
        rule(LimitKey::Endpoint, None, Some(600), Some(1_000)),
        rule(LimitKey::UserGroup, Some("night"), Some(900), Some(500)),
        rule(LimitKey::User, None, Some(600), None),
    ]);
    assert_eq!(first(&settings, &ann(&["night"])), Some(0));
    let shadows: Vec<String> = bites(&settings, &ann(&[]))
        .shadowed
        .into_iter()
        .map(|one| format!("{} {}", one.rule, one.sentence))
        .collect();
    assert_eq!(
        shadows,
        ["1 900 calls is never reached, 600 stops first", "2 600 calls is what the whole endpoint has"]
    );
}

#[test]
fn a_service_principal_has_its_own_rule_and_nobody_elses() {
    let settings = with(vec![
        rule(LimitKey::ServicePrincipal, Some("app-1"), Some(5), None),
        rule(LimitKey::User, Some("ann@corp.com"), Some(7), None),
    ]);
    let app = Caller { service_principal: Some("app-1".into()), ..Caller::default() };
    assert_eq!(first(&settings, &app), Some(0));
    assert_eq!(first(&settings, &ann(&[])), Some(1));
}

#[test]
fn without_a_rule_nobody_is_limited_and_that_is_said() {
    assert_eq!(bites(&with(Vec::new()), &ann(&[])).sentence, "No rule limits this caller.");
    let only = with(vec![rule(LimitKey::Endpoint, None, None, Some(400))]);
    assert_eq!(
        bites(&only, &ann(&[])).sentence,
        "Only the limit of the whole endpoint counts: 400 tokens a minute, shared with everybody."
    );
}
