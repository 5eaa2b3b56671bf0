//! Splitting, joining and what an interruption leaves behind, over the keychain in memory.

use proptest::prelude::*;

use super::*;
use crate::memory::{self, Behaviour};

fn long(letter: char, bytes: usize) -> String {
    std::iter::repeat_n(letter, bytes).collect()
}

fn put(items: &mut dyn Items, value: &str) -> Result<(), VaultError> {
    write(items, "w", "Gatewright: w", value.as_bytes())
}

fn got(items: &mut dyn Items) -> Option<String> {
    read(items, "w").unwrap().map(|secret| secret.expose().clone())
}

#[test]
fn a_value_of_2400_bytes_is_one_item_and_one_byte_more_is_two_parts_and_an_index() {
    let (mut items, twin) = memory::twin();
    put(&mut items, &long('x', 2_400)).unwrap();
    assert_eq!(twin.items(), ["w"]);
    put(&mut items, &long('y', 2_401)).unwrap();
    assert_eq!(twin.items(), ["w", "w#a.1", "w#a.2"]);
    assert_eq!(got(&mut items), Some(long('y', 2_401)));
}

#[test]
fn no_item_is_ever_larger_than_what_windows_takes() {
    let (mut items, twin) = memory::twin();
    put(&mut items, &long('ß', 20_000)).unwrap();
    assert!(twin.largest_item() <= 2_400, "an item holds {} bytes", twin.largest_item());
}

#[test]
fn a_shorter_value_and_a_deletion_leave_no_old_part() {
    let (mut items, twin) = memory::twin();
    put(&mut items, &long('x', 9_000)).unwrap();
    put(&mut items, &long('y', 5_000)).unwrap();
    assert_eq!(twin.items(), ["w", "w#b.1", "w#b.2", "w#b.3"]);
    put(&mut items, "short").unwrap();
    assert_eq!(twin.items(), ["w"]);
    put(&mut items, &long('z', 5_000)).unwrap();
    remove(&mut items, "w").unwrap();
    assert!(twin.items().is_empty());
}

#[test]
fn a_secret_that_looks_like_an_index_comes_back_as_it_was() {
    let (mut items, _) = memory::twin();
    let value = "gatewright-parts 1 a 1 5 0123456789abcdef";
    put(&mut items, value).unwrap();
    assert_eq!(got(&mut items).as_deref(), Some(value));
}

#[test]
fn a_write_cut_short_anywhere_leaves_the_old_value_or_the_new_one_whole() {
    let values = [long('o', 7_000), long('n', 9_500), "small".to_owned(), long('m', 2_401)];
    for old in &values {
        for new in values.iter().filter(|new| *new != old) {
            for after_writes in 0..12 {
                let (mut items, twin) = memory::twin();
                put(&mut items, old).unwrap();
                twin.behave(Behaviour::DiesMidCall { after_writes });
                let outcome = put(&mut items, new);
                twin.behave(Behaviour::Works);
                let kept = got(&mut items).unwrap();
                assert!(&kept == old || &kept == new, "cut after {after_writes} writes: a mixed value");
                if outcome.is_ok() {
                    assert_eq!(&kept, new, "a write that was reported as done is done");
                }
                // Whatever was left lying about is gone once a write or a deletion gets through.
                remove(&mut items, "w").unwrap();
                assert!(twin.items().is_empty(), "left behind: {:?}", twin.items());
            }
        }
    }
}

#[test]
fn parts_of_another_write_are_never_joined() {
    let (mut items, _) = memory::twin();
    put(&mut items, &long('x', 5_000)).unwrap();
    let foreign = format!("{}:2:{}", "0".repeat(16), long('y', 2_376));
    items.write("w#a.2", "label", foreign.as_bytes()).unwrap();
    assert_eq!(read(&mut items, "w").unwrap_err(), VaultError::Corrupt { account: "w".into() });
}

#[test]
fn a_missing_part_is_reported_as_damage() {
    let (mut items, _) = memory::twin();
    put(&mut items, &long('x', 5_000)).unwrap();
    items.remove("w#a.3").unwrap();
    assert_eq!(read(&mut items, "w").unwrap_err(), VaultError::Corrupt { account: "w".into() });
}

#[test]
fn an_index_with_nonsense_in_it_is_damage_and_not_a_secret() {
    for line in
        ["", " a", " c 1 5 0123456789abcdef", " a 900000 5 0123456789abcdef", " a 1 5 xyz", " a -1 5 0"]
    {
        let (mut items, _) = memory::twin();
        items.write("w", "label", format!("{INDEX_MARK}{line}").as_bytes()).unwrap();
        assert!(matches!(read(&mut items, "w"), Err(VaultError::Corrupt { .. })), "{line:?} was taken");
    }
}

proptest! {
    #[test]
    fn whatever_is_written_is_read_back(values in prop::collection::vec("\\PC{0,3000}", 1..4)) {
        let (mut items, twin) = memory::twin();
        for value in &values {
            put(&mut items, value).unwrap();
            let kept = got(&mut items);
            prop_assert_eq!(kept.as_ref(), Some(value));
        }
        remove(&mut items, "w").unwrap();
        prop_assert!(twin.items().is_empty());
    }
}
