//! The user's folders: settings, and which hints were shown already.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use etcetera::BaseStrategy;

use crate::store::disk::RealDisk;
use crate::store::disk::replace::{create_file, create_folder, replace_file};
use crate::store::input::{InputKind, read_input};
use crate::store::problem::{Problem, system_words};

const SETTINGS: &str = "config.toml";
const KEYMAP: &str = "keymap.toml";

/// The user's folders: `$XDG_CONFIG_HOME/tawsim` and `$XDG_STATE_HOME/tawsim`. The defaults are `~/.config` and
/// `~/.local/state`, also on macOS; on Windows both are in `%APPDATA%`. They are made by the first write.
#[derive(Debug, Clone)]
pub struct UserFolder {
    config: PathBuf,
    state: PathBuf,
}

impl UserFolder {
    /// Finds the folders; `None` for a user without a home folder.
    #[must_use]
    pub fn find() -> Option<Self> {
        let base = etcetera::choose_base_strategy().ok()?;
        let state = base.state_dir().unwrap_or_else(|| base.data_dir());
        Some(Self { config: base.config_dir().join("tawsim"), state: state.join("tawsim") })
    }

    /// The path of the settings file, which need not exist.
    #[must_use]
    pub fn settings_path(&self) -> PathBuf {
        self.config.join(SETTINGS)
    }

    /// The path of the file of the user's own keys, which need not exist.
    #[must_use]
    pub fn keymap_path(&self) -> PathBuf {
        self.config.join(KEYMAP)
    }

    /// Reads the settings file; an empty text if there is none.
    ///
    /// # Errors
    /// When the file exists and cannot be read.
    pub fn read_settings(&self) -> Result<String, Problem> {
        let path = self.settings_path();
        Ok(read_text_if_exists(&path)?.unwrap_or_default())
    }

    /// Replaces the settings file. If it is a symbolic link, the file that it leads to is replaced.
    ///
    /// # Errors
    /// When the file cannot be written; the old one is in place then.
    pub fn write_settings(&self, toml: &str) -> Result<(), Problem> {
        let path = self.settings_path();
        let target = fs::canonicalize(&path).unwrap_or_else(|_| path.clone());
        let made = create_folder(&RealDisk, &self.config, &mut Vec::new());
        made.and_then(|()| replace_file(&RealDisk, &target, toml.as_bytes())).map_err(|error| {
            let what = format!("is not saved: {}; check its folder and disk", system_words(&error));
            Problem::new(&path, None, what)
        })
    }

    /// Returns true the first time that it is called for this hint, on this machine and for this user, and remembers that.
    /// If the disk refuses to remember, the next call returns true again.
    #[must_use]
    pub fn record_first_time(&self, name: &str) -> bool {
        let path = self.state.join(format!("told-{name}"));
        if path.exists() {
            return false;
        }
        let made =
            create_folder(&RealDisk, &self.state, &mut Vec::new()).and_then(|()| create_file(&RealDisk, &path, b""));
        !made.is_err_and(|error| error.kind() == io::ErrorKind::AlreadyExists)
    }
}

/// Reads a text file.
///
/// # Errors
/// When the file cannot be read, or is not UTF-8.
pub(super) fn read_text(path: &Path) -> Result<String, Problem> {
    let bytes = read_input(path, InputKind::Settings).map_err(|error| Problem::cannot_read(path, &error))?;
    text_of(path, bytes)
}

/// Reads a text file; `None` if it does not exist.
///
/// # Errors
/// When the file exists and cannot be read, or is not UTF-8.
pub(super) fn read_text_if_exists(path: &Path) -> Result<Option<String>, Problem> {
    match read_input(path, InputKind::Settings) {
        Ok(bytes) => text_of(path, bytes).map(Some),
        Err(error) if matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory) => Ok(None),
        Err(error) => Err(Problem::cannot_read(path, &error)),
    }
}

fn text_of(path: &Path, bytes: Vec<u8>) -> Result<String, Problem> {
    String::from_utf8(bytes).map_err(|_| Problem::new(path, None, "is not UTF-8; save it as UTF-8"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn settings_are_read_back_and_hints_are_shown_once() {
        let folder = tempfile::tempdir().unwrap();
        let user = UserFolder { config: folder.path().join("a/tawsim"), state: folder.path().join("b/tawsim") };
        assert_eq!(user.read_settings().unwrap(), "");
        assert_eq!(folder.path().read_dir().unwrap().count(), 0, "reading makes nothing");
        user.write_settings("x").unwrap();
        user.write_settings("y").unwrap();
        assert_eq!(user.read_settings().unwrap(), "y");
        assert_eq!(folder.path().join("a/tawsim").read_dir().unwrap().count(), 1);
        assert!(user.record_first_time("kitty") && !user.record_first_time("kitty") && user.record_first_time("apple"));
        fs::write(user.settings_path(), b"\xff").unwrap();
        assert!(user.read_settings().unwrap_err().to_string().contains("config.toml: is not UTF-8"));
    }

    #[cfg(unix)]
    #[test]
    fn a_linked_settings_file_stays_a_link() {
        let folder = tempfile::tempdir().unwrap();
        let user = UserFolder { config: folder.path().join("tawsim"), state: folder.path().to_owned() };
        user.write_settings("x").unwrap();
        let other = folder.path().join("dotfile.toml");
        fs::rename(user.settings_path(), &other).unwrap();
        std::os::unix::fs::symlink(&other, user.settings_path()).unwrap();
        user.write_settings("y").unwrap();
        assert_eq!(fs::read_to_string(other).unwrap(), "y");
        assert!(user.settings_path().is_symlink());
    }

    #[cfg(unix)]
    #[test]
    fn without_a_home_folder_nothing_is_saved() {
        let nowhere = PathBuf::from("/dev/null/x");
        let user = UserFolder { config: nowhere.clone(), state: nowhere };
        assert_eq!(user.read_settings().unwrap(), "");
        assert!(user.record_first_time("kitty") && user.record_first_time("kitty"));
        assert!(user.write_settings("x").is_err());
    }
}
