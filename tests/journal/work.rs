//! A gold folder while someone works in it.

use std::fs;
use std::sync::Arc;

use tawsim::edit::History;
use tawsim::gold::{Annotation, Article, Body, Extra, Frame, Label, QuoteKind, Suggestion, Timestamp};
use tawsim::store::{GoldFolder, ResumedArticle};
use tawsim::text::Text;
use tawsim::workbench::{Action, Document, Effect, Model, Settings, update};

pub(crate) const TEXT: &str = "زار أوباما 😀 مدينة باريس ثم لندن\nوقال سامي: «نعم لِلسلام» أمس في بيروت";

pub(crate) fn suggestions(text: &Text, seed: usize) -> Vec<Suggestion> {
    let entity = |(index, label): (usize, &str)| {
        let body = Body::Entity { span: text.words()[index % text.words().len()], label: Label::new(label) };
        Suggestion::new(text, "gazetteer@0.1.0", 0.1 + 0.2 * f64::from(u32::try_from(seed).unwrap()), body)
    };
    [(1, "PER"), (3, "LOC"), (5 + seed, "LOC"), (7, "PER"), (9 + seed, "ORG")].into_iter().map(entity).collect()
}

pub(crate) fn article() -> Arc<Article> {
    let text = Text::new(TEXT);
    let mut suggestions = suggestions(&text, 0);
    let content = text.span_of_code_points(44, 48).unwrap();
    let frame = Frame { kind: QuoteKind::Direct, content: vec![content], cue: None, speaker: None };
    suggestions.push(Suggestion::new(&text, "quote-rule@0.1.0", 0.7, Body::Quote(frame)));
    Arc::new(Article { id: "خبر/1".to_owned(), text, meta: Extra::new(), suggestions })
}

pub(crate) fn model(left: ResumedArticle) -> Model {
    let document = Document::resumed(article(), left.annotation, left.history, left.focus);
    let settings = Settings { annotator: Some("sara".to_owned()), ..Settings::default() };
    let mut model = Model::new(settings, vec![document], Vec::new(), (80, 24)).unwrap();
    update(&mut model, Action::ClockRead(Timestamp("2026-02-02T00:00:00Z".to_owned())));
    model
}

/// What a change leads to.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Stand {
    pub(crate) annotation: Annotation,
    pub(crate) history: History,
}

pub(crate) fn stand(model: &Model) -> Stand {
    let document = model.document().unwrap();
    Stand { annotation: document.annotation.clone(), history: document.history.clone() }
}

/// A gold folder while someone works in it, and everything that was ever on disk there.
pub(crate) struct Work {
    pub(crate) dir: tempfile::TempDir,
    pub(crate) folder: GoldFolder,
    pub(crate) model: Model,
    /// The stand after each change that the journal holds, and how long the journal then was.
    pub(crate) stands: Vec<(usize, Stand)>,
    /// The gold file that may be there from so many bytes of the journal on, and must from so many.
    pub(crate) golds: Vec<(usize, usize, Option<Vec<u8>>)>,
    /// Was the journal made short, so that what came before is not in it any more?
    pub(crate) short: bool,
}

impl Work {
    pub(crate) fn begin() -> Self {
        let dir = tempfile::tempdir().unwrap();
        let folder = GoldFolder::new(dir.path().join("gold"));
        let left = folder.resume(&article(), true).unwrap();
        Self { dir, folder, model: model(left), stands: Vec::new(), golds: vec![(0, 0, None)], short: false }
    }

    pub(crate) fn journal(&self) -> Vec<u8> {
        fs::read(self.folder.journal_of("خبر/1")).unwrap_or_default()
    }

    /// Presses a key; what it did goes to the journal, as the writer would put it.
    pub(crate) fn press(&mut self, key: &str) {
        let mut history = self.stands.last().map_or_else(History::default, |(_, last)| last.history.clone());
        for effect in update(&mut self.model, Action::Key(key.parse().unwrap())) {
            if let Effect::Save { article, entries, annotation, .. } = effect {
                self.folder.append_entries(&article, &entries, &annotation).unwrap();
                for entry in &entries {
                    entry.replay(&mut Annotation::default(), &mut history);
                }
                let stand = Stand { annotation: *annotation, history: history.clone() };
                self.stands.push((self.journal().len(), stand));
            }
        }
        assert_eq!(self.model.document().unwrap().history, history, "what is told is what was done");
    }

    pub(crate) fn save(&mut self) {
        // As the writer has it: as of the last change.
        let annotation = self.stands.last().unwrap().1.annotation.clone();
        let before = self.journal().len();
        self.folder.save(&article(), &annotation).unwrap();
        self.gold_written(before);
    }

    /// Notes the gold file that came when the journal was so long.
    pub(crate) fn gold_written(&mut self, before: usize) {
        let journal = self.journal();
        self.short |= journal.len() < before;
        // A line says so before the file is replaced and another one after: between the two, either may be there.
        let line = journal.iter().skip(before).position(|byte| *byte == b'\n').map_or(0, |at| at + 1);
        self.golds.push((before + line, journal.len(), fs::read(self.folder.file_of("خبر/1")).ok()));
    }

    /// A process ends and another goes on.
    pub(crate) fn restart(&mut self) {
        let before = stand(&self.model);
        if self.stands.last().is_none_or(|(_, last)| *last != before) {
            // Suggestions that no change came after are made anew by the next start.
            return;
        }
        let len = self.journal().len();
        self.folder = GoldFolder::new(self.folder.dir().to_owned());
        let left = self.folder.resume(&article(), true).unwrap();
        assert_eq!(left.problem, None);
        self.model = model(left);
        self.gold_written(len);
        assert_eq!(stand(&self.model), before);
    }

    pub(crate) fn suggested(&mut self, seed: usize) {
        let suggestions = suggestions(&article().text, seed);
        update(&mut self.model, Action::Suggested { index: 0, suggestions, own: Some(0) });
    }
}

/// A journal of some changes with the gold file written after the fourth, and what stood after each change.
pub(crate) fn worked() -> Work {
    let mut work = Work::begin();
    for key in ["a", "x", "1", "u", "", "a", "x", "Ctrl-r"] {
        if key.is_empty() {
            work.save();
        } else {
            work.press(key);
        }
    }
    assert_eq!(work.stands.len(), 6, "the last key has nothing to do again");
    work
}

pub(crate) fn names(work: &Work) -> Vec<String> {
    let mut names: Vec<String> = fs::read_dir(work.folder.dir().join(".journal"))
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    names
}

/// Another process opens the folder as its own.
pub(crate) fn reopened(work: &Work) -> (GoldFolder, ResumedArticle) {
    let folder = GoldFolder::new(work.folder.dir().to_owned());
    let left = folder.resume(&article(), true).unwrap();
    (folder, left)
}

pub(crate) fn stand_of(left: &ResumedArticle) -> Stand {
    Stand { annotation: left.annotation.clone().unwrap(), history: left.history.clone() }
}
