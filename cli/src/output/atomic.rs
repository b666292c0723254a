//! Files that appear whole or not at all.
//!
//! The content goes to a temporary file in the folder of the target, is brought to the disk, and takes the
//! target's name. Whatever interrupts that, the target is old or new. A signal removes what is
//! temporary.

use std::{
    collections::BTreeSet,
    fs::{self, File, Metadata},
    io::{self, Write},
    mem,
    path::{Path, PathBuf},
    sync::{Mutex, MutexGuard, PoisonError},
};

use tempfile::NamedTempFile;

/// The temporary files that there are. Whoever makes, renames or removes one holds the lock, so that none
/// is overlooked by [`remove_all`].
static TEMPORARY: Mutex<Vec<PathBuf>> = Mutex::new(Vec::new());

fn temporary() -> MutexGuard<'static, Vec<PathBuf>> {
    TEMPORARY.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Removes all temporary files and lets no other appear: the lock stays taken.
pub fn remove_all() {
    let paths = temporary();
    for path in &*paths {
        // What cannot be removed now cannot be helped.
        let _ = fs::remove_file(path);
    }
    mem::forget(paths);
}

/// A file on its way.
pub struct Atomic {
    file: Option<NamedTempFile>,
    target: PathBuf,
    /// What the target was.
    before: Option<Metadata>,
}

impl Atomic {
    /// Begins a file that shall take this name. Where that is a symbolic link, its target is meant.
    ///
    /// # Errors
    ///
    /// When the folder cannot be written to, or the target is a folder.
    pub fn new(target: &Path) -> io::Result<Atomic> {
        let target = match fs::canonicalize(target) {
            Ok(real) => real,
            Err(error) if error.kind() == io::ErrorKind::NotFound => target.to_owned(),
            Err(error) => return Err(error),
        };
        let before = fs::metadata(&target).ok();
        if before.as_ref().is_some_and(Metadata::is_dir) {
            return Err(io::ErrorKind::IsADirectory.into());
        }
        let folder = match target.parent() {
            Some(folder) if !folder.as_os_str().is_empty() => folder,
            _ => Path::new("."),
        };
        let mut builder = tempfile::Builder::new();
        builder.prefix(".naqi-").suffix(".tmp");
        #[cfg(unix)]
        if before.is_none() {
            use std::os::unix::fs::PermissionsExt as _;
            // As any new file; the system takes away what the user's mask forbids.
            builder.permissions(fs::Permissions::from_mode(0o666));
        }
        let mut paths = temporary();
        let file = builder.tempfile_in(folder)?;
        paths.push(file.path().to_owned());
        drop(paths);
        Ok(Atomic { file: Some(file), target, before })
    }

    /// Puts the file in its place.
    ///
    /// # Errors
    ///
    /// When it cannot be brought to the disk or be renamed; then the target is as it was.
    pub fn finish(mut self) -> io::Result<()> {
        let Some(file) = self.file.take() else { return Ok(()) };
        let path = file.path().to_owned();
        let result = match prepare(file.as_file(), self.before.as_ref()) {
            Ok(()) => {
                let mut paths = temporary();
                let result = file.persist(&self.target).map(drop).map_err(|error| error.error);
                paths.retain(|other| *other != path);
                result
            }
            Err(error) => {
                discard(file);
                Err(error)
            }
        };
        result?;
        if let Some(folder) = self.target.parent() {
            renamed().insert(folder.to_owned());
        }
        Ok(())
    }
}

/// What the file needs before it takes its place: the permissions and the owner of the old one, and to be on
/// the disk.
fn prepare(file: &File, before: Option<&Metadata>) -> io::Result<()> {
    if let Some(before) = before {
        #[cfg(unix)]
        {
            use std::os::unix::fs::{MetadataExt as _, fchown};
            // Only the superuser can give a file away; for others it is theirs already, or becomes so.
            let _ = fchown(file, Some(before.uid()), Some(before.gid()));
        }
        // After the owner, whose change takes some permissions away.
        file.set_permissions(before.permissions())?;
    }
    file.sync_all()
}

/// The folders in which files have got their names. The content of each file is on the disk before; the names may
/// follow later, since either of them leads to a whole file.
static RENAMED: Mutex<BTreeSet<PathBuf>> = Mutex::new(BTreeSet::new());

fn renamed() -> MutexGuard<'static, BTreeSet<PathBuf>> {
    RENAMED.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Brings the new names to the disk, where folders can be opened.
pub fn sync_folders() {
    for folder in mem::take(&mut *renamed()) {
        if let Ok(folder) = File::open(folder) {
            // Some file systems cannot; the files themselves are safe.
            let _ = folder.sync_all();
        }
    }
}

fn discard(file: NamedTempFile) {
    let mut paths = temporary();
    let path = file.path().to_owned();
    // It is removed here; if that fails there is nothing more to be done.
    let _ = file.close();
    paths.retain(|other| *other != path);
}

impl Drop for Atomic {
    fn drop(&mut self) {
        if let Some(file) = self.file.take() {
            discard(file);
        }
    }
}

impl Write for Atomic {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        match &mut self.file {
            Some(file) => file.write(bytes),
            None => Ok(0),
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        match &mut self.file {
            Some(file) => file.flush(),
            None => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(folder: &Path) -> Vec<String> {
        let entries = fs::read_dir(folder).unwrap();
        let mut names: Vec<_> =
            entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
        names.sort();
        names
    }

    #[test]
    fn whole_or_not_at_all() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a");
        fs::write(&path, "old").unwrap();

        let mut file = Atomic::new(&path).unwrap();
        file.write_all(b"half").unwrap();
        drop(file);
        assert_eq!(fs::read(&path).unwrap(), b"old");
        assert_eq!(names(folder.path()), ["a"]);

        let mut file = Atomic::new(&path).unwrap();
        file.write_all(b"new").unwrap();
        assert_eq!(fs::read(&path).unwrap(), b"old");
        file.finish().unwrap();
        assert_eq!(fs::read(&path).unwrap(), b"new");
        assert_eq!(names(folder.path()), ["a"]);
    }

    #[test]
    fn folders_and_files_in_the_way_are_refused() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("file");
        fs::write(&file, "").unwrap();
        assert!(Atomic::new(folder.path()).is_err());
        assert!(Atomic::new(&file.join("below")).is_err());
    }

    #[cfg(unix)]
    #[test]
    fn permissions_stay() {
        use std::os::unix::fs::PermissionsExt as _;
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a");
        fs::write(&path, "old").unwrap();
        fs::set_permissions(&path, fs::Permissions::from_mode(0o640)).unwrap();
        Atomic::new(&path).unwrap().finish().unwrap();
        assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o7777, 0o640);
    }
}
