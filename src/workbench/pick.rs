//! Choosing by a few letters: articles by title and id, commands by name and description.

use nucleo_matcher::pattern::{AtomKind, CaseMatching, Normalization, Pattern};
use nucleo_matcher::{Config, Matcher, Utf32String};

use crate::gold::Status;
use crate::lang::{Words, isolated};
use crate::text::Fold;

use super::{COMMANDS, Command, FilterBy, Invocation, Key, KeyCode, Model};

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
        about: Words,
    },
}

/// A list to choose from, narrowed by what is typed.
#[derive(Debug)]
pub struct Picker {
    rows: Vec<Row>,
    /// The rows that match, the best first.
    shown: Vec<usize>,
    chosen: usize,
    /// Only rows of this kind.
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
}

#[derive(Debug)]
struct Row {
    choice: Choice,
    kinds: Vec<ArticleKind>,
    /// Folded: matched letter by letter, with gaps. A command is called something in each language.
    names: Vec<Utf32String>,
    /// Folded: matched as it stands.
    about: Vec<Utf32String>,
}

impl Picker {
    /// All articles; the one on the screen is chosen.
    pub(super) fn of_articles(model: &Model) -> Self {
        let row = |(index, document): (usize, &super::Document)| {
            let name = format!("{} {}", document.article.id, document.article.title());
            let mut kinds = vec![ArticleKind::Status(document.annotation.status)];
            if document.annotation.remarks.any_flagged() {
                kinds.push(ArticleKind::Flagged);
            }
            Row { choice: Choice::Article(index), kinds, names: vec![name.fold().into()], about: Vec::new() }
        };
        Self::new(model.documents.iter().enumerate().map(row).collect(), model.current)
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
                rows.push(Row { choice, kinds: Vec::new(), names, about });
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
        Self::new(rows, 0)
    }

    fn new(rows: Vec<Row>, chosen: usize) -> Self {
        let shown = (0..rows.len()).collect();
        Self { rows, shown, chosen, kind: None }
    }

    /// Shows only the articles of the next kind, or of the one before; behind the last kind all of them.
    pub(super) fn next_kind(&mut self, forward: bool) {
        if !self.rows.iter().any(|row| matches!(row.choice, Choice::Article(_))) {
            return;
        }
        let kinds: Vec<Option<ArticleKind>> =
            std::iter::once(None).chain(ArticleKind::ALL.into_iter().map(Some)).collect();
        let now = kinds.iter().position(|kind| *kind == self.kind).unwrap_or(0);
        let next = if forward { now + 1 } else { now + kinds.len() - 1 };
        self.kind = kinds.get(next % kinds.len()).copied().flatten();
    }

    /// Of which kind are all the articles that are shown?
    #[must_use]
    pub const fn kind(&self) -> Option<ArticleKind> {
        self.kind
    }

    /// Shows what matches in either language, the best first and equals in their order; all of it where nothing is typed.
    /// Where nothing matches it may have been meant in the other layout: names of commands are found by an Arabic keyboard's keys too.
    pub(super) fn narrow(&mut self, query: &str) {
        self.shown = self.matching(query);
        if self.shown.is_empty() {
            let latin = |c| match Key::plain(KeyCode::Char(c)).latin().code {
                KeyCode::Char(latin) => latin,
                _ => c,
            };
            self.shown = self.matching(&query.chars().map(latin).collect::<String>());
        }
        self.chosen = 0;
    }

    fn matching(&self, query: &str) -> Vec<usize> {
        let query = query.fold();
        let pattern = |kind| Pattern::new(&query, CaseMatching::Ignore, Normalization::Never, kind);
        let (name, about) = (pattern(AtomKind::Fuzzy), pattern(AtomKind::Substring));
        let mut matcher = Matcher::new(Config::DEFAULT);
        let mut found: Vec<(u32, usize)> = Vec::new();
        let wanted = |row: &Row| self.kind.is_none_or(|kind| row.kinds.contains(&kind));
        for (index, row) in self.rows.iter().enumerate().filter(|(_, row)| wanted(row)) {
            // What a thing is called counts for more than what is said about it.
            let by_name = row.names.iter().filter_map(|words| name.score(words.slice(..), &mut matcher)).max();
            let by_about = row.about.iter().filter_map(|words| about.score(words.slice(..), &mut matcher)).max();
            if let Some(score) = by_name.map(|score| score + 10_000).or(by_about) {
                found.push((score, index));
            }
        }
        found.sort_by_key(|(score, _)| std::cmp::Reverse(*score));
        found.into_iter().map(|(_, index)| index).collect()
    }

    /// What is shown, in order.
    pub fn choices(&self) -> impl ExactSizeIterator<Item = &Choice> {
        self.shown
            .iter()
            .filter_map(|index| self.rows.get(*index))
            .map(|row| &row.choice)
            .collect::<Vec<_>>()
            .into_iter()
    }

    /// The place of the chosen one among them.
    #[must_use]
    pub const fn chosen(&self) -> usize {
        self.chosen
    }

    /// The chosen one; `None` where nothing matches.
    #[must_use]
    pub fn choice(&self) -> Option<&Choice> {
        self.rows.get(*self.shown.get(self.chosen)?).map(|row| &row.choice)
    }

    /// Chooses so many rows further down, or up; stops at the ends.
    pub(super) fn go(&mut self, rows: isize) {
        let last = self.shown.len().saturating_sub(1);
        self.chosen = self.chosen.saturating_add_signed(rows).min(last);
    }
}
