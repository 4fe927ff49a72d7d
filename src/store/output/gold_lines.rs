//! Gold as a file elsewhere, for work that the gold folder cannot take.

use std::io::Write as _;
use std::path::Path;

use crate::gold::{Annotation, Article};
use crate::store::gold::folder::GoldFolder;
use crate::store::problem::Problem;

use super::check::problem_of;
use super::inputs::Inputs;
use super::outputs::{OutputKind, Outputs};

/// Writes articles with their annotations as lines of gold JSON, the format of `export --to jsonl`. The file must not exist
/// yet. `folder` is the gold folder that they belong to; nothing in it is touched.
///
/// # Errors
/// When the file exists, lies in a gold folder, or cannot be written. Nothing is left of it then.
pub fn write_gold_lines<'a>(
    folder: &GoldFolder,
    path: &Path,
    articles: impl IntoIterator<Item = (&'a Article, &'a Annotation)>,
) -> Result<(), Problem> {
    let kind = OutputKind { refusal: "exists already; name another file", is_one: &|_| Ok(false) };
    let mut file = Outputs::new(Inputs::gold(&[]), false).create(path, &kind)?;
    for (article, annotation) in articles {
        let line = folder.gold_line(article, annotation);
        file.write_all(line.as_bytes()).map_err(|error| problem_of(path, error))?;
    }
    file.finish()
}
