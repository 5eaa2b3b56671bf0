//! The vault over a keychain that works, is locked, is missing, never answers, dies mid-call or talks nonsense:
//! what the caller is told, how soon, and that nothing waits longer than the limit.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test that cannot go on has failed")]

use std::time::{Duration, Instant};

use gatewright_vault::{Behaviour, Secret, Vault, VaultError, VaultState};

const LIMIT: Duration = Duration::from_millis(150);

fn secret() -> Secret<String> {
    Secret::from("dapi-canary-5f1c")
}

#[tokio::test]
async fn a_secret_is_kept_read_and_forgotten() {
    let (vault, twin) = Vault::in_memory();
    assert_eq!(vault.state().await, VaultState::Ok);
    assert!(vault.get("workspace/1").await.unwrap().is_none());
    vault.set("workspace/1", &secret()).await.unwrap();
    assert!(twin.contains("dapi-canary-5f1c"));
    assert_eq!(vault.get("workspace/1").await.unwrap().unwrap().expose(), "dapi-canary-5f1c");
    vault.delete("workspace/1").await.unwrap();
    vault.delete("workspace/1").await.unwrap();
    assert!(vault.get("workspace/1").await.unwrap().is_none());
    assert!(twin.items().is_empty());
}

#[tokio::test]
async fn an_empty_secret_deletes_the_item() {
    let (vault, twin) = Vault::in_memory();
    vault.set("workspace/1", &secret()).await.unwrap();
    vault.set("workspace/1", &Secret::from("")).await.unwrap();
    assert!(twin.items().is_empty());
}

#[tokio::test]
async fn a_long_secret_survives_the_way_through_the_vault() {
    let (vault, _twin) = Vault::in_memory();
    let long = Secret::from("é".repeat(8_000));
    vault.set("workspace/1", &long).await.unwrap();
    assert_eq!(vault.get("workspace/1").await.unwrap().unwrap().expose(), long.expose());
}

#[tokio::test]
async fn a_locked_keychain_says_so_at_once_until_it_is_unlocked() {
    let (vault, twin) = Vault::in_memory();
    vault.set("workspace/1", &secret()).await.unwrap();
    twin.behave(Behaviour::Locked);
    assert_eq!(vault.state().await, VaultState::Locked);
    assert_eq!(vault.get("workspace/1").await.unwrap_err(), VaultError::Locked);
    assert_eq!(vault.set("workspace/1", &secret()).await.unwrap_err(), VaultError::Locked);
    vault.unlock().await.unwrap();
    assert_eq!(vault.state().await, VaultState::Ok);
    assert!(vault.get("workspace/1").await.unwrap().is_some());
}

#[tokio::test]
async fn while_a_person_is_asked_to_unlock_other_calls_answer_locked_at_once() {
    let (vault, twin) = Vault::in_memory();
    twin.behave(Behaviour::NeverAnswers);
    let asking = tokio::spawn({
        let vault = vault.clone();
        async move { vault.unlock().await }
    });
    tokio::time::sleep(Duration::from_millis(50)).await;
    let started = Instant::now();
    assert_eq!(vault.get("workspace/1").await.unwrap_err(), VaultError::Locked);
    assert_eq!(vault.state().await, VaultState::Locked);
    assert!(started.elapsed() < Duration::from_millis(100));
    twin.behave(Behaviour::Works);
    asking.await.unwrap().unwrap();
    assert_eq!(vault.state().await, VaultState::Ok);
}

#[tokio::test]
async fn a_missing_keychain_says_why_and_keeps_nothing() {
    let (vault, twin) = Vault::in_memory();
    twin.behave(Behaviour::Missing);
    assert_eq!(vault.state().await, VaultState::Missing { why: "This system has no keychain.".into() });
    let error = vault.set("workspace/1", &secret()).await.unwrap_err();
    assert_eq!(error.to_string(), "No keychain can be reached. This system has no keychain.");
    assert!(twin.items().is_empty());
}

#[tokio::test]
async fn a_keychain_that_never_answers_costs_one_limit_and_then_nothing() {
    let (vault, twin) = Vault::in_memory();
    let vault = vault.with_limit(LIMIT);
    twin.behave(Behaviour::NeverAnswers);
    let started = Instant::now();
    assert_eq!(vault.get("workspace/1").await.unwrap_err(), VaultError::NotAnswering);
    assert!((LIMIT..LIMIT * 4).contains(&started.elapsed()), "took {:?}", started.elapsed());

    let again = Instant::now();
    for _ in 0..50 {
        assert_eq!(vault.state().await, VaultState::NotAnswering);
        assert_eq!(vault.set("workspace/1", &secret()).await.unwrap_err(), VaultError::NotAnswering);
    }
    assert!(again.elapsed() < LIMIT, "fifty calls on a stuck keychain took {:?}", again.elapsed());

    twin.behave(Behaviour::Works);
    tokio::time::sleep(LIMIT).await;
    assert_eq!(vault.state().await, VaultState::Ok, "once the call has returned, the vault is itself again");
    assert!(twin.items().is_empty(), "a call that was refused is not carried out later");
}

#[tokio::test]
async fn a_call_that_waited_in_vain_behind_a_stuck_one_is_never_carried_out() {
    let (vault, twin) = Vault::in_memory();
    let vault = vault.with_limit(LIMIT);
    twin.behave(Behaviour::NeverAnswers);
    let token = secret();
    let (read, written) = tokio::join!(vault.get("workspace/1"), vault.set("workspace/2", &token));
    assert_eq!(read.unwrap_err(), VaultError::NotAnswering);
    assert_eq!(written.unwrap_err(), VaultError::NotAnswering);
    twin.behave(Behaviour::Works);
    tokio::time::sleep(LIMIT).await;
    assert!(twin.items().is_empty());
}

#[test]
fn a_stuck_keychain_holds_up_neither_the_runtime_nor_the_vault_when_they_end() {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let (vault, twin) = Vault::in_memory();
    let vault = vault.with_limit(LIMIT);
    twin.behave(Behaviour::NeverAnswers);
    runtime.block_on(async { vault.state().await });
    let started = Instant::now();
    drop(vault);
    drop(runtime);
    assert!(started.elapsed() < Duration::from_secs(1), "ending took {:?}", started.elapsed());
}

#[tokio::test]
async fn a_slow_keychain_within_the_limit_is_a_working_one() {
    let (vault, twin) = Vault::in_memory();
    twin.behave(Behaviour::Slow(Duration::from_millis(60)));
    vault.set("workspace/1", &secret()).await.unwrap();
    assert_eq!(vault.state().await, VaultState::Ok);
}

#[tokio::test]
async fn a_keychain_that_dies_mid_call_fails_the_call_and_keeps_the_old_secret() {
    let (vault, twin) = Vault::in_memory();
    vault.set("workspace/1", &Secret::from("a".repeat(6_000))).await.unwrap();
    twin.behave(Behaviour::DiesMidCall { after_writes: 2 });
    let failed = vault.set("workspace/1", &Secret::from("b".repeat(6_000))).await.unwrap_err();
    assert!(matches!(failed, VaultError::Refused { .. }), "{failed:?}");
    twin.behave(Behaviour::Works);
    assert_eq!(vault.get("workspace/1").await.unwrap().unwrap().expose(), &"a".repeat(6_000));
}

#[tokio::test]
async fn junk_is_reported_as_damage_and_not_handed_on() {
    let (vault, twin) = Vault::in_memory();
    twin.behave(Behaviour::Junk);
    let error = vault.get("workspace/1").await.unwrap_err();
    assert_eq!(error, VaultError::Corrupt { account: "workspace/1".into() });
    assert_eq!(error.state(), None);
}

#[tokio::test]
async fn a_refusal_is_told_in_the_keychains_words() {
    let (vault, twin) = Vault::in_memory();
    twin.behave(Behaviour::Refuses);
    let error = vault.delete("workspace/1").await.unwrap_err();
    assert_eq!(error.to_string(), "The keychain refused. Access was denied.");
}

#[tokio::test]
async fn an_account_that_could_name_a_part_is_turned_away() {
    let (vault, twin) = Vault::in_memory();
    for account in ["", "w#a.1", "two\nlines", &"x".repeat(201)] {
        let error = vault.set(account, &secret()).await.unwrap_err();
        assert!(matches!(error, VaultError::BadAccount { .. }), "{account:?} was taken");
    }
    assert!(twin.items().is_empty());
}

#[tokio::test]
async fn no_failure_ever_spells_the_secret() {
    for behaviour in [Behaviour::Locked, Behaviour::Missing, Behaviour::Junk, Behaviour::Refuses] {
        let (vault, twin) = Vault::in_memory();
        twin.behave(behaviour);
        for error in [vault.set("workspace/1", &secret()).await.err(), vault.get("workspace/1").await.err()] {
            let told = format!("{error:?} {}", error.as_ref().map(ToString::to_string).unwrap_or_default());
            assert!(!told.contains("canary"), "{told}");
        }
        assert!(!format!("{vault:?}").contains("canary"));
    }
}

#[tokio::test]
async fn the_session_only_vault_works_and_says_that_it_forgets() {
    let vault = Vault::session_only();
    assert!(!vault.keeps_after_exit());
    assert!(Vault::system("gatewright").keeps_after_exit());
    vault.set("workspace/1", &secret()).await.unwrap();
    assert_eq!(vault.get("workspace/1").await.unwrap().unwrap().expose(), "dapi-canary-5f1c");
    assert_eq!(vault.state().await, VaultState::Ok);
}
