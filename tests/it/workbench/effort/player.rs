//! A player who knows the reference and presses keys.

use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::sync::Arc;

use tawsim::edit::{Edge, ItemRef, Move, Step, move_edge};
use tawsim::gold::{Article, Body, Frame, QuoteKind, Suggestion};
use tawsim::suggest::{Builtin, Learner, UserNames};
use tawsim::text::{Span, Text};
use tawsim::workbench::{Action, Adjudication, Document, Item, ItemState, Mode, Model, Role, Settings, update};

use super::fewer::Style;

/// The plan for a gold entity or frame: made from a suggestion, or added.
#[derive(Debug, Clone)]
pub(crate) struct Plan {
    pub(crate) gold: Body,
    /// The id of the suggestion.
    pub(crate) of: Option<String>,
}

/// What the suggester says about an article.
#[derive(Debug, Clone)]
pub(crate) struct Suggested {
    pub(crate) found: Vec<Suggestion>,
    /// What else the words of these may be.
    alternatives: Vec<Suggestion>,
}

impl Suggested {
    /// By the rules alone. The tagger was trained on the articles of the replay, among others.
    pub(crate) fn by_rules(article: &Article) -> Self {
        let learner = Learner::new(Some(Builtin::rules()), UserNames::default());
        let parts = article.text.chunks().map(|chunk| learner.suggest_in(&article.text, chunk));
        let (found, alternatives): (Vec<_>, Vec<_>) = parts.map(|part| (part.suggestions, part.alternatives)).unzip();
        Self { found: found.concat(), alternatives: alternatives.concat() }
    }

    /// Gives it to the first article of a workbench.
    pub(crate) fn give(&self, model: &mut Model) {
        let read = Some(model.documents[0].article.text.chunk_of(0));
        let (suggestions, alternatives) = (self.found.clone(), self.alternatives.clone());
        update(model, Action::Suggested { index: 0, suggestions, alternatives, read });
    }
}

/// The suggestion from which each gold body is made: an equal one, else one that shares a third of both spans and has
/// the same number of content parts. Each suggestion is used once.
pub(crate) fn plans(gold: &[Body], found: &[Suggestion]) -> Vec<Plan> {
    let mut free: Vec<&Suggestion> = found.iter().collect();
    let mut plans: Vec<Plan> = gold.iter().map(|gold| Plan { gold: gold.clone(), of: None }).collect();
    let mut serve = |plan: &mut Plan, least: f64| {
        let near = |body: &Body| nearness(&plan.gold, body);
        let best = (0..free.len()).max_by(|a, b| near(&free[*a].body).total_cmp(&near(&free[*b].body)));
        if let Some(best) = best.filter(|best| near(&free[*best].body) >= least) {
            plan.of = Some(free.remove(best).id.clone());
        }
    };
    for least in [1.0, 0.33] {
        plans.iter_mut().filter(|plan| plan.of.is_none()).for_each(|plan| serve(plan, least));
    }
    plans
}

/// The overlap of two spans, from 0 to 1.
fn nearness(a: &Body, b: &Body) -> f64 {
    let parts = |body: &Body| body.frame().map_or(0, |frame| frame.content.len());
    let (Some(one), Some(other)) = (a.span(), b.span()) else { return 0.0 };
    if a.layer() != b.layer() || parts(a) != parts(b) || !one.overlaps(other) {
        return 0.0;
    }
    let shared = one.end().min(other.end()) - one.start().max(other.start());
    let hull = one.hull(other);
    shared as f64 / (hull.end() - hull.start()) as f64
}

/// A sequence of keys and the selection it leads to.
type Way = Vec<&'static str>;

pub(crate) struct Player {
    pub(super) model: Model,
    pub(super) style: Style,
    /// The keys of sweeps, shared by the layers of what they accepted.
    pub(crate) shared: [f64; 2],
    pub(super) text: Text,
    /// The keys pressed for entities and for frames.
    pub(crate) keys: [usize; 2],
    /// All these keys, in order.
    pub(crate) pressed: Vec<String>,
    /// The keys among them that a mouse drag would save. A drag selects whole words; keys then move the edges.
    pub(crate) spared: [usize; 2],
    /// The keys that return to the place of the review or move on after a fix.
    pub(crate) returns: [usize; 2],
    /// The keys that set or clear an implied speaker.
    pub(crate) flags: usize,
    layer: usize,
    /// The keys by what they were for.
    pub(crate) spent: BTreeMap<&'static str, f64>,
    /// What the next keys are for.
    pub(super) purpose: &'static str,
    /// The plan: which suggestion becomes what, and what is added.
    pub(super) made: BTreeMap<String, Body>,
    pub(super) added: Vec<Plan>,
}

/// The keys that change a selection: keys that move it and keys that move its edges.
const WHOLE: [&str; 8] = ["Left", "Right", "Up", "Down", "Tab", "Shift-Tab", "S", "\""];
const EDGES: [&str; 10] = ["h", "j", "k", "l", "H", "J", "K", "Alt-l", "i", "o"];
/// Edge keys are not tried if the selection is farther from its goal than this (bytes).
const FINE: usize = 24;
/// How many bytes farther from the goal than its start a sequence may lead.
const DETOUR: usize = 150;

impl Player {
    pub(crate) fn new(article: Article, suggested: &Suggested, style: Style) -> Self {
        Self::sized(article, suggested, style, (120, 40))
    }

    /// A player at a window of this many columns and rows.
    pub(crate) fn sized(article: Article, suggested: &Suggested, style: Style, size: (u16, u16)) -> Self {
        let mut player = Self::on(Document::new(Arc::new(article), None), style, size, None);
        suggested.give(&mut player.model);
        player
    }

    /// A player of an article on which work has begun.
    pub(super) fn on(document: Document, style: Style, size: (u16, u16), adjudication: Option<Adjudication>) -> Self {
        let text = document.article.text.clone();
        let annotator = Some("reference".to_owned());
        let settings = Settings { annotator, adjudication, ..Settings::default() };
        let model = Model::new(settings, vec![document], Vec::new(), size).unwrap();
        Self {
            model,
            style,
            shared: [0.0, 0.0],
            text,
            keys: [0, 0],
            pressed: Vec::new(),
            spared: [0, 0],
            returns: [0, 0],
            flags: 0,
            layer: 0,
            spent: BTreeMap::new(),
            purpose: "moves",
            made: BTreeMap::new(),
            added: Vec::new(),
        }
    }

    pub(super) fn document(&self) -> &Document {
        self.model.document().unwrap()
    }

    pub(super) fn try_key(&mut self, key: &str) {
        update(&mut self.model, Action::Key(key.parse().unwrap()));
    }

    pub(super) fn press(&mut self, key: &str) {
        self.count(key);
        self.try_key(key);
        // After a move, the first key may only show the focus; the key is then pressed again.
        if self.model.notice().is_some_and(|notice| notice.text.contains("press again")) {
            self.count(key);
            self.try_key(key);
        }
    }

    fn count(&mut self, key: &str) {
        self.keys[self.layer] += 1;
        *self.spent.entry(self.purpose).or_default() += 1.0;
        self.pressed.push(key.to_owned());
    }

    pub(super) fn press_all(&mut self, keys: &[&str]) {
        keys.iter().for_each(|key| self.press(key));
    }

    /// Makes the whole reference.
    pub(crate) fn play(&mut self, plans: Vec<Plan>) {
        let (made, mut added): (Vec<Plan>, Vec<Plan>) = plans.into_iter().partition(|plan| plan.of.is_some());
        self.made = made.into_iter().filter_map(|plan| Some((plan.of?, plan.gold))).collect();
        added.sort_by_key(|plan| plan.gold.reading_key());
        self.added = added;
        while let Some(here) = self.reviewed() {
            let later = self.pending_after(&here);
            let sooner: Vec<Plan> =
                self.added.clone().into_iter().filter(|plan| self.sooner(&plan.gold, &here, later.as_ref())).collect();
            for plan in &sooner {
                self.add(&plan.gold);
            }
            // An added span may cover the suggestion.
            if !self.sweep() && self.document().items().find(&here.at).is_some() {
                self.back_to(&here.at);
                self.decide(&here);
            }
            self.plan_covered();
        }
        while let Some(plan) = self.added.first().cloned() {
            self.add(&plan.gold);
            while let Some(here) = self.reviewed() {
                self.decide(&here);
            }
        }
    }

    /// What was to be made from a suggestion that a decided span has covered is added.
    fn plan_covered(&mut self) {
        let pending: BTreeSet<String> = self.pending().map(|(id, _)| id).collect();
        let gold: Vec<Body> = self.document().annotation.gold.iter().map(|item| item.body.clone()).collect();
        let rejected = |player: &Self, id: &str| player.document().annotation.rejected(id).is_some();
        let gone: Vec<String> = self
            .made
            .iter()
            .filter(|(id, body)| {
                !pending.contains(*id) && !rejected(self, id) && !gold.iter().any(|gold| gold.agrees_with(body))
            })
            .map(|(id, _)| id.clone())
            .collect();
        for id in gone {
            if let Some(gold) = self.made.remove(&id) {
                self.added.push(Plan { gold, of: None });
            }
        }
        self.added.sort_by_key(|plan| plan.gold.reading_key());
    }

    /// Moves the focus to the next suggestion to decide. `None` if there is none.
    pub(super) fn reviewed(&mut self) -> Option<Item> {
        let pending =
            |player: &Self| player.document().focused().filter(|item| item.state == ItemState::Pending).cloned();
        while self.style.sweeps && pending(self).is_none() && self.sweep() {}
        if pending(self).is_none() && !self.document().annotation.pending.is_empty() {
            self.purpose = "back to the next pending one";
            self.press("Tab");
            if pending(self).is_none() {
                self.press("Shift-Tab");
            }
        }
        pending(self)
    }

    fn pending_after(&self, here: &Item) -> Option<Item> {
        let pending = self.document().items().iter().filter(|item| item.state == ItemState::Pending);
        pending.skip_while(|item| item.at != here.at).nth(1).cloned()
    }

    /// True if selecting it from here takes fewer keys than from the next suggestion.
    fn sooner(&mut self, gold: &Body, here: &Item, later: Option<&Item>) -> bool {
        let (Some(later), Some(span)) = (later, gold.span()) else { return true };
        if span.end() <= here.span.start() || later.span.end() <= span.start() {
            return span.end() <= here.span.start();
        }
        let first = gold.frame().map_or(span, |frame| frame.content[0]);
        let mut cost = |at: &ItemRef| {
            self.model.documents[0].focus = Some(at.clone());
            self.try_key("v");
            let way = self.way_to(first).map_or(usize::MAX, |way| way.len());
            self.try_key("Esc");
            way
        };
        let costs = (cost(&here.at), cost(&later.at));
        self.model.documents[0].focus = Some(here.at.clone());
        costs.0 <= costs.1
    }

    fn back_to(&mut self, at: &ItemRef) {
        let before = self.keys[self.layer];
        self.purpose = "back to the next pending one";
        self.go_to(at);
        self.returns[self.layer] += self.keys[self.layer] - before;
    }

    pub(super) fn go_to(&mut self, at: &ItemRef) {
        let from = self.document().focus.clone();
        if from.as_ref() == Some(at) {
            return;
        }
        for key in ["Tab", "Shift-Tab", "Up", "Down"] {
            self.try_key(key);
            let there = self.document().focus.as_ref() == Some(at);
            self.model.documents[0].focus.clone_from(&from);
            if there {
                return self.press(key);
            }
        }
        // Several steps, in the direction of the goal, or its letters.
        let place = |item: &ItemRef| self.document().items().iter().position(|known| known.at == *item);
        let steps = from.as_ref().and_then(place).zip(place(at)).map_or(usize::MAX, |(from, to)| from.abs_diff(to));
        if let Some(letters) = self.letters_to(at).filter(|letters| letters.len() < steps) {
            return letters.iter().for_each(|key| self.press(key));
        }
        while self.document().focus.as_ref() != Some(at) {
            let place = |item: &ItemRef| self.document().items().iter().position(|known| known.at == *item);
            let ahead = self.document().focus.as_ref().and_then(place) < place(at);
            self.press(if ahead { "Down" } else { "Up" });
        }
    }

    /// Decides on the focused suggestion and moves on.
    pub(super) fn decide(&mut self, here: &Item) {
        let ItemRef::Pending(id) = &here.at else { return };
        let gold = self.made.get(id).cloned();
        let body = self.document().body(&here.at).map(|(body, _)| body.clone()).unwrap();
        self.layer = layer(&body);
        let made = gold.clone().unwrap_or_else(|| body.clone());
        match (body, gold.as_ref()) {
            (_, None) => {
                self.purpose = "reject";
                return self.press("x");
            }
            (Body::Entity { span, label }, Some(Body::Entity { span: right, label: name })) => {
                let way = self.edges(span, *right);
                if self.take_alternative(way.len() + usize::from(label != *name), |body| body.agrees_with(&made)) {
                    return self.go_on_after_fix();
                }
                self.purpose = if way.is_empty() && label == *name { "accept one" } else { "fix an entity" };
                self.press_all(&way);
                if label != *name {
                    let digit = self.digit(name.as_str());
                    self.press(&digit);
                } else if way.is_empty() {
                    self.press("a");
                }
            }
            (Body::Quote(_), Some(Body::Quote(gold))) => {
                let (frame, _) = self.frame();
                self.purpose = if Body::Quote(frame.clone().into()).agrees_with(&Body::Quote(gold.clone())) {
                    "accept one"
                } else {
                    "fix a quote"
                };
                let first = self.edges_of(frame.content[0], gold.content[0], Some(Edge::Start));
                let last = (frame.content.len() - 1, gold.content.len() - 1);
                let end = self.edges_of(frame.content[last.0], gold.content[last.1], Some(Edge::End));
                let with_content = |body: &Body| {
                    body.frame().is_some_and(|frame| frame.content == gold.content && frame.kind == gold.kind)
                };
                let whole = first.len() + end.len() + self.keys_of_roles(gold);
                let taken = self.take_alternative(whole, |body| body.agrees_with(&made))
                    || self.take_alternative(first.len() + end.len(), with_content);
                if !taken {
                    self.press_all(&first);
                    self.press_all(&end);
                }
                self.finish(gold);
                if self.document().focus.as_ref() == Some(&here.at) {
                    self.press(if self.frame().0.kind == gold.kind { "a" } else { kind_key(gold.kind) });
                }
            }
            _ => unreachable!(),
        }
        self.go_on_after_fix();
    }

    /// The focus stays on a fixed item.
    fn go_on_after_fix(&mut self) {
        let stays = self.document().focused().is_some_and(|item| item.state != ItemState::Pending);
        if stays && !self.style.sweeps && !self.document().annotation.pending.is_empty() {
            self.purpose = "on after a fix";
            self.press("Tab");
            self.returns[self.layer] += 1;
        }
    }

    /// Sets the roles of the focused frame, and the kind of a decided frame.
    fn finish(&mut self, gold: &Frame) {
        let speaker = gold.speaker.as_ref().map(|speaker| speaker.span);
        for (role, wanted) in [(Role::Speaker, speaker), (Role::Cue, gold.cue)] {
            if self.role(role) != wanted {
                self.give(role, wanted);
            }
        }
        let implied = |frame: &Frame| frame.speaker.as_ref().map(|speaker| speaker.implied);
        if implied(&self.frame().0) != implied(gold) {
            self.flags += 1;
            self.press("S");
        }
        let (frame, pending) = self.frame();
        if !pending && frame.kind != gold.kind {
            self.press(kind_key(gold.kind));
        }
    }

    /// The fewest keys that give the focused frame the cue and speaker of another one: a key and a digit each.
    fn keys_of_roles(&self, gold: &Frame) -> usize {
        let speaker = gold.speaker.as_ref().map(|speaker| speaker.span);
        let wrong = [(Role::Speaker, speaker), (Role::Cue, gold.cue)].map(|(role, wanted)| self.role(role) != wanted);
        2 * wrong.iter().filter(|wrong| **wrong).count()
    }

    fn role(&self, role: Role) -> Option<Span> {
        let (frame, _) = self.frame();
        if role == Role::Cue { frame.cue } else { frame.speaker.map(|speaker| speaker.span) }
    }

    /// The focused frame, and whether it is pending.
    fn frame(&self) -> (Frame, bool) {
        let item = self.document().focused().unwrap();
        let frame = self.document().body(&item.at).and_then(|(body, _)| body.frame().cloned());
        (frame.unwrap(), item.state == ItemState::Pending)
    }

    /// Sets a role in the cheapest of three ways: a candidate's number, edge keys, a selection.
    fn give(&mut self, role: Role, wanted: Option<Span>) {
        let key = if role == Role::Speaker { "s" } else { "e" };
        let Some(wanted) = wanted else { return self.press_all(&[key, "Backspace"]) };
        let mut ways: Vec<Vec<String>> = Vec::new();
        self.try_key(key);
        if let Some(number) = self.candidate(wanted) {
            ways.push(vec![key.to_owned(), number]);
        }
        self.try_key("Esc");
        if let Some(now) = self.role(role) {
            let part = self.document().part();
            let mut turns = 0;
            while self.document().part() != Some(role) && turns < 3 {
                self.try_key("w");
                turns += 1;
            }
            let way = self.edges_of(now, wanted, None);
            let reached = self.document().part() == Some(role) && !way.is_empty();
            while self.document().part() != part {
                self.try_key("w");
            }
            if reached {
                ways.push(std::iter::repeat_n("w", turns).chain(way).map(str::to_owned).collect());
            }
        }
        let start = [vec!["v"], vec![key, "v"]];
        for start in start {
            start.iter().for_each(|key| self.try_key(key));
            let way = self.way_to(wanted);
            while self.model.mode != Mode::Review {
                self.try_key("Esc");
            }
            let way = way.map(|way| way.into_iter().chain([key.to_owned()]));
            ways.extend(way.map(|way| start.into_iter().map(str::to_owned).chain(way).collect()));
        }
        let best = ways.into_iter().min_by_key(Vec::len).expect("a way to the role");
        best.iter().for_each(|key| self.press(key));
        if best.iter().any(|key| key == "v") {
            let way: Vec<&str> = best.iter().map(String::as_str).skip_while(|key| *key != "v").skip(1).collect();
            self.spared[self.layer] += spared(&way[..way.len() - 1]) + usize::from(best[0] != "v");
        }
        assert_eq!(self.role(role), Some(wanted), "{best:?}");
    }

    /// The digit of the candidate with this span.
    fn candidate(&self, wanted: Span) -> Option<String> {
        let Mode::ChooseRole(pick) = &self.model.mode else { return None };
        let place = pick.candidates.iter().position(|candidate| candidate.span == wanted)?;
        Some((place + 1).to_string())
    }

    /// Adds an item that has no suggestion. The item then has the focus.
    pub(super) fn add(&mut self, gold: &Body) {
        let Some(place) = self.added.iter().position(|plan| plan.gold == *gold) else { return };
        self.added.remove(place);
        self.layer = layer(gold);
        match gold {
            Body::Entity { span, label } => {
                if self.scroll_to(*span) {
                    self.add_on_other_screen(*span, label);
                } else if !self.add_near(*span, label) {
                    self.purpose = "add an entity: select";
                    self.select(*span);
                    let digit = self.digit(label.as_str());
                    self.purpose = "add an entity: label";
                    self.press(&digit);
                }
                if !self.accept_everywhere() {
                    self.propagate();
                }
            }
            Body::Quote(gold) => {
                self.purpose = "add a quote";
                self.select(gold.content[0]);
                self.press("c");
                while let Mode::ChooseRole(pick) = &self.model.mode {
                    let speaker = gold.speaker.as_ref().map(|speaker| speaker.span);
                    let wanted = if pick.role == Role::Cue { gold.cue } else { speaker };
                    match wanted.and_then(|wanted| self.candidate(wanted)) {
                        Some(number) => self.press(&number),
                        None => self.press("Esc"),
                    }
                }
                for part in &gold.content[1..] {
                    self.select(*part);
                    self.press("C");
                }
                self.finish(gold);
            }
        }
    }

    /// Propagates the entity that was just added if that saves more keys than it costs.
    fn propagate(&mut self) {
        let focus = self.document().focus.clone();
        let known: BTreeSet<String> = self.pending().map(|(id, _)| id).collect();
        self.try_key("P");
        if matches!(self.model.mode, Mode::Preview(_)) {
            self.try_key("Enter");
        }
        let fresh: Vec<(String, Body)> = self.pending().filter(|(id, _)| !known.contains(id)).collect();
        let wanted = |body: &Body| self.added.iter().position(|plan| plan.gold.agrees_with(body));
        let good = fresh.iter().filter(|(_, body)| wanted(body).is_some()).count();
        // Compares P, Enter and a verdict for each with v, a few moves, a digit and the return.
        if 2 + fresh.len() < good * 4 {
            self.keys[0] += 2;
            self.pressed.extend(["P", "Enter"].map(str::to_owned));
            *self.spent.entry("the same words elsewhere").or_default() += 2.0;
            for (id, body) in fresh {
                if let Some(place) = self.added.iter().position(|plan| plan.gold.agrees_with(&body)) {
                    self.made.insert(id, self.added.remove(place).gold);
                }
            }
        } else {
            if !fresh.is_empty() {
                self.try_key("u");
            }
            while self.model.mode != Mode::Review {
                self.try_key("Esc");
            }
            self.model.documents[0].focus = focus;
        }
    }

    fn pending(&self) -> impl Iterator<Item = (String, Body)> {
        let pending = self.document().annotation.pending.iter();
        pending.map(|suggestion| (suggestion.id.clone(), suggestion.body.clone())).collect::<Vec<_>>().into_iter()
    }

    fn select(&mut self, wanted: Span) {
        self.scroll_to(wanted);
        self.press("v");
        self.select_from_here(wanted);
    }

    /// Selects words from where the selection has just begun.
    pub(super) fn select_from_here(&mut self, wanted: Span) {
        let way = self.way_to(wanted).unwrap_or_else(|| {
            panic!("no way to {:?} from {:?}: {:?}", self.text.slice(wanted), self.model.mode, self.model.notice())
        });
        let way: Vec<&str> = way.iter().map(String::as_str).collect();
        // The letters are there again, as after `v`.
        self.model.mode = Mode::Review;
        self.try_key("v");
        self.press_all(&way);
        self.spared[self.layer] += spared(&way);
    }

    /// Scrolls until words are on the screen, so that letters are on them. Returns true if they were on another screen.
    fn scroll_to(&mut self, wanted: Span) -> bool {
        let mut scrolled = false;
        let shown = |player: &Self| player.document().shown(player.model.lines_shown());
        while self.style.jumps && wanted.start() < shown(self).start {
            self.press("PageUp");
            scrolled = true;
        }
        scrolled
    }

    /// The shortest way from the selection that has just begun to another one, by letters or by moves.
    pub(super) fn way_to(&mut self, wanted: Span) -> Option<Vec<String>> {
        let top = self.document().top;
        let by_letters = self.selection_by_letters(wanted);
        self.model.documents[0].top = top;
        let limit = by_letters.as_ref().map_or(usize::MAX, Vec::len);
        let by_moves = self.selection(wanted, limit).map(|way| way.into_iter().map(str::to_owned).collect::<Vec<_>>());
        // What was tried may have scrolled the page, and the letters are on the words of the screen.
        self.model.documents[0].top = top;
        [by_moves, by_letters].into_iter().flatten().min_by_key(Vec::len)
    }

    /// The shortest key sequence from the selection to another one. The selection is not changed.
    fn selection(&mut self, wanted: Span, limit: usize) -> Option<Way> {
        let Mode::Select(base) = self.model.mode.clone() else { return None };
        let mut ways: BTreeMap<Span, Way> = BTreeMap::from([(base.span, Way::new())]);
        let mut queue = VecDeque::from([base.span]);
        let bound = away(base.span, wanted) + DETOUR;
        while let Some(span) = queue.pop_front().filter(|_| !ways.contains_key(&wanted)) {
            let way = ways[&span].clone();
            if way.len() + 1 >= limit {
                break;
            }
            let near = |a: usize, b: usize| a.abs_diff(b) <= FINE;
            let anchored = near(span.start(), wanted.start()) || near(span.end(), wanted.end());
            let edges: &[&'static str] = if anchored { &EDGES } else { &[] };
            for key in WHOLE.iter().chain(edges) {
                let mut selection = base.clone();
                selection.span = span;
                self.model.mode = Mode::Select(selection);
                self.try_key(key);
                let Mode::Select(selection) = &self.model.mode else { continue };
                let next = selection.span;
                if away(next, wanted) > bound {
                    continue;
                }
                if let Entry::Vacant(place) = ways.entry(next) {
                    place.insert(way.iter().copied().chain([*key]).collect());
                    queue.push_back(next);
                }
            }
        }
        self.model.mode = Mode::Select(base);
        ways.remove(&wanted)
    }

    /// The keys from one span to another, for both edges.
    pub(super) fn edges(&self, from: Span, to: Span) -> Way {
        self.edges_of(from, to, None)
    }

    /// The shortest key sequence from one span to another with the keys of both edges or of one.
    fn edges_of(&self, from: Span, to: Span, only: Option<Edge>) -> Way {
        let rtl = self.document().laid_out().is_none_or(|page| page.line_is_rtl(from.start()));
        let sides = if rtl { [Edge::End, Edge::Start] } else { [Edge::Start, Edge::End] };
        let [left, right] = sides;
        let (out, into) = (Move::Outward, Move::Inward);
        let keys = [
            ("h", left, out, Step::Word),
            ("j", left, into, Step::Word),
            ("k", right, into, Step::Word),
            ("l", right, out, Step::Word),
            ("i", right, into, Step::Proclitic),
            ("o", right, out, Step::Proclitic),
            ("H", left, out, Step::Grapheme),
            ("J", left, into, Step::Grapheme),
            ("K", right, into, Step::Grapheme),
            ("Alt-l", right, out, Step::Grapheme),
        ];
        let reached = |span: Span| match only {
            Some(Edge::Start) => span.start() == to.start(),
            Some(Edge::End) => span.end() == to.end(),
            None => span == to,
        };
        let mut ways: BTreeMap<Span, Way> = BTreeMap::from([(from, Way::new())]);
        let mut seen = BTreeSet::from([from]);
        let mut queue = VecDeque::from([from]);
        while let Some(span) = queue.pop_front() {
            let way = ways.remove(&span).unwrap();
            if reached(span) {
                return way;
            }
            for (key, edge, direction, step) in keys {
                if only.is_some_and(|only| only != edge) {
                    continue;
                }
                let Some(next) = move_edge(&self.text, span, edge, direction, step) else { continue };
                // An edge that passes its goal by more than a word is never part of the shortest sequence.
                let (was, is, goal) = match edge {
                    Edge::Start => (span.start(), next.start(), to.start()),
                    Edge::End => (span.end(), next.end(), to.end()),
                };
                let useful = is.abs_diff(goal) < was.abs_diff(goal) || is.abs_diff(goal) <= FINE;
                if useful && seen.insert(next) {
                    ways.insert(next, way.iter().copied().chain([key]).collect());
                    queue.push_back(next);
                }
            }
        }
        panic!("no way from {:?} to {:?}", self.text.slice(from), self.text.slice(to))
    }

    pub(super) fn digit(&self, label: &str) -> String {
        let def = self.model.settings.labels.iter().find(|def| def.label.as_str() == label).unwrap();
        def.digit.unwrap().to_string()
    }

    /// True if the annotation is the reference.
    pub(crate) fn compare(&self, id: &str, gold: &[Body]) {
        let unlinked = |body: &Body| -> Body {
            let mut body = body.clone();
            if let Body::Quote(frame) = &mut body
                && let Some(speaker) = &mut frame.speaker
            {
                speaker.entity = None;
            }
            body
        };
        let sorted = |bodies: &mut dyn Iterator<Item = &Body>| {
            let mut bodies: Vec<Body> = bodies.map(unlinked).collect();
            bodies.sort_by_key(|body| (body.reading_key(), format!("{body:?}")));
            bodies
        };
        let made = sorted(&mut self.document().annotation.gold.iter().map(|item| &item.body));
        let wanted = sorted(&mut gold.iter());
        let odd = made.iter().find(|one| !wanted.contains(one)).or(wanted.iter().find(|one| !made.contains(one)));
        assert!(made == wanted, "{id} is not as the reference has it: {odd:?}");
    }
}

fn layer(body: &Body) -> usize {
    usize::from(body.frame().is_some())
}

fn kind_key(kind: QuoteKind) -> &'static str {
    match kind {
        QuoteKind::Direct => "1",
        QuoteKind::Indirect => "2",
        QuoteKind::Mixed => "3",
    }
}

/// The number of keys of a selection, `v` included, that one drag replaces.
fn spared(way: &[&str]) -> usize {
    way.iter().filter(|key| !matches!(**key, "H" | "J" | "K" | "Alt-l" | "i" | "o")).count()
}

/// The distance of two spans in bytes.
fn away(one: Span, other: Span) -> usize {
    one.start().saturating_sub(other.end()).max(other.start().saturating_sub(one.end()))
}
