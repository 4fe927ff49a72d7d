//! Nothing moves under the fingers: between two keys the list of the article on the screen stays as it is, whatever the
//! suggesters have learnt meanwhile.

use std::sync::Arc;

use proptest::prelude::*;
use tawsim::edit::ItemRef;
use tawsim::gold::{Article, Body, Extra, Frame, Label, QuoteKind, Speaker, Suggestion, lint};
use tawsim::text::Text;
use tawsim::workbench::{Action, Document, Item, ItemState, Model, Settings, update};

use super::screens::press;
use super::{answer, answer_of_program};

const TEXT: &str = "قال سامي الحلبي إن جامعة دمشق وجامعة حلب في سوريا أعلنتا «عاما جديدا» أمس.\n\
    وزار علي الخطيب باريس ثم لندن، وقال علي إن الرحلة طويلة.\nثم عاد @نورس إلى حلب.";

/// A suggestion of the built-in suggester for some words of the text, or for a quote.
fn suggestion(text: &Text, (first, count, label, score): (usize, usize, usize, f64)) -> Suggestion {
    let words = text.words();
    let first = first % words.len();
    let last = (first + count % 3).min(words.len() - 1);
    let span = words[first].hull(words[last]);
    let body = match label % 5 {
        4 => Body::Quote(Box::new(Frame {
            kind: QuoteKind::Indirect,
            content: vec![span],
            cue: (first > 1).then(|| words[0]),
            speaker: Some(Speaker { span: words[(first + 5) % words.len()], entity: None, implied: false }),
        })),
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
        answer(&mut model, 0, suggested(&first));
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
            answer(&mut model, 0, suggested(fresh));
            let program = fresh.iter().take(1).map(|one| suggestion(&text, *one));
            let program = program.map(|one| Suggestion { source: "program@1".to_owned(), ..one }).collect();
            if model.document().unwrap().revision() > 0 {
                answer_of_program(&mut model, 0, program);
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

/// The built-in suggester has read the text up to this word and proposes these items, as far as it has read them.
fn read_up_to(model: &mut Model, text: &Text, word: usize, all: &[Suggestion]) {
    let end = text.words()[word].start();
    let suggestions = all.iter().filter(|one| one.body.ends_before(end)).cloned().collect();
    update(model, Action::Suggested { index: 0, suggestions, alternatives: Vec::new(), read: Some(0..end) });
}

fn open_article(text: &Text) -> Model {
    let article = Article { id: "a".to_owned(), text: text.clone(), meta: Extra::new(), suggestions: Vec::new() };
    let document = Document::new(Arc::new(article), None);
    let settings = Settings { threshold: 0.3, ..Settings::default() };
    let mut model = Model::new(settings, vec![document], Vec::new(), (80, 24)).unwrap();
    update(&mut model, Action::Start);
    model
}

#[test]
fn what_the_reader_finds_further_on_joins_the_list_without_a_key() {
    let text = Text::new(TEXT);
    let place =
        |first: usize, score| Suggestion { source: "tagger@1".to_owned(), ..suggestion(&text, (first, 0, 1, score)) };
    let all = [place(1, 0.9), place(5, 0.5), place(8, 0.9), place(9, 0.1), place(17, 0.9), place(20, 0.9)];
    let mut model = open_article(&text);
    read_up_to(&mut model, &text, 6, &all);
    press(&mut model, "a");
    assert_eq!(pending(&model).len(), 1);
    assert_eq!(update(&mut model, Action::Key("d".parse().unwrap())), [], "most of it is not read");
    assert!(model.notice().unwrap().text.contains("still reading"), "{:?}", model.notice());
    press(&mut model, "Esc a");
    assert!(model.notice().unwrap().text.contains("still reading"), "{:?}", model.notice());
    let here = shown(&model).1;
    read_up_to(&mut model, &text, 10, &all);
    assert_eq!(pending(&model).len(), 1);
    answer(&mut model, 0, all.to_vec());
    let document = model.document().unwrap();
    assert_eq!((pending(&model).len(), document.hidden(), document.waiting()), (3, 1, 0));
    assert!(!model.notice().unwrap().text.contains("new"), "{:?}", model.notice());
    assert_eq!(shown(&model).1, here, "the focus stays");
    // The first key goes on from the decided item.
    press(&mut model, "a a a a");
    assert_eq!(model.document().unwrap().progress(), (0, 5, 0));

    // What is learnt about a part that was read waits, also behind the last item.
    update(&mut model, Action::Learnt);
    let learnt = [place(22, 0.9)];
    answer(&mut model, 0, learnt.to_vec());
    assert_eq!((pending(&model).len(), model.document().unwrap().waiting()), (0, 1));
    assert!(model.notice().unwrap().text.contains("1 new suggestion"), "{:?}", model.notice());
}

#[test]
fn before_the_first_key_what_is_found_further_on_may_stand_between_other_items() {
    let text = Text::new(TEXT);
    let place = |first: usize| suggestion(&text, (first, 0, 1, 0.9));
    let quote = suggestion(&text, (2, 2, 4, 0.9));
    // The content of the quote begins before what is listed, and ends behind it.
    let all = [place(1), quote, place(3)];
    for (keys, waiting) in [("", 0), ("j", 1)] {
        let mut model = open_article(&text);
        read_up_to(&mut model, &text, 4, &all);
        assert_eq!(pending(&model).len(), 2);
        let here = shown(&model).1;
        press(&mut model, keys);
        answer(&mut model, 0, all.to_vec());
        assert_eq!(model.document().unwrap().waiting(), waiting);
        assert_eq!(pending(&model).len() + waiting, 3);
        assert!(!keys.is_empty() || shown(&model).1 == here, "the focus stays");
    }
}

/// A long article, of several chunks. What is learnt about its end waits, also when its beginning is read again.
#[test]
fn an_answer_about_one_chunk_brings_nothing_from_another_one() {
    let text = Text::new("زار سامي باريس.\n".repeat(15_000));
    let chunks: Vec<_> = text.chunks().collect();
    assert!(chunks.len() > 2, "{}", chunks.len());
    let at = |byte: usize| {
        let span = text.words_from(byte).next().unwrap();
        Suggestion::new(&text, "rule@1", 0.9, Body::Entity { span, label: Label::new("PER") })
    };
    let mut model = open_article(&text);
    let mut answer = |chunk: usize, suggestions: &[Suggestion]| {
        let (suggestions, read) = (suggestions.to_vec(), Some(chunks[chunk].clone()));
        update(&mut model, Action::Suggested { index: 0, suggestions, alternatives: Vec::new(), read });
        let document = model.document().unwrap();
        (document.annotation.pending.len(), document.waiting())
    };
    let first = at(0);
    assert_eq!(answer(0, std::slice::from_ref(&first)), (1, 0));
    assert_eq!((answer(1, &[]), answer(2, &[])), ((1, 0), (1, 0)));
    let learnt = at(chunks[2].start + 100);
    assert_eq!(answer(2, &[learnt]), (1, 1), "it waits");
    assert_eq!(answer(0, &[first]), (1, 1));
}

/// What was rejected is no alternative, also if it comes as one.
#[test]
fn what_was_rejected_is_not_offered_as_an_alternative() {
    let text = Text::new(TEXT);
    let [short, long, other] = [0, 1, 2].map(|count| suggestion(&text, (5, count, 1, 0.9)));
    let mut model = open_article(&text);
    answer(&mut model, 0, vec![short.clone()]);
    press(&mut model, "x");
    let (suggestions, alternatives) = (vec![long.clone()], vec![short, other.clone()]);
    update(&mut model, Action::Suggested { index: 0, suggestions, alternatives, read: Some(0..text.len()) });
    let found = model.document().unwrap().alternatives(&long.body);
    assert_eq!(found.into_iter().filter(|one| one.id != long.id).collect::<Vec<_>>(), [&other]);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(60))]

    /// While the reader reads on, the list only grows at its end, and the focus and the page stay.
    #[test]
    fn the_list_grows_at_its_end_while_the_reader_reads_on(
        all in prop::collection::vec((0..40_usize, 0..3_usize, 0..5_usize, 0.1..0.9_f64), 1..25),
        steps in prop::collection::vec((0..KEYS.len(), 0..7_usize), 1..12),
    ) {
        let text = Text::new(TEXT);
        let mut all: Vec<Suggestion> = all.iter().map(|one| suggestion(&text, *one)).collect();
        all.dedup_by(|a, b| a.id == b.id);
        let mut model = open_article(&text);
        let last = text.words().len() - 1;
        let mut read = 4;
        read_up_to(&mut model, &text, read, &all);
        for (key, more) in &steps {
            update(&mut model, Action::Key(KEYS[*key].parse().unwrap()));
            let (items, focus, top) = shown(&model);
            read = (read + more).min(last);
            read_up_to(&mut model, &text, read, &all);
            let (now, focus_now, top_now) = shown(&model);
            prop_assert_eq!(&items, &now[..items.len()], "after {}", KEYS[*key]);
            prop_assert!(top == top_now && (focus == focus_now || focus.is_none()));
        }
        answer(&mut model, 0, all.clone());
        // Nothing is lost: each is pending, waits, is hidden or an alternative, or something was decided there.
        let document = model.document().unwrap();
        prop_assert!(document.suggested());
        if document.annotation.gold.is_empty() && document.annotation.rejected.is_empty() {
            for one in &all {
                let listed = document.annotation.pending(&one.id).is_some();
                let beside = document.alternatives(&one.body).iter().any(|other| other.id == one.id);
                prop_assert!(listed || beside, "{:?}", one);
            }
        }
    }
}
