//! Nothing moves under the fingers: between two keys the list of the article on the screen stays as it is, whatever the
//! suggesters have learnt meanwhile.

use std::sync::Arc;

use proptest::prelude::*;
use tawsim::edit::ItemRef;
use tawsim::gold::{Article, Body, Extra, Frame, Label, QuoteKind, Speaker, Suggestion, lint};
use tawsim::text::Text;
use tawsim::workbench::{Action, Document, Item, ItemState, Model, Settings, update};

const TEXT: &str = "قال سامي الحلبي إن جامعة دمشق وجامعة حلب في سوريا أعلنتا «عاما جديدا» أمس.\n\
    وزار علي الخطيب باريس ثم لندن، وقال علي إن الرحلة طويلة.\nثم عاد @نورس إلى حلب.";

/// A suggestion of the built-in suggester for some words of the text, or for a quote.
fn suggestion(text: &Text, (first, count, label, score): (usize, usize, usize, f64)) -> Suggestion {
    let words = text.words();
    let first = first % words.len();
    let last = (first + count % 3).min(words.len() - 1);
    let span = words[first].hull(words[last]);
    let body = match label % 5 {
        4 => Body::Quote(Frame {
            kind: QuoteKind::Indirect,
            content: vec![span],
            cue: (first > 1).then(|| words[0]),
            speaker: Some(Speaker { span: words[(first + 5) % words.len()], entity: None, implied: false }),
        }),
        label => Body::Entity { span, label: Label::new(["PER", "LOC", "ORG", "MISC"][label]) },
    };
    Suggestion::new(text, "rule@1", score, body)
}

/// What must not change between two keys: the items, the focus, and the line at the top of the page.
fn shown(model: &Model) -> (Vec<Item>, Option<ItemRef>, usize) {
    let document = model.document().unwrap();
    (document.items().iter().cloned().collect(), document.focus.clone(), document.top)
}

fn pending(model: &Model) -> Vec<ItemRef> {
    let items = model.document().unwrap().items().clone();
    items.into_iter().filter(|item| item.state == ItemState::Pending).map(|item| item.at).collect()
}

const KEYS: [&str; 24] = [
    "a",
    "x",
    "1",
    "3",
    "h",
    "j",
    "k",
    "l",
    "r",
    "Tab",
    "Down",
    "Up",
    "u",
    "Ctrl-r",
    "A",
    "X",
    "P",
    "M",
    "v",
    "Esc",
    "Backspace",
    "+",
    "Enter",
    "s",
];

proptest! {
    #![proptest_config(ProptestConfig::with_cases(60))]

    #[test]
    fn nothing_pending_changes_place_between_two_keys(
        first in prop::collection::vec((0..40_usize, 0..3_usize, 0..5_usize, 0.1..0.9_f64), 1..12),
        steps in prop::collection::vec(
            (0..KEYS.len(), prop::collection::vec((0..40_usize, 0..3_usize, 0..5_usize, 0.1..0.9_f64), 0..12)),
            1..40,
        ),
    ) {
        let text = Text::new(TEXT);
        let article = Article { id: "a".to_owned(), text: text.clone(), meta: Extra::new(), suggestions: Vec::new() };
        let document = Document::new(Arc::new(article), None);
        let settings = Settings { threshold: 0.3, ..Settings::default() };
        let mut model = Model::new(settings, vec![document], Vec::new(), (80, 24)).unwrap();
        update(&mut model, Action::Start);
        let suggested = |list: &[_]| list.iter().map(|one| suggestion(&text, *one)).collect::<Vec<_>>();
        update(&mut model, Action::Suggested { index: 0, suggestions: suggested(&first), own: Some(0) });
        for (key, fresh) in &steps {
            let before = pending(&model);
            update(&mut model, Action::Key(KEYS[*key].parse().unwrap()));
            // What a key leaves pending keeps its order.
            let after = pending(&model);
            let left: Vec<&ItemRef> = before.iter().filter(|at| after.contains(at)).collect();
            let kept: Vec<&ItemRef> = after.iter().filter(|at| before.contains(at)).collect();
            prop_assert_eq!(left, kept);
            let before = shown(&model);
            update(&mut model, Action::Learnt);
            update(&mut model, Action::Suggested { index: 0, suggestions: suggested(fresh), own: Some(0) });
            let program = fresh.iter().take(1).map(|one| suggestion(&text, *one));
            let program = program.map(|one| Suggestion { source: "program@1".to_owned(), ..one }).collect();
            if model.document().unwrap().revision() > 0 {
                update(&mut model, Action::Suggested { index: 0, suggestions: program, own: None });
            }
            prop_assert_eq!(&before, &shown(&model), "after {}", KEYS[*key]);
        }
        // No new suggestion stands beside a decided one that says the same.
        let document = model.document().unwrap();
        let labels = Settings::default().labels;
        let doubled = lint(&text, &document.annotation, &labels).into_iter().find(|finding| finding.what == "doubled");
        let added_by_hand = steps.iter().any(|(key, _)| ["1", "3", "h", "j", "k", "l", "u", "P", "A"].contains(&KEYS[*key]));
        prop_assert!(doubled.is_none() || added_by_hand, "{:?}", doubled);
    }
}
