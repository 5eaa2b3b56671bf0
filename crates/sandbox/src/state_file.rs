//! Keeps a world on disk: written whole to a neighbour file, synced, then renamed over the old one, so that a crash
//! leaves either the old or the new world. A file that cannot be understood is set aside, never overwritten.

use std::io::Write as _;
use std::path::{Path, PathBuf};

use crate::clock::now_ms;
use crate::world::World;

/// What was found at the start.
pub(crate) enum Found {
    Nothing,
    World(Box<World>),
    /// Damaged; it now lies under this name.
    SetAside(PathBuf),
}

/// Reads the world, setting a damaged file aside.
pub(crate) fn read(path: &Path) -> std::io::Result<Found> {
    let text = match std::fs::read(path) {
        Ok(text) => text,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(Found::Nothing),
        Err(error) => return Err(error),
    };
    if let Ok(world) = serde_json::from_slice::<World>(&text) {
        return Ok(Found::World(Box::new(world)));
    }
    let aside = beside(path, &format!(".damaged-{}", now_ms()));
    std::fs::rename(path, &aside)?;
    Ok(Found::SetAside(aside))
}

/// Replaces the file with this world.
pub(crate) fn write(path: &Path, world: &World) -> std::io::Result<()> {
    let text = serde_json::to_vec(world)?;
    if let Some(folder) = path.parent().filter(|folder| !folder.as_os_str().is_empty()) {
        std::fs::create_dir_all(folder)?;
    }
    let next = beside(path, ".next");
    let mut file = std::fs::File::create(&next)?;
    file.write_all(&text)?;
    file.sync_all()?;
    drop(file);
    std::fs::rename(&next, path)?;
    #[cfg(unix)]
    if let Some(folder) = path.parent().filter(|folder| !folder.as_os_str().is_empty()) {
        std::fs::File::open(folder)?.sync_all()?;
    }
    Ok(())
}

fn beside(path: &Path, suffix: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(suffix);
    PathBuf::from(name)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::WorldKind;

    #[test]
    fn a_world_comes_back_as_it_was_written() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("deep/world.json");
        let world = World::new(WorldKind::Demo, 0, 1.0);
        write(&path, &world).unwrap();
        let Found::World(back) = read(&path).unwrap() else { panic!("the world should be read") };
        assert_eq!(serde_json::to_value(&*back).unwrap(), serde_json::to_value(&world).unwrap());
        assert_eq!(std::fs::read_dir(path.parent().unwrap()).unwrap().count(), 1);
    }

    #[test]
    fn a_damaged_file_is_set_aside_with_its_bytes() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("world.json");
        std::fs::write(&path, b"{\"endpoints\": [oops").unwrap();
        let Found::SetAside(aside) = read(&path).unwrap() else { panic!("the file should be set aside") };
        assert_eq!(std::fs::read(aside).unwrap(), b"{\"endpoints\": [oops");
        assert!(!path.exists());
    }

    #[test]
    fn no_file_is_nothing_found() {
        let folder = tempfile::tempdir().unwrap();
        assert!(matches!(read(&folder.path().join("none")).unwrap(), Found::Nothing));
    }
}
