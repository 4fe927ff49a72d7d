//! Reading the file of the user's own keys.

use std::path::{Path, PathBuf};

use crate::store::problem::Problem;

use super::user::{UserFolder, read_text, read_text_if_exists};

/// Reads a file of keys: the given file, or else `tawsim/keymap.toml` in the user's config folder (`$XDG_CONFIG_HOME` or
/// `~/.config`; on Windows `%APPDATA%`). Returns its path and its text; `None` if no file is given and there is none.
///
/// # Errors
/// When the given file does not exist, or a file cannot be read.
pub fn read_keymap(given: Option<&Path>) -> Result<Option<(PathBuf, String)>, Problem> {
    if let Some(path) = given {
        return Ok(Some((path.to_owned(), read_text(path)?)));
    }
    let Some(path) = UserFolder::find().map(|user| user.keymap_path()) else { return Ok(None) };
    Ok(read_text_if_exists(&path)?.map(|text| (path, text)))
}
