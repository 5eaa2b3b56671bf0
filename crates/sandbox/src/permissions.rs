//! Being written.
use crate::gate::Ask;
use crate::reply::Answer;
use crate::running::{Shared, Slot};
use std::sync::Arc;
pub(crate) fn route(_ask: &Ask, _rest: &[&str], _shared: &Arc<Shared>, _slot: &Arc<Slot>) -> Option<Answer> {
    None
}
