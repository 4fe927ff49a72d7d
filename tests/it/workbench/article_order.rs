//! The order of the articles: what "next" leads to, what is estimated ahead, and that nothing moves under the annotator.

use std::collections::BTreeSet;
use std::sync::Arc;

use tawsim::edit::History;
use tawsim::gold::{Article, Body, Extra, Headings, Label, Suggestion};
use tawsim::text::Text;
use tawsim::workbench::{Action, ArticleOrder, Documents, Effect, Key, LoadedArticle, Model, Settings, update};

/// A model with this many articles, and what it has asked for.
struct Bench {
    model: Model,
    opening: Vec<usize>,
    estimating: Vec<usize>,
    suggesting: BTreeSet<(usize, bool)>,
    consulting: Vec<usize>,
}

fn opened(index: usize) -> LoadedArticle {
    let text = Text::new(format!("زار سامي باريس {index}"));
    let body = Body::Entity { span: text.words()[1], label: Label::new("PER") };
    let suggestions = vec![Suggestion::new(&text, "m@1", 0.5, body)];
    let article = Article { id: format!("a{index}"), text, meta: Extra::new(), suggestions };
    LoadedArticle { article: Arc::new(article), annotation: None, history: History::default(), focus: None }
}

impl Bench {
    fn new(count: usize, order: ArticleOrder) -> Self {
        let mut headings = Headings::default();
        (0..count).for_each(|index| headings.push(&format!("a{index}"), "عنوان"));
        let mut documents = Documents::default();
        documents.extend(Arc::new(headings));
        documents.mark_complete();
        documents.insert(0, opened(0).into());
        let settings = Settings { order, ..Settings::default() };
        let model = Model::with_documents(settings, documents, Vec::new(), (80, 24)).unwrap();
        let mut bench = Self {
            model,
            opening: Vec::new(),
            estimating: Vec::new(),
            suggesting: BTreeSet::new(),
            consulting: Vec::new(),
        };
        bench.act(Action::Start);
        bench
    }

    fn act(&mut self, action: Action) {
        let effects = update(&mut self.model, action);
        for effect in effects {
            match effect {
                Effect::OpenArticle { index } => self.opening.push(index),
                Effect::Estimate { index } => self.estimating.push(index),
                Effect::Consult { index, .. } => self.consulting.push(index),
                Effect::Suggest { index, is_ahead, .. } => drop(self.suggesting.insert((index, is_ahead))),
                _ => {}
            }
        }
    }

    fn press(&mut self, keys: &str) {
        for key in keys.split_whitespace() {
            self.act(Action::Key(key.parse::<Key>().unwrap()));
            while let Some(index) = self.opening.pop() {
                self.act(Action::ArticleOpened { index, found: Ok(Box::new(opened(index))), problems: Vec::new() });
            }
        }
    }

    /// The thread that estimates answers all requests.
    fn estimate(&mut self, value: impl Fn(usize) -> f64) {
        while let Some(index) = self.estimating.pop() {
            self.act(Action::Estimated { index, value: Some(value(index)) });
        }
    }
}

#[test]
fn the_least_certain_article_is_next_and_nothing_moves_meanwhile() {
    let mut bench = Bench::new(5_000, ArticleOrder::Uncertain);
    bench.press("Tab");
    assert_eq!(bench.estimating, [1], "one at a time");
    let focus = bench.model.documents[0].focus.clone();
    bench.estimate(|index| if index == 150 { 0.9 } else { 0.001 * index as f64 });
    assert_eq!((bench.model.current, &bench.model.documents[0].focus), (0, &focus));
    assert!(bench.opening.contains(&150), "what is probably next is read ahead: {:?}", bench.opening);
    assert_eq!(bench.consulting, [0], "programs are not asked about what was next for a moment");
    bench.press("n");
    assert_eq!(bench.model.current, 150);
    assert!(bench.suggesting.contains(&(150, false)));
    // Something was learnt: all estimates are made anew, and only the next "next" knows.
    bench.act(Action::Learnt);
    bench.estimate(|index| if index == 7 { 0.8 } else { 0.1 });
    assert_eq!(bench.model.current, 150);
    bench.press("a");
    assert!(bench.suggesting.contains(&(7, true)), "{:?}", bench.suggesting);
    bench.press("d");
    assert_eq!(bench.model.current, 7, "an article that is done leads to the same place as n");
    bench.press("p");
    assert_eq!(bench.model.current, 150);
    bench.press("p p");
    assert_eq!(bench.model.current, 0, "back is the way that the annotator came");
    bench.press("n n");
    assert_eq!(bench.model.current, 7);
}

#[test]
fn the_first_article_of_a_random_order_is_drawn_too() {
    let seeds = (1..9).map(|seed| Bench::new(1_000, ArticleOrder::Random { seed }).model.current);
    let firsts: BTreeSet<usize> = seeds.collect();
    assert!(firsts.len() > 6, "{firsts:?}");
    let walk = |seed| {
        let mut bench = Bench::new(1_000, ArticleOrder::Random { seed });
        let mut seen = Vec::new();
        for _ in 0..20 {
            seen.push(bench.model.current);
            bench.press("n");
        }
        assert!(bench.estimating.is_empty());
        seen
    };
    assert_eq!(walk(3), walk(3));
    assert_eq!(walk(3).iter().collect::<BTreeSet<_>>().len(), 20);
}

#[test]
fn the_last_article_of_an_order_says_so() {
    let mut bench = Bench::new(3, ArticleOrder::Random { seed: 2 });
    bench.press("n n");
    let last = bench.model.current;
    bench.press("n");
    assert_eq!(bench.model.current, last);
    assert!(bench.model.notice().unwrap().text.contains("last article"), "{:?}", bench.model.notice());
}

/// The suggestions of an assigned article are those that came with it.
#[test]
fn no_suggester_is_asked_about_an_article_with_given_suggestions() {
    let mut article = Article::clone(&opened(0).article);
    article.give_suggestions();
    let document = tawsim::workbench::Document::new(Arc::new(article), None);
    let mut model = Model::new(Settings::default(), vec![document], Vec::new(), (80, 24)).unwrap();
    let mut effects = update(&mut model, Action::Start);
    effects.extend(update(&mut model, Action::Learnt));
    effects.extend(update(&mut model, Action::Key("a".parse().unwrap())));
    assert!(effects.iter().all(|effect| matches!(effect, Effect::Save { .. })), "{effects:?}");
    let Some(Effect::Save { annotation, .. }) = effects.first() else { panic!("{effects:?}") };
    assert_eq!((annotation.gold.len(), annotation.keys_pressed()), (1, Some(1)));
    update(&mut model, Action::Key("d".parse().unwrap()));
    assert_eq!(model.done(), 1, "nothing is waited for");
}
