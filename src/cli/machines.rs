//! Who suggests: the flags, and the machines that they name.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use anyhow::Context;
use clap::Args;

use crate::gold::{Article, Label, Suggestion};
use crate::store::printable;
use crate::suggest::tagger::Tagger;
use crate::suggest::{Builtin, Learner, Suggester, UserNames, merge, scoring};
use crate::words::lexicon::ReportingLexicon;

use super::program::Program;

#[derive(Args)]
pub(super) struct MachineArgs {
    /// Who suggests: builtin; none; a MODEL that `tawsim train` made, in place of the one that is built in; or 'cmd:
    /// PROGRAM ARGS', which reads article lines and writes lines with entities and quotes. Several may be given [default:
    /// builtin]
    #[arg(long = "suggester", value_name = "WHO", value_parser = Who::parse)]
    suggesters: Vec<Who>,
    /// How long a program may take for one article, in seconds
    #[arg(long, value_name = "SECONDS", default_value = "60", value_parser = seconds)]
    suggester_timeout: Duration,
    /// Names of your own, one a line; the label is given or the file's name (PER.txt, or a folder of such files)
    #[arg(long = "gazetteer", value_name = "[LABEL=]FILE")]
    gazetteers: Vec<PathBuf>,
    /// Words of reporting of your own, for finding quotes: TOML in the shape of `assets/quotes/lexicon.toml`
    #[arg(long, value_name = "FILE")]
    lexicon: Option<PathBuf>,
    /// Leave suggestions of the built-in machine away that score lower, from 0 to 1
    #[arg(long, value_name = "SCORE", default_value = "0", value_parser = score)]
    pub(super) threshold: f64,
}

/// A machine as it is named on the command line.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Who {
    Builtin,
    Nobody,
    Program(String),
    /// A file that `tawsim train` made.
    Model(PathBuf),
}

impl Who {
    fn parse(words: &str) -> Result<Self, String> {
        match words {
            "builtin" => Ok(Self::Builtin),
            "none" => Ok(Self::Nobody),
            _ => match words.strip_prefix("cmd:").map(str::trim) {
                Some("") => Err("name a program after cmd:".to_owned()),
                Some(command) => Ok(Self::Program(command.to_owned())),
                None if words.is_empty() => Err("use builtin, none, a MODEL file or 'cmd: PROGRAM ARGS'".to_owned()),
                None => Ok(Self::Model(words.into())),
            },
        }
    }
}

fn seconds(words: &str) -> Result<Duration, String> {
    let seconds = words.parse().ok().filter(|seconds| *seconds > 0.0);
    let limit = seconds.and_then(|seconds| Duration::try_from_secs_f64(seconds).ok());
    limit.ok_or_else(|| "use a number of seconds greater than 0".to_owned())
}

fn score(words: &str) -> Result<f64, String> {
    let score = words.parse().ok().filter(|score| (0.0..=1.0).contains(score));
    score.ok_or_else(|| "use a number from 0 to 1".to_owned())
}

/// The machines that the flags ask for, as one suggester that asks all in turn. (The workbench gives each of them a
/// thread: [`crate::terminal::Machines`].)
#[derive(Clone)]
pub(super) struct Ensemble {
    /// The one of this program: quick, pure, and able to learn.
    pub(super) own: Learner,
    /// Programs.
    pub(super) others: Vec<Arc<dyn Suggester>>,
    threshold: f64,
    /// Is there a machine that verdicts can teach? Where nobody is to suggest, they propose nothing either.
    pub(super) learns: bool,
}

impl MachineArgs {
    /// The machines as asked for.
    ///
    /// # Errors
    /// When a file of names or words cannot be read.
    pub(super) fn machines(&self) -> anyhow::Result<Ensemble> {
        let mut models = self.suggesters.iter().filter_map(|who| match who {
            Who::Model(path) => Some(path),
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
        let builtin = self.suggesters.is_empty() || self.suggesters.contains(&Who::Builtin) || model.is_some();
        let mut builtin = builtin.then(Builtin::new);
        if let Some(path) = model {
            let tagger = Arc::new(tagger(path)?);
            builtin = builtin.map(|builtin| builtin.with_tagger(tagger));
        }
        if let Some(path) = &self.lexicon {
            let lexicon = lexicon(path)?;
            builtin = builtin.map(|builtin| builtin.with_lexicon(lexicon));
        }
        let learns = builtin.is_some();
        let own = Learner::new(builtin, names(&self.gazetteers)?);
        let mut others: Vec<Arc<dyn Suggester>> = Vec::new();
        for who in &self.suggesters {
            if let Who::Program(command) = who {
                others.push(Arc::new(Program::new(command, self.suggester_timeout)));
            }
        }
        Ok(Ensemble { own, others, threshold: self.threshold, learns })
    }
}

impl Suggester for Ensemble {
    fn suggest(&self, article: &Article) -> Vec<Suggestion> {
        let others = self.others.iter().map(|other| other.suggest(article));
        let own = scoring(self.own.suggest(article), self.threshold);
        merge(std::iter::once(own).chain(others).collect())
    }

    fn troubles(&self) -> Vec<String> {
        self.others.iter().flat_map(|other| other.troubles()).collect()
    }
}

/// The reporting words of a file, before the built-in ones.
fn lexicon(path: &Path) -> anyhow::Result<ReportingLexicon> {
    let toml = fs::read_to_string(path).with_context(|| format!("{} cannot be read", printable(path.as_os_str())))?;
    ReportingLexicon::with(&toml)
        .map_err(|error| anyhow::anyhow!("{}:{}: {}", printable(path.as_os_str()), error.line, error.message))
}

/// A model of the user's.
fn tagger(path: &Path) -> anyhow::Result<Tagger> {
    let told = || {
        format!(
            "{}: cannot be read; --suggester takes builtin, none, cmd: or a file of tawsim train",
            printable(path.as_os_str())
        )
    };
    let bytes = fs::read(path).with_context(told)?;
    Tagger::from_bytes(bytes).with_context(|| format!("{}: is no model for this version", printable(path.as_os_str())))
}

/// The lists of names: `LABEL=FILE`, a file named after its label, or a folder of such files.
fn names(lists: &[PathBuf]) -> anyhow::Result<UserNames> {
    let mut names = UserNames::default();
    for list in lists {
        let (label, path) = labelled(list);
        if let Some(label) = label {
            add(&mut names, &label, path)?;
        } else if path.is_dir() {
            for path in texts(path)? {
                add(&mut names, &stem(&path)?, &path)?;
            }
        } else {
            add(&mut names, &stem(path)?, path)?;
        }
    }
    Ok(names)
}

/// `LABEL=FILE` in its two parts. A file whose own name holds `=` is a file.
fn labelled(list: &Path) -> (Option<String>, &Path) {
    let parts = list.to_str().filter(|_| !list.exists()).and_then(|words| words.split_once('='));
    parts.map_or((None, list), |(label, path)| (Some(label.to_owned()), Path::new(path)))
}

fn texts(folder: &Path) -> anyhow::Result<Vec<PathBuf>> {
    let told = || format!("{}: cannot be read", printable(folder.as_os_str()));
    let mut paths = Vec::new();
    for entry in fs::read_dir(folder).with_context(told)? {
        let path = entry.with_context(told)?.path();
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

fn stem(path: &Path) -> anyhow::Result<String> {
    let stem = path.file_stem().and_then(|stem| stem.to_str()).filter(|stem| !stem.is_empty());
    stem.map(str::to_owned).with_context(|| format!("{}: no label; write LABEL=FILE", printable(path.as_os_str())))
}

fn add(names: &mut UserNames, label: &str, path: &Path) -> anyhow::Result<()> {
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
