//! Counts the keys for a reference annotation: a player who knows it makes it out of the suggestions with the keys of
//! the workbench, through the real `update`.
//!
//! The player takes the suggestions in order. For each it compares the keys for fixing with those for rejecting and
//! adding, and finds the shortest sequence for an edge or a selection by trying the commands. It plans one decision at
//! a time, so the count is an upper bound of the shortest sequence. At the end its annotation is compared with the
//! reference: every entity and every frame, without the links from speakers to entities.
//!
//! `docs/src/guide/comparison.md` has the table; `UPDATE_DOCS=1 cargo test --test it effort` writes it anew.

mod adjudication;
mod bytes;
mod fewer;
mod player;
mod tools;

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::thread;

use tawsim::gold::{Article, Body, Frame, json};
use tawsim::text::Text;

use bytes::Sent;
use fewer::Style;
use player::{Player, Suggested};
use tools::Row;

/// The work and its cost.
#[derive(Debug, Default, Clone)]
struct Effort {
    /// Articles.
    articles: usize,
    /// Entities, and the keys to the next article.
    entities: Work,
    /// Frames.
    frames: Work,
    /// The keys that set or clear an implied speaker. The keys of frames include them.
    flags: usize,
    /// The keys by what they were for.
    spent: BTreeMap<&'static str, f64>,
    /// The bytes that each key sends to the terminal.
    sent: Vec<Sent>,
}

/// The decisions of one layer, which every tool needs.
#[derive(Debug, Default, Clone)]
struct Work {
    /// Gold entities or frames.
    gold: usize,
    /// Suggestions.
    suggested: usize,
    /// Keys of the workbench.
    keys: usize,
    /// Keys of sweeps, which entities and frames share.
    shared: f64,
    /// Keys and drags, if words are selected with the mouse.
    dragged: usize,
    /// Keys, clicks and drags, if all right suggestions are accepted at the end at once and the others are clicked on.
    at_once: usize,
    /// Keys in SLATE, which has no suggestions: the cursor to each span, its words, the label.
    slate: usize,
    /// Suggestions that are right.
    right: usize,
    /// Suggestions to reject.
    wrong: usize,
    /// Labels or kinds to change.
    relabelled: usize,
    /// Spans whose edges are wrong.
    moved: usize,
    /// Spans without a suggestion.
    added: usize,
    /// Links between a content and its speaker or cue without a suggestion.
    linked: usize,
}

/// An article with its reference.
type Reference = (Article, Vec<Body>);

fn reference(line: &str) -> Reference {
    let (article, annotation) = json::read(line).unwrap();
    let gold = annotation.gold.iter().map(|item| item.body.clone()).collect();
    (Article { suggestions: Vec::new(), ..article }, gold)
}

/// The sample articles.
fn samples() -> Vec<Reference> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/reference");
    let mut paths: Vec<_> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    paths.iter().map(|path| reference(&fs::read_to_string(path).unwrap())).collect()
}

/// Plays every article.
fn of_all(articles: &[Reference], style: Style) -> Effort {
    let played = thread::scope(|scope| {
        let play = |(article, gold): &Reference| play(article.clone(), gold, style);
        let running: Vec<_> = articles.iter().map(|one| scope.spawn(move || play(one))).collect();
        running.into_iter().map(|one| one.join().unwrap_or_else(|_| panic!("{style:?}"))).collect::<Vec<Effort>>()
    });
    let mut effort = played.into_iter().fold(Effort::default(), Effort::and);
    for work in [&mut effort.entities, &mut effort.frames] {
        work.at_once = work.at_once.saturating_sub(work.right) + (work.suggested - work.right);
    }
    effort
}

fn play(article: Article, gold: &[Body], style: Style) -> Effort {
    let suggested = Suggested::by_rules(&article);
    let found = &suggested.found;
    let plans = player::plans(gold, found);
    let mut effort = Effort { articles: 1, ..Effort::default() };
    for body in gold {
        effort.of(body).gold += 1;
    }
    for suggestion in found {
        let gold = plans.iter().find(|plan| plan.of.as_deref() == Some(suggestion.id.as_str())).map(|plan| &plan.gold);
        effort.of(&suggestion.body).count(Some(&suggestion.body), gold);
    }
    for plan in plans.iter().filter(|plan| plan.of.is_none()) {
        effort.of(&plan.gold).count(None, Some(&plan.gold));
    }
    let (id, text) = (article.id.clone(), article.text.clone());
    let mut player = Player::new(article.clone(), &suggested, style);
    player.play(plans);
    if style == Style::FEWER {
        effort.sent = bytes::sent(article, &suggested, &player.pressed);
    }
    player.spent.insert("to the next article", 1.0);
    effort.spent.clone_from(&player.spent);
    for (work, layer) in [(&mut effort.entities, 0), (&mut effort.frames, 1)] {
        // `d` marks the article done and opens the next.
        let keys = player.keys[layer] + usize::from(layer == 0);
        work.keys += keys;
        work.shared += player.shared[layer];
        work.dragged += keys - player.spared[layer];
        work.at_once += keys - player.spared[layer] - player.returns[layer];
    }
    // `d` asks about the pending rest, and `a` accepts it.
    effort.entities.at_once += 1;
    effort.entities.slate += slate(&text, gold) + 1;
    effort.flags = player.flags;
    player.compare(&id, gold);
    effort
}

/// SLATE's keys for the entities of an article in its token scope (which cannot leave out proclitics): a move for each
/// word from the start of one entity to the start of the next, one for each further word of it, Space and the label.
fn slate(text: &Text, gold: &[Body]) -> usize {
    let tokens = text.tokens();
    let token = |byte: usize| tokens.partition_point(|token| token.end() <= byte);
    let spans = gold.iter().filter(|body| body.frame().is_none()).filter_map(Body::span);
    let mut keys = (0, 0);
    for span in spans {
        let (first, last) = (token(span.start()), token(span.end() - 1));
        keys = (keys.0 + (first - keys.1) + (last - first) + 2, first);
    }
    keys.0
}

impl Effort {
    fn and(self, other: Self) -> Self {
        let mut spent = self.spent;
        for (purpose, keys) in other.spent {
            *spent.entry(purpose).or_default() += keys;
        }
        Self {
            spent,
            sent: self.sent.into_iter().chain(other.sent).collect(),
            articles: self.articles + other.articles,
            entities: self.entities.and(&other.entities),
            frames: self.frames.and(&other.frames),
            flags: self.flags + other.flags,
        }
    }

    fn of(&mut self, body: &Body) -> &mut Work {
        match body {
            Body::Entity { .. } => &mut self.entities,
            Body::Quote(_) => &mut self.frames,
        }
    }
}

impl Work {
    fn and(&self, other: &Self) -> Self {
        Self {
            gold: self.gold + other.gold,
            suggested: self.suggested + other.suggested,
            keys: self.keys + other.keys,
            shared: self.shared + other.shared,
            dragged: self.dragged + other.dragged,
            at_once: self.at_once + other.at_once,
            slate: self.slate + other.slate,
            right: self.right + other.right,
            wrong: self.wrong + other.wrong,
            relabelled: self.relabelled + other.relabelled,
            moved: self.moved + other.moved,
            added: self.added + other.added,
            linked: self.linked + other.linked,
        }
    }

    fn count(&mut self, found: Option<&Body>, gold: Option<&Body>) {
        self.suggested += usize::from(found.is_some());
        match (found, gold) {
            (Some(Body::Entity { span, label }), Some(Body::Entity { span: right, label: name })) => {
                self.moved += usize::from(span != right);
                self.relabelled += usize::from(label != name && span == right);
                self.right += usize::from((span, label) == (right, name));
            }
            (Some(Body::Quote(found)), Some(Body::Quote(gold))) => self.count_frame(found, gold),
            (Some(_), _) => self.wrong += 1,
            (None, Some(Body::Entity { .. })) => self.added += 1,
            (None, Some(Body::Quote(gold))) => {
                let roles = usize::from(gold.cue.is_some()) + usize::from(gold.speaker.is_some());
                self.added += gold.content.len() + roles;
                self.linked += roles + gold.content.len() - 1;
            }
            (None, None) => {}
        }
    }

    fn count_frame(&mut self, found: &Frame, gold: &Frame) {
        let before = (self.moved, self.relabelled, self.added);
        self.relabelled += usize::from(found.kind != gold.kind);
        if found.content.len() == gold.content.len() {
            self.moved += found.content.iter().zip(&gold.content).filter(|(found, gold)| found != gold).count();
        } else {
            self.added += gold.content.len();
            self.linked += gold.content.len() - 1;
        }
        let speaker = |frame: &Frame| frame.speaker.as_ref().map(|speaker| speaker.span);
        for (found, gold) in [(found.cue, gold.cue), (speaker(found), speaker(gold))] {
            match (found, gold) {
                (Some(found), Some(gold)) if found != gold && found.overlaps(gold) => self.moved += 1,
                (found, Some(gold)) if found != Some(gold) => {
                    self.added += 1;
                    self.linked += 1;
                }
                (Some(_), None) => self.added += 1,
                _ => {}
            }
        }
        self.right += usize::from(before == (self.moved, self.relabelled, self.added));
    }
}

/// The keys of all articles by what they were for, most first.
fn purposes(effort: &Effort) -> String {
    let mut spent: Vec<_> = effort.spent.iter().collect();
    spent.sort_by(|a, b| b.1.total_cmp(a.1));
    let all: f64 = spent.iter().map(|(_, keys)| **keys).sum();
    let mut table = String::from("\n| what the keys were for | share |\n|---|---|\n");
    for (purpose, keys) in spent {
        table.push_str(&format!("| {purpose} | {:.0} % |\n", 100.0 * keys / all));
    }
    table.push('\n');
    table
}

const BEGIN: &str = "<!-- effort -->\n";
const END: &str = "<!-- end of effort -->";
const PURPOSES: [&str; 2] = ["<!-- purposes -->\n", "<!-- end of purposes -->"];

/// The page with the part between two marks written anew.
fn with_part(page: &str, [begin, end]: [&str; 2], part: &str) -> String {
    let (before, rest) = page.split_once(begin).unwrap();
    let (_, after) = rest.split_once(end).unwrap();
    format!("{before}{begin}{part}{end}{after}")
}

fn table(rows: &[Row]) -> String {
    let mut table = String::from("\n| tool | per entity | per quote |\n|---|---|---|\n");
    for (name, entities, frames) in rows {
        let frames = frames.map_or_else(|| String::from("–"), |frames| format!("{frames:.1}"));
        table.push_str(&format!("| {name} | {entities:.1} | {frames} |\n"));
    }
    table.push('\n');
    table
}

/// The names and figures of a table.
fn rows_of(table: &str) -> Vec<(String, Option<f64>, Option<f64>)> {
    let rows = table.lines().filter_map(|line| line.strip_prefix("| ")?.strip_suffix(" |")).skip(1);
    let row = |row: &str| {
        let mut cells = row.split(" | ");
        let name = cells.next().unwrap_or_default().to_owned();
        (name, cells.next().and_then(|cell| cell.parse().ok()), cells.next().and_then(|cell| cell.parse().ok()))
    };
    rows.map(row).collect()
}

/// The figures follow the suggester. The document may be older, but its figure for tawsim is never much better than the
/// measured one, and no figure is far off.
#[test]
fn the_effort_matches_the_comparison_page() {
    let samples = samples();
    let [effort, jumps, fewer] = [Style::PLAIN, Style::JUMPS, Style::FEWER].map(|style| of_all(&samples, style));
    let measured = table(&tools::rows(&effort, &[&fewer, &jumps]));
    let (median, summary) = bytes::summary(&fewer.sent);
    println!("{:#?}\n{:#?}\n{measured}\n{}\n{summary}", effort.entities, fewer.entities, purposes(&fewer));
    assert!(median <= 1200, "half of the keys send at most this many bytes:\n{summary}");
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/src/guide/comparison.md");
    let page = fs::read_to_string(&path).unwrap();
    if std::env::var_os("UPDATE_DOCS").is_some() {
        let page = with_part(&page, [BEGIN, END], &measured);
        return fs::write(path, with_part(&page, PURPOSES, &purposes(&fewer))).unwrap();
    }
    let (_, rest) = page.split_once(BEGIN).unwrap();
    let (documented, _) = rest.split_once(END).unwrap();
    let (documented, now) = (rows_of(documented), rows_of(&measured));
    assert_eq!(documented.len(), now.len());
    for ((name, one, other), (now_name, now_one, now_other)) in documented.iter().zip(&now) {
        let most = if name.starts_with("tawsim") { 0.25 } else { 0.75 };
        let sound = |documented: &Option<f64>, now: &Option<f64>| match (documented, now) {
            (Some(documented), Some(now)) => now - documented <= most && documented - now <= 0.75,
            (documented, now) => documented.is_none() && now.is_none(),
        };
        let sound = name == now_name && sound(one, now_one) && sound(other, now_other);
        assert!(sound, "run UPDATE_DOCS=1 cargo test --test it effort; {name} is now in:\n{measured}");
    }
}
