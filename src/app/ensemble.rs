//! The suggesters that a user asked for, as one suggester: the built-in one with the user's names, words and model, and
//! external programs.

use std::fs;
use std::path::{Path, PathBuf};
use std::str::FromStr;
use std::sync::Arc;
use std::time::Duration;

use anyhow::Context;

use crate::gold::{Article, Label, Suggestion};
use crate::store::printable;
use crate::suggest::tagger::Tagger;
use crate::suggest::{Builtin, Learner, RULES, Suggester, UserNames, keep_from_score, merge};
use crate::words::lexicon::ReportingLexicon;

use super::external_program::ExternalProgram;

/// One suggester, as a user names it.
///
/// ```
/// use tawsim::app::SuggesterName;
/// assert_eq!("builtin".parse(), Ok(SuggesterName::Builtin));
/// assert_eq!("cmd: python3 ner.py".parse(), Ok(SuggesterName::Program("python3 ner.py".to_owned())));
/// assert_eq!("news.tawsim".parse(), Ok(SuggesterName::Model("news.tawsim".into())));
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SuggesterName {
    /// `builtin`: the rules and the tagger of this program.
    Builtin,
    /// `none`: no suggester.
    None,
    /// `cmd: PROGRAM ARGS`: an external program, with its arguments as a shell understands them.
    Program(String),
    /// A model file that `tawsim train` made: the built-in suggester with another tagger.
    Model(PathBuf),
}

impl FromStr for SuggesterName {
    type Err = String;

    fn from_str(name: &str) -> Result<Self, String> {
        match name {
            "builtin" => Ok(Self::Builtin),
            "none" => Ok(Self::None),
            _ => match name.strip_prefix("cmd:").map(str::trim) {
                Some("") => Err("name a program after cmd:".to_owned()),
                Some(command) => Ok(Self::Program(command.to_owned())),
                None if name.is_empty() => Err("use builtin, none, a MODEL file or 'cmd: PROGRAM ARGS'".to_owned()),
                None => Ok(Self::Model(name.into())),
            },
        }
    }
}

/// Which suggesters a user asked for, and with which files.
#[derive(Debug, Clone)]
pub struct SuggesterOptions {
    /// The suggesters; the built-in one alone if there is none.
    pub names: Vec<SuggesterName>,
    /// The time that an external program may take for one article.
    pub timeout: Duration,
    /// Files and folders with the user's own names, each `[LABEL=]FILE`.
    pub gazetteers: Vec<PathBuf>,
    /// A file with the user's own words of reporting.
    pub lexicon: Option<PathBuf>,
    /// Suggestions of the built-in suggester that score lower are left out, from 0 to 1.
    pub threshold: f64,
}

/// All suggesters that a user asked for. As a [`Suggester`] it asks one after the other; the workbench gives each of them
/// a thread of its own.
#[derive(Clone)]
pub struct Ensemble {
    /// The built-in suggester with the user's names: fast, without I/O, and able to learn.
    pub learner: Learner,
    /// External programs.
    pub programs: Vec<Arc<dyn Suggester>>,
    /// Suggestions of the built-in suggester that score lower are left out, from 0 to 1.
    pub threshold: f64,
    /// True if verdicts teach the built-in suggester. False if the user does not ask for it; it then proposes nothing.
    pub learns: bool,
}

impl Ensemble {
    /// Makes the suggesters: reads the files of names, words and models, and prepares the programs.
    ///
    /// # Errors
    /// If a file cannot be read or used, or if two models are given.
    pub fn new(options: &SuggesterOptions) -> anyhow::Result<Self> {
        let mut models = options.names.iter().filter_map(|name| match name {
            SuggesterName::Model(path) => Some(path),
            _ => None,
        });
        let model = models.next();
        if let (Some(first), Some(second)) = (model, models.next()) {
            anyhow::bail!(
                "--suggester {} and {}: one model takes the place of the built-in one; leave the other out",
                printable(first.as_os_str()),
                printable(second.as_os_str())
            );
        }
        let builtin = options.names.is_empty() || options.names.contains(&SuggesterName::Builtin) || model.is_some();
        let mut builtin = builtin.then(Builtin::new);
        if let Some(path) = model {
            let tagger = Arc::new(read_tagger(path)?);
            builtin = builtin.map(|builtin| builtin.with_tagger(tagger));
        }
        if let Some(path) = &options.lexicon {
            let lexicon = read_lexicon(path)?;
            builtin = builtin.map(|builtin| builtin.with_lexicon(lexicon));
        }
        let learns = builtin.is_some();
        let learner = Learner::new(builtin, read_names(&options.gazetteers)?);
        let mut programs: Vec<Arc<dyn Suggester>> = Vec::new();
        for name in &options.names {
            if let SuggesterName::Program(command) = name {
                programs.push(Arc::new(ExternalProgram::new(command, options.timeout)));
            }
        }
        Ok(Self { learner, programs, threshold: options.threshold, learns })
    }
}

impl Suggester for Ensemble {
    fn suggest(&self, article: &Article) -> Vec<Suggestion> {
        let programs = self.programs.iter().map(|program| program.suggest(article));
        let builtin = keep_from_score(self.learner.suggest(article), self.threshold);
        merge(std::iter::once(builtin).chain(programs).collect())
    }

    fn troubles(&self) -> Vec<String> {
        self.programs.iter().flat_map(|program| program.troubles()).collect()
    }
}

/// Reads the reporting words of a file; they come before the built-in ones.
fn read_lexicon(path: &Path) -> anyhow::Result<ReportingLexicon> {
    let toml = fs::read_to_string(path).with_context(|| format!("{} cannot be read", printable(path.as_os_str())))?;
    ReportingLexicon::with(&toml)
        .map_err(|error| anyhow::anyhow!("{}:{}: {}", printable(path.as_os_str()), error.line, error.message))
}

/// Reads a model that `tawsim train` made.
fn read_tagger(path: &Path) -> anyhow::Result<Tagger> {
    let context = || {
        format!(
            "{}: cannot be read; --suggester takes builtin, none, cmd: or a file of tawsim train",
            printable(path.as_os_str())
        )
    };
    let bytes = fs::read(path).with_context(context)?;
    Tagger::from_bytes(bytes, RULES)
        .with_context(|| format!("{}: is no model for this version", printable(path.as_os_str())))
}

/// Reads the lists of names: `LABEL=FILE`, a file named after its label, or a folder of such files.
fn read_names(lists: &[PathBuf]) -> anyhow::Result<UserNames> {
    let mut names = UserNames::default();
    for list in lists {
        let (label, path) = split_label(list);
        if let Some(label) = label {
            add_names(&mut names, &label, path)?;
        } else if path.is_dir() {
            for path in text_files(path)? {
                add_names(&mut names, &label_of(&path)?, &path)?;
            }
        } else {
            add_names(&mut names, &label_of(path)?, path)?;
        }
    }
    Ok(names)
}

/// Splits `LABEL=FILE` into its two parts. A file whose own name contains `=` is a file.
fn split_label(list: &Path) -> (Option<String>, &Path) {
    let parts = list.to_str().filter(|_| !list.exists()).and_then(|words| words.split_once('='));
    parts.map_or((None, list), |(label, path)| (Some(label.to_owned()), Path::new(path)))
}

/// Lists the `.txt` files of a folder, sorted by path.
fn text_files(folder: &Path) -> anyhow::Result<Vec<PathBuf>> {
    let context = || format!("{}: cannot be read", printable(folder.as_os_str()));
    let mut paths = Vec::new();
    for entry in fs::read_dir(folder).with_context(context)? {
        let path = entry.with_context(context)?.path();
        if path.extension().is_some_and(|extension| extension.eq_ignore_ascii_case("txt")) {
            paths.push(path);
        }
    }
    if paths.is_empty() {
        anyhow::bail!(
            "{}: holds no .txt; put PER.txt, LOC.txt … with one name a line there",
            printable(folder.as_os_str())
        );
    }
    paths.sort();
    Ok(paths)
}

/// Returns a file's name without its ending: the label of the names in it.
fn label_of(path: &Path) -> anyhow::Result<String> {
    let stem = path.file_stem().and_then(|stem| stem.to_str()).filter(|stem| !stem.is_empty());
    stem.map(str::to_owned).with_context(|| format!("{}: no label; write LABEL=FILE", printable(path.as_os_str())))
}

/// Adds the names of a file, one name a line.
fn add_names(names: &mut UserNames, label: &str, path: &Path) -> anyhow::Result<()> {
    let list = fs::read_to_string(path).with_context(|| {
        format!("{}: cannot be read; --gazetteer takes a UTF-8 text with one name a line", printable(path.as_os_str()))
    })?;
    let list = list.strip_prefix('\u{FEFF}').unwrap_or(&list);
    if label.is_empty() || label.chars().any(|c| c.is_whitespace() || c.is_control()) {
        anyhow::bail!("{}: {label:?} is no label; write LABEL=FILE", printable(path.as_os_str()));
    }
    if names.add(&Label::new(label), list) == 0 {
        anyhow::bail!("{}: holds no name; put one on each line", printable(path.as_os_str()));
    }
    Ok(())
}
