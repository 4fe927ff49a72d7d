//! The suggesters that a user asked for, as one suggester: the built-in one with the user's names, words and model, and
//! external programs.

use std::fs;
use std::path::{Path, PathBuf};
use std::str::FromStr;
use std::sync::Arc;
use std::time::{Duration, Instant};

use anyhow::Context;
use similar::TextDiff;

use crate::gold::{Article, Extra, Label, Suggestion};
use crate::store::{InputKind, printable, read_input, read_text_input};
use crate::suggest::tagger::Tagger;
use crate::suggest::{
    Builtin, CarefulReader, ChoiceModel, ExpectedRequests, LabelMap, Learner, RULES, Suggested, Suggester, UserNames,
    is_careful_model, is_choice_model, keep_from_score, merge,
};
use crate::text::Text;
use crate::words::lexicon::ReportingLexicon;

use super::external_program::ExternalProgram;
use super::language_model::{LanguageModel, ModelName, ModelOptions};
use super::mapped_labels::with_labels;

/// One suggester, as a user names it.
///
/// ```
/// use tawsim::app::SuggesterName;
/// assert_eq!("careful".parse(), Ok(SuggesterName::Careful));
/// assert_eq!("cmd: python3 ner.py".parse(), Ok(SuggesterName::Program("python3 ner.py".to_owned())));
/// assert!(matches!("openai: llama3.2".parse(), Ok(SuggesterName::LanguageModel(_))));
/// assert_eq!("news.tawsim".parse(), Ok(SuggesterName::Model("news.tawsim".into())));
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SuggesterName {
    /// `builtin`: as `careful`; in a program without the careful reader, as `fast`.
    Builtin,
    /// `careful`: the rules, the tagger and the careful reader of this program.
    Careful,
    /// `fast`: the rules and the tagger alone.
    Fast,
    /// `both`: the careful suggester, and beside it what only the fast one suggests.
    Both,
    /// `none`: no suggester.
    None,
    /// `cmd: PROGRAM ARGS`: an external program, with its arguments as a shell understands them.
    Program(String),
    /// `openai: MODEL @ URL`: a language model behind an OpenAI-compatible server.
    LanguageModel(ModelName),
    /// A model file: the built-in suggester with another tagger (`tawsim train`) or another careful reader.
    Model(PathBuf),
}

impl FromStr for SuggesterName {
    type Err = String;

    fn from_str(name: &str) -> Result<Self, String> {
        match name {
            "builtin" => Ok(Self::Builtin),
            "careful" => Ok(Self::Careful),
            "fast" => Ok(Self::Fast),
            "both" => Ok(Self::Both),
            "none" => Ok(Self::None),
            _ => match name.strip_prefix("cmd:").map(str::trim) {
                Some("") => Err("name a program after cmd:".to_owned()),
                Some(command) => Ok(Self::Program(command.to_owned())),
                None if name.is_empty() => {
                    Err("use careful, fast, both, none, a MODEL file, 'cmd: PROGRAM ARGS' or 'openai: MODEL @ URL'"
                        .to_owned())
                }
                None => match name.strip_prefix("openai:") {
                    Some(model) => model.parse().map(Self::LanguageModel),
                    None => Ok(Self::Model(name.into())),
                },
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
    /// How many copies of a program that does not speak the suggester protocol may run at a time.
    pub copies: usize,
    /// The choices for language models.
    pub models: ModelOptions,
    /// Files and folders with the user's own names, each `[LABEL=]FILE`.
    pub gazetteers: Vec<PathBuf>,
    /// A file with the user's own words of reporting.
    pub lexicon: Option<PathBuf>,
    /// The annotator's labels in the place of those of the suggesters.
    pub labels: LabelMap,
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
        let asks = |name: &SuggesterName| options.names.contains(name);
        let mut models = Models::default();
        for name in &options.names {
            if let SuggesterName::Model(path) = name {
                models.add(path)?;
            }
        }
        let [careful, fast, both] =
            [SuggesterName::Careful, SuggesterName::Fast, SuggesterName::Both].map(|name| asks(&name));
        let by_default = options.names.is_empty() || asks(&SuggesterName::Builtin);
        let is_careful = by_default || careful || both || models.careful.is_some() || models.tagger.is_some() && !fast;
        let mut builtin = (is_careful || fast).then(Builtin::new);
        if let Some(choices) = models.choices {
            builtin = builtin.map(|builtin| builtin.with_choices(Arc::new(choices)));
        }
        if let Some(tagger) = models.tagger {
            builtin = builtin.map(|builtin| builtin.with_tagger(Arc::new(tagger)));
        }
        if let Some(path) = &options.lexicon {
            let lexicon = read_lexicon(path)?;
            builtin = builtin.map(|builtin| builtin.with_lexicon(lexicon));
        }
        let learns = builtin.is_some();
        let mut programs: Vec<Arc<dyn Suggester>> = Vec::new();
        if is_careful {
            if (both || (careful || by_default) && fast)
                && let Some(builtin) = &builtin
            {
                let fast = Learner::new(Some(builtin.clone()), UserNames::default());
                programs.push(Arc::new(fast.with_labels(options.labels.of_builtin())));
            }
            if models.careful.is_none() && (careful || both) && cfg!(not(feature = "careful")) {
                anyhow::bail!(
                    "this program was built without the careful reader; use --suggester fast, or give its MODEL file"
                );
            }
            let reader = models.careful.map(Arc::new);
            builtin = builtin.map(|builtin| match reader {
                Some(reader) => builtin.with_careful_reader(reader),
                None => builtin.with_builtin_careful_reader(),
            });
        }
        let learner = Learner::new(builtin, read_names(&options.gazetteers)?).with_labels(options.labels.of_builtin());
        for name in &options.names {
            match name {
                SuggesterName::Program(command) => {
                    let program = ExternalProgram::new(command, options.timeout, options.copies);
                    programs.push(with_labels(Arc::new(program), &options.labels));
                }
                SuggesterName::LanguageModel(model) => {
                    let model = LanguageModel::new(model.clone(), options.models.clone());
                    programs.push(with_labels(Arc::new(model), &options.labels));
                }
                _ => {}
            }
        }
        Ok(Self { learner, programs, threshold: options.threshold, learns })
    }
}

/// A text of some 150 words, as much as the careful reader reads at once.
const PROBE: (&str, usize) = ("وصل الوزير سمير الدغيلي إلى دمشق قادما من عمان، وقال إن العمل بدأ. ", 13);
const PROBE_TIMES: usize = 12;

impl Ensemble {
    /// The speed of the careful reader on one processor of this machine, in words a second; `None` without a careful reader. It
    /// reads two short texts to find out, which takes some tenths of a second.
    #[must_use]
    pub fn careful_words_per_second(&self) -> Option<f64> {
        let text = Text::new(PROBE.0.repeat(PROBE_TIMES));
        let probe = Article { id: String::new(), text, meta: Extra::new(), suggestions: Vec::new() };
        self.learner.is_careful().then(|| {
            // The first text also reads the weights.
            let first = Article { text: Text::new(PROBE.0), ..probe.clone() };
            let _ = self.learner.suggest(&first);
            let begun = Instant::now();
            let _ = self.learner.suggest(&probe);
            f64::from(u32::try_from(PROBE.1 * PROBE_TIMES).unwrap_or(1)) / begun.elapsed().as_secs_f64().max(1e-6)
        })
    }
}

impl Suggester for Ensemble {
    fn suggest(&self, article: &Article) -> Vec<Suggestion> {
        self.suggest_with_state(article).suggestions
    }

    fn suggest_with_state(&self, article: &Article) -> Suggested {
        let mut lists = vec![keep_from_score(self.learner.suggest(article), self.threshold)];
        let mut lacks_answer = false;
        for program in &self.programs {
            let suggested = program.suggest_with_state(article);
            lists.push(suggested.suggestions);
            lacks_answer |= suggested.lacks_answer;
        }
        Suggested { suggestions: merge(lists), lacks_answer }
    }

    fn troubles(&self) -> Vec<String> {
        self.programs.iter().flat_map(|program| program.troubles()).collect()
    }

    fn notices(&self) -> Vec<String> {
        self.programs.iter().flat_map(|program| program.notices()).collect()
    }

    fn expected_requests(&self, article: &Article) -> Vec<ExpectedRequests> {
        self.programs.iter().flat_map(|program| program.expected_requests(article)).collect()
    }

    fn summary(&self) -> Vec<String> {
        self.programs.iter().flat_map(|program| program.summary()).collect()
    }
}

/// Reads the reporting words of a file; they come before the built-in ones.
fn read_lexicon(path: &Path) -> anyhow::Result<ReportingLexicon> {
    let toml = read_text_input(path, InputKind::Words)
        .with_context(|| format!("{} cannot be read", printable(path.as_os_str())))?;
    ReportingLexicon::with(&toml)
        .map_err(|error| anyhow::anyhow!("{}:{}: {}", printable(path.as_os_str()), error.line, error.message))
}

/// The models that a user gave in place of the built-in ones.
#[derive(Debug, Default)]
struct Models {
    tagger: Option<Tagger>,
    careful: Option<CarefulReader>,
    choices: Option<ChoiceModel>,
}

impl Models {
    /// Reads a model: of `tawsim train`, or of the careful reader.
    fn add(&mut self, path: &Path) -> anyhow::Result<()> {
        let shown = printable(path.as_os_str());
        let bytes = read_input(path, InputKind::Model).with_context(|| {
            let meant = nearest_name(path).map_or_else(String::new, |name| format!("did you mean {name}? "));
            format!(
                "{shown}: cannot be read; {meant}--suggester takes careful, fast, both, none, cmd:, openai: or a model \
                 file"
            )
        })?;
        let no_model = || format!("{shown}: is no model for this version");
        let is_second = if is_careful_model(&bytes) {
            self.careful.replace(CarefulReader::from_bytes(bytes).with_context(no_model)?).is_some()
        } else if is_choice_model(&bytes) {
            self.choices.replace(ChoiceModel::from_bytes(bytes).with_context(no_model)?).is_some()
        } else {
            self.tagger.replace(Tagger::from_bytes(bytes, RULES).with_context(no_model)?).is_some()
        };
        if is_second {
            anyhow::bail!("--suggester {shown}: one model takes the place of the built-in one; leave the other out");
        }
        Ok(())
    }
}

/// The names of suggesters that are no files.
const NAMES: [&str; 7] = ["builtin", "careful", "fast", "both", "none", "cmd:", "openai:"];
/// Words that are as similar as this, from 0 to 1, may be one mistyped.
const SIMILAR: f32 = 0.65;

/// The name that was meant by a path that is none: by `fastt`, or by `opneai: llama3.2`.
fn nearest_name(path: &Path) -> Option<&'static str> {
    let name = path.to_str().filter(|_| !path.exists())?;
    let end = name.find(':').map_or(name.len(), |at| at + 1);
    let name = name.get(..end)?;
    let similarity = |known: &str| TextDiff::from_chars(name, known).ratio();
    let named = NAMES.iter().map(|known| (similarity(known), *known)).filter(|(similarity, _)| *similarity >= SIMILAR);
    named.max_by(|(one, _), (other, _)| one.total_cmp(other)).map(|(_, known)| known)
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
    let list = read_text_input(path, InputKind::Words).with_context(|| {
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
