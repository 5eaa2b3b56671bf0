//! Long secrets over items of limited size. Windows takes 2,560 bytes an item, so a value past 2,400 is cut into numbered
//! items, and the account's own item becomes an index that names them.
//!
//! A new value goes to the slot (`a` or `b`) that the index does not name; the index is written last, in one call, and the
//! old parts are removed after it. Whoever is interrupted leaves the old value or the new one whole. Each part begins
//! with the nonce of its index, so that parts of two writes can never be joined.

use std::hash::{BuildHasher, Hasher, RandomState};
use std::time::SystemTime;

use zeroize::Zeroizing;

use crate::items::{Bytes, Items};
use crate::{Secret, VaultError};

/// The most bytes that one item gets.
const ITEM_LIMIT: usize = 2_400;
/// Room for the nonce and the number in front of each part.
const PART_HEAD: usize = 24;
const PART_ROOM: usize = ITEM_LIMIT - PART_HEAD;
/// No credential is longer; a larger number in an index is damage, not a reason to make a million calls.
const MOST_PARTS: usize = 256;
const INDEX_MARK: &str = "gatewright-parts 1";

/// What the account's own item says when the value is in parts.
#[derive(Debug, PartialEq, Eq)]
struct Index {
    slot: char,
    count: usize,
    bytes: usize,
    nonce: String,
}

pub(crate) fn read(items: &mut dyn Items, account: &str) -> Result<Option<Secret<String>>, VaultError> {
    let corrupt = || VaultError::Corrupt { account: account.to_owned() };
    let mut seen = items.read(account)?;
    // Another process may write between the index and its parts; then the index has changed, and reading again is right.
    for _ in 0..3 {
        let Some(item) = seen else { return Ok(None) };
        if !item.starts_with(INDEX_MARK.as_bytes()) {
            return text(&item).map(Some).ok_or_else(corrupt);
        }
        let index = Index::parse(&item).ok_or_else(corrupt)?;
        if let Some(joined) = join(items, account, &index)? {
            return text(&joined).map(Some).ok_or_else(corrupt);
        }
        let now = items.read(account)?;
        if now.as_deref() == Some(&*item) {
            return Err(corrupt());
        }
        seen = now;
    }
    Err(corrupt())
}

pub(crate) fn write(
    items: &mut dyn Items,
    account: &str,
    label: &str,
    value: &[u8],
) -> Result<(), VaultError> {
    let old = items.read(account)?.as_deref().and_then(|item| Index::parse(item));
    if value.len() <= ITEM_LIMIT && !value.starts_with(INDEX_MARK.as_bytes()) {
        items.write(account, label, value)?;
        return tidy(items, account, &['a', 'b']);
    }
    let index = Index {
        slot: if old.is_some_and(|old| old.slot == 'a') { 'b' } else { 'a' },
        count: value.len().div_ceil(PART_ROOM),
        bytes: value.len(),
        nonce: nonce(),
    };
    if index.count > MOST_PARTS {
        return Err(VaultError::Refused { why: "The value is longer than any credential.".into() });
    }
    for (chunk, number) in value.chunks(PART_ROOM).zip(1..) {
        let mut part: Bytes = Zeroizing::new(index.head(number).into_bytes());
        part.reserve_exact(chunk.len());
        part.extend_from_slice(chunk);
        let part_label = format!("{label} (part {number} of {})", index.count);
        items.write(&part_name(account, index.slot, number), &part_label, &part)?;
    }
    items.write(account, label, index.line().as_bytes())?;
    sweep(items, account, index.slot, index.count + 1)?;
    tidy(items, account, &[if index.slot == 'a' { 'b' } else { 'a' }])
}

/// Removes the account's item first: from then on it is gone for every reader, whatever happens to the parts.
pub(crate) fn remove(items: &mut dyn Items, account: &str) -> Result<(), VaultError> {
    items.remove(account)?;
    tidy(items, account, &['a', 'b'])
}

/// Removes whatever parts stand in these slots.
fn tidy(items: &mut dyn Items, account: &str, slots: &[char]) -> Result<(), VaultError> {
    slots.iter().try_for_each(|slot| sweep(items, account, *slot, 1))
}

/// Removes the parts from `first` on, the last one first: an interrupted sweep leaves no gap that would hide the rest.
fn sweep(items: &mut dyn Items, account: &str, slot: char, first: usize) -> Result<(), VaultError> {
    let mut end = first;
    while end <= MOST_PARTS && items.read(&part_name(account, slot, end))?.is_some() {
        end += 1;
    }
    for number in (first..end).rev() {
        items.remove(&part_name(account, slot, number))?;
    }
    Ok(())
}

/// The whole value, or nothing when the parts are not those that the index names.
fn join(items: &mut dyn Items, account: &str, index: &Index) -> Result<Option<Bytes>, VaultError> {
    // Reserved in full, since a vector that grows leaves copies of the secret behind.
    let mut joined: Bytes = Zeroizing::new(Vec::with_capacity(index.bytes));
    for number in 1..=index.count {
        let part = items.read(&part_name(account, index.slot, number))?;
        let Some(chunk) = part.as_deref().and_then(|part| part.strip_prefix(index.head(number).as_bytes()))
        else {
            return Ok(None);
        };
        if joined.len() + chunk.len() > index.bytes {
            return Ok(None);
        }
        joined.extend_from_slice(chunk);
    }
    Ok((joined.len() == index.bytes).then_some(joined))
}

fn part_name(account: &str, slot: char, number: usize) -> String {
    format!("{account}#{slot}.{number}")
}

fn text(bytes: &[u8]) -> Option<Secret<String>> {
    std::str::from_utf8(bytes).ok().map(Secret::from)
}

/// Tells two writes apart; nothing rests on its being hard to guess.
fn nonce() -> String {
    let mut hasher = RandomState::new().build_hasher();
    let since = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default();
    hasher.write_u128(since.as_nanos());
    format!("{:016x}", hasher.finish())
}

impl Index {
    fn line(&self) -> String {
        format!("{INDEX_MARK} {} {} {} {}", self.slot, self.count, self.bytes, self.nonce)
    }

    fn head(&self, number: usize) -> String {
        format!("{}:{number}:", self.nonce)
    }

    fn parse(item: &[u8]) -> Option<Self> {
        let rest = std::str::from_utf8(item).ok()?.strip_prefix(INDEX_MARK)?.strip_prefix(' ')?;
        let [slot, count, bytes, nonce] = rest.split(' ').collect::<Vec<_>>().try_into().ok()?;
        let index = Self {
            slot: match slot {
                "a" => 'a',
                "b" => 'b',
                _ => return None,
            },
            count: count.parse().ok()?,
            bytes: bytes.parse().ok()?,
            nonce: nonce.to_owned(),
        };
        let plausible = (1..=MOST_PARTS).contains(&index.count)
            && index.bytes.div_ceil(PART_ROOM) == index.count
            && index.nonce.len() == 16;
        plausible.then_some(index)
    }
}

#[cfg(test)]
mod tests;
