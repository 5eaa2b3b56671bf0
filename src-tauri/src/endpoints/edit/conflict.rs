//! An edit of an endpoint that others changed since it was opened: what they changed, what this person changed, where the two
//! clash, and the edit put onto the endpoint as it is now. Without the reading the edit started from, every difference
//! counts as a clash. Pure; who asks decides which side wins.

use serde_json::Value;

use super::dto::{AccessRow, EndpointEdit, EntityEdit, Notifications, ThreeWay};
use super::fields;
use super::sides::{self, Side};
use crate::endpoints::dto::{EntityDraft, FieldValue, Tag};

/// The three readings, with their served entities matched to each other.
pub(crate) struct Sides<'a> {
    base: Option<Side<'a>>,
    theirs: Side<'a>,
    yours: Side<'a>,
}

impl<'a> Sides<'a> {
    /// `raw` are the served entities of the base and of the endpoint as it is now, to find renamed ones.
    pub(crate) fn new(
        base: Option<&'a EndpointEdit>,
        theirs: &'a EndpointEdit,
        yours: &'a EndpointEdit,
        raw: (&[Value], &[Value]),
    ) -> Self {
        let renamed = fields::pairs(raw.0, raw.1, None);
        let original = |entity: &EntityEdit| entity.original.clone();
        let known: Vec<String> =
            base.unwrap_or(theirs).entities.iter().filter_map(|entity| entity.original.clone()).collect();
        Self {
            base: base.map(|base| Side::new(base, |entity| original(entity).unwrap_or_default())),
            theirs: Side::new(theirs, |entity| {
                let name = original(entity).unwrap_or_default();
                let before = renamed.iter().find(|(_, now)| *now == name).map(|(before, _)| before.clone());
                before.unwrap_or(name)
            }),
            yours: Side::new(yours, |entity| {
                original(entity).unwrap_or_else(|| sides::key_of_new(entity.entity.name.trim(), &known))
            }),
        }
    }

    /// Everything that either changed.
    pub(crate) fn lines(&self) -> Vec<ThreeWay> {
        let mut paths: Vec<(String, String)> = Vec::new();
        let all = self.base.iter().chain([&self.theirs, &self.yours]);
        let leaves: Vec<_> = all.map(|side| side.leaves(|key| self.is_everywhere(key))).collect();
        for leaf in leaves.iter().flatten() {
            if !paths.iter().any(|(path, _)| *path == leaf.path) {
                paths.push((leaf.path.clone(), leaf.label.clone()));
            }
        }
        let value = |side: Option<&Vec<fields::Leaf>>, path: &str| {
            side.and_then(|leaves| leaves.iter().find(|leaf| leaf.path == path))
                .map(|leaf| leaf.value.clone())
        };
        let at = usize::from(self.base.is_some());
        let mut lines = Vec::new();
        for (path, label) in paths {
            let base = self.base.as_ref().and_then(|_| value(leaves.first(), &path));
            let (theirs, yours) = (value(leaves.get(at), &path), value(leaves.get(at + 1), &path));
            let clash = match &self.base {
                None => theirs != yours,
                Some(_) => (theirs != base && yours != base && theirs != yours) || self.fought_over(&path),
            };
            if clash || theirs != base && self.base.is_some() || yours != base && self.base.is_some() {
                lines.push(ThreeWay { label, path, base, theirs, yours, clash });
            }
        }
        lines
    }

    fn is_everywhere(&self, key: &str) -> bool {
        let mut sides = self.base.iter().chain([&self.theirs, &self.yours]);
        sides.all(|side| side.entities.get(key).is_some())
    }

    /// One removed the entity and the other changed it.
    fn fought_over(&self, path: &str) -> bool {
        let Some(base) = &self.base else { return false };
        let Some(key) = sides::key_in(path) else { return false };
        let (Some(before), theirs, yours) =
            (base.entities.get(key), self.theirs.entities.get(key), self.yours.entities.get(key))
        else {
            return false;
        };
        match (theirs, yours) {
            (None, Some(left)) | (Some(left), None) => !sides::same(before, left),
            _ => false,
        }
    }

    /// The edit on the endpoint as it is now: what only one side changed is as that side has it, and where both changed a field
    /// it is as this person has it, unless its path is among `take`.
    pub(crate) fn rebased(&self, take: &[String]) -> EndpointEdit {
        let theirs = self.theirs.edit;
        let yours = self.yours.edit;
        let base = self.base.as_ref().map(|side| side.edit);
        let pick = Pick { based: base.is_some(), take };
        EndpointEdit {
            endpoint: theirs.endpoint.clone(),
            stamp: theirs.stamp.clone(),
            entities: self.entities(&pick),
            tags: tags(&pick, base, theirs, yours),
            notifications: notifications(&pick, base, theirs, yours),
            access: access(&pick, base, theirs, yours),
            gateway: yours.gateway.clone().filter(|_| !pick.takes(sides::GATEWAY)),
        }
    }

    fn entities(&self, pick: &Pick<'_>) -> Vec<EntityEdit> {
        let base = self.base.as_ref().map(|side| &side.entities);
        let (theirs, yours) = (&self.theirs.entities, &self.yours.entities);
        let (before, their_order, your_order) = (
            base.map(|base| base.common(&[theirs, yours])),
            theirs.common(&[base.unwrap_or(theirs), yours]),
            yours.common(&[base.unwrap_or(theirs), theirs]),
        );
        let before = before.unwrap_or_else(|| their_order.clone());
        let first =
            if pick.theirs_win(sides::ORDER, &before, &their_order, &your_order) { theirs } else { yours };
        let mut merged: Vec<(String, EntityEdit)> = Vec::new();
        for key in first.keys().chain(yours.keys()).chain(theirs.keys()) {
            if merged.iter().any(|(done, _)| done == key) {
                continue;
            }
            let before = base.and_then(|base| base.get(key));
            merged.extend(
                entity(pick, key, before, theirs.get(key), yours.get(key)).map(|one| (key.clone(), one)),
            );
        }
        merged.into_iter().map(|(_, entity)| entity).collect()
    }
}

/// Which side wins.
struct Pick<'a> {
    based: bool,
    take: &'a [String],
}

impl Pick<'_> {
    fn takes(&self, path: &str) -> bool {
        self.take.iter().any(|taken| taken == path)
    }

    fn theirs_win<T: PartialEq>(&self, path: &str, base: &T, theirs: &T, yours: &T) -> bool {
        if theirs == yours {
            return false;
        }
        if self.based && theirs == base {
            return self.takes(path);
        }
        (self.based && yours == base) || self.takes(path)
    }

    fn one<T: PartialEq + Clone>(
        &self,
        path: &str,
        base: Option<&T>,
        theirs: Option<&T>,
        yours: Option<&T>,
    ) -> Option<T> {
        if self.theirs_win(path, &base, &theirs, &yours) { theirs.cloned() } else { yours.cloned() }
    }
}

fn entity(
    pick: &Pick<'_>,
    key: &str,
    base: Option<&EntityEdit>,
    theirs: Option<&EntityEdit>,
    yours: Option<&EntityEdit>,
) -> Option<EntityEdit> {
    let path = sides::path(key, "");
    match (theirs, yours) {
        (Some(theirs), Some(yours)) => Some(both(pick, key, base.unwrap_or(theirs), theirs, yours)),
        // They added it; or this person removed it.
        (Some(theirs), None) => (base.is_none() && pick.based || pick.takes(&path)).then(|| theirs.clone()),
        (None, Some(yours)) => {
            let mine = match base {
                None => yours.original.is_none(),
                Some(base) => !sides::same(base, yours),
            };
            (mine && !pick.takes(&path) && yours.read_only.is_none()).then(|| {
                // It has to be made again, and what nobody can read is gone with the old one.
                EntityEdit { original: None, kept: Vec::new(), ..yours.clone() }
            })
        }
        (None, None) => None,
    }
}

fn both(
    pick: &Pick<'_>,
    key: &str,
    base: &EntityEdit,
    theirs: &EntityEdit,
    yours: &EntityEdit,
) -> EntityEdit {
    let (b, t, y) = (&base.entity, &theirs.entity, &yours.entity);
    let at = |part: &str| sides::path(key, part);
    let way = |draft: &EntityDraft| (draft.provider.clone(), draft.auth_form.clone());
    let choose = |path: &str, b: &String, t: &String, y: &String| {
        if pick.theirs_win(path, b, t, y) { t.clone() } else { y.clone() }
    };
    // A provider and its sign-in are one thing with their settings: half of each would be neither.
    let whole = way(t) != way(y);
    let theirs_whole = whole && pick.theirs_win(&at(".external_model.provider"), &way(b), &way(t), &way(y));
    let values = match (whole, theirs_whole) {
        (true, true) => t.values.clone(),
        (true, false) => y.values.clone(),
        (false, _) => values(pick, key, b, t, y),
    };
    let has =
        |field: &String| values.iter().any(|value| value.field == *field && !value.value.trim().is_empty());
    let same_way = !whole || theirs_whole;
    let kept = theirs.kept.iter().filter(|field| same_way && !has(field)).cloned().collect();
    let from = if theirs_whole { t } else { y };
    let share_path = sides::share_path(key);
    EntityEdit {
        original: theirs.original.clone(),
        entity: EntityDraft {
            name: choose(&at(".name"), &b.name, &t.name, &y.name),
            provider: from.provider.clone(),
            model: choose(&at(".external_model.name"), &b.model, &t.model, &y.model),
            auth_form: from.auth_form.clone(),
            values,
            share: if pick.theirs_win(&share_path, &b.share, &t.share, &y.share) { t.share } else { y.share },
            locked: y.locked,
        },
        kept,
        read_only: theirs.read_only.clone(),
    }
}

fn values(pick: &Pick<'_>, key: &str, b: &EntityDraft, t: &EntityDraft, y: &EntityDraft) -> Vec<FieldValue> {
    let mut fields: Vec<&str> = Vec::new();
    for value in y.values.iter().chain(&t.values) {
        if !fields.contains(&value.field.as_str()) {
            fields.push(&value.field);
        }
    }
    let of = |draft: &EntityDraft, field: &str| -> String {
        draft
            .values
            .iter()
            .find(|value| value.field == field)
            .map(|value| value.value.clone())
            .unwrap_or_default()
    };
    fields
        .into_iter()
        .filter_map(|field| {
            let (b, t, y) = (of(b, field), of(t, field), of(y, field));
            let theirs = pick.theirs_win(&sides::path(key, &format!(".{field}")), &b, &t, &y);
            let value = if theirs { t } else { y };
            (!value.is_empty()).then(|| FieldValue { field: field.to_owned(), value })
        })
        .collect()
}

fn tags(
    pick: &Pick<'_>,
    base: Option<&EndpointEdit>,
    theirs: &EndpointEdit,
    yours: &EndpointEdit,
) -> Vec<Tag> {
    let of = |edit: &EndpointEdit, key: &str| edit.tags.iter().find(|tag| tag.key.trim() == key).cloned();
    let mut keys: Vec<&str> = Vec::new();
    for tag in yours.tags.iter().chain(&theirs.tags) {
        if !keys.contains(&tag.key.trim()) {
            keys.push(tag.key.trim());
        }
    }
    keys.into_iter()
        .filter_map(|key| {
            let before = base.and_then(|base| of(base, key));
            pick.one(
                &sides::tag_path(key),
                before.as_ref(),
                of(theirs, key).as_ref(),
                of(yours, key).as_ref(),
            )
        })
        .collect()
}

fn notifications(
    pick: &Pick<'_>,
    base: Option<&EndpointEdit>,
    theirs: &EndpointEdit,
    yours: &EndpointEdit,
) -> Notifications {
    let (t, y) = (&theirs.notifications, &yours.notifications);
    let b = base.map_or(t, |base| &base.notifications);
    let list = |path: &str, b: &Vec<String>, t: &Vec<String>, y: &Vec<String>| {
        if pick.theirs_win(path, b, t, y) { t.clone() } else { y.clone() }
    };
    Notifications {
        on_success: list(sides::ON_SUCCESS, &b.on_success, &t.on_success, &y.on_success),
        on_failure: list(sides::ON_FAILURE, &b.on_failure, &t.on_failure, &y.on_failure),
    }
}

fn access(
    pick: &Pick<'_>,
    base: Option<&EndpointEdit>,
    theirs: &EndpointEdit,
    yours: &EndpointEdit,
) -> Option<Vec<AccessRow>> {
    let theirs = theirs.access.as_ref()?;
    let Some(yours) = &yours.access else { return Some(theirs.clone()) };
    let none = Vec::new();
    let base = base.and_then(|base| base.access.as_ref()).unwrap_or(&none);
    let direct = |rows: &[AccessRow], path: &str| -> Option<AccessRow> {
        rows.iter().find(|row| row.inherited.is_none() && sides::access_path(row) == path).cloned()
    };
    let mut paths: Vec<String> = Vec::new();
    for row in yours.iter().chain(theirs).filter(|row| row.inherited.is_none()) {
        let path = sides::access_path(row);
        if !paths.contains(&path) {
            paths.push(path);
        }
    }
    let mut rows: Vec<AccessRow> = paths
        .iter()
        .filter_map(|path| {
            let (b, t, y) = (direct(base, path), direct(theirs, path), direct(yours, path));
            pick.one(path, b.as_ref(), t.as_ref(), y.as_ref())
        })
        .collect();
    rows.extend(theirs.iter().filter(|row| row.inherited.is_some()).cloned());
    Some(rows)
}

#[cfg(test)]
#[path = "conflict_tests.rs"]
mod tests;
