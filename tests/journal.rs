//! The journal: whatever is pressed, wherever the bytes end, what was on disk is there again.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

use std::fs;
use std::path::Path;
use std::sync::Arc;

use proptest::prelude::*;
use tawsim::edit::History;
use tawsim::gold::{Annotation, Article, Body, Extra, Frame, Kind, Label, LabelSet, Suggestion, Timestamp};
use tawsim::page::PageOptions;
use tawsim::store::{GoldFolder, Left};
use tawsim::text::Text;
use tawsim::workbench::{Action, Document, Effect, Keymap, Model, Settings, update};

const TEXT: &str = "زار أوباما 😀 مدينة باريس ثم لندن\nوقال سامي: «نعم لِلسلام» أمس في بيروت";

fn suggestions(text: &Text, seed: usize) -> Vec<Suggestion> {
    let entity = |(index, label): (usize, &str)| {
        let body = Body::Entity { span: text.words()[index % text.words().len()], label: Label::new(label) };
        Suggestion::new(text, "gazetteer@0.1.0", 0.1 + 0.2 * f64::from(u32::try_from(seed).unwrap()), body)
    };
    [(1, "PER"), (3, "LOC"), (5 + seed, "LOC"), (7, "PER"), (9 + seed, "ORG")].into_iter().map(entity).collect()
}

fn article() -> Arc<Article> {
    let text = Text::new(TEXT);
    let mut suggestions = suggestions(&text, 0);
    let content = text.span_of_code_points(44, 48).unwrap();
    let frame = Frame { kind: Kind::Direct, content: vec![content], cue: None, speaker: None };
    suggestions.push(Suggestion::new(&text, "quote-rule@0.1.0", 0.7, Body::Quote(frame)));
    Arc::new(Article { id: "خبر/1".to_owned(), text, meta: Extra::new(), suggestions })
}

fn model(left: Left) -> Model {
    let document = Document::resumed(article(), left.annotation, left.history, left.focus);
    let settings = Settings {
        labels: LabelSet::default(),
        annotator: Some("sara".to_owned()),
        page: PageOptions::default(),
        tags: false,
        read_only: None,
        keymap: Keymap::default(),
    };
    let mut model = Model::new(settings, vec![document], Vec::new(), (80, 24)).unwrap();
    model.now = Some(Timestamp("2026-02-02T00:00:00Z".to_owned()));
    model
}

/// What a change leads to.
#[derive(Clone, Debug, PartialEq)]
struct Stand {
    annotation: Annotation,
    history: History,
}

fn stand(model: &Model) -> Stand {
    let document = model.document().unwrap();
    Stand { annotation: document.annotation.clone(), history: document.history.clone() }
}

/// A gold folder while someone works in it, and everything that was ever on disk there.
struct Work {
    dir: tempfile::TempDir,
    folder: GoldFolder,
    model: Model,
    /// The stand after each change that the journal holds, and how long the journal then was.
    stands: Vec<(usize, Stand)>,
    /// The gold file from so many bytes of the journal on.
    golds: Vec<(usize, Option<Vec<u8>>)>,
    /// Was the journal made short, so that what came before is not in it any more?
    short: bool,
}

impl Work {
    fn begin() -> Self {
        let dir = tempfile::tempdir().unwrap();
        let folder = GoldFolder::new(dir.path().join("gold"));
        let left = folder.resume(&article(), true).unwrap();
        Self { dir, folder, model: model(left), stands: Vec::new(), golds: vec![(0, None)], short: false }
    }

    fn journal(&self) -> Vec<u8> {
        fs::read(self.folder.journal_of("خبر/1")).unwrap_or_default()
    }

    /// Presses a key; what it did goes to the journal, as the writer would put it.
    fn press(&mut self, key: &str) {
        let mut history = self.stands.last().map_or_else(History::default, |(_, last)| last.history.clone());
        for effect in update(&mut self.model, Action::Key(key.parse().unwrap())) {
            if let Effect::Save { article, entries, annotation, .. } = effect {
                self.folder.journal(&article, &entries, &annotation).unwrap();
                for entry in &entries {
                    entry.replay(&mut Annotation::default(), &mut history);
                }
                let stand = Stand { annotation: *annotation, history: history.clone() };
                self.stands.push((self.journal().len(), stand));
            }
        }
        assert_eq!(self.model.document().unwrap().history, history, "what is told is what was done");
    }

    fn save(&mut self) {
        // As the writer has it: as of the last change.
        let annotation = self.stands.last().unwrap().1.annotation.clone();
        let before = self.journal().len();
        self.folder.save(&article(), &annotation).unwrap();
        self.short |= self.journal().len() < before;
        // A line says so before the file is replaced: between the two, either may be there.
        let bytes = fs::read(self.folder.file_of("خبر/1")).unwrap();
        self.golds.push((self.journal().len(), Some(bytes)));
    }

    /// A process ends and another goes on.
    fn restart(&mut self) {
        let before = stand(&self.model);
        self.folder = GoldFolder::new(self.folder.dir().to_owned());
        let left = self.folder.resume(&article(), true).unwrap();
        assert_eq!(left.problem, None);
        self.model = model(left);
        if !self.stands.is_empty() {
            assert_eq!(stand(&self.model), before);
        }
    }

    fn suggested(&mut self, seed: usize) {
        let suggestions = suggestions(&article().text, seed);
        update(&mut self.model, Action::Suggested { index: 0, suggestions });
    }
}

/// What is found when the journal ends after so many bytes and the gold file is this.
fn found(dir: &Path, journal: &[u8], gold: Option<&[u8]>) -> Left {
    let folder = GoldFolder::new(dir.to_owned());
    fs::create_dir_all(dir.join(".journal")).unwrap();
    fs::write(folder.journal_of("خبر/1"), journal).unwrap();
    match gold {
        Some(bytes) => fs::write(folder.file_of("خبر/1"), bytes).unwrap(),
        None => drop(fs::remove_file(folder.file_of("خبر/1"))),
    }
    folder.resume(&article(), false).unwrap()
}

fn check_prefix(work: &Work, dir: &Path, journal: &[u8], until: usize) {
    let expected = work.stands.iter().rev().find(|(len, _)| *len <= until).map(|(_, stand)| stand);
    // The newest gold file that the journal speaks of, and the one that it took the place of, if it did yet.
    let now = work.golds.iter().rposition(|(from, _)| *from <= until).unwrap();
    let mut golds = vec![now];
    golds.extend(now.checked_sub(1));
    for gold in golds {
        let gold = work.golds[gold].1.as_deref();
        let left = found(dir, &journal[..until], gold);
        let whole = until == 0 || journal[until - 1] == b'\n';
        assert_eq!(left.problem.is_none(), whole, "{until}: {:?}", left.problem);
        match expected {
            Some(stand) => {
                assert_eq!(left.annotation.as_ref(), Some(&stand.annotation), "{until}");
                assert_eq!(left.history, stand.history, "{until}");
            }
            None => assert_eq!(left.history, History::default()),
        }
    }
}

const KEYS: [&str; 28] = [
    "a",
    "a",
    "x",
    "1",
    "3",
    "h",
    "j",
    "K",
    "Backspace",
    "u",
    "u",
    "Ctrl-r",
    "d",
    "z",
    "Down",
    "Home",
    "v",
    "c",
    "r",
    "X",
    "+",
    "P",
    "Enter",
    ".",
    "s",
    "e",
    "w",
    "C",
];

proptest! {
    #![proptest_config(ProptestConfig { cases: 32, failure_persistence: None, ..ProptestConfig::default() })]

    /// Any keys, saves and restarts; then the bytes of the journal end anywhere.
    #[test]
    fn every_prefix_gives_what_it_held(
        steps in prop::collection::vec(0..34_usize, 1..40),
        cuts in prop::collection::vec(any::<prop::sample::Index>(), 12),
    ) {
        let mut work = Work::begin();
        for step in steps {
            match step {
                0..28 => work.press(KEYS[step]),
                28 | 29 if !work.stands.is_empty() => work.save(),
                30 => work.suggested(1),
                31 => work.suggested(2),
                // Suggestions that no change came after are made anew by the next start.
                32 if work.stands.last().is_some_and(|(_, last)| *last == stand(&work.model)) => work.restart(),
                _ => {}
            }
        }
        let journal = work.journal();
        if work.short {
            work.restart();
        } else {
            let lines = (0..journal.len()).filter(|at| journal[*at] == b'\n').map(|at| at + 1);
            let begun = journal.iter().position(|byte| *byte == b'\n').map_or(0, |at| at + 1);
            let cuts = cuts.iter().map(|cut| cut.index(journal.len() + 1));
            for until in lines.chain(cuts).filter(|until| *until >= begun) {
                check_prefix(&work, &work.dir.path().join("cut"), &journal, until);
            }
        }
    }
}
