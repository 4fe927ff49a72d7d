//! Reads the paths of a command line. `-` is standard input.

use std::io;
use std::path::{Path, PathBuf};
use std::slice;

use crate::formats::Annotated;
use crate::gold::{Annotation, Article};
use crate::store::{self, Problem, RawArticle, Supply};

use super::messages::print_message;
use super::outcome::Outcome;
use super::progress;

/// Receives an article with its gold, or the problem in its place, and the path that it comes from.
type EachGold<'a> = &'a mut dyn FnMut(&Path, Result<Annotated, Problem>) -> io::Result<()>;

/// Gives each article with its gold, or the problem in its place, and the path that it comes from. A conflict file is a
/// problem, unless it is the only path.
///
/// # Errors
/// The errors of `each`, which end the reading.
pub(super) fn each_gold(paths: &[PathBuf], each: EachGold<'_>) -> io::Result<()> {
    paths.iter().try_for_each(|path| {
        if is_stdin(path) {
            return store::each_gold_line(path, store::unpack_stream(io::stdin()), &mut |gold| {
                each(path, counted(gold))
            });
        }
        store::each_gold(slice::from_ref(path), &mut print_notice, &mut |path, gold| {
            // Beside the gold file it would count the article twice.
            if store::is_conflict_file(path) && *paths != [path] {
                let what = "is one of two versions of an article: merge it into the other, and remove this one";
                return each(path, Err(Problem::new(path, None, what)));
            }
            each(path, counted(gold))
        })
    })
}

/// Counts an article for the progress.
fn counted(gold: Result<(Article, Annotation), Problem>) -> Result<Annotated, Problem> {
    gold.map(|(article, annotation)| {
        progress::count(article.text.len());
        Annotated::new(article, annotation)
    })
}

/// The message when nothing among the inputs is gold.
pub(super) const NO_GOLD: &str = "no gold among these; name the folder in which tawsim annotate keeps it (gold, unless --gold says \
                                  another), gold files (.json, .jsonl), or - for standard input";

/// The end of a verb that has read no gold. `bad` is the number of problems that were printed.
///
/// # Errors
/// If none was printed: that there is no gold.
pub(super) fn no_gold(bad: usize) -> anyhow::Result<Outcome> {
    anyhow::ensure!(bad > 0, NO_GOLD);
    Ok(Outcome::BadInput)
}

/// Prints something that the user must know about an input that can be read.
pub(super) fn print_notice(notice: Problem) {
    print_message(&format!("tawsim: {notice}"));
}

/// Gives each article as it is in its file.
///
/// # Errors
/// The errors of `each`, which end the reading.
pub(super) fn each_raw_article(
    paths: &[PathBuf],
    each: &mut dyn FnMut(RawArticle, Supply) -> io::Result<()>,
) -> io::Result<()> {
    paths.iter().try_for_each(|path| {
        if is_stdin(path) {
            store::each_raw_line(path, store::unpack_stream(io::stdin()), each)
        } else {
            store::each_raw_article(slice::from_ref(path), &mut print_notice, each)
        }
    })
}

pub(super) fn is_stdin(path: &Path) -> bool {
    path == Path::new("-")
}
