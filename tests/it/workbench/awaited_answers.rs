//! A program or language model that is still asked about the article on the screen is shown, and named before the end.

use std::sync::Arc;

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use tawsim::gold::{Article, Body, Extra, Label, LabelSet, Status, Suggestion};
use tawsim::lang::Lang;
use tawsim::text::Text;
use tawsim::view::{Depth, Theme, draw};
use tawsim::workbench::{Action, Document, Model, Settings, update};

use super::screens::press;
use super::{answer, answer_of_program};

/// Two articles without suggestions, about which two programs are asked.
fn model(lang: Lang) -> Model {
    let document = |id: &str| {
        let text = Text::new("زار سامي باريس");
        let article = Article { id: id.to_owned(), text, meta: Extra::new(), suggestions: Vec::new() };
        Document::new(Arc::new(article), None)
    };
    let settings = Settings { lang, programs: 2, ..Settings::default() };
    let mut model = Model::new(settings, vec![document("a"), document("b")], Vec::new(), (80, 24)).unwrap();
    update(&mut model, Action::Start);
    answer(&mut model, 0, Vec::new());
    model
}

fn header(model: &Model) -> String {
    let mut buffer = Buffer::empty(Rect::new(0, 0, 80, 24));
    draw(model, &Theme::new(Depth::Ansi, LabelSet::default()), &mut buffer);
    buffer.content()[..80].iter().map(ratatui::buffer::Cell::symbol).collect()
}

fn status(model: &Model) -> Status {
    model.documents[0].annotation.status
}

#[test]
fn done_says_once_that_a_suggester_has_not_answered() {
    for (lang, shown) in [(Lang::En, "asking …"), (Lang::Ar, "السؤال")] {
        let mut model = model(lang);
        let is_shown = |model: &Model| header(model).contains(shown) || model.document().unwrap().awaited() > 0;
        assert!(is_shown(&model));
        answer_of_program(&mut model, 0, Vec::new());
        assert!(is_shown(&model), "one of two has answered");
        press(&mut model, "d");
        assert_ne!(status(&model), Status::Done);
        let said = model.notice().unwrap().text.clone();
        assert!(said.contains("has not answered yet") || lang == Lang::Ar, "{said}");
        press(&mut model, "d");
        assert_eq!((status(&model), model.current), (Status::Done, 1));
    }
    let mut model = model(Lang::En);
    assert!(header(&model).contains("asking …"), "{}", header(&model));
    (0..2).for_each(|_| answer_of_program(&mut model, 0, Vec::new()));
    assert!(!header(&model).contains("asking …"), "{}", header(&model));
    press(&mut model, "d");
    assert_eq!(status(&model), Status::Done, "all have answered");
}

#[test]
fn what_is_pending_is_asked_with_it_and_an_answer_ends_the_waiting() {
    let mut model = model(Lang::En);
    let text = model.documents[0].article.text.clone();
    let body = Body::Entity { span: text.words()[1], label: Label::new("PER") };
    answer_of_program(&mut model, 0, vec![Suggestion::new(&text, "m@1", 0.9, body)]);
    press(&mut model, "d");
    let said = model.notice().unwrap().text.clone();
    assert!(said.contains("has not answered yet") && said.contains("accepts the rest"), "{said}");
    press(&mut model, "Esc");
    update(&mut model, Action::ConsultingStopped { index: 0 });
    assert_eq!(model.documents[0].awaited(), 2, "all are asked again");
    (0..2).for_each(|_| answer_of_program(&mut model, 0, Vec::new()));
    assert_eq!(model.documents[0].awaited(), 0);
}
