//! Choosing by a few letters: articles by title and id, commands by name and description.

use nucleo_matcher::pattern::{AtomKind, CaseMatching, Normalization, Pattern};
use nucleo_matcher::{Config, Matcher, Utf32String};

use crate::gold::{ArticleSummary, Catalogue, Status};
use crate::lang::{Wording, isolated};
use crate::text::Fold;

use super::matching::{best_first, matching, number, ways};
use super::{COMMANDS, Command, Effect, FilterBy, Invocation, Model};

/// What can be chosen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Choice {
    /// An article, by its place among the open ones.
    Article(usize),
    /// A command.
    Command {
        /// What to run.
        invocation: Invocation,
        /// Its name for keymaps, with the label that it gives if it gives one.
        name: String,
        /// Its name in the palette, with that label.
        title: String,
        /// What it does.
        about: Wording,
    },
}

/// A list to choose from, narrowed by what is typed.
#[derive(Debug)]
pub struct Picker {
    source: Source,
    /// What matches, the best first; `None` for all.
    found: Option<Vec<u32>>,
    /// What of it is of the kind that is wanted; `None` for all that matches.
    shown: Option<Vec<u32>>,
    chosen: usize,
    /// Only articles of this kind.
    kind: Option<ArticleKind>,
    /// What a thread is looking for, if it is not found yet.
    awaited: Option<Awaited>,
}

/// What is not found yet.
#[derive(Debug)]
struct Awaited {
    /// The article whose number was typed.
    number: Option<usize>,
    /// Was `Enter` pressed meanwhile?
    taken: bool,
}

/// Of which articles the picker shows only some.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ArticleKind {
    /// Of a status.
    Status(Status),
    /// Flagged for discussion, or with something in them that is.
    Flagged,
}

impl ArticleKind {
    /// In the order in which `Tab` goes through them.
    const ALL: [Self; 5] = [
        Self::Status(Status::Suggested),
        Self::Status(Status::InProgress),
        Self::Status(Status::Done),
        Self::Status(Status::Skipped),
        Self::Flagged,
    ];

    fn has(self, standing: ArticleSummary) -> bool {
        match self {
            Self::Status(status) => standing.status == status,
            Self::Flagged => standing.flagged,
        }
    }
}

/// What there is to choose from.
#[derive(Debug)]
enum Source {
    Commands(Vec<Row>),
    Articles(Catalogue, Vec<ArticleSummary>),
}

#[derive(Debug)]
struct Row {
    choice: Choice,
    /// Folded: matched letter by letter, with gaps. A command is called something in each language.
    names: Vec<Utf32String>,
    /// Folded: matched as it stands.
    about: Vec<Utf32String>,
}

/// More articles than these are not matched between two keys: each takes a microsecond or two where many fit.
const AT_ONCE: usize = 1_000;

impl Picker {
    /// All articles; the one on the screen is chosen.
    pub(super) fn of_articles(model: &Model) -> Self {
        let (catalogue, standings) = (model.documents.catalogue().clone(), model.documents.standings());
        let source = Source::Articles(catalogue, standings);
        Self { source, found: None, shown: None, chosen: model.current, kind: None, awaited: None }
    }

    /// All commands; those that give a label once for each.
    pub(super) fn of_commands(model: &Model) -> Self {
        let mut rows = Vec::new();
        let lang = model.lang();
        for info in COMMANDS {
            let mut push = |nth, label: Option<&str>| {
                let with = |name: &str| label.map_or_else(|| name.to_owned(), |label| format!("{name} {label}"));
                let (name, arabic) = (with(info.name), with(info.title.ar));
                let names = vec![name.fold().into(), arabic.fold().into()];
                let about = vec![info.about.en.fold().into(), info.about.ar.fold().into()];
                let title = info.title.get(lang);
                let title =
                    label.map_or_else(|| title.to_owned(), |label| format!("{title} {}", isolated(lang, label)));
                let invocation = Invocation { command: info.command, nth };
                let choice = Choice::Command { invocation, name, title, about: info.about };
                rows.push(Row { choice, names, about });
            };
            match info.command {
                Command::Label | Command::Filter(FilterBy::Label) => {
                    for def in model.settings.labels.iter() {
                        if let Some(digit) = def.digit {
                            push(digit, Some(def.label.as_str()));
                        }
                    }
                }
                _ => push(1, None),
            }
        }
        Self { source: Source::Commands(rows), found: None, shown: None, chosen: 0, kind: None, awaited: None }
    }

    /// Shows only the articles of the next kind, or of the one before; behind the last kind all of them.
    pub(super) fn next_kind(&mut self, forward: bool) {
        if matches!(self.source, Source::Commands(_)) {
            return;
        }
        let kinds: Vec<Option<ArticleKind>> =
            std::iter::once(None).chain(ArticleKind::ALL.into_iter().map(Some)).collect();
        let now = kinds.iter().position(|kind| *kind == self.kind).unwrap_or(0);
        let next = if forward { now + 1 } else { now + kinds.len() - 1 };
        self.kind = kinds.get(next % kinds.len()).copied().flatten();
        let found = self.found.take();
        self.show(found);
    }

    /// Of which kind are all the articles that are shown?
    #[must_use]
    pub const fn kind(&self) -> Option<ArticleKind> {
        self.kind
    }

    /// Shows what matches in either language, the best first and equals in their order; all of it where nothing is typed.
    /// Where nothing matches it may have been meant in the other layout: names of commands are found by an Arabic keyboard's keys too.
    /// What takes longer than a key is left to an effect; until its answer comes, what was shown is.
    pub(super) fn narrow(&mut self, query: &str) -> Option<Effect> {
        self.awaited = None;
        let found = match &self.source {
            _ if query.trim().is_empty() => None,
            Source::Articles(catalogue, _) if catalogue.len() > AT_ONCE => {
                self.chosen = 0;
                self.awaited = Some(Awaited { number: number(query, catalogue), taken: false });
                return Some(Effect::Match { query: query.to_owned(), catalogue: catalogue.clone() });
            }
            Source::Articles(catalogue, _) => Some(matching(catalogue, query, &|| true)),
            Source::Commands(rows) => {
                let found = ways(query).map(|query| matching_rows(rows, &query)).find(|found| !found.is_empty());
                Some(found.unwrap_or_default())
            }
        };
        self.show(found);
        None
    }

    /// What matches was found, or the beginning of it. What was gone to in the list meanwhile stays chosen.
    pub(super) fn matched(&mut self, found: Vec<u32>) {
        let chosen = if self.chosen > 0 { self.choice() } else { None };
        self.show(Some(found));
        if let Some(Choice::Article(chosen)) = chosen {
            let place = self.list().into_iter().flatten().position(|index| *index as usize == chosen);
            self.chosen = place.unwrap_or(0);
        }
    }

    /// `Enter`: what is chosen, which is `None` where nothing matches; or that it is to be waited for.
    pub(super) fn take(&mut self) -> Option<Option<Choice>> {
        match &mut self.awaited {
            None => Some(self.choice()),
            Some(Awaited { number: Some(number), .. }) if self.chosen == 0 => Some(Some(Choice::Article(*number))),
            Some(awaited) => {
                awaited.taken = true;
                None
            }
        }
    }

    /// All is found. Was something to be taken then?
    pub(super) fn was_taken(&mut self) -> bool {
        self.awaited.take().is_some_and(|awaited| awaited.taken)
    }

    /// Shows what was found, as far as it is of the kind that is wanted.
    fn show(&mut self, found: Option<Vec<u32>>) {
        self.shown = match (&self.source, self.kind) {
            (Source::Articles(_, standings), Some(kind)) => {
                let is = |index: &u32| standings.get(*index as usize).is_some_and(|standing| kind.has(*standing));
                let all = || (0..u32::try_from(standings.len()).unwrap_or(u32::MAX)).filter(is).collect();
                Some(found.as_ref().map_or_else(all, |found| found.iter().copied().filter(is).collect()))
            }
            _ => None,
        };
        self.found = found;
        self.chosen = 0;
    }

    /// What is shown; `None`: all.
    const fn list(&self) -> Option<&Vec<u32>> {
        match &self.shown {
            None => self.found.as_ref(),
            shown => shown.as_ref(),
        }
    }

    /// How many are shown.
    #[must_use]
    pub fn len(&self) -> usize {
        match (self.list(), &self.source) {
            (Some(shown), _) => shown.len(),
            (None, Source::Commands(rows)) => rows.len(),
            (None, Source::Articles(catalogue, _)) => catalogue.len(),
        }
    }

    /// Does nothing match?
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The choice at a place in the list.
    #[must_use]
    pub fn get(&self, place: usize) -> Option<Choice> {
        let index = match self.list() {
            None => Some(place).filter(|place| *place < self.len())?,
            Some(shown) => *shown.get(place)? as usize,
        };
        match &self.source {
            Source::Commands(rows) => rows.get(index).map(|row| row.choice.clone()),
            Source::Articles(..) => Some(Choice::Article(index)),
        }
    }

    /// What is shown, in order.
    pub fn choices(&self) -> impl Iterator<Item = Choice> {
        (0..self.len()).filter_map(|place| self.get(place))
    }

    /// The place of the chosen one among them.
    #[must_use]
    pub const fn chosen(&self) -> usize {
        self.chosen
    }

    /// The chosen one; `None` where nothing matches.
    #[must_use]
    pub fn choice(&self) -> Option<Choice> {
        self.get(self.chosen)
    }

    /// Chooses so many rows further down, or up; stops at the ends.
    pub(super) fn go(&mut self, rows: isize) {
        let last = self.len().saturating_sub(1);
        self.chosen = self.chosen.saturating_add_signed(rows).min(last);
    }
}

fn matching_rows(rows: &[Row], query: &str) -> Vec<u32> {
    let query = query.fold();
    let pattern = |kind| Pattern::new(&query, CaseMatching::Ignore, Normalization::Never, kind);
    let (name, about) = (pattern(AtomKind::Fuzzy), pattern(AtomKind::Substring));
    let mut matcher = Matcher::new(Config::DEFAULT);
    let mut found: Vec<(u32, u32)> = Vec::new();
    for (index, row) in (0_u32..).zip(rows) {
        // What a thing is called counts for more than what is said about it.
        let by_name = row.names.iter().filter_map(|words| name.score(words.slice(..), &mut matcher)).max();
        let by_about = row.about.iter().filter_map(|words| about.score(words.slice(..), &mut matcher)).max();
        if let Some(score) = by_name.map(|score| score + 10_000).or(by_about) {
            found.push((score, index));
        }
    }
    best_first(found)
}
