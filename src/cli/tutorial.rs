//! `tawsim tutorial`: a lesson in the workbench, on an article made for it.

use std::fs;
use std::path::PathBuf;

use anyhow::Context;
use clap::Args;

use crate::view::terminal::check_terminal;
use crate::workbench::tutorial::ARTICLE;

use super::annotate;
use super::display_options::DisplayArgs;
use super::outcome::Outcome;

#[derive(Args)]
pub(super) struct TutorialArgs {
    /// Your own keys, as for annotate: the lesson names them
    #[arg(long, value_name = "FILE")]
    keymap: Option<PathBuf>,
    #[command(flatten)]
    display: DisplayArgs,
}

/// Opens the lesson. Its gold is in a temporary folder, which is removed at the end.
pub(super) fn run(args: TutorialArgs) -> anyhow::Result<Outcome> {
    check_terminal()?;
    let folder = tempfile::tempdir().context("no temporary folder can be made for the lesson")?;
    let article = folder.path().join("tutorial.json");
    fs::write(&article, ARTICLE).context("the article of the lesson cannot be written")?;
    annotate::run_tutorial(article, folder.path().join("gold"), args.keymap, args.display)
}
