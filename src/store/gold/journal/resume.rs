//! Resuming an article: its gold file, the changes that only its journal holds, and its history.

use std::path::{Path, PathBuf};

use crate::edit::{History, ItemRef};
use crate::gold::{Annotation, Article};
use crate::lang::{self, Lang, Rendered, say};
use crate::store::gold::folder::{Access, GoldFolder};
use crate::store::gold::hash::ContentHash;
use crate::store::gold::name::file_stem;
use crate::store::problem::Problem;

use super::end::JournalEnd;
use super::line::split_whole_lines;
use super::replay::{Replayed, UnusableJournal, replay};
use super::rewrite::{apply_replacement, write_journal};
use super::state::{AsideReason, JournalState};

/// An article as the last session left it.
#[derive(Debug, Default)]
pub struct ResumedArticle {
    /// The annotation; `None` if there is neither a gold file nor a change in the journal.
    pub annotation: Option<Annotation>,
    /// The edits that can be undone and redone.
    pub history: History,
    /// The item that had the focus.
    pub focus: Option<ItemRef>,
    /// A problem with the journal, and what was done about it. Work can continue.
    pub problem: Option<Problem>,
}

/// A journal that was read together with its gold file.
struct ReadJournal {
    state: JournalState,
    resumed: ResumedArticle,
    /// True if the gold file lacks changes that the journal holds.
    gold_is_behind: bool,
}

impl GoldFolder {
    /// The journal of an article.
    ///
    /// ```
    /// let folder = tawsim::store::GoldFolder::new("gold".into());
    /// assert!(folder.journal_of("../../x").ends_with("gold/.journal/%2E.%2F..%2Fx.jsonl"));
    /// ```
    #[must_use]
    pub fn journal_of(&self, id: &str) -> PathBuf {
        self.journals_dir().join(format!("{}.jsonl", file_stem(id)))
    }

    /// Reads an article as the last session left it: the annotation of its gold file with the changes that only the
    /// journal holds, and the history.
    ///
    /// With [`Access::Write`] the disk is repaired: a journal that cannot be used is put aside, a torn line is cut off,
    /// and a gold file that lacks changes is written. Otherwise nothing on disk is touched.
    ///
    /// # Errors
    /// As [`GoldFolder::load`]; also when the journal cannot be read or was written by a later version.
    pub fn resume(&self, article: &Article, access: Access) -> Result<ResumedArticle, Problem> {
        let annotation = self.load(article)?;
        self.with_copied(|stems| stems.remove(&file_stem(&article.id)));
        let gold = self.with_state(&article.id, |file| file.last_content).filter(|_| annotation.is_some());
        let path = self.journal_of(&article.id);
        self.check_journals_dir()?;
        let Some(bytes) = self.read_own_file(&path)? else {
            self.with_state(&article.id, |file| file.journal = JournalState::Absent { attempted: Vec::new() });
            return Ok(ResumedArticle { annotation, ..ResumedArticle::default() });
        };
        let ReadJournal { mut state, mut resumed, gold_is_behind } =
            read_journal(&path, article, gold, annotation, &bytes)?;
        if access == Access::Write {
            self.repair_journal(&path, &mut state, &mut resumed.problem, bytes.len() as u64);
        }
        self.with_state(&article.id, |file| file.journal = state);
        if access == Access::Write
            && gold_is_behind
            && let Some(annotation) = &resumed.annotation
            && let Err(problem) = self.save(article, annotation)
        {
            resumed.problem.get_or_insert(problem);
        }
        Ok(resumed)
    }

    /// Puts a journal of `len` bytes in order on disk. `problem` is extended by what was done. If the disk refuses, the
    /// first write repeats it.
    fn repair_journal(&self, path: &Path, state: &mut JournalState, problem: &mut Option<Problem>, len: u64) {
        match apply_replacement(&*self.disk, path, state) {
            Ok(None) => {}
            Ok(Some(aside)) => extend(problem, |lang| say::journal_kept(lang, &aside)),
            Err(error) => extend(problem, |lang| error.text_in(lang)),
        }
        if let JournalState::Open(end) = state
            && end.len < len
        {
            let _ = end.truncate(&*self.disk, path);
        }
    }
}

fn extend(problem: &mut Option<Problem>, say: impl Fn(Lang) -> String) {
    if let Some(problem) = problem {
        problem.append(say);
    }
}

/// Reads a journal against the gold file that it belongs to.
///
/// # Errors
/// When a later version wrote the journal. A journal that cannot be used for another reason is no error: it is to be put
/// aside, and the gold file counts alone.
fn read_journal(
    path: &Path,
    article: &Article,
    gold: Option<ContentHash>,
    annotation: Option<Annotation>,
    bytes: &[u8],
) -> Result<ReadJournal, Problem> {
    let hex = gold.map(ContentHash::to_hex);
    let base = annotation.clone().unwrap_or_default();
    let (aside, what) = match replay(bytes, article, hex.as_deref(), base) {
        Ok(read) => {
            let exists = annotation.is_some() || read.seq > 0;
            return Ok(use_replayed(path, article, gold, bytes, exists, read));
        }
        Err(UnusableJournal::Newer(schema)) => {
            let schema = format!("{schema:?}");
            return Err(Problem::translated(path, None, |lang| say::journal_is_newer(lang, &schema)));
        }
        Err(UnusableJournal::Stale(what)) => (AsideReason::Stale, what),
        Err(UnusableJournal::Damaged) => (AsideReason::Damaged, lang::JOURNAL_BEYOND_USE),
    };
    let problem = Some(Problem::translated(path, None, |lang| say::journal_unused(lang, what)));
    Ok(ReadJournal {
        state: JournalState::Replace { aside: Some(aside), lines: String::new(), seq: 0 },
        resumed: ResumedArticle { annotation, problem, ..ResumedArticle::default() },
        gold_is_behind: false,
    })
}

/// The state and the article of a journal that fits the gold file. `exists` is true if anything was decided.
fn use_replayed(
    path: &Path,
    article: &Article,
    gold: Option<ContentHash>,
    bytes: &[u8],
    exists: bool,
    read: Replayed,
) -> ReadJournal {
    let gold_is_behind = read.gold_is_behind;
    let annotation = exists.then_some(read.annotation);
    let mut resumed = ResumedArticle { annotation, history: read.history, focus: read.focus, problem: None };
    if let Some(damage) = read.damage {
        let (lines, seq) =
            write_journal(article, gold, &damage.history_at_gold, resumed.focus.as_ref(), &damage.after_gold);
        resumed.problem = Some(Problem::translated(path, Some(damage.line), |lang| {
            let unused = match damage.unused {
                0 => lang::ALL_IN_GOLD.get(lang).to_owned(),
                count => say::journal_rest_unused(lang, lang::CHANGES.count(count)),
            };
            say::journal_damaged(lang, damage.error.describe(lang), Rendered(unused))
        }));
        let state = JournalState::Replace { aside: Some(AsideReason::Damaged), lines, seq };
        return ReadJournal { state, resumed, gold_is_behind };
    }
    if read.torn {
        resumed.problem = Some(Problem::translated(path, None, |lang| lang::JOURNAL_TORN.get(lang).to_owned()));
    }
    let (whole, torn) = split_whole_lines(bytes);
    let state = match whole.is_empty() {
        true => JournalState::Absent { attempted: torn.to_owned() },
        false => JournalState::Open(JournalEnd::new(whole, torn, read.seq)),
    };
    ReadJournal { state, resumed, gold_is_behind }
}
