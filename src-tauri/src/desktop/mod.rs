//! What only a desktop has: folders, the log file, the window, the system's browser. Commands don't come here for
//! anything but opening a link.

pub(crate) mod again;
pub(crate) mod links;
pub(crate) mod logging;
pub(crate) mod places;
pub(crate) mod window;
