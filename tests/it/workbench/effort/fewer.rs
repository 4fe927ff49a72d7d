//! The player's ways with fewer keys: the sweep, and jump letters.

use std::collections::BTreeSet;

use tawsim::edit::ItemRef;
use tawsim::gold::{Body, Label};
use tawsim::text::{Span, sentences_from};
use tawsim::workbench::{Item, ItemState, Jump, Mode};

use super::player::Player;

/// The commands that the player uses besides a verdict for each suggestion.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Style {
    /// It accepts many at once, each of which is on the screen.
    pub(crate) sweeps: bool,
    /// It chooses words and suggestions by letters.
    pub(crate) jumps: bool,
    /// It takes what else the suggester thinks of an item.
    pub(crate) alternatives: bool,
}

impl Style {
    pub(crate) const PLAIN: Self = Self { sweeps: false, jumps: false, alternatives: false };
    pub(crate) const JUMPS: Self = Self { sweeps: true, jumps: true, ..Self::PLAIN };
    pub(crate) const FEWER: Self = Self { alternatives: true, ..Self::JUMPS };
}

/// Whoever has seen so many alternatives shapes the item by other keys.
const MOST_ALTERNATIVES: usize = 5;

impl Player {
    /// Accepts right suggestions from the focus on, as many as possible with one key or two. False if no sweep pays.
    pub(crate) fn sweep(&mut self) -> bool {
        if !self.style.sweeps {
            return false;
        }
        let mut best: Option<(f64, Vec<String>)> = None;
        let Some(focused) = self.document().focused().cloned() else { return false };
        let shown = self.document().shown(self.model.lines_shown());
        let raw = self.document().article.text.clone();
        let place = focused.span.start();
        let sentence = sentences_from(raw.as_str(), place).find(|sentence| place < sentence.end);
        let sentence = sentence.map_or(raw.len(), |sentence| sentence.end);
        let ahead = self.pending_on_screen(place, shown.end);
        let right = |item: &&Item| self.is_right(item);
        for (key, end) in [("b", sentence), ("B", shown.end)] {
            let swept: Vec<&Item> = ahead.iter().filter(|item| item.span.start() < end).collect();
            if swept.iter().all(right) {
                offer(&mut best, swept.len(), vec![key.to_owned()]);
            }
        }
        if self.style.jumps
            && let Some(wrong) = ahead.iter().position(|item| !self.is_right(item))
        {
            // Up to the first one that is wrong.
            self.try_key("T");
            let at = Some(&ahead[wrong].at);
            let target = self.model.jump().and_then(|jump| {
                jump.targets.iter().find(|target| target.item.as_ref() == at).map(|target| target.letters.clone())
            });
            self.try_key("Esc");
            let keys = target.map(|letters| std::iter::once('T').chain(letters.chars()).map(String::from).collect());
            if let Some(keys) = keys {
                offer(&mut best, wrong, keys);
            }
        }
        let Some((gain, keys)) = best else { return false };
        // From an item that is decided, another key would go to the next suggestion first.
        let decided = focused.state != ItemState::Pending;
        if gain < 1.0 || (gain <= 1.0 && !decided) {
            return false;
        }
        // The keys of a sweep are shared by the layers of what it accepts.
        let before = self.decided();
        keys.iter().for_each(|key| self.try_key(key));
        self.pressed.extend(keys.iter().cloned());
        let accepted = self.accepted_since(&before);
        assert!(!accepted.is_empty(), "{keys:?} accepted nothing: {:?}", self.model.notice());
        let entities =
            accepted.iter().filter(|item| self.made_of(item).is_some_and(|gold| gold.frame().is_none())).count();
        *self.spent.entry("sweep").or_default() += keys.len() as f64;
        self.shared[0] += keys.len() as f64 * entities as f64 / accepted.len() as f64;
        self.shared[1] += keys.len() as f64 * (accepted.len() - entities) as f64 / accepted.len() as f64;
        true
    }

    /// Accepts all places of the entity that was just added, if each of them is right.
    pub(crate) fn accept_everywhere(&mut self) -> bool {
        if !self.style.sweeps {
            return false;
        }
        self.try_key("P");
        if !matches!(self.model.mode, Mode::Preview(_)) {
            return false;
        }
        self.try_key("Esc");
        self.try_key("A");
        let Mode::Preview(preview) = self.model.mode.clone() else { return false };
        let places: Vec<Body> = preview.found.into_iter().flat_map(|(_, found)| found).map(|one| one.body).collect();
        let wanted = |body: &Body| self.added.iter().any(|plan| plan.gold.agrees_with(body));
        let before = self.decided();
        if !places.iter().all(wanted) {
            self.try_key("Esc");
            return false;
        }
        self.try_key("Enter");
        // What was pending elsewhere is accepted as it is.
        let accepted = self.accepted_since(&before);
        let gold = self.document().annotation.gold.iter();
        let gold = gold.filter(|item| {
            item.suggestion.as_ref().is_some_and(|one| accepted.contains(&ItemRef::Pending(one.id.clone())))
        });
        let right = |body: &Body| places.contains(body) || self.made.values().any(|made| made.agrees_with(body));
        if !gold.map(|item| &item.body).all(right) {
            self.try_key("u");
            return false;
        }
        self.keys[0] += 2;
        self.pressed.extend(["A", "Enter"].map(str::to_owned));
        *self.spent.entry("the same words elsewhere").or_default() += 2.0;
        self.added.retain(|plan| !places.iter().any(|body| plan.gold.agrees_with(body)));
        true
    }

    fn made_of(&self, item: &ItemRef) -> Option<&Body> {
        match item {
            ItemRef::Pending(id) => self.made.get(id),
            _ => None,
        }
    }

    /// The pending suggestions that begin here or later and are whole on the screen.
    fn pending_on_screen(&self, from: usize, end: usize) -> Vec<Item> {
        let items = self.document().items().iter().filter(|item| item.state == ItemState::Pending);
        let there = items.filter(|item| from <= item.span.start() && item.span.start() < end);
        there.filter(|item| item.span.end() <= end).cloned().collect()
    }

    fn is_right(&self, item: &Item) -> bool {
        let body = self.document().body(&item.at).map(|(body, _)| body);
        body.zip(self.made_of(&item.at)).is_some_and(|(body, gold)| body.agrees_with(gold))
    }

    fn decided(&self) -> BTreeSet<String> {
        let gold = self.document().annotation.gold.iter();
        gold.filter_map(|item| item.suggestion.as_ref()).map(|suggestion| suggestion.id.clone()).collect()
    }

    fn accepted_since(&self, before: &BTreeSet<String>) -> BTreeSet<ItemRef> {
        self.decided().difference(before).map(|id| ItemRef::Pending(id.clone())).collect()
    }

    /// Adds a name that was nearly proposed by its letters, and mends its edges and label, if no other way is shorter.
    pub(crate) fn add_near(&mut self, wanted: Span, label: &Label) -> bool {
        if !self.style.jumps {
            return false;
        }
        self.try_key("v");
        let names = self.model.jump().cloned();
        let names = names.iter().flat_map(|jump| &jump.targets);
        let target = names.filter(|target| target.label.is_some()).find(|target| target.span.overlaps(wanted)).cloned();
        let other = self.way_to(wanted).map_or(usize::MAX, |way| way.len() + 1);
        self.try_key("Esc");
        let Some(target) = target else { return false };
        let near = target.span.start().abs_diff(wanted.start()) + target.span.end().abs_diff(wanted.end()) < 60;
        if !near {
            return false;
        }
        let edges = self.edges(target.span, wanted);
        let relabelled = target.label.as_ref() != Some(label);
        if target.letters.len() + edges.len() + usize::from(relabelled) > other {
            return false;
        }
        self.purpose = "add a nearly proposed entity";
        self.press("v");
        target.letters.chars().for_each(|letter| self.press(&letter.to_string()));
        self.purpose = "mend a nearly proposed entity";
        self.press_all(&edges);
        if relabelled {
            let digit = self.digit(label.as_str());
            self.press(&digit);
        }
        true
    }

    /// Adds an entity on the screen to which the page was scrolled, by the letters of a name that was nearly proposed or by those
    /// of words. Nothing is tried before: leaving the selection would bring the focus back on the screen.
    pub(crate) fn add_on_other_screen(&mut self, wanted: Span, label: &Label) {
        self.purpose = "add a nearly proposed entity";
        self.press("v");
        let jump = self.model.jump().cloned();
        let names = jump.iter().flat_map(|jump| &jump.targets).filter(|target| target.label.is_some());
        let near = |span: Span| span.start().abs_diff(wanted.start()) + span.end().abs_diff(wanted.end()) < 60;
        let target = names.filter(|target| target.span.overlaps(wanted)).find(|target| near(target.span)).cloned();
        let mut given = None;
        if let Some(target) = target {
            target.letters.chars().for_each(|letter| self.press(&letter.to_string()));
            self.purpose = "mend a nearly proposed entity";
            let edges = self.edges(target.span, wanted);
            self.press_all(&edges);
            given = target.label;
        } else {
            self.purpose = "add an entity: select";
            self.select_from_here(wanted);
        }
        if given.as_ref() != Some(label) {
            let digit = self.digit(label.as_str());
            self.press(&digit);
        }
    }

    /// The keys that select words by letters. The selection has just begun, and its letters are shown.
    pub(crate) fn selection_by_letters(&mut self, wanted: Span) -> Option<Vec<String>> {
        let jump = self.model.jump().cloned().filter(|_| self.style.jumps)?;
        let Mode::Select(base) = self.model.mode.clone() else { return None };
        // The letters of a name with a label add it.
        let jump = Jump { targets: jump.targets.into_iter().filter(|target| target.label.is_none()).collect(), ..jump };
        let exact = jump.targets.iter().find(|target| target.span == wanted);
        let mut keys = match exact {
            Some(target) => target.letters.chars().map(String::from).collect(),
            None => match letters_at(&jump, wanted.start()) {
                Some(letters) => letters,
                None => {
                    // Letters on all words of the screen.
                    self.try_key("'");
                    let letters = self.model.jump().and_then(|jump| letters_at(jump, wanted.start()));
                    self.model.mode = Mode::Review;
                    self.try_key("v");
                    self.model.mode = Mode::Select(base.clone());
                    std::iter::once("'".to_owned()).chain(letters?).collect()
                }
            },
        };
        keys.iter().for_each(|key| self.try_key(key));
        let mut found = self.selected()?;
        if found.end() < wanted.end() {
            let last = self.model.jump().cloned().and_then(|jump| letters_at(&jump, wanted.end() - 1));
            for key in last.iter().flatten() {
                self.try_key(key);
            }
            keys.extend(last.into_iter().flatten());
            found = self.selected()?;
        }
        let near = found.start().abs_diff(wanted.start()) + found.end().abs_diff(wanted.end()) < 60;
        if near {
            keys.extend(self.edges(found, wanted).into_iter().map(str::to_owned));
        }
        self.model.mode = Mode::Select(base);
        near.then_some(keys)
    }

    /// The keys that go to a pending suggestion by its letters.
    pub(crate) fn letters_to(&mut self, at: &ItemRef) -> Option<Vec<String>> {
        if !self.style.jumps {
            return None;
        }
        let focus = self.document().focus.clone();
        self.try_key("'");
        let target =
            self.model.jump().and_then(|jump| jump.targets.iter().find(|target| target.item.as_ref() == Some(at)));
        let letters =
            target.map(|target| std::iter::once('\'').chain(target.letters.chars()).map(String::from).collect());
        self.try_key("Esc");
        self.model.documents[0].focus = focus;
        letters
    }

    /// Takes an alternative of the focused item that is right, if that takes fewer keys than another way.
    pub(crate) fn take_alternative(&mut self, other: usize, is_right: impl Fn(&Body) -> bool) -> bool {
        let focus = self.document().focus.clone();
        let top = self.document().top;
        if !self.style.alternatives {
            return false;
        }
        for count in 1..other.min(MOST_ALTERNATIVES) {
            let before = self.document().revision();
            self.try_key(",");
            let tried = self.document().revision() > before;
            let now = self.document().focus.as_ref().and_then(|at| self.document().body(at));
            let found = tried && now.is_some_and(|(body, _)| is_right(body));
            if !tried || found || count + 1 == other.min(MOST_ALTERNATIVES) {
                // Nothing of what was tried stays.
                (0..count - usize::from(!tried)).for_each(|_| self.try_key("u"));
                self.model.documents[0].focus.clone_from(&focus);
                self.model.documents[0].top = top;
                if found {
                    self.purpose = "take an alternative";
                    (0..count).for_each(|_| self.press(","));
                }
                return found;
            }
        }
        false
    }

    fn selected(&self) -> Option<Span> {
        match &self.model.mode {
            Mode::Select(selection) => Some(selection.span),
            _ => None,
        }
    }
}

/// Keeps the keys that accept more for each key.
fn offer(best: &mut Option<(f64, Vec<String>)>, accepted: usize, keys: Vec<String>) {
    let gain = accepted as f64 / keys.len() as f64;
    if best.as_ref().is_none_or(|(known, _)| gain > *known) {
        *best = Some((gain, keys));
    }
}

fn letters_at(jump: &Jump, place: usize) -> Option<Vec<String>> {
    let target = jump.targets.iter().find(|target| target.span.contains(place))?;
    Some(target.letters.chars().map(String::from).collect())
}
