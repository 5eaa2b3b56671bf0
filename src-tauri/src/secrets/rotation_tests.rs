//! The plan by itself: the order of its steps, and what it believes of what it is told.

use std::collections::BTreeMap;

use super::*;

fn plan() -> Plan {
    let mut plan = Plan::new("llm", "openai", "openai-2");
    plan.add("a", &["gpt".to_owned(), "mini".to_owned()]);
    plan.add("b", &["gpt".to_owned()]);
    plan.set(Kind::StoreKey, None, None, State::Done);
    plan
}

fn sights(of: &[(&str, bool, bool)]) -> BTreeMap<String, Sight> {
    of.iter()
        .map(|(name, old, new)| ((*name).to_owned(), Sight { old: *old, new: *new, updating: false }))
        .collect()
}

fn done(plan: &mut Plan, endpoint: &str) {
    plan.set(Kind::SwitchEndpoint, Some(endpoint), None, State::Done);
    plan.set(Kind::WaitReady, Some(endpoint), None, State::Done);
    for entity in plan.entities(endpoint) {
        plan.set(Kind::CallEntity, Some(endpoint), Some(&entity), State::Done);
    }
}

#[test]
fn endpoints_go_one_after_the_other_and_deleting_comes_last() {
    let mut plan = plan();
    plan.add("a", &["late".to_owned(), "gpt".to_owned()]);
    plan.add_put_back("a");
    plan.add_put_back("a");
    let ids: Vec<&str> = plan.rotation.steps.iter().map(|step| step.id.as_str()).collect();
    assert_eq!(
        ids,
        [
            "store",
            "switch/a",
            "wait/a",
            "call/a/gpt",
            "call/a/mini",
            "call/a/late",
            "putBack/a",
            "switch/b",
            "wait/b",
            "call/b/gpt",
            "delete"
        ]
    );
}

#[test]
fn a_switch_that_was_written_and_not_noted_is_believed_from_the_workspace() {
    let mut plan = plan();
    plan.rotation.state = RotationState::Switching;
    plan.set(Kind::SwitchEndpoint, Some("a"), None, State::Running);
    plan.believe(true, &sights(&[("a", false, true), ("b", true, false)]));
    assert_eq!(plan.state_of(Kind::SwitchEndpoint, Some("a"), None), Some(State::Done));
    assert_eq!(
        plan.state_of(Kind::CallEntity, Some("a"), Some("gpt")),
        Some(State::Waiting),
        "nothing is proved"
    );
    assert_eq!(plan.state_of(Kind::SwitchEndpoint, Some("b"), None), Some(State::Waiting));
    assert_eq!(plan.rotation.state, RotationState::Interrupted);
}

#[test]
fn a_switch_that_was_noted_and_is_not_there_is_not_believed() {
    let mut plan = plan();
    plan.rotation.state = RotationState::Switched;
    done(&mut plan, "a");
    done(&mut plan, "b");
    plan.believe(true, &sights(&[("a", false, true), ("b", true, false)]));
    assert_eq!(plan.state_of(Kind::SwitchEndpoint, Some("b"), None), Some(State::Waiting));
    assert_eq!(plan.state_of(Kind::CallEntity, Some("b"), Some("gpt")), Some(State::Waiting));
    assert_eq!(plan.rotation.state, RotationState::Interrupted);
}

#[test]
fn everything_done_is_switched_also_when_the_end_was_not_noted() {
    let mut plan = plan();
    plan.rotation.state = RotationState::Switching;
    done(&mut plan, "a");
    done(&mut plan, "b");
    plan.believe(true, &sights(&[("a", false, true), ("b", false, true)]));
    assert_eq!(plan.rotation.state, RotationState::Switched);
}

#[test]
fn a_value_that_never_reached_the_scope_is_said_and_begun_again_elsewhere() {
    let mut plan = plan();
    plan.set(Kind::StoreKey, None, None, State::Running);
    plan.believe(false, &sights(&[("a", true, false)]));
    assert_eq!(plan.rotation.state, RotationState::Failed);
    assert_eq!(plan.state_of(Kind::StoreKey, None, None), Some(State::Failed));
}

#[test]
fn what_is_over_stays_over() {
    let mut plan = plan();
    plan.rotation.state = RotationState::Finished;
    let before = plan.clone();
    plan.believe(false, &sights(&[("a", true, false)]));
    assert_eq!(plan, before);
}
