//! The cost of the same decisions in other tools.
//!
//! An action is a key, a click or a drag. The costs come from the tools' sources and documentation; where a tool
//! cannot move an edge, the span is deleted and drawn again. In the tools' favour, a label costs one key, a dialog one
//! confirmation, and scrolling, aiming and mode switches cost nothing.

use super::{Effort, Work};

/// The cost of each action in a tool.
struct Tool {
    name: &'static str,
    /// Accepting a suggestion unchanged; 0 where a suggestion counts as a label until it is deleted.
    accept: usize,
    /// Rejecting a suggestion or deleting a span.
    reject: usize,
    relabel: usize,
    /// Correcting the edges of a span.
    edge: usize,
    /// Adding a span with its label.
    add: usize,
    /// Linking two spans; `None` where spans cannot be linked.
    link: Option<usize>,
    /// Submitting an article and opening the next one.
    article: usize,
}

const fn tool(name: &'static str, costs: [usize; 5], link: Option<usize>, article: usize) -> Tool {
    let [accept, reject, relabel, edge, add] = costs;
    Tool { name, accept, reject, relabel, edge, add, link, article }
}

/// Accept, reject, relabel, correct the edges, add; link; next article.
const TOOLS: [Tool; 8] = [
    // ✕; delete, digit, drag; the same; digit, drag; head, tail; `a` takes the whole article.
    tool("Prodigy", [0, 1, 3, 3, 2], Some(2), 1),
    // Click, Backspace; click, digit; delete, digit, drag; digit, drag; click, Alt+R, click, label; Ctrl+Enter.
    tool("Label Studio", [0, 2, 2, 4, 2], Some(4), 1),
    // Click; double click; click, key; delete (click, key), drag, key; drag, key; drag; Shift+PgDn.
    tool("INCEpTION", [1, 2, 2, 4, 2], Some(1), 1),
    // Right click; click, menu; delete, drag, menu; drag, menu; two clicks, menu; Enter, →.
    tool("doccano", [0, 1, 2, 3, 2], Some(3), 2),
    // ✕; click, digit; delete, digit, drag; digit, drag; no links; Enter.
    tool("Argilla", [0, 1, 2, 3, 2], None, 1),
    // Click; delete, digit, drag; the same; digit, drag; two clicks, create; a button.
    tool("potato", [0, 1, 3, 3, 2], Some(3), 1),
    // Double click, Delete; double click, key, Enter; double click, Insert, drag; drag, key, Enter; drag, Enter; arrow.
    tool("brat", [0, 2, 3, 3, 3], Some(2), 1),
    // Click, y; click, q; click, key; delete, drag, key; drag, key; no links; opened by hand.
    tool("YEDDA", [2, 2, 2, 4, 2], None, 2),
];

impl Tool {
    /// The actions for the entities and for the frames.
    fn of(&self, effort: &Effort) -> (usize, Option<usize>) {
        let work = |work: &Work| {
            // A suggestion that is fixed need not be accepted before.
            self.accept * work.right
                + self.reject * work.wrong
                + self.relabel * work.relabelled
                + self.edge * work.moved
                + self.add * work.added
        };
        let frames = |link: usize| work(&effort.frames) + link * effort.frames.linked;
        (work(&effort.entities) + self.article * effort.articles, self.link.map(frames))
    }
}

/// A row of the table: the tool, actions per gold entity and per gold frame.
pub(crate) type Row = (&'static str, f64, Option<f64>);

/// The names of tawsim's rows by keys alone: with all that saves keys, then with less and less of it.
const OURS: [&str; 3] = [
    "tawsim, keys alone, sweeps, jump letters and alternatives",
    "tawsim, keys alone, sweeps and jump letters",
    "tawsim, keys alone, a verdict for each suggestion",
];

/// The keys per gold entity and per gold frame.
fn keys_of(effort: &Effort) -> (f64, f64) {
    let per = |work: &Work| (work.keys as f64 + work.shared) / work.gold as f64;
    (per(&effort.entities), per(&effort.frames))
}

/// All rows, tawsim's first. `effort` gives a verdict to each suggestion, and `fewer` are the efforts of the first rows.
pub(crate) fn rows(effort: &Effort, fewer: &[&Effort; 2]) -> Vec<Row> {
    let per = |actions: usize, work: &Work| actions as f64 / work.gold as f64;
    let (entities, frames) = (&effort.entities, &effort.frames);
    let [most, jumps] = fewer;
    let alone = OURS.into_iter().zip([*most, *jumps, effort]).map(|(name, effort)| {
        let (entities, frames) = keys_of(effort);
        (name, entities, Some(frames))
    });
    let others = [
        ("tawsim, words selected with the mouse", per(entities.dragged, entities), Some(per(frames.dragged, frames))),
        (
            "tawsim, with the mouse, what is right accepted at once in the end",
            per(entities.at_once, entities),
            Some(per(frames.at_once, frames)),
        ),
        ("SLATE, keys alone, without suggestions", per(entities.slate, entities), None),
    ];
    let tools = TOOLS.iter().map(|tool| {
        let (entities, frames) = tool.of(effort);
        (tool.name, per(entities, &effort.entities), frames.map(|frames| per(frames, &effort.frames)))
    });
    alone.chain(others).chain(tools).collect()
}
