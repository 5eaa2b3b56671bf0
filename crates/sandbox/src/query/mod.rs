//! Being written.
use crate::gate::Ask;
use crate::reply::Answer;
use crate::running::{Shared, Slot};
use std::sync::Arc;
pub(crate) mod limits;
pub(crate) async fn route(ask: &Ask, _rest: &[&str], _shared: &Arc<Shared>, _slot: &Arc<Slot>) -> Answer {
    Err(crate::routes::unknown(ask))
}
