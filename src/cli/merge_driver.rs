//! `tawsim merge-driver`: the three-way merge of a gold file, as Git calls it.

use std::path::{Path, PathBuf};

use clap::Args;

use crate::formats::Annotated;
use crate::gold::merge::merge_three;
use crate::gold::{Annotation, Article, json};
use crate::store::{self, CONFLICT_BASE, InputKind, Problem};

use super::messages::print_message;
use super::outcome::Outcome;

#[derive(Args)]
pub(super) struct MergeDriverArgs {
    /// The common ancestor (%O); an empty file if there is none
    base: PathBuf,
    /// Our version (%A). The result is written into it
    ours: PathBuf,
    /// The other version (%B)
    theirs: PathBuf,
    /// The name of the file in the repository (%P), for messages
    name: Option<PathBuf>,
}

pub(super) fn run(args: &MergeDriverArgs) -> anyhow::Result<Outcome> {
    let name = args.name.as_deref().unwrap_or(&args.ours);
    let ours = read(&args.ours, name)?;
    let theirs = read(&args.theirs, name)?;
    let base = match read_if_any(&args.base, name)? {
        Some(base) if base.article.text == ours.article.text => base.annotation,
        // Both sides made the file, or the text was another one then.
        _ => Annotation::default(),
    };
    let (article, other) = (&ours.article, &theirs.article);
    if article.id != other.id || article.text != other.text {
        let what = "the two versions have different texts or ids, so their spans cannot be merged; choose one version";
        print_message(&format!("tawsim: {}", Problem::new(name, None, what)));
        return Ok(Outcome::Findings);
    }
    let mut merged = merge_three(&article.text, &base, &ours.annotation, &theirs.annotation);
    // A conflict file names its base; the merged gold has none.
    merged.annotation.extra.shift_remove(CONFLICT_BASE);
    let mut meta = article.meta.clone();
    for (key, value) in &other.meta {
        meta.entry(key.clone()).or_insert_with(|| value.clone());
    }
    let article = Article { meta, ..article.clone() };
    store::replace_gold_file(&args.ours, json::write(&article, &merged.annotation).as_bytes())?;
    for id in &merged.disputed_relations {
        let what = format!(
            "relation {id}: one side changed it, the other side changed it in another way or removed it; it stays; check it \
             with tawsim annotate"
        );
        print_message(&format!("tawsim: {}", Problem::new(name, None, what)));
    }
    if merged.conflicts > 0 {
        let count = merged.conflicts;
        let what = format!(
            "{count} {}: the readings of both sides are pending; decide them with tawsim annotate",
            if count == 1 { "conflict" } else { "conflicts" }
        );
        print_message(&format!("tawsim: {}", Problem::new(name, None, what)));
    }
    let is_open = merged.conflicts + merged.disputed_relations.len() > 0;
    Ok(if is_open { Outcome::Findings } else { Outcome::Fine })
}

fn read(path: &Path, name: &Path) -> anyhow::Result<Annotated> {
    let found = read_if_any(path, name)?;
    found.ok_or_else(|| Problem::new(name, None, "is empty in one of the versions; choose one version").into())
}

/// Reads one version; `None` if the file is empty.
fn read_if_any(path: &Path, name: &Path) -> anyhow::Result<Option<Annotated>> {
    let text = store::read_text_input(path, InputKind::Article)
        .map_err(|error| Problem::new(name, None, format!("cannot be read: {error}; check the path")))?;
    if text.trim().is_empty() {
        return Ok(None);
    }
    let (article, annotation) = json::read(&text).map_err(|error| {
        let what =
            format!("one version is not correct gold, so nothing is merged: {error}; choose or mend one version");
        Problem::new(name, None, what)
    })?;
    Ok(Some(Annotated::new(article, annotation)))
}
