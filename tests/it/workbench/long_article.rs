//! An article that is too long to get all its suggestions at once: the part near the screen has them, and memory is
//! bounded.

use std::collections::VecDeque;
use std::ops::Range;
use std::sync::Arc;

use tawsim::edit::PendingUpdate;
use tawsim::gold::{Article, Body, Extra, Label, Status, Suggestion};
use tawsim::text::{Needle, Text};
use tawsim::workbench::{Action, Document, Effect, Key, Model, Settings, update};

/// A word near the end of the text.
const FAR: &str = "غزالة";

/// A model, the open requests to the built-in suggester, and the entries for the journal.
struct Bench {
    model: Model,
    asked: VecDeque<Range<usize>>,
    news: Vec<Option<PendingUpdate>>,
}

impl Bench {
    fn new(megabytes: usize) -> Self {
        let lines = "زار سامي باريس ثم عاد إلى لندن في الصباح.\n".repeat(megabytes * 14_000);
        let text = Text::new(format!("{lines}{FAR}\n{}", "زار سامي باريس.\n".repeat(megabytes * 2000 + 1)));
        let article = Article { id: "a".into(), text, meta: Extra::new(), suggestions: Vec::new() };
        let documents = vec![Document::new(Arc::new(article), None)];
        let model = Model::new(Settings::default(), documents, Vec::new(), (80, 24)).unwrap();
        let mut bench = Self { model, asked: VecDeque::new(), news: Vec::new() };
        let effects = update(&mut bench.model, Action::Start);
        bench.perform(effects);
        bench
    }

    fn document(&self) -> &Document {
        &self.model.documents[0]
    }

    fn text(&self) -> Text {
        self.document().article.text.clone()
    }

    fn act(&mut self, action: Action) {
        let effects = update(&mut self.model, action);
        self.perform(effects);
    }

    fn press(&mut self, keys: &str) {
        for key in keys.split_whitespace() {
            self.act(Action::Key(key.parse::<Key>().unwrap()));
        }
    }

    fn perform(&mut self, effects: Vec<Effect>) {
        for effect in effects {
            match effect {
                Effect::Suggest { chunk, .. } => self.asked.push_back(chunk),
                Effect::FindInArticle { index, query, text } => {
                    let matches = Needle::new(&query).unwrap().find(&text);
                    self.act(Action::FoundInArticle { index, query, matches });
                }
                Effect::Save { entries, .. } => self.news.extend(entries.into_iter().map(|entry| entry.pending_update)),
                _ => {}
            }
        }
    }

    /// The suggester answers one request: names in the first hundred lines of the chunk.
    fn answer(&mut self) -> Option<Range<usize>> {
        let chunk = self.asked.pop_front()?;
        let text = self.text();
        let words = text
            .words_from(chunk.start)
            .take(900)
            .filter(|word| ["سامي", "باريس", "لندن"].contains(&text.slice(*word)));
        let entity = |span| Body::Entity { span, label: Label::new("LOC") };
        let suggestions = words.map(|span| Suggestion::new(&text, "tagger@1", 0.5, entity(span))).collect();
        self.act(Action::Suggested { index: 0, suggestions, alternatives: Vec::new(), read: Some(chunk.clone()) });
        Some(chunk)
    }

    /// Moves the screen to the end of the article.
    fn look_far(&mut self) {
        self.press("/");
        FAR.chars().for_each(|c| self.press(&c.to_string()));
        self.press("Enter");
    }

    fn pending_starts(&self) -> Vec<usize> {
        self.document().annotation.pending.iter().map(|one| one.body.span().unwrap().start()).collect()
    }
}

#[test]
fn a_long_article_gets_suggestions_near_the_screen_first() {
    let mut bench = Bench::new(5);
    let chunks: Vec<_> = bench.text().chunks().collect();
    assert!(chunks.len() > 40);
    let far = chunks.iter().position(|at| at.contains(&bench.text().as_str().find(FAR).unwrap())).unwrap();
    assert_eq!(bench.answer(), Some(chunks[0].clone()));
    assert_eq!(bench.answer(), Some(chunks[1].clone()));
    let mut more = 0;
    while let Some(chunk) = bench.answer() {
        assert_eq!(chunk, chunks[more + 2], "one after the other");
        more += 1;
    }
    assert_eq!(more + 2, 32);

    // Suggestions come where the screen goes, and as many go elsewhere.
    bench.look_far();
    let near: Vec<_> = std::iter::from_fn(|| bench.answer()).collect();
    assert_eq!(near, [chunks[far].clone(), chunks[far + 1].clone(), chunks[far - 1].clone()]);
    let starts = bench.pending_starts();
    let held = chunks.iter().filter(|chunk| starts.iter().any(|start| chunk.contains(start))).count();
    assert_eq!(held, 32);
    assert!(starts.is_sorted());
    let items = bench.document().items().iter().map(|item| item.span.start()).collect::<Vec<_>>();
    assert_eq!(items, starts);
    assert!(starts.iter().any(|start| chunks[0].contains(start)), "the focus is there");
}

#[test]
fn verdicts_stay_and_the_journal_records_changed_suggestions() {
    let mut bench = Bench::new(5);
    while bench.answer().is_some() {}
    bench.press("a a");
    let [Some(PendingUpdate::Changed { removed: gone, added: come }), None] = &bench.news[..] else {
        panic!("{}", bench.news.len())
    };
    assert!(gone.is_empty() && come.len() > 32 * 100);
    bench.look_far();
    while bench.answer().is_some() {}
    // Adds the words that were found.
    bench.press("v 2");
    let Some(Some(PendingUpdate::Changed { removed: gone, added: come })) = bench.news.last() else { panic!() };
    assert_eq!((gone.len(), come.len()), (900, 1200), "three chunks for three others");
    assert_eq!(bench.document().annotation.gold.len(), 3);
    // After learning, only chunks near the screen are requested again, and the same answer changes nothing.
    bench.act(Action::Learnt);
    let again = bench.asked.len();
    assert!((2..=6).contains(&again), "{again}");
    while bench.answer().is_some() {}
    bench.press("Tab a");
    assert_eq!(bench.news.len(), 4);
    assert!(bench.news.last().unwrap().is_none(), "nothing new");
    // Marking the article done says first that parts have no suggestions.
    bench.press("d");
    assert_eq!(bench.document().annotation.status, Status::InProgress);
    assert!(bench.model.notice().unwrap().text.contains("32 of"), "{:?}", bench.model.notice());
    bench.press("d");
    assert_eq!(bench.document().annotation.status, Status::Done);
}

#[test]
fn a_short_article_is_requested_in_one_piece() {
    let mut bench = Bench::new(0);
    assert_eq!((bench.answer(), bench.answer()), (Some(0..bench.text().len()), None));
}

#[test]
fn a_reopened_article_gets_suggestions_again() {
    let mut bench = Bench::new(0);
    bench.press("d");
    assert_eq!(bench.document().annotation.status, Status::Done);
    bench.answer();
    assert!(bench.pending_starts().is_empty(), "it is done");
    bench.press("R");
    assert!(bench.answer().is_some(), "it is asked about anew");
    assert!(!bench.pending_starts().is_empty());
}
