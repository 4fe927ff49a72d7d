//! The user's own keys: where their file is, and its text.

use std::path::{Path, PathBuf};

use crate::store::problem::Problem;
use crate::store::settings::user::{UserFolder, read_text};

/// The text of a file of keys, and where it is: the given one, else `tawsim/keymap.toml` in the user's config folder
/// (`$XDG_CONFIG_HOME` or `~/.config`; on Windows `%APPDATA%`); `None` where there is none.
///
/// # Errors
/// When the given one does not exist, or one that exists cannot be read.
pub fn read_keymap(given: Option<&Path>) -> Result<Option<(PathBuf, String)>, Problem> {
    let usual = || UserFolder::find().map(|user| user.keymap_path());
    let Some(path) = given.map(Path::to_owned).or_else(usual) else { return Ok(None) };
    Ok(read_text(&path, given.is_none())?.map(|text| (path, text)))
}
