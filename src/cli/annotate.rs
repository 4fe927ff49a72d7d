//! `tawsim annotate`: the workbench.

use std::path::Path;
use std::sync::Arc;

use crate::gold::{Article, Suggestion};
use crate::store::{self, GoldFolder, LockError, Problem};
use crate::suggest::{Builtin, Suggester};
use crate::terminal::{self, Services, Switches};
use crate::view::Theme;
use crate::workbench::{Document, Keymap, Model, Settings};

use super::out::{labels, talk};
use super::{AnnotateArgs, Outcome, SuggesterArg};

struct Nobody;

impl Suggester for Nobody {
    fn suggest(&self, _article: &Article) -> Vec<Suggestion> {
        Vec::new()
    }
}

pub(super) fn run(args: AnnotateArgs) -> anyhow::Result<Outcome> {
    let labels = labels(args.labels.as_deref())?;
    let Some(keymap) = keymap(args.keymap.as_deref())? else { return Ok(Outcome::BadInput) };
    let corpus = store::open(&args.paths);
    let folder = GoldFolder::new(args.gold);
    let mut problems: Vec<String> = corpus.problems.iter().map(ToString::to_string).collect();
    let mut documents = Vec::new();
    for article in corpus.articles {
        match folder.load(&article) {
            Ok(gold) => documents.push(Document::new(article, gold)),
            Err(problem) => problems.push(problem.to_string()),
        }
    }
    if documents.is_empty() {
        for problem in &problems {
            talk(&format!("tawsim: {problem}"));
        }
        return Ok(Outcome::BadInput);
    }
    terminal::usable()?;
    // From here on the folder is ours, or we say whose it is.
    let lock = folder.lock();
    let read_only = match &lock {
        Ok(_) => None,
        Err(LockError::Held { by }) => Some(format!("{by} has the gold folder open")),
        Err(LockError::Io(problem)) => {
            problems.push(problem.to_string());
            None
        }
    };
    let settings = Settings {
        labels: labels.clone(),
        annotator: args.annotator.or_else(user),
        page: args.page.options(),
        tags: false,
        read_only,
        keymap,
    };
    let Some(model) = Model::new(settings, documents, problems, (0, 0)) else { return Ok(Outcome::BadInput) };
    let suggester: Arc<dyn Suggester> = match args.suggester {
        SuggesterArg::Builtin => Arc::new(Builtin::new()),
        SuggesterArg::None => Arc::new(Nobody),
    };
    let variable = |name: &str| std::env::var(name).ok();
    let theme = Theme::new(terminal::depth(variable), labels);
    let switches = Switches::from_env(variable);
    let (_, ending) = terminal::run(model, Services { suggester, folder, theme, switches })?;
    drop(lock);
    if let Some(problem) = ending.unsaved {
        talk(&format!("tawsim: the last verdicts are not on disk: {problem}"));
        return Ok(Outcome::BadInput);
    }
    Ok(ending.signal.map_or(Outcome::Fine, Outcome::Signal))
}

/// The default keys, patched by the user's file if there is one; `None` after saying what is wrong with it.
fn keymap(path: Option<&Path>) -> anyhow::Result<Option<Keymap>> {
    let Some((path, toml)) = store::read_keymap(path)? else { return Ok(Some(Keymap::default())) };
    match Keymap::from_toml(&toml) {
        Ok(keymap) => Ok(Some(keymap)),
        Err(errors) => {
            for error in errors {
                let problem = Problem { path: path.clone(), line: error.line, what: error.what };
                talk(&format!("tawsim: {problem}"));
            }
            Ok(None)
        }
    }
}

/// The name of whoever is logged in.
fn user() -> Option<String> {
    let set = |name| std::env::var(name).ok().filter(|value: &String| !value.is_empty());
    set("USER").or_else(|| set("LOGNAME")).or_else(|| set("USERNAME"))
}
