//! Choosing by a few letters: articles by title and id, commands by name and description.

use nucleo_matcher::pattern::{AtomKind, CaseMatching, Normalization, Pattern};
use nucleo_matcher::{Config, Matcher, Utf32Str, Utf32String};

use crate::gold::{Catalogue, Standing, Status};
use crate::text::Fold;

use super::{COMMANDS, Command, Effect, FilterBy, Invocation, Key, KeyCode, Model};

/// What can be chosen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Choice {
    /// An article, by its place among the open ones.
    Article(usize),
    /// A command.
    Command {
        /// What to run.
        invocation: Invocation,
        /// Its name, with the label that it gives if it gives one.
        name: String,
        /// What it does.
        about: &'static str,
    },
}

/// A list to choose from, narrowed by what is typed.
#[derive(Debug)]
pub struct Picker {
    source: Source,
    /// What matches, the best first; `None` for all.
    found: Option<Vec<u32>>,
    /// What of it is of the kind that is wanted; `None` for all.
    shown: Option<Vec<u32>>,
    chosen: usize,
    /// Only articles of this kind.
    kind: Option<ArticleKind>,
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

    fn has(self, standing: Standing) -> bool {
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
    Articles(Catalogue, Vec<Standing>),
}

#[derive(Debug)]
struct Row {
    choice: Choice,
    /// Folded: matched letter by letter, with gaps.
    name: Utf32String,
    /// Folded: matched as it stands.
    about: Utf32String,
}

/// More articles than these are not matched between two keys: each takes about a microsecond.
const AT_ONCE: usize = 1_000;

impl Picker {
    /// All articles; the one on the screen is chosen.
    pub(super) fn of_articles(model: &Model) -> Self {
        let (catalogue, standings) = (model.documents.catalogue().clone(), model.documents.standings());
        let source = Source::Articles(catalogue, standings);
        Self { source, found: None, shown: None, chosen: model.current, kind: None }
    }

    /// All commands; those that give a label once for each.
    pub(super) fn of_commands(model: &Model) -> Self {
        let mut rows = Vec::new();
        for info in COMMANDS {
            let mut push = |nth, name: String| {
                let (folded, about) = (name.fold().into(), info.about.fold().into());
                let invocation = Invocation { command: info.command, nth };
                rows.push(Row { choice: Choice::Command { invocation, name, about: info.about }, name: folded, about });
            };
            match info.command {
                Command::Label | Command::Filter(FilterBy::Label) => {
                    for def in model.settings.labels.iter() {
                        if let Some(digit) = def.digit {
                            push(digit, format!("{} {}", info.name, def.label));
                        }
                    }
                }
                _ => push(1, info.name.to_owned()),
            }
        }
        Self { source: Source::Commands(rows), found: None, shown: None, chosen: 0, kind: None }
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

    /// Shows what matches, the best first and equals in their order; all of it where nothing is typed. Where nothing
    /// matches it may have been meant in the other layout: names of commands are found by an Arabic keyboard's keys too.
    /// What takes longer than a key is left to an effect; until its answer comes, what was shown is.
    pub(super) fn narrow(&mut self, query: &str) -> Option<Effect> {
        let found = match &self.source {
            _ if query.trim().is_empty() => None,
            Source::Articles(catalogue, _) if catalogue.len() > AT_ONCE => {
                self.chosen = 0;
                return Some(Effect::Match { query: query.to_owned(), catalogue: catalogue.clone() });
            }
            Source::Articles(catalogue, _) => Some(matching(catalogue, query, &|| true)),
            Source::Commands(rows) => Some(either(query, &|query| matching_rows(rows, query))),
        };
        self.show(found);
        None
    }

    /// What matches was found.
    pub(super) fn matched(&mut self, found: Vec<u32>) {
        self.show(Some(found));
    }

    /// Shows what was found, as far as it is of the kind that is wanted.
    fn show(&mut self, found: Option<Vec<u32>>) {
        self.shown = match (&self.source, self.kind) {
            (Source::Articles(_, standings), Some(kind)) => {
                let is = |index: &u32| standings.get(*index as usize).is_some_and(|standing| kind.has(*standing));
                let all = || (0..u32::try_from(standings.len()).unwrap_or(u32::MAX)).filter(is).collect();
                Some(found.as_ref().map_or_else(all, |found| found.iter().copied().filter(is).collect()))
            }
            _ => found.clone(),
        };
        self.found = found;
        self.chosen = 0;
    }

    /// How many are shown.
    #[must_use]
    pub fn len(&self) -> usize {
        match (&self.shown, &self.source) {
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
        let index = match &self.shown {
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

/// What matches as it was typed, or else with the letters that the same keys give in a Latin layout.
fn either(query: &str, find: &dyn Fn(&str) -> Vec<u32>) -> Vec<u32> {
    let found = find(query);
    if !found.is_empty() {
        return found;
    }
    let latin = |c| match Key::plain(KeyCode::Char(c)).latin().code {
        KeyCode::Char(latin) => latin,
        _ => c,
    };
    find(&query.chars().map(latin).collect::<String>())
}

/// The numbers of the articles that fit what was typed, the best first and equals in their order: by letters of their id
/// and title, with gaps, or by their number (from 1). `go_on` is asked now and then; when it says no, the answer is
/// worth nothing.
///
/// ```
/// use tawsim::gold::Catalogue;
/// use tawsim::workbench::matching;
/// let mut catalogue = Catalogue::default();
/// catalogue.push("a", "إضراب في الميناء");
/// catalogue.push("b", "كأس الكرة");
/// assert_eq!(matching(&catalogue, "الميناء", &|| true), [0]);
/// assert_eq!(matching(&catalogue, "2", &|| true), [1]);
/// ```
#[must_use]
pub fn matching(catalogue: &Catalogue, query: &str, go_on: &dyn Fn() -> bool) -> Vec<u32> {
    let mut found = either(query, &|query| by_letters(catalogue, query, go_on));
    if let Some(number) = number(query).and_then(|number| number.checked_sub(1)).filter(|at| *at < catalogue.len()) {
        let number = u32::try_from(number).unwrap_or(u32::MAX);
        found.retain(|other| *other != number);
        found.insert(0, number);
    }
    found
}

fn by_letters(catalogue: &Catalogue, query: &str, go_on: &dyn Fn() -> bool) -> Vec<u32> {
    let pattern = Pattern::new(&query.fold(), CaseMatching::Ignore, Normalization::Never, AtomKind::Fuzzy);
    let mut matcher = Matcher::new(Config::DEFAULT);
    let (mut letters, mut words) = (Vec::new(), String::new());
    let mut found: Vec<(u32, u32)> = Vec::new();
    for (index, heading) in (0_u32..).zip(catalogue.iter()) {
        if index % 4096 == 0 && !go_on() {
            break;
        }
        words.clear();
        words.extend([heading.id, " ", heading.title]);
        let folded = words.fold();
        if let Some(score) = pattern.score(Utf32Str::new(&folded, &mut letters), &mut matcher) {
            found.push((score, index));
        }
    }
    best_first(found)
}

fn matching_rows(rows: &[Row], query: &str) -> Vec<u32> {
    let query = query.fold();
    let pattern = |kind| Pattern::new(&query, CaseMatching::Ignore, Normalization::Never, kind);
    let (name, about) = (pattern(AtomKind::Fuzzy), pattern(AtomKind::Substring));
    let mut matcher = Matcher::new(Config::DEFAULT);
    let mut found: Vec<(u32, u32)> = Vec::new();
    for (index, row) in (0_u32..).zip(rows) {
        // What a thing is called counts for more than what is said about it.
        let by_name = name.score(row.name.slice(..), &mut matcher).map(|score| score + 10_000);
        if let Some(score) = by_name.or_else(|| about.score(row.about.slice(..), &mut matcher)) {
            found.push((score, index));
        }
    }
    best_first(found)
}

fn best_first(mut found: Vec<(u32, u32)>) -> Vec<u32> {
    found.sort_by_key(|(score, _)| std::cmp::Reverse(*score));
    found.into_iter().map(|(_, index)| index).collect()
}

/// A number in digits of any layout.
fn number(query: &str) -> Option<usize> {
    let digits = query.trim().chars().map(|c| Key::plain(KeyCode::Char(c)).latin().code);
    let digits: Option<String> = digits
        .map(|code| match code {
            KeyCode::Char(c) if c.is_ascii_digit() => Some(c),
            _ => None,
        })
        .collect();
    digits?.parse().ok()
}
