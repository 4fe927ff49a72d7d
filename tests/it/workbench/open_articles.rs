//! A model that reads articles from the disk when they are needed and drops distant ones.

use std::collections::BTreeSet;
use std::sync::Arc;

use tawsim::edit::History;
use tawsim::gold::{Article, ArticleSummary, Body, Extra, Headings, Label, Status, Suggestion};
use tawsim::text::Text;
use tawsim::workbench::{Action, Document, Documents, Effect, Key, LoadedArticle, Mode, Model, Settings, update};

/// A model with this many articles, the disk, the articles being read, and those about which programs are asked (`+`) or told to
/// stop (`-`).
struct Bench {
    model: Model,
    coming: Vec<usize>,
    consulted: String,
    saved: BTreeSet<String>,
}

fn opened(index: usize) -> LoadedArticle {
    let text = Text::new(format!("زار سامي باريس ثم باريس {index}"));
    let entity = |word: usize| Body::Entity { span: text.words()[word], label: Label::new("LOC") };
    let suggestions = [1, 2].map(|word| Suggestion::new(&text, "m@1", 0.5, entity(word))).to_vec();
    let article = Article { id: format!("a{index}"), text: text.clone(), meta: Extra::new(), suggestions };
    LoadedArticle { article: Arc::new(article), annotation: None, history: History::default(), focus: None }
}

impl Bench {
    fn new(count: usize) -> Self {
        let mut documents = Documents::default();
        documents.extend(headings(0..count));
        documents.mark_complete();
        documents.insert(0, opened(0).into());
        let model = Model::with_documents(Settings::default(), documents, Vec::new(), (80, 24)).unwrap();
        let mut bench = Self { model, coming: Vec::new(), consulted: String::new(), saved: BTreeSet::new() };
        let effects = update(&mut bench.model, Action::Start);
        bench.perform(effects);
        bench
    }

    fn perform(&mut self, effects: Vec<Effect>) {
        for effect in effects {
            match effect {
                Effect::OpenArticle { index } => self.coming.push(index),
                Effect::Consult { index, .. } => self.consulted.push_str(&format!("+{index}")),
                Effect::StopConsulting { index } => self.consulted.push_str(&format!("-{index}")),
                Effect::Save { article, .. } => drop(self.saved.insert(article.id.clone())),
                _ => {}
            }
        }
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

    /// The disk answers all requests.
    fn answer(&mut self) {
        while !self.coming.is_empty() {
            let index = self.coming.remove(0);
            self.act(Action::ArticleOpened { index, found: Ok(Box::new(opened(index))), problems: Vec::new() });
        }
    }

    fn jump(&mut self, number: &str) {
        self.press("g");
        number.chars().for_each(|digit| self.press(&digit.to_string()));
        let shown = vec![number.parse::<u32>().unwrap() - 1];
        self.act(Action::ArticlesMatched { query: number.to_owned(), shown, all: true });
        self.press("Enter");
    }
}

fn headings(range: std::ops::Range<usize>) -> Arc<Headings> {
    let mut headings = Headings::default();
    range.for_each(|index| headings.push(&format!("a{index}"), "عنوان"));
    Arc::new(headings)
}

/// Programs are asked about the article on the screen and the next one, and told to stop when the user leaves.
#[test]
fn programs_are_told_which_articles_were_left() {
    let mut bench = Bench::new(9);
    bench.answer();
    let consulted = |bench: &mut Bench| std::mem::take(&mut bench.consulted);
    assert_eq!(consulted(&mut bench), "+0+1");
    bench.press("n");
    bench.answer();
    assert_eq!(consulted(&mut bench), "-0+2");
    bench.jump("9");
    bench.answer();
    assert_eq!(consulted(&mut bench), "-1-2+8");
    // One of them had not answered. It is asked about again when the user comes back; the others have answered.
    bench.act(Action::ConsultingStopped { index: 1 });
    assert_eq!(consulted(&mut bench), "", "nobody waits for it now");
    bench.jump("1");
    assert_eq!(consulted(&mut bench), "-8+1");
    // The news that a program stopped comes after the user came back.
    bench.act(Action::ConsultingStopped { index: 0 });
    bench.act(Action::ConsultingStopped { index: 99 });
    assert_eq!(consulted(&mut bench), "+0");
}

/// Keys that come faster than the disk reads are kept, and none decides on the wrong article.
#[test]
fn keys_wait_until_their_article_is_open() {
    let mut bench = Bench::new(5_000);
    bench.jump("4000");
    assert_eq!(bench.model.current, 3_999);
    assert!(bench.model.document().is_none() && bench.coming.contains(&3_999));
    bench.press("a n x");
    assert_eq!(bench.model.current, 3_999, "the article comes first");
    bench.answer();
    assert_eq!(bench.model.current, 4_000);
    let decided = |index: usize| {
        let annotation = &bench.model.documents[index].annotation;
        (annotation.gold.len(), annotation.rejected.len())
    };
    assert_eq!((decided(3_999), decided(4_000), decided(0)), ((1, 0), (0, 1), (0, 0)));
    assert_eq!(bench.saved, ["a3999", "a4000"].map(str::to_owned).into());
}

#[test]
fn moving_and_quitting_do_not_wait_for_an_article() {
    let mut bench = Bench::new(5_000);
    bench.jump("4000");
    bench.coming.clear();
    bench.press("n n p");
    assert_eq!(bench.model.current, 4_000);
    bench.press("a Esc");
    assert_eq!(update(&mut bench.model, Action::Key("q".parse().unwrap())), [Effect::Quit], "Esc lets the key go");
}

/// Many articles are matched on another thread, and only matches of the present input are shown.
#[test]
fn an_article_is_found_by_its_number_among_many() {
    let mut bench = Bench::new(5_000);
    bench.press("g");
    let effects = update(&mut bench.model, Action::Key("7".parse().unwrap()));
    let [Effect::MatchArticles { query, catalogue }] = effects.as_slice() else { panic!("{effects:?}") };
    let shown = tawsim::workbench::matching(catalogue, query, &|| true);
    assert_eq!((shown[0], catalogue.get(shown[1] as usize).id), (6, "a7"), "its number, then what is in its id");
    bench.press("7 0");
    bench.act(Action::ArticlesMatched { query: query.clone(), shown, all: true });
    let picker = |bench: &Bench| bench.model.search.prompt.as_ref().unwrap().picker.as_ref().unwrap().len();
    assert_eq!(picker(&bench), 5_000, "an answer to what is typed no more");
    bench.act(Action::ArticlesMatched { query: "770".to_owned(), shown: vec![769], all: true });
    assert_eq!(picker(&bench), 1);
}

/// Enter before the answer goes to the match of the input, not to the older list.
#[test]
fn enter_waits_for_the_matches_of_the_whole_input() {
    let mut bench = Bench::new(5_000);
    // A number needs no answer.
    bench.press("g 4 0 0 0 Enter");
    assert_eq!((bench.model.current, bench.model.search.prompt.is_none()), (3_999, true));
    bench.answer();
    let matched = |query: &str, shown: Vec<u32>, all| Action::ArticlesMatched { query: query.to_owned(), shown, all };
    bench.press("g a 7 Enter");
    assert!(bench.model.search.prompt.is_some());
    bench.act(matched("a7", vec![7, 70], false));
    assert!(bench.model.search.prompt.is_some(), "more is to come");
    bench.act(matched("a7", vec![70, 7], true));
    assert_eq!((bench.model.current, bench.model.search.prompt.is_none()), (70, true));
    bench.answer();
    // More input waits for a new answer; the chosen article stays chosen when more is found.
    bench.press("g a 7 Enter 7");
    bench.act(matched("a7", vec![7], true));
    bench.act(matched("a77", vec![77, 770, 771], false));
    bench.press("Down");
    bench.act(matched("a77", vec![77, 177, 770, 771], true));
    bench.press("Enter");
    assert_eq!(bench.model.current, 770);
    // No article matches.
    bench.answer();
    bench.press("g z z Enter");
    bench.act(matched("zz", Vec::new(), true));
    assert!(bench.model.search.prompt.is_some() && bench.model.current == 770);
}

/// Distant articles are dropped; articles with changes stay, with their history. Memory does not grow with the corpus.
#[test]
fn changed_articles_stay_in_memory_and_others_are_dropped() {
    let mut bench = Bench::new(50_000);
    bench.answer();
    bench.press("a");
    for number in (500..50_000).step_by(500) {
        bench.jump(&number.to_string());
        bench.answer();
        assert_eq!(bench.model.document().unwrap().article.id, format!("a{}", number - 1));
        if number % 5_000 == 0 {
            bench.press("x");
        }
        assert!(bench.model.documents.iter().count() < 160, "{number}");
    }
    bench.jump("1");
    bench.answer();
    assert_eq!(bench.model.documents[0].annotation.gold.len(), 1);
    bench.press("u");
    assert_eq!(bench.model.documents[0].annotation.gold.len(), 0, "its history too");
    assert_eq!(bench.saved.len(), 10);
}

#[test]
fn a_small_corpus_is_opened_completely() {
    let mut bench = Bench::new(30);
    bench.answer();
    assert_eq!(bench.model.documents.iter().count(), 30);
    bench.press("Tab P");
    assert!(bench.model.notice().unwrap().text.contains("30 more in 30 articles"), "{:?}", bench.model.notice());
}

#[test]
fn an_unreadable_article_is_shown_in_its_place() {
    let mut bench = Bench::new(3);
    bench.act(Action::ArticleOpened { index: 1, found: Err("a.jsonl:2: broken".to_owned()), problems: Vec::new() });
    bench.press("n a x v 1 Tab Enter g Esc");
    assert_eq!((bench.model.current, bench.model.documents.problem(1)), (1, Some("a.jsonl:2: broken")));
    assert!(bench.saved.is_empty());
    bench.answer();
    bench.press("n a");
    assert_eq!(bench.model.documents[2].annotation.gold.len(), 1);
}

fn summary((index, status): (usize, Status)) -> (usize, ArticleSummary) {
    (index, ArticleSummary { status, flagged: false })
}

/// Articles that the index finds during the work.
#[test]
fn articles_and_their_statuses_arrive_during_the_work() {
    let mut documents = Documents::default();
    documents.extend(headings(0..2));
    documents.insert(0, opened(0).into());
    let model = Model::with_documents(Settings::default(), documents, Vec::new(), (80, 24)).unwrap();
    let mut bench = Bench { model, coming: Vec::new(), consulted: String::new(), saved: BTreeSet::new() };
    bench.act(Action::ArticlesFound { headings: headings(2..400), problems: vec!["a.jsonl:9: broken".to_owned()] });
    assert_eq!(bench.model.documents.len(), 400);
    assert!(bench.model.notice().unwrap().text.contains("broken"));
    bench.answer();
    bench.act(Action::Summaries(
        [(0, Status::Done), (1, Status::Done), (390, Status::Done), (391, Status::Skipped)].map(summary).to_vec(),
    ));
    assert_eq!(bench.model.done(), 1, "for an open article its own status counts, not its gold file");
    bench.act(Action::ResumeAt(380));
    assert_eq!(bench.model.current, 380, "nobody has begun elsewhere");
    bench.answer();
    bench.press("d d");
    assert_eq!((bench.model.done(), bench.model.documents.summary(380).status), (2, Status::Done));
    bench.act(Action::ResumeAt(5));
    assert_ne!(bench.model.current, 5, "the work goes on where it is");
}

/// If many articles are open, the same words elsewhere are searched on another thread. A late answer, after the user
/// has begun something else, is ignored.
#[test]
fn the_same_words_are_searched_on_another_thread() {
    let document = |index: usize| {
        let LoadedArticle { article, .. } = opened(index);
        let text = Text::new(format!("{}\n{}باريس.", article.text.as_str(), "كلام لا شيء فيه. ".repeat(5_000)));
        let article = Article { text: text.clone(), ..(*article).clone() };
        Document::new(Arc::new(article), None)
    };
    let mut model = Model::new(Settings::default(), (0..4).map(document).collect(), Vec::new(), (80, 24)).unwrap();
    let press = |model: &mut Model, key: &str| update(model, Action::Key(key.parse().unwrap()));
    let look = |effects: Vec<Effect>| {
        let [Effect::FindEverywhere { needle, texts }] = effects.as_slice() else { panic!("{effects:?}") };
        assert_eq!(texts.iter().map(|(index, _)| *index).collect::<Vec<usize>>(), [0, 1, 2, 3]);
        let found = texts.iter().map(|(index, text)| (*index, needle.find(text))).collect();
        Action::FoundEverywhere { needle: needle.clone(), found }
    };
    press(&mut model, "Down");
    let answer = look(press(&mut model, "P"));
    assert_eq!(model.mode, Mode::Review, "it is not waited for");
    update(&mut model, answer);
    let Mode::Preview(preview) = &model.mode else { panic!("{:?}", model.mode) };
    // In each article, the two places without a suggestion.
    assert_eq!(
        (preview.words.as_str(), preview.found.iter().map(|(_, found)| found.len()).sum::<usize>()),
        ("باريس", 8)
    );
    press(&mut model, "Esc");
    // The user has gone to another article in the meantime.
    let answer = look(press(&mut model, "P"));
    press(&mut model, "n");
    update(&mut model, answer);
    assert_eq!(model.mode, Mode::Review);
}
