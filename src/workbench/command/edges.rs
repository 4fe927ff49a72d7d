//! Moving the edges of the focused span, or of the selection.

use crate::edit::{
    Edge, EditKind,
    Move::{self, Inward, Outward},
    Step::{self, Grapheme, Proclitic, Word},
    move_edge,
};
use crate::gold::{Body, QuoteKind};
use crate::lang::{self, Wording, say};
use crate::text::{Span, Text, quotation_mark};
use crate::workbench::direction::Side::{self, Left, Right};
use crate::workbench::effect::Effect;
use crate::workbench::model::{Mode, Model};
use crate::workbench::role::Role;

use super::add::kind_of;
use super::commit::{FocusAfter, commit, tell};
use super::condition::{ON_ITEM_OR_SELECTION, ON_QUOTE};
use super::group::Group;
use super::name::CommandName;
use super::row::{Command, CommandTraits, Footer, FooterKeys};

pub(super) const ROWS: &[Command] = &[
    Command {
        name: CommandName::new("left-edge-out"),
        title: Wording::new("left-edge-out", "توسيع من اليسار"),
        help: Wording::new(
            "Move the left edge outward by a word (in Arabic the end takes in the next word).",
            "وسع من اليسار كلمة (في العربية: تدخل الكلمة التالية في آخره).",
        ),
        keys: &["h"],
        group: Group::Edges,
        traits: CommandTraits::VERDICT,
        when: ON_ITEM_OR_SELECTION,
        run: |model, _| move_an_edge(model, Left, Outward, Word),
        ..Command::PLAIN
    },
    Command {
        name: CommandName::new("left-edge-in"),
        title: Wording::new("left-edge-in", "تقليص من اليسار"),
        help: Wording::new("Move the left edge inward by a word.", "قلص من اليسار كلمة."),
        keys: &["j"],
        group: Group::Edges,
        traits: CommandTraits::VERDICT,
        when: ON_ITEM_OR_SELECTION,
        run: |model, _| move_an_edge(model, Left, Inward, Word),
        ..Command::PLAIN
    },
    Command {
        name: CommandName::new("right-edge-in"),
        title: Wording::new("right-edge-in", "تقليص من اليمين"),
        help: Wording::new("Move the right edge inward by a word.", "قلص من اليمين كلمة."),
        keys: &["k"],
        group: Group::Edges,
        traits: CommandTraits::VERDICT,
        when: ON_ITEM_OR_SELECTION,
        run: |model, _| move_an_edge(model, Right, Inward, Word),
        ..Command::PLAIN
    },
    Command {
        name: CommandName::new("right-edge-out"),
        title: Wording::new("right-edge-out", "توسيع من اليمين"),
        help: Wording::new(
            "Move the right edge outward by a word (in Arabic the start takes in the word before).",
            "وسع من اليمين كلمة (في العربية: تدخل الكلمة السابقة في أوله).",
        ),
        keys: &["l"],
        group: Group::Edges,
        footer: Footer::new("edges", "الحدود").showing(BY_WORD),
        traits: CommandTraits::VERDICT,
        when: ON_ITEM_OR_SELECTION,
        run: |model, _| move_an_edge(model, Right, Outward, Word),
    },
    Command {
        name: CommandName::new("right-edge-in-proclitic"),
        title: Wording::new("right-edge-in-proclitic", "إخراج سابقة"),
        help: Wording::new(
            "Move the right edge inward by a proclitic: و ف ب ل ك س stay outside, and the first ل of لل.",
            "أخرج السابقة من أوله: و ف ب ل ك س، واللام الأولى من لل.",
        ),
        keys: &["i"],
        group: Group::Edges,
        traits: CommandTraits::VERDICT,
        when: ON_ITEM_OR_SELECTION,
        run: |model, _| move_an_edge(model, Right, Inward, Proclitic),
        ..Command::PLAIN
    },
    Command {
        name: CommandName::new("right-edge-out-proclitic"),
        title: Wording::new("right-edge-out-proclitic", "إدخال سابقة"),
        help: Wording::new(
            "Move the right edge outward by a proclitic: the start takes one in.",
            "أدخل سابقة في أوله.",
        ),
        keys: &["o"],
        group: Group::Edges,
        footer: Footer::new("proclitic", "سابقة").showing(BY_PROCLITIC),
        traits: CommandTraits::VERDICT,
        when: ON_ITEM_OR_SELECTION,
        run: |model, _| move_an_edge(model, Right, Outward, Proclitic),
    },
    Command {
        name: CommandName::new("left-edge-out-letter"),
        title: Wording::new("left-edge-out-letter", "توسيع من اليسار حرفا"),
        help: Wording::new(
            "Move the left edge outward by a letter with its diacritics.",
            "وسع من اليسار حرفا مع حركاته.",
        ),
        keys: &["H"],
        group: Group::Edges,
        traits: CommandTraits::VERDICT,
        when: ON_ITEM_OR_SELECTION,
        run: |model, _| move_an_edge(model, Left, Outward, Grapheme),
        ..Command::PLAIN
    },
    Command {
        name: CommandName::new("left-edge-in-letter"),
        title: Wording::new("left-edge-in-letter", "تقليص من اليسار حرفا"),
        help: Wording::new("Move the left edge inward by a letter.", "قلص من اليسار حرفا."),
        keys: &["J"],
        group: Group::Edges,
        traits: CommandTraits::VERDICT,
        when: ON_ITEM_OR_SELECTION,
        run: |model, _| move_an_edge(model, Left, Inward, Grapheme),
        ..Command::PLAIN
    },
    Command {
        name: CommandName::new("right-edge-in-letter"),
        title: Wording::new("right-edge-in-letter", "تقليص من اليمين حرفا"),
        help: Wording::new(
            "Move the right edge inward by a letter: a proclitic of one letter stays outside.",
            "قلص من اليمين حرفا: تخرج سابقة من حرف واحد.",
        ),
        keys: &["K"],
        group: Group::Edges,
        traits: CommandTraits::VERDICT,
        when: ON_ITEM_OR_SELECTION,
        run: |model, _| move_an_edge(model, Right, Inward, Grapheme),
        ..Command::PLAIN
    },
    Command {
        name: CommandName::new("right-edge-out-letter"),
        title: Wording::new("right-edge-out-letter", "توسيع من اليمين حرفا"),
        help: Wording::new("Move the right edge outward by a letter.", "وسع من اليمين حرفا."),
        keys: &["Alt-l"],
        group: Group::Edges,
        footer: Footer::new("by letter", "حرف").showing(BY_LETTER),
        traits: CommandTraits::VERDICT,
        when: ON_ITEM_OR_SELECTION,
        run: |model, _| move_an_edge(model, Right, Outward, Grapheme),
    },
    Command {
        name: CommandName::new("next-part"),
        title: Wording::new("next-part", "الجزء التالي"),
        help: Wording::new(
            "On a quote: let the edge keys move its speaker, then its cue, then its content again.",
            "على اقتباس: اجعل مفاتيح الحدود تنقل حدود القائل، ثم عبارة القول، ثم المقول من جديد.",
        ),
        keys: &["w"],
        group: Group::Edges,
        footer: Footer::new("part", "جزء"),
        when: ON_QUOTE,
        run: |model, _| next_part(model),
        ..Command::PLAIN
    },
];

const fn together(commands: &'static [CommandName]) -> FooterKeys {
    FooterKeys::Of { commands, between: "" }
}

const BY_WORD: FooterKeys = together(&[
    CommandName::new("left-edge-out"),
    CommandName::new("left-edge-in"),
    CommandName::new("right-edge-in"),
    CommandName::new("right-edge-out"),
]);

const BY_PROCLITIC: FooterKeys =
    together(&[CommandName::new("right-edge-in-proclitic"), CommandName::new("right-edge-out-proclitic")]);

const BY_LETTER: FooterKeys = together(&[
    CommandName::new("left-edge-out-letter"),
    CommandName::new("left-edge-in-letter"),
    CommandName::new("right-edge-in-letter"),
]);

/// Lets the edge keys move the next part of the focused quote: speaker, cue, content, as far as it has them.
fn next_part(model: &mut Model) -> Vec<Effect> {
    let Some(document) = model.document_mut() else { return Vec::new() };
    let Some(focus) = document.focus.clone() else { return Vec::new() };
    let Some((Body::Quote(frame), _)) = document.body(&focus) else { return Vec::new() };
    let parts = [None, frame.speaker.as_ref().map(|_| Role::Speaker), frame.cue.map(|_| Role::Cue)];
    let parts: Vec<Option<Role>> =
        parts.into_iter().enumerate().filter(|(n, part)| *n == 0 || part.is_some()).map(|(_, part)| part).collect();
    let now = parts.iter().position(|part| *part == document.part()).unwrap_or(0);
    let next = parts.get((now + 1) % parts.len()).copied().flatten();
    document.part = next.map(|role| (focus, role));
    let name = next.map_or(lang::CONTENT, Role::name);
    model.tell(say::edge_keys_move(model.lang(), name));
    Vec::new()
}

/// Moves an edge of the selection or of the focused item: of an entity's span, or the outer edge of a quote's content.
fn move_an_edge(model: &mut Model, side: Side, way: Move, step: Step) -> Vec<Effect> {
    let Some(document) = model.document() else { return Vec::new() };
    let text = document.article.text.clone();
    let rtl = |span: Span| document.laid_out().is_none_or(|page| page.line_is_rtl(span.start()));
    let edge = |span: Span| if rtl(span) == (side == Side::Left) { Edge::End } else { Edge::Start };
    if let Mode::Select(selection) = &model.mode {
        let moved = move_edge(&text, selection.span, edge(selection.span), way, step);
        match moved {
            Some(span) => {
                model.viewport.edge = Some(place_of(span, edge(selection.span)));
                model.mode = Mode::Select(selection.with_span(span));
            }
            None => model.tell_words(lang::EDGE_STUCK),
        }
        return Vec::new();
    }
    let Some(focus) = document.focus.clone() else { return Vec::new() };
    let part = document.part();
    let moved = document.body(&focus).and_then(|(body, _)| {
        let edge = edge(body.span()?);
        let mut moved = with_edge_moved(body, part, edge, |span| move_edge(&text, span, edge, way, step))?;
        if let (None, Some(before), Some(after), Body::Quote(frame)) = (part, body.span(), moved.span(), &mut moved) {
            frame.kind = kind_after_move(&text, frame.kind, before, after);
        }
        let body = moved;
        let place = span_of(&body, part).map(|span| place_of(span, edge));
        Some((body, place))
    });
    let Some((body, place)) = moved else { return tell(model, lang::EDGE_STUCK) };
    model.viewport.edge = place;
    commit(model, FocusAfter::Stay, |decider| decider.change(EditKind::MovedEdge, &focus, body))
}

/// The kind of a quote whose content went from one span to another. It changes only with quotation marks: with more of them inside
/// it is mixed; a mixed one without any is what the marks around it say.
fn kind_after_move(text: &Text, kind: QuoteKind, before: Span, after: Span) -> QuoteKind {
    let [had, has] =
        [before, after].map(|span| text.slice(span).chars().filter(|c| quotation_mark(*c).is_some()).count());
    match kind {
        QuoteKind::Direct | QuoteKind::Indirect if has > had => QuoteKind::Mixed,
        QuoteKind::Mixed if has == 0 && had > 0 => kind_of(text, after),
        kind => kind,
    }
}

/// The byte of the letter at an edge of a span.
const fn place_of(span: Span, edge: Edge) -> usize {
    match edge {
        Edge::Start => span.start(),
        Edge::End => span.end() - 1,
    }
}

/// The span whose edges the edge keys move.
fn span_of(body: &Body, part: Option<Role>) -> Option<Span> {
    match (part, body.frame()) {
        (Some(Role::Speaker), Some(frame)) => frame.speaker.as_ref().map(|speaker| speaker.span),
        (Some(Role::Cue), Some(frame)) => frame.cue,
        _ => body.span(),
    }
}

fn with_edge_moved(body: &Body, part: Option<Role>, edge: Edge, moved: impl Fn(Span) -> Option<Span>) -> Option<Body> {
    match body {
        Body::Entity { span, label } => Some(Body::Entity { span: moved(*span)?, label: label.clone() }),
        Body::Quote(frame) => {
            let mut frame = frame.clone();
            match part {
                Some(Role::Speaker) => {
                    let speaker = frame.speaker.as_mut()?;
                    speaker.span = moved(speaker.span)?;
                    return Some(Body::Quote(frame));
                }
                Some(Role::Cue) => {
                    frame.cue = Some(moved(frame.cue?)?);
                    return Some(Body::Quote(frame));
                }
                Some(Role::Entity) | None => {}
            }
            let part = match edge {
                Edge::Start => frame.content.first_mut()?,
                Edge::End => frame.content.last_mut()?,
            };
            *part = moved(*part)?;
            let apart = frame.content.windows(2).all(|pair| matches!(pair, [a, b] if a.end() <= b.start()));
            apart.then_some(Body::Quote(frame))
        }
    }
}
