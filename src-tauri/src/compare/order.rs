//! The order in which answers stand while their names are hidden: shuffled, so that a place says nothing about a name.

use uuid::Uuid;

/// The same items in an order nobody can guess. The randomness is that of a random UUID for each step.
pub(crate) fn shuffled<T>(mut items: Vec<T>) -> Vec<T> {
    for at in (1..items.len()).rev() {
        let bound = at + 1;
        let random = usize::try_from(Uuid::new_v4().as_u128() % (bound as u128)).unwrap_or(0);
        items.swap(at, random);
    }
    items
}

#[cfg(test)]
mod tests {
    use std::collections::HashMap;

    use super::shuffled;

    #[test]
    fn nothing_is_lost_and_nothing_comes_twice() {
        let mut items = shuffled((0..6).collect::<Vec<_>>());
        items.sort_unstable();
        assert_eq!(items, (0..6).collect::<Vec<_>>());
        assert!(shuffled(Vec::<u8>::new()).is_empty());
    }

    #[test]
    fn every_order_of_three_comes_about_as_often_as_any_other() {
        let mut seen = HashMap::new();
        for _ in 0..6000 {
            *seen.entry(shuffled(vec!['a', 'b', 'c'])).or_insert(0) += 1;
        }
        assert_eq!(seen.len(), 6);
        for (order, times) in seen {
            assert!((800..1200).contains(&times), "{order:?} came {times} times of 6000");
        }
    }
}
