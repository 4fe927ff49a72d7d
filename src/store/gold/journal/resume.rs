//! Reading an article as it was left: its gold file, and what its journal has beyond it.

use std::path::{Path, PathBuf};

use crate::edit::{History, ItemRef};
use crate::gold::{Annotation, Article};
use crate::lang::{self, Lang, Rendered, say};
use crate::store::gold::folder::GoldFolder;
use crate::store::gold::hash::hex;
use crate::store::gold::name::file_stem;
use crate::store::problem::Problem;

use super::end::JournalEnd;
use super::line;
use super::replay::{Replayed, UnusableJournal, replay};
use super::rewrite::{repair_on_disk, write_whole};
use super::state::{AsideReason, JournalState};

/// An article as it was left.
#[derive(Debug, Default)]
pub struct ResumedArticle {
    /// What is decided; `None` when nobody has decided anything.
    pub annotation: Option<Annotation>,
    /// What can be taken back and made again.
    pub history: History,
    /// What had the focus.
    pub focus: Option<ItemRef>,
    /// What was found amiss and how it was met; nothing in the way of going on.
    pub problem: Option<Problem>,
}

/// Does a journal whose last line this is say that its gold file has everything?
pub(crate) fn is_at_rest(line: &[u8]) -> bool {
    match line::read(line) {
        Ok(line::JournalLine::Gold(gold)) => gold.was.as_ref() == Some(&gold.is),
        _ => false,
    }
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
        self.dir().join(".journal").join(format!("{}.jsonl", file_stem(id)))
    }

    /// Reads an article as it was left: what its gold file says, what its journal has beyond that, and the history.
    ///
    /// With the folder `mine` (it is locked), a journal that cannot be used is put aside, one that was torn is cut, and a
    /// gold file that lacks something is written; else nothing on disk is touched.
    ///
    /// # Errors
    /// As [`GoldFolder::load`]; also when the journal cannot be read, or a later version wrote it.
    pub fn resume(&self, article: &Article, mine: bool) -> Result<ResumedArticle, Problem> {
        let annotation = self.load(article)?;
        self.with_copied(|stems| stems.remove(&file_stem(&article.id)));
        let gold = self.with_state(&article.id, |file| file.last_content).filter(|_| annotation.is_some());
        let path = self.journal_of(&article.id);
        self.check_journals()?;
        let Some(bytes) = self.read_own_file(&path)? else {
            self.with_state(&article.id, |file| file.journal = JournalState::None { tried: Vec::new() });
            return Ok(ResumedArticle { annotation, ..ResumedArticle::default() });
        };
        let hash = gold.as_ref().map(hex);
        let base = annotation.clone().unwrap_or_default();
        let mut behind = false;
        let (mut state, mut left, what) = match replay(&bytes, article, hash.as_deref(), base) {
            Ok(read) => {
                behind = read.behind;
                found(&path, article, hash, annotation.is_some(), &bytes, read)
            }
            Err(UnusableJournal::Newer(schema)) => {
                let schema = format!("{schema:?}");
                return Err(Problem::translated(&path, None, |lang| say::journal_is_newer(lang, &schema)));
            }
            Err(unfit) => {
                let (aside, what) = match unfit {
                    UnusableJournal::Stale(what) => (AsideReason::Stale, what),
                    _ => (AsideReason::Damaged, lang::JOURNAL_BEYOND_USE),
                };
                let what = Problem::translated(&path, None, |lang| say::journal_unused(lang, what));
                let state = JournalState::Mend { aside: Some(aside), lines: String::new(), seq: 0 };
                (state, ResumedArticle { annotation, ..ResumedArticle::default() }, Some(what))
            }
        };
        left.problem = what;
        if mine {
            match repair_on_disk(&*self.disk, &path, &mut state) {
                Ok(None) => {}
                Ok(Some(aside)) => add(&mut left.problem, |lang| say::journal_kept(lang, &aside)),
                // It is tried again before the first line is written.
                Err(error) => add(&mut left.problem, |lang| error.text_in(lang)),
            }
            if let JournalState::Open(place) = &state
                && place.len < bytes.len() as u64
            {
                // Should it fail: the next line is written over what is torn all the same.
                let _ = place.cut(&*self.disk, &path);
            }
        }
        self.with_state(&article.id, |file| file.journal = state);
        if mine
            && behind
            && let Some(annotation) = &left.annotation
            && let Err(problem) = self.save(article, annotation)
        {
            left.problem.get_or_insert(problem);
        }
        Ok(left)
    }

    /// What was found to be another program's while writing, and how it was kept; told once.
    #[must_use]
    pub fn take_notice(&self, id: &str) -> Option<Problem> {
        self.with_state(id, |file| file.notice.take())
    }
}

fn add(problem: &mut Option<Problem>, say: impl Fn(Lang) -> String) {
    if let Some(problem) = problem {
        problem.append(say);
    }
}

/// What to know, to give and to say of a journal that fits the gold file.
fn found(
    path: &Path,
    article: &Article,
    gold: Option<String>,
    begun: bool,
    bytes: &[u8],
    read: Replayed,
) -> (JournalState, ResumedArticle, Option<Problem>) {
    let annotation = (begun || read.seq > 0).then_some(read.annotation);
    let left = ResumedArticle { annotation, history: read.history, focus: read.focus.clone(), problem: None };
    if let Some(damage) = read.damage {
        let (lines, seq) = write_whole(article, gold, &damage.base, read.focus, &damage.beyond);
        let what = Problem::translated(path, Some(damage.line), |lang| {
            let unused = match damage.unused {
                0 => lang::ALL_IN_GOLD.get(lang).to_owned(),
                count => say::journal_rest_unused(lang, lang::CHANGES.count(count)),
            };
            say::journal_damaged(lang, damage.what.describe(lang), Rendered(unused))
        });
        return (JournalState::Mend { aside: Some(AsideReason::Damaged), lines, seq }, left, Some(what));
    }
    let torn = read.torn.then(|| Problem::translated(path, None, |lang| lang::JOURNAL_TORN.get(lang).to_owned()));
    let (whole, rest) =
        usize::try_from(read.len).ok().and_then(|len| bytes.split_at_checked(len)).unwrap_or((bytes, &[]));
    let open = JournalState::Open(JournalEnd::new(whole, rest, read.seq));
    (if whole.is_empty() { JournalState::None { tried: rest.to_owned() } } else { open }, left, torn)
}
