//! What may I do here: rights read from who we are, which groups and entitlements we have, and from what the workspace
//! lets us read. What cannot be known without trying is said to be unknown. `request` writes the message that asks
//! somebody for a right. The level on one endpoint is in the endpoint itself (endpoints/reading.rs).

pub(crate) mod commands;
pub(crate) mod dto;
pub(crate) mod request;
pub(crate) mod rights;
