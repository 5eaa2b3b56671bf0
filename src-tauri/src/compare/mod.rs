//! Comparing: one message asked of two to six columns at once, each with its own target and options; what each answered,
//! and whose answer a person preferred. Asking itself is the playground's: the answers of a column in one run are one of its
//! conversations. The differences between answers and the numbers under them are worked out in the window.

pub(crate) mod commands;
pub(crate) mod dto;
pub(crate) mod order;
pub(crate) mod rows;
pub(crate) mod run;
pub(crate) mod running;
pub(crate) mod tally;
