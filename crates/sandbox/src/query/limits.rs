//! Being written.
#[derive(Debug, Default)]
pub(crate) struct Limits {}
