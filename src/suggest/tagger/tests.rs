//! Tests of any model, and of the model that comes with the program.

use std::sync::{Arc, LazyLock};

use proptest::prelude::*;

use super::model::calibrate;
use super::*;
use crate::gold::Label;
use crate::suggest::linear::{clusters, hash};
use crate::suggest::{RULES, builtin_tagger};
use crate::text::Text;
use crate::words::token::Tokens;
use crate::words::word::Words;

/// An example from text with marks: `زار ⟦PER:سامي⟧ باريس`.
fn example(marked: &str) -> Example {
    let (mut raw, mut edges) = (String::new(), Vec::new());
    let mut rest = marked;
    while let Some((before, after)) = rest.split_once('⟦') {
        raw.push_str(before);
        let (label, after) = after.split_once(':').unwrap();
        let (name, after) = after.split_once('⟧').unwrap();
        edges.push((raw.len(), raw.len() + name.len(), Label::new(label)));
        raw.push_str(name);
        rest = after;
    }
    raw.push_str(rest);
    let text = Text::new(raw);
    let spans = edges.into_iter().map(|(from, to, label)| (text.span(from, to).unwrap(), label)).collect();
    Example { text, spans, unknown: Vec::new(), denied: Vec::new(), document: None, weight: 1.0 }
}

const LINES: [&str; 6] = [
    "قال ⟦PER:كمبرلا⟧ إن الجو جميل في ⟦TOWN:زغرتا⟧ .",
    "زار ⟦PER:كمبرلا⟧ بلدة ⟦TOWN:زغرتا⟧ أمس .",
    "قال ⟦PER:درنغوس⟧ إن الطريق إلى ⟦TOWN:بعقلين⟧ طويل .",
    "زار ⟦PER:درنغوس⟧ بلدة ⟦TOWN:بعقلين⟧ اليوم .",
    "الطقس جميل والطريق طويل اليوم .",
    "وصل ⟦PER:درنغوس⟧ إلى ⟦TOWN:زغرتا⟧ .",
];

fn examples() -> Vec<Example> {
    LINES.iter().map(|line| example(line)).collect()
}

fn small() -> Vec<u8> {
    train(&examples(), RULES, &TrainOptions::default(), &mut |_| {}).unwrap()
}

fn found(tagger: &Tagger, raw: &str) -> Vec<(String, String)> {
    let text = Text::new(raw);
    tagger.tag(&text).into_iter().map(|one| (text.slice(one.span).to_owned(), one.label.as_str().to_owned())).collect()
}

#[test]
fn the_tagger_learns_labels_of_any_name() {
    let tagger = Tagger::from_bytes(small(), RULES).unwrap();
    let names: Vec<&str> = tagger.labels().iter().map(Label::as_str).collect();
    assert_eq!(names, ["PER", "TOWN"]);
    let expected = [("كمبرلا", "PER"), ("بعقلين", "TOWN")].map(|(name, label)| (name.to_owned(), label.to_owned()));
    assert_eq!(found(&tagger, "قال كمبرلا إن الطريق إلى بعقلين طويل ."), expected);
}

#[test]
fn the_same_examples_and_seed_give_the_same_bytes() {
    assert_eq!(small(), small());
    let other = train(&examples(), RULES, &TrainOptions { seed: 7, ..TrainOptions::default() }, &mut |_| {}).unwrap();
    assert_ne!(small(), other);
}

#[test]
fn undecided_spans_teach_nothing() {
    // In each line only the first name was decided. It is not known whether the towns are towns.
    let mut partly = examples();
    for example in &mut partly {
        example.unknown = example.text.whole().into_iter().collect();
        example.spans.truncate(1);
    }
    let mut both = examples();
    both.extend(partly.clone());
    let tagger =
        Tagger::from_bytes(train(&both, RULES, &TrainOptions::default(), &mut |_| {}).unwrap(), RULES).unwrap();
    let all = found(&tagger, "زار درنغوس بلدة زغرتا أمس .");
    assert!(all.contains(&("زغرتا".to_owned(), "TOWN".to_owned())), "{all:?}");
    // Rejected spans are learned as no entity: two examples reject them, one accepts them.
    for example in &mut partly {
        example.denied = vec![(example.text.whole().unwrap(), Label::new("TOWN"))];
        example.spans.retain(|(_, label)| label.as_str() == "PER");
    }
    let mut refused = partly.clone();
    refused.extend(partly);
    refused.extend(examples().into_iter().take(1));
    let tagger =
        Tagger::from_bytes(train(&refused, RULES, &TrainOptions::default(), &mut |_| {}).unwrap(), RULES).unwrap();
    let all = found(&tagger, "زار درنغوس بلدة بعقلين اليوم .");
    assert!(all.iter().all(|(_, label)| label != "TOWN"), "{all:?}");
}

#[test]
fn training_without_entities_is_an_error() {
    let none = train(&[example("الطقس جميل")], RULES, &TrainOptions::default(), &mut |_| {});
    assert_eq!(none.unwrap_err().to_string(), "no entity in 1 articles; annotate some first");
    let many: Vec<Example> = (0..40).map(|number| example(&format!("في ⟦L{number}:زغرتا⟧"))).collect();
    assert_eq!(train(&many, RULES, &TrainOptions::default(), &mut |_| {}), Err(TrainError::Labels(40)));
}

#[test]
fn bytes_that_are_not_a_model_are_an_error() {
    let error = |bytes: Vec<u8>| Tagger::from_bytes(bytes, RULES).unwrap_err().to_string();
    assert!(error(b"{}".to_vec()).contains("is no tawsim model"));
    let mut old = small();
    old[8] = 99;
    assert!(error(old).contains("another version"));
    let mut short = small();
    short.pop();
    assert!(error(short).contains("is damaged"));
}

#[test]
fn the_shipped_model_loads_and_is_small() {
    let tagger = builtin_tagger().expect("assets/models/news.tawsim is a model of this version");
    let names: Vec<&str> = tagger.labels().iter().map(Label::as_str).collect();
    assert_eq!(names, ["DATE", "LOC", "MISC", "ORG", "PER"]);
    assert!(clusters::Clusters::builtin().find(hash::hash_word("في".chars())).is_some());
    assert!(tagger.bytes().len() < 5_000_000, "{}", tagger.bytes().len());
}

#[test]
fn names_begin_behind_proclitics() {
    let tagger = builtin_tagger().unwrap();
    for (raw, name) in [
        ("قال مسؤول للأمم المتحدة إن الوضع صعب .", "لأمم المتحدة"),
        ("وصل الوفد إلى باريس ولندن أمس .", "لندن"),
        ("سافر إلى ليبيا ولبنان .", "لبنان"),
        ("انفجار ببغداد اليوم .", "بغداد"),
    ] {
        let all = found(&tagger, raw);
        assert!(all.iter().any(|(found, _)| found == name), "{raw}: {all:?}");
    }
}

#[test]
fn scores_of_the_shipped_model_rise_and_are_never_certain() {
    let tagger = builtin_tagger().unwrap();
    let points = &tagger.model.calibration;
    assert!(points.len() > 10, "{points:?}");
    assert!(points.is_sorted_by(|a, b| a.0 <= b.0 && a.1 <= b.1), "{points:?}");
    let scores: Vec<f64> =
        (0_u8..=100).map(|chance| calibrate(&tagger.model.calibration, f32::from(chance) / 100.0)).collect();
    assert!(scores.is_sorted() && scores.iter().all(|score| (0.02..=0.98).contains(score)), "{scores:?}");
}

#[test]
fn a_few_right_suggestions_do_not_give_a_certain_score() {
    let report = |scores: Vec<(f32, bool)>| CrossValidation { scores, ..CrossValidation::default() }.calibration();
    // Thirty right ones of thirty have the share 31 / 32.
    assert_eq!(report(vec![(0.99, true); 30]), [(0.99, 31.0 / 32.0)]);
    assert_eq!(report(vec![(0.99, true); 2000]).last().unwrap().1, model::SCORE_BOUNDS.1);
    let mixed: Vec<(f32, bool)> = (0..1000_u16).map(|at| (f32::from(at) / 1000.0, at % 10 < at / 100)).collect();
    let points = report(mixed);
    assert!(points.is_sorted_by(|a, b| a.0 < b.0 && a.1 <= b.1), "{points:?}");
}

/// The scores of lines are the same with and without the cache of word sums.
#[test]
fn cached_word_sums_change_no_score() {
    let models = [builtin_tagger().unwrap(), Arc::new(Tagger::from_bytes(SMALL.clone(), RULES).unwrap())];
    let articles = [
        include_str!("../../../sample_articles/city-council.txt"),
        include_str!("../../../sample_articles/desert-railway.txt"),
        include_str!("../../../sample_articles/flood-relief.txt"),
        include_str!("../../../sample_articles/football-cup.txt"),
    ];
    let mut lines = 0;
    for article in articles {
        let text = Text::new(article);
        let tokens = Tokens::new(&text);
        let words = Words::new(&tokens);
        let input = input::TaggerInput::new(&words, &RULES.find(&words));
        for line in &input.lines {
            let rows = input.line(line);
            // The models take turns, so that sums of one model would be noticed in the other.
            for tagger in &models {
                let mut kept = Vec::new();
                word_sums::sum_line(&tagger.model, rows, &mut kept);
                let width = tagger.model.labels.tags();
                for (at, kept) in kept.chunks_exact(width).enumerate() {
                    let (mut hashes, mut sums) = (Vec::new(), vec![0; width]);
                    features::for_each_feature(rows, at, |feature| hashes.push(feature));
                    tagger.model.add_weights(&hashes, &mut sums);
                    assert_eq!(kept, sums);
                }
            }
            lines += 1;
        }
    }
    assert!(lines > 20, "{lines}");
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, ..ProptestConfig::default() })]

    /// Damaged files are rejected or used, but never cause a panic.
    #[test]
    fn a_damaged_model_does_not_panic(changes in prop::collection::vec((0_usize..4000, any::<u8>()), 1..12), cut in 0_usize..9000) {
        let mut bytes = SMALL.clone();
        for (place, byte) in changes {
            let length = bytes.len();
            bytes[place % length] = byte;
        }
        if cut < 4000 {
            bytes.truncate(cut);
        }
        if let Ok(tagger) = Tagger::from_bytes(bytes, RULES) {
            for one in tagger.tag(&Text::new("قال كمبرلا إن الطريق إلى بعقلين طويل .\nزار درنغوس")) {
                prop_assert!((0.0..=1.0).contains(&one.score));
            }
        }
    }
}

static SMALL: LazyLock<Vec<u8>> = LazyLock::new(small);
