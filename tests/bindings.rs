//! The generated TypeScript equals what the commands are today.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test stops where it fails")]

use std::path::Path;

#[test]
fn the_generated_bindings_are_those_of_the_commands() {
    let committed = Path::new(env!("CARGO_MANIFEST_DIR")).join("ui/src/ipc/bindings.ts");
    let folder = tempfile::tempdir().unwrap();
    let fresh = folder.path().join("bindings.ts");
    gatewright::write_bindings(&fresh).unwrap();
    let fresh = std::fs::read_to_string(fresh).unwrap();
    if std::env::var_os("GATEWRIGHT_WRITE_BINDINGS").is_some() {
        std::fs::write(&committed, &fresh).unwrap();
        return;
    }
    let committed = std::fs::read_to_string(committed).unwrap_or_default();
    let different = committed.lines().zip(fresh.lines()).position(|(old, new)| old != new);
    assert!(
        committed == fresh,
        "ui/src/ipc/bindings.ts is not what the commands are today (first difference in line {}). Run `cargo xtask bindings`.",
        different.map_or(committed.lines().count().min(fresh.lines().count()), |line| line) + 1
    );
}
