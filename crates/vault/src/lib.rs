//! Credentials in the operating system's keychain.
//!
//! Here live [`Secret`], which cannot be printed or serialised, and [`Vault`], which keeps secrets in Keychain (macOS),
//! Credential Manager (Windows) or a Secret Service (Linux), and says in words when it can't. What is deliberately not here:
//! a file of any kind. Where there is no keychain the caller may choose [`Vault::session_only`], and has to say so on screen.
//! The app's `workspaces` room calls this crate; nothing else does.
//!
//! ```
//! # #[tokio::main(flavor = "current_thread")] async fn main() -> Result<(), gatewright_vault::VaultError> {
//! use gatewright_vault::{Secret, Vault};
//!
//! let vault = Vault::session_only();
//! vault.set("workspace/1", &Secret::from("dapi-1234")).await?;
//! let token = vault.get("workspace/1").await?.ok_or(gatewright_vault::VaultError::NotAnswering)?;
//! assert_eq!(token.expose(), "dapi-1234");
//! assert_eq!(format!("{token:?}"), "<redacted>");
//! # Ok(()) }
//! ```

mod answer;
mod items;
#[cfg(not(all(unix, not(target_os = "macos"))))]
mod keychain;
mod memory;
mod parts;
mod secret;
#[cfg(all(unix, not(target_os = "macos")))]
mod secret_service;
mod vault;
mod worker;

pub use answer::{VaultError, VaultState};
pub use memory::{Behaviour, Twin};
pub use secret::Secret;
pub use vault::Vault;
