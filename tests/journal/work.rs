//! A gold folder during the work of one annotator.

use std::fs;
use std::sync::Arc;

use tawsim::edit::{History, ItemRef};
use tawsim::gold::{Annotation, Article, Body, Extra, Frame, Label, QuoteKind, Suggestion, Timestamp};
use tawsim::store::{Access, GoldFolder, ResumedArticle};
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
    suggestions.push(Suggestion::new(&text, "quote-rule@0.1.0", 0.7, Body::Quote(frame.into())));
    Arc::new(Article { id: "خبر/1".to_owned(), text, meta: Extra::new(), suggestions })
}

pub(crate) fn model(resumed: ResumedArticle) -> Model {
    let document = Document::resumed(article(), resumed.annotation, resumed.history, resumed.focus);
    let settings = Settings { annotator: Some("sara".to_owned()), ..Settings::default() };
    let mut model = Model::new(settings, vec![document], Vec::new(), (80, 24)).unwrap();
    update(&mut model, Action::ClockRead(Timestamp("2026-02-02T00:00:00Z".to_owned())));
    model
}

/// The state after a change.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct SavedState {
    pub(crate) annotation: Annotation,
    pub(crate) history: History,
}

pub(crate) fn model_state(model: &Model) -> SavedState {
    let document = model.document().unwrap();
    SavedState { annotation: document.annotation.clone(), history: document.history.clone() }
}

/// A gold folder during the work, and every version of its files.
pub(crate) struct Work {
    pub(crate) dir: tempfile::TempDir,
    pub(crate) folder: GoldFolder,
    pub(crate) model: Model,
    /// The length of the journal in bytes after each change, and the state after it.
    pub(crate) states: Vec<(usize, SavedState)>,
    /// Each version of the gold file, with the journal lengths (bytes) from which it may be on disk and from which it
    /// must be.
    pub(crate) golds: Vec<(usize, usize, Option<Vec<u8>>)>,
    /// True if the journal was compacted, so that earlier lines are no longer in it.
    pub(crate) compacted: bool,
    /// The focus that the annotator saw after the last change.
    focus: Option<ItemRef>,
}

impl Work {
    pub(crate) fn begin() -> Self {
        let dir = tempfile::tempdir().unwrap();
        let folder = GoldFolder::new(dir.path().join("gold"));
        let resumed = folder.resume(&article(), Access::Write).unwrap();
        Self {
            dir,
            folder,
            model: model(resumed),
            states: Vec::new(),
            golds: vec![(0, 0, None)],
            compacted: false,
            focus: None,
        }
    }

    pub(crate) fn journal(&self) -> Vec<u8> {
        fs::read(self.folder.journal_of("خبر/1")).unwrap_or_default()
    }

    /// Presses a key and writes its changes to the journal as the writer would.
    pub(crate) fn press(&mut self, key: &str) {
        let mut history = self.states.last().map_or_else(History::default, |(_, last)| last.history.clone());
        for effect in update(&mut self.model, Action::Key(key.parse().unwrap())) {
            if let Effect::Save { article, entries, annotation, .. } = effect {
                self.focus.clone_from(&self.model.document().unwrap().focus);
                self.folder.append_entries(&article, &entries, &annotation).unwrap();
                for entry in &entries {
                    entry.replay(&mut Annotation::default(), &mut history);
                }
                let state = SavedState { annotation: *annotation, history: history.clone() };
                self.states.push((self.journal().len(), state));
            }
        }
        assert_eq!(
            self.model.document().unwrap().history,
            history,
            "the journal entries give the history of the document"
        );
    }

    pub(crate) fn save(&mut self) {
        // The writer has the state of the last change.
        let annotation = self.states.last().unwrap().1.annotation.clone();
        let before = self.journal().len();
        self.folder.save(&article(), &annotation).unwrap();
        self.gold_written(before);
    }

    /// Records the gold file that was written at this length of the journal.
    pub(crate) fn gold_written(&mut self, before: usize) {
        let journal = self.journal();
        self.compacted |= journal.len() < before;
        // One line announces the new file and another confirms it. Between the two, either file may be on disk.
        let line = journal.iter().skip(before).position(|byte| *byte == b'\n').map_or(0, |at| at + 1);
        self.golds.push((before + line, journal.len(), fs::read(self.folder.file_of("خبر/1")).ok()));
    }

    /// One process ends and another continues.
    pub(crate) fn restart(&mut self) {
        let before = model_state(&self.model);
        if self.states.last().is_none_or(|(_, last)| *last != before) {
            // Suggestions after the last change are not in the journal; the next start makes them again.
            return;
        }
        let len = self.journal().len();
        self.folder = GoldFolder::new(self.folder.dir().to_owned());
        let resumed = self.folder.resume(&article(), Access::Write).unwrap();
        assert_eq!(resumed.problem, None);
        self.model = model(resumed);
        self.gold_written(len);
        assert_eq!(model_state(&self.model), before);
        assert_eq!(self.model.document().unwrap().focus, self.focus, "the focus after the last change");
    }

    pub(crate) fn receive_suggestions(&mut self, seed: usize) {
        let text = article().text.clone();
        let (suggestions, read) = (suggestions(&text, seed), Some(0..text.len()));
        update(&mut self.model, Action::Suggested { index: 0, suggestions, alternatives: Vec::new(), read });
    }
}

/// A journal with several changes, the gold file after the fourth one, and the state after each change.
pub(crate) fn sample_work() -> Work {
    let mut work = Work::begin();
    for key in ["a", "x", "1", "u", "", "a", "x", "Ctrl-r"] {
        if key.is_empty() {
            work.save();
        } else {
            work.press(key);
        }
    }
    assert_eq!(work.states.len(), 6, "the last key has nothing to redo");
    work
}

pub(crate) fn journal_files(work: &Work) -> Vec<String> {
    let mut names: Vec<String> = fs::read_dir(work.folder.dir().join(".journal"))
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    names
}

/// Another process opens the folder for writing.
pub(crate) fn reopen(work: &Work) -> (GoldFolder, ResumedArticle) {
    let folder = GoldFolder::new(work.folder.dir().to_owned());
    let resumed = folder.resume(&article(), Access::Write).unwrap();
    (folder, resumed)
}

pub(crate) fn resumed_state(resumed: &ResumedArticle) -> SavedState {
    SavedState { annotation: resumed.annotation.clone().unwrap(), history: resumed.history.clone() }
}
