//! What belongs to the user and not to a gold folder: settings, and what the program has told already.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use etcetera::BaseStrategy;

use crate::store::disk::RealDisk;
use crate::store::disk::replace::{create_file, create_folder, replace_file};
use crate::store::problem::{Problem, system_words};

const SETTINGS: &str = "config.toml";
const KEYMAP: &str = "keymap.toml";

/// The user's own folders: `$XDG_CONFIG_HOME/tawsim` and `$XDG_STATE_HOME/tawsim` (`~/.config` and `~/.local/state` by
/// default, on macOS too; on Windows both in `%APPDATA%`). None is made before something is written.
#[derive(Debug, Clone)]
pub struct UserFolder {
    config: PathBuf,
    state: PathBuf,
}

impl UserFolder {
    /// Finds them; `None` for a user without a home.
    #[must_use]
    pub fn find() -> Option<Self> {
        let base = etcetera::choose_base_strategy().ok()?;
        let state = base.state_dir().unwrap_or_else(|| base.data_dir());
        Some(Self { config: base.config_dir().join("tawsim"), state: state.join("tawsim") })
    }

    /// The file of settings, whether there is one or not.
    #[must_use]
    pub fn settings_path(&self) -> PathBuf {
        self.config.join(SETTINGS)
    }

    /// The file of the user's own keys, whether there is one or not.
    #[must_use]
    pub fn keymap_path(&self) -> PathBuf {
        self.config.join(KEYMAP)
    }

    /// What the file of settings says; nothing where there is none.
    ///
    /// # Errors
    /// When there is one that cannot be read.
    pub fn read_settings(&self) -> Result<String, Problem> {
        let path = self.settings_path();
        Ok(read_text(&path, true)?.unwrap_or_default())
    }

    /// Replaces the file of settings whole. Where it is a symbolic link, what it leads to is replaced.
    ///
    /// # Errors
    /// When it cannot be written; the old one is in place then.
    pub fn write_settings(&self, toml: &str) -> Result<(), Problem> {
        let path = self.settings_path();
        let target = fs::canonicalize(&path).unwrap_or_else(|_| path.clone());
        let made = create_folder(&RealDisk, &self.config, &mut Vec::new());
        made.and_then(|()| replace_file(&RealDisk, &target, toml.as_bytes())).map_err(|error| {
            let what = format!("is not saved: {}; check its folder and disk", system_words(&error));
            Problem::new(&path, None, what)
        })
    }

    /// Is this the first time that something of this name is told? Remembers that it was. Where the disk refuses to
    /// remember, it is told again the next time.
    #[must_use]
    pub fn first_time(&self, name: &str) -> bool {
        let path = self.state.join(format!("told-{name}"));
        if path.exists() {
            return false;
        }
        let made =
            create_folder(&RealDisk, &self.state, &mut Vec::new()).and_then(|()| create_file(&RealDisk, &path, b""));
        !made.is_err_and(|error| error.kind() == io::ErrorKind::AlreadyExists)
    }
}

/// The text of a file of the user's; `None` where it may be missing, and is.
pub(crate) fn read_text(path: &Path, optional: bool) -> Result<Option<String>, Problem> {
    match fs::read(path) {
        Ok(bytes) => match String::from_utf8(bytes) {
            Ok(text) => Ok(Some(text)),
            Err(_) => Err(Problem::new(path, None, "is not UTF-8; save it as UTF-8")),
        },
        Err(error) if optional && matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory) => {
            Ok(None)
        }
        Err(error) => Err(Problem::cannot_read(path, &error)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn settings_come_back_and_things_are_told_once() {
        let folder = tempfile::tempdir().unwrap();
        let user = UserFolder { config: folder.path().join("a/tawsim"), state: folder.path().join("b/tawsim") };
        assert_eq!(user.read_settings().unwrap(), "");
        assert_eq!(folder.path().read_dir().unwrap().count(), 0, "reading makes nothing");
        user.write_settings("x").unwrap();
        user.write_settings("y").unwrap();
        assert_eq!(user.read_settings().unwrap(), "y");
        assert_eq!(folder.path().join("a/tawsim").read_dir().unwrap().count(), 1);
        assert!(user.first_time("kitty") && !user.first_time("kitty") && user.first_time("apple"));
        fs::write(user.settings_path(), b"\xff").unwrap();
        assert!(user.read_settings().unwrap_err().to_string().contains("config.toml: is not UTF-8"));
    }

    #[cfg(unix)]
    #[test]
    fn a_link_stays_a_link() {
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
    fn without_a_home_nothing_is_remembered() {
        let nowhere = PathBuf::from("/dev/null/x");
        let user = UserFolder { config: nowhere.clone(), state: nowhere };
        assert_eq!(user.read_settings().unwrap(), "");
        assert!(user.first_time("kitty") && user.first_time("kitty"));
        assert!(user.write_settings("x").is_err());
    }
}
