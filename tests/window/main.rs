//! The window layer.
mod desk;
