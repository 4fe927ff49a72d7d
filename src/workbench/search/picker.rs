//! Choosing from a list by a few letters: articles by title and id, commands by name and help, labels by name and description.

use nucleo_matcher::pattern::{AtomKind, CaseMatching, Normalization, Pattern};
use nucleo_matcher::{Config, Matcher, Utf32String};

use crate::gold::{ArticleSummary, Catalogue, Label, LabelDef, LabelSet, Status};
use crate::lang::{Lang, Wording, isolated};
use crate::text::Fold;

use crate::workbench::direction::ReadingDirection;
use crate::workbench::effect::Effect;
use crate::workbench::keymap::{Binding, Invocation, Keymap};

use super::matching::{best_first, matching, number, readings};
use super::word_list::{NewWords, WordChoice, WordList};

/// An entry that can be chosen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Choice {
    /// An article, by its number.
    Article(usize),
    /// A command.
    Command {
        /// The command to run.
        invocation: Invocation,
        /// The name of the command, with the label that it gives if there is one.
        name: String,
        /// The title of the command, with that label.
        title: String,
        /// Its help.
        help: Wording,
    },
    /// A label.
    Label {
        /// Its number in the label set.
        number: u16,
        /// The label.
        label: Label,
    },
    /// A word: a label of a relation, an attribute with its value, a relation.
    Word(WordChoice),
}

/// A list to choose from; what is typed narrows it.
#[derive(Debug)]
pub struct Picker {
    source: Source,
    /// The indexes of the matching entries, best match first; `None` for all.
    found: Option<Vec<u32>>,
    /// Those of the wanted kind among them; `None` if no kind is wanted.
    shown: Option<Vec<u32>>,
    chosen: usize,
    /// The kind of articles that is wanted.
    kind: Option<ArticleKind>,
    /// The search that a thread does.
    pending: Option<PendingMatch>,
}

/// A search for articles that a thread does.
#[derive(Debug)]
struct PendingMatch {
    /// The article whose number was typed.
    number: Option<usize>,
    /// True if `Enter` was pressed before the answer came.
    entered: bool,
}

/// A kind of articles: the list can show one kind only.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ArticleKind {
    /// Articles with this status.
    Status(Status),
    /// Articles that are flagged for discussion, or have a flagged item.
    Flagged,
}

impl ArticleKind {
    /// The order in which `Tab` shows them.
    const ALL: [Self; 5] = [
        Self::Status(Status::Suggested),
        Self::Status(Status::InProgress),
        Self::Status(Status::Done),
        Self::Status(Status::Skipped),
        Self::Flagged,
    ];

    fn has(self, summary: ArticleSummary) -> bool {
        match self {
            Self::Status(status) => summary.status == status,
            Self::Flagged => summary.flagged,
        }
    }
}

/// The choice that `Enter` makes.
#[derive(Debug)]
pub(in crate::workbench) enum Entered {
    /// An entry.
    Chosen(Choice),
    /// Nothing: no entry matches.
    Nothing,
    /// It waits: a thread still searches.
    Waits,
}

/// The entries of the list.
#[derive(Debug)]
enum Source {
    Entries(Vec<PaletteEntry>),
    Articles(Catalogue, Vec<ArticleSummary>),
    Words(WordList),
}

/// A command as the palette lists it, or a label as the list of labels does.
#[derive(Debug)]
struct PaletteEntry {
    choice: Choice,
    /// Its names in both languages, folded: matched letter by letter, with gaps.
    names: Vec<Utf32String>,
    /// Its description in both languages, folded: matched without gaps.
    help: Vec<Utf32String>,
}

impl PaletteEntry {
    fn new(binding: &Binding, nth: u16, label: Option<&str>, lang: Lang) -> Self {
        let Binding { command, title, help, .. } = binding;
        let with = |name: &str| label.map_or_else(|| name.to_owned(), |label| format!("{name} {label}"));
        let (name, arabic) = (with(command.as_str()), with(title.ar));
        let names = vec![name.fold().into(), arabic.fold().into()];
        let folded = vec![help.en.fold().into(), help.ar.fold().into()];
        let title = title.get(lang);
        let title = label.map_or_else(|| title.to_owned(), |label| format!("{title} {}", isolated(lang, label)));
        let invocation = Invocation { command: *command, nth };
        Self { choice: Choice::Command { invocation, name, title, help: *help }, names, help: folded }
    }
}

/// More articles than these are matched on a thread: each takes a microsecond or two.
const AT_ONCE: usize = 1_000;

impl Picker {
    /// All articles; the one on the screen is chosen.
    pub(in crate::workbench) const fn of_articles(
        catalogue: Catalogue,
        summaries: Vec<ArticleSummary>,
        current: usize,
    ) -> Self {
        let source = Source::Articles(catalogue, summaries);
        Self { source, found: None, shown: None, chosen: current, kind: None, pending: None }
    }

    /// All commands; those with a key for each label once for each.
    pub(in crate::workbench) fn of_commands(keymap: &Keymap, labels: &LabelSet, lang: Lang) -> Self {
        let mut entries = Vec::new();
        for binding in keymap.bindings() {
            if binding.per_label {
                let all = labels.numbered().map(|(number, def)| (number, def.label.as_str()));
                entries.extend(all.map(|(number, label)| PaletteEntry::new(binding, number, Some(label), lang)));
            } else {
                entries.push(PaletteEntry::new(binding, 1, None, lang));
            }
        }
        Self::of_entries(entries)
    }

    /// All labels, in the order of their set.
    pub(in crate::workbench) fn of_labels(labels: &LabelSet) -> Self {
        let entry = |(number, def): (u16, &LabelDef)| {
            let names = [Some(def.label.as_str()), def.key.as_deref()].into_iter().flatten();
            let about = [Some(def.description.as_str()), def.description_ar.as_deref()].into_iter().flatten();
            PaletteEntry {
                choice: Choice::Label { number, label: def.label.clone() },
                names: names.map(|name| name.fold().into()).collect(),
                help: about.map(|about| about.fold().into()).collect(),
            }
        };
        Self::of_entries(labels.numbered().map(entry).collect())
    }

    const fn of_entries(entries: Vec<PaletteEntry>) -> Self {
        Self { source: Source::Entries(entries), found: None, shown: None, chosen: 0, kind: None, pending: None }
    }

    /// Words; what is typed may be one more.
    pub(in crate::workbench) fn of_words(entries: Vec<WordChoice>, new: NewWords) -> Self {
        let source = Source::Words(WordList::new(entries, new));
        Self { source, found: None, shown: None, chosen: 0, kind: None, pending: None }
    }

    /// Shows only the articles of the next kind, or of the one before; after the last kind all of them.
    pub(in crate::workbench) fn show_next_kind(&mut self, direction: ReadingDirection) {
        if !matches!(self.source, Source::Articles(..)) {
            return;
        }
        let kinds: Vec<Option<ArticleKind>> =
            std::iter::once(None).chain(ArticleKind::ALL.into_iter().map(Some)).collect();
        let now = kinds.iter().position(|kind| *kind == self.kind).unwrap_or(0);
        let next = match direction {
            ReadingDirection::Forward => now + 1,
            ReadingDirection::Back => now + kinds.len() - 1,
        };
        self.kind = kinds.get(next % kinds.len()).copied().flatten();
        let found = self.found.take();
        self.show(found);
    }

    /// The kind of the articles shown; `None` for all.
    #[must_use]
    pub const fn kind(&self) -> Option<ArticleKind> {
        self.kind
    }

    /// Shows the entries that match in either language, best match first; all of them where nothing is typed. If
    /// nothing matches, the query is read with the letters of a Latin layout: an Arabic keyboard finds command names,
    /// too. A search that takes longer than a key is an effect; until its answer comes, the list stays.
    pub(in crate::workbench) fn narrow(&mut self, query: &str) -> Option<Effect> {
        self.pending = None;
        let found = match &mut self.source {
            _ if query.trim().is_empty() => None,
            Source::Articles(catalogue, _) if catalogue.len() > AT_ONCE => {
                self.chosen = 0;
                self.pending = Some(PendingMatch { number: number(query, catalogue), entered: false });
                return Some(Effect::MatchArticles { query: query.to_owned(), catalogue: catalogue.clone() });
            }
            Source::Articles(catalogue, _) => Some(matching(catalogue, query, &|| true)),
            Source::Words(list) => Some(list.narrow(query)),
            Source::Entries(entries) => {
                let found =
                    readings(query).map(|query| matching_entries(entries, &query)).find(|found| !found.is_empty());
                Some(found.unwrap_or_default())
            }
        };
        self.show(found);
        None
    }

    /// Puts the label with a number first.
    pub(in crate::workbench) fn put_first(&mut self, number: u16) {
        let Source::Entries(entries) = &self.source else { return };
        let is_it = |entry: &PaletteEntry| matches!(entry.choice, Choice::Label { number: own, .. } if own == number);
        let Some(first) = (0_u32..).zip(entries).find(|(_, entry)| is_it(entry)).map(|(index, _)| index) else {
            return;
        };
        let rest = self.found.take().unwrap_or_default().into_iter().filter(|index| *index != first);
        let found = std::iter::once(first).chain(rest).collect();
        self.show(Some(found));
    }

    /// Receives matching articles, or the beginning of them. The chosen entry stays chosen if the user has moved to it.
    pub(in crate::workbench) fn receive(&mut self, found: Vec<u32>) {
        let chosen = if self.chosen > 0 { self.choice() } else { None };
        self.show(Some(found));
        if let Some(Choice::Article(chosen)) = chosen {
            let place = self.list().into_iter().flatten().position(|index| *index as usize == chosen);
            self.chosen = place.unwrap_or(0);
        }
    }

    /// `Enter`: what is chosen now, or that the answer of a thread is waited for.
    pub(in crate::workbench) fn enter(&mut self) -> Entered {
        match &mut self.pending {
            None => self.choice().map_or(Entered::Nothing, Entered::Chosen),
            Some(PendingMatch { number: Some(number), .. }) if self.chosen == 0 => {
                Entered::Chosen(Choice::Article(*number))
            }
            Some(pending) => {
                pending.entered = true;
                Entered::Waits
            }
        }
    }

    /// The whole answer has come. True if `Enter` was pressed meanwhile.
    pub(in crate::workbench) fn finish_waiting(&mut self) -> bool {
        self.pending.take().is_some_and(|pending| pending.entered)
    }

    /// Shows entries, those of the wanted kind among them.
    fn show(&mut self, found: Option<Vec<u32>>) {
        self.shown = match (&self.source, self.kind) {
            (Source::Articles(_, summaries), Some(kind)) => {
                let is = |index: &u32| summaries.get(*index as usize).is_some_and(|summary| kind.has(*summary));
                let all = || (0..u32::try_from(summaries.len()).unwrap_or(u32::MAX)).filter(is).collect();
                Some(found.as_ref().map_or_else(all, |found| found.iter().copied().filter(is).collect()))
            }
            _ => None,
        };
        self.found = found;
        self.chosen = 0;
    }

    /// The indexes of the shown entries; `None` for all.
    const fn list(&self) -> Option<&Vec<u32>> {
        match &self.shown {
            None => self.found.as_ref(),
            shown => shown.as_ref(),
        }
    }

    /// The number of entries shown.
    #[must_use]
    pub fn len(&self) -> usize {
        match (self.list(), &self.source) {
            (Some(shown), _) => shown.len(),
            (None, Source::Entries(entries)) => entries.len(),
            (None, Source::Articles(catalogue, _)) => catalogue.len(),
            (None, Source::Words(list)) => list.len(),
        }
    }

    /// True if no entry matches.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The entry at a place in the list.
    #[must_use]
    pub fn get(&self, place: usize) -> Option<Choice> {
        let index = match self.list() {
            None => Some(place).filter(|place| *place < self.len())?,
            Some(shown) => *shown.get(place)? as usize,
        };
        match &self.source {
            Source::Entries(entries) => entries.get(index).map(|entry| entry.choice.clone()),
            Source::Articles(..) => Some(Choice::Article(index)),
            Source::Words(list) => list.get(index).map(Choice::Word),
        }
    }

    /// The entries shown, in order.
    pub fn choices(&self) -> impl Iterator<Item = Choice> {
        (0..self.len()).filter_map(|place| self.get(place))
    }

    /// The place of the chosen entry.
    #[must_use]
    pub const fn chosen(&self) -> usize {
        self.chosen
    }

    /// The chosen entry; `None` if nothing matches.
    #[must_use]
    pub fn choice(&self) -> Option<Choice> {
        self.get(self.chosen)
    }

    /// Moves the choice down (forward) or up by `rows` rows; it stops at the ends.
    pub(in crate::workbench) fn go(&mut self, direction: ReadingDirection, rows: usize) {
        let last = self.len().saturating_sub(1);
        self.chosen = match direction {
            ReadingDirection::Forward => self.chosen.saturating_add(rows).min(last),
            ReadingDirection::Back => self.chosen.saturating_sub(rows).min(last),
        };
    }
}

fn matching_entries(entries: &[PaletteEntry], query: &str) -> Vec<u32> {
    let query = query.fold();
    let pattern = |kind| Pattern::new(&query, CaseMatching::Ignore, Normalization::Never, kind);
    let (name, help) = (pattern(AtomKind::Fuzzy), pattern(AtomKind::Substring));
    let mut matcher = Matcher::new(Config::DEFAULT);
    let mut found: Vec<(u32, u32)> = Vec::new();
    for (index, entry) in (0_u32..).zip(entries) {
        // A match in the name counts more than one in the help.
        let by_name = entry.names.iter().filter_map(|words| name.score(words.slice(..), &mut matcher)).max();
        let by_help = entry.help.iter().filter_map(|words| help.score(words.slice(..), &mut matcher)).max();
        if let Some(score) = by_name.map(|score| score + 10_000).or(by_help) {
            found.push((score, index));
        }
    }
    best_first(found)
}
