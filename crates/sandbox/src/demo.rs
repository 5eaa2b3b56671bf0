//! Being written.
use crate::world::World;
pub(crate) fn fill(_world: &mut World, _speed: f64) {}
pub(crate) fn add_many(_world: &mut World, _many: usize) {}
