//! An article that is read again: its new text takes the place of the old one, unless that has changes of this session.

use std::sync::Arc;

use tawsim::gold::{Article, Body, Extra, Label, Suggestion};
use tawsim::text::Text;
use tawsim::workbench::{Action, Document, Effect, LoadedArticle, Model, Reload, Settings, update};

use super::{answer, answer_of_program};

fn article(id: &str, words: &str) -> Arc<Article> {
    Arc::new(Article { id: id.into(), text: Text::new(words), meta: Extra::new(), suggestions: Vec::new() })
}

fn person(article: &Article, words: &str) -> Suggestion {
    let at = article.text.as_str().find(words).unwrap();
    let span = article.text.span_around(at, at + words.len()).unwrap();
    Suggestion::new(&article.text, "reader@1", 0.9, Body::Entity { span, label: Label::new("PER") })
}

fn loaded(article: &Arc<Article>) -> Option<Box<LoadedArticle>> {
    let (annotation, history, focus) = (None, tawsim::edit::History::default(), None);
    Some(Box::new(LoadedArticle { article: Arc::clone(article), annotation, history, focus }))
}

/// Two articles, the first on the screen.
fn model() -> Model {
    let documents = [article("a", "زار سامي باريس أمس"), article("b", "قال خالد نعم")];
    let documents = documents.into_iter().map(|article| Document::new(article, None)).collect();
    let mut model = Model::new(Settings::default(), documents, Vec::new(), (80, 24)).unwrap();
    update(&mut model, Action::Start);
    let suggestions = vec![person(&model.documents[0].article, "سامي")];
    answer(&mut model, 0, suggestions);
    model
}

fn press(model: &mut Model, keys: &str) -> Vec<Effect> {
    keys.split_whitespace().flat_map(|key| update(model, Action::Key(key.parse().unwrap()))).collect()
}

fn text(model: &Model) -> &str {
    model.document().unwrap().article.text.as_str()
}

#[test]
fn an_article_that_comes_on_the_screen_is_compared_with_its_file() {
    let mut model = model();
    let effects = press(&mut model, "n");
    assert!(effects.contains(&Effect::ReloadArticle { index: 1, why: Reload::IfChanged }), "{effects:?}");
    // The file is as it was, or was only touched.
    for found in [None, loaded(&article("b", "قال خالد نعم"))] {
        update(&mut model, Action::ArticleReloaded { index: 1, why: Reload::IfChanged, found: Ok(found) });
        assert!(model.notice().is_none());
    }
    let found = Ok(loaded(&article("b", "قال خالد لا")));
    update(&mut model, Action::ArticleReloaded { index: 1, why: Reload::IfChanged, found });
    assert_eq!(text(&model), "قال خالد لا");
    assert!(model.notice().unwrap().text.contains("was changed on the disk"));
}

#[test]
fn changes_of_this_session_stay_until_the_user_asks() {
    let mut model = model();
    press(&mut model, "a n p");
    let reloaded =
        |why| Action::ArticleReloaded {
            index: 0, why, found: Ok(loaded(&article("a", "زار سامي لندن أمس")))
        };
    for why in [Reload::IfChanged, Reload::Asked] {
        // The verdict is still on its way to the disk.
        update(&mut model, reloaded(why));
        assert_eq!(text(&model), "زار سامي باريس أمس");
    }
    let revision = model.documents[0].revision();
    update(&mut model, Action::Saved { id: "a".into(), revision });
    update(&mut model, reloaded(Reload::IfChanged));
    assert_eq!(text(&model), "زار سامي باريس أمس");
    assert!(model.notice().unwrap().bad && model.notice().unwrap().text.contains("Ctrl-g"));
    assert_eq!(press(&mut model, "Ctrl-g"), [Effect::ReloadArticle { index: 0, why: Reload::Asked }]);
    update(&mut model, reloaded(Reload::Asked));
    assert_eq!(text(&model), "زار سامي لندن أمس");
    assert!(!model.documents[0].is_unsaved());
    // The next change has a new number, so that an old report does not call it saved.
    let suggestions = vec![person(&model.documents[0].article, "سامي")];
    answer(&mut model, 0, suggestions);
    press(&mut model, "a");
    assert!(model.documents[0].revision() > revision && model.documents[0].is_unsaved());
}

#[test]
fn answers_about_the_old_text_are_dropped() {
    let mut model = model();
    let old = person(&model.documents[0].article, "سامي");
    press(&mut model, "Ctrl-g");
    let new = article("a", "ثم زار سامي لندن أمس");
    update(&mut model, Action::ArticleReloaded { index: 0, why: Reload::Asked, found: Ok(loaded(&new)) });
    for (suggestion, pending) in [(old, 0), (person(&new, "سامي"), 1)] {
        answer(&mut model, 0, vec![suggestion]);
        assert_eq!(model.documents[0].progress().0, pending);
    }
}

/// Jump letters name places of the old text.
#[test]
fn reading_again_takes_jump_letters_away() {
    for keys in ["'", "T", "v"] {
        let mut model = model();
        let suggestions = vec![person(&model.documents[0].article, "باريس")];
        answer_of_program(&mut model, 0, suggestions);
        press(&mut model, "Home Ctrl-g");
        press(&mut model, keys);
        assert!(model.jump().is_some(), "{keys}");
        let found = Ok(loaded(&article("a", "لا أحد")));
        update(&mut model, Action::ArticleReloaded { index: 0, why: Reload::Asked, found });
        assert!(model.jump().is_none(), "{keys}");
        press(&mut model, "a");
        let document = model.document().unwrap();
        assert_eq!(document.focus.as_ref(), document.focused().map(|item| &item.at), "{keys}");
    }
}

#[test]
fn an_article_that_cannot_be_read_again_stays() {
    let mut model = model();
    press(&mut model, "v");
    let found = Err("a.txt: is gone".to_owned());
    update(&mut model, Action::ArticleReloaded { index: 0, why: Reload::Asked, found });
    assert!(model.notice().unwrap().text.starts_with("a.txt: is gone"));
    assert_eq!(text(&model), "زار سامي باريس أمس");
    assert_eq!(model.problems(), ["a.txt: is gone"]);
}
