//! The files of `tawsim assign`. Only the places of the articles are in memory; each article is read when it is written.

use std::collections::HashSet;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use crate::assignment::{ArticleFacts, Condition, KeyReading, Plan, can_be_seeded, key_header, key_line, seed_errors};
use crate::gold::{Article, Label, json};
use crate::store::{self, Inputs, Library, LibraryReport, OutputFile, OutputKind, Outputs, Problem};

use super::force::ForceArgs;
use super::messages::print_message;

/// The articles that can be read, by their numbers in the library.
pub(super) struct Corpus {
    library: Library,
    numbers: Vec<u32>,
    has_suggestions: bool,
    /// The problems that were printed.
    printed: HashSet<String>,
}

impl Corpus {
    /// Reads each article once; the path `-` is standard input. Returns the facts that the plan needs, and the number of
    /// problems. The problems are printed.
    pub(super) fn read(paths: &[PathBuf]) -> (Self, Vec<ArticleFacts>, usize) {
        let library = Library::default();
        let mut corpus =
            Self { library: library.clone(), numbers: Vec::new(), has_suggestions: false, printed: HashSet::new() };
        let mut bad = 0;
        let stream = || -> Box<dyn io::BufRead> { Box::new(store::unpack_stream(io::stdin())) };
        library.index_with_stream(paths, stream, &mut |report| {
            if let LibraryReport::Found { problems, .. } = report {
                bad += problems.iter().filter(|problem| corpus.print(problem)).count();
            }
            true
        });
        let mut facts = Vec::new();
        for number in 0..library.len() {
            match library.read(number) {
                Ok(read) => {
                    let article = read.article;
                    let words = article.text.as_str().split_whitespace().count();
                    facts.push(ArticleFacts {
                        words: u32::try_from(words).unwrap_or(u32::MAX),
                        can_be_seeded: can_be_seeded(&article.suggestions),
                    });
                    corpus.has_suggestions |= !article.suggestions.is_empty();
                    corpus.numbers.push(u32::try_from(number).unwrap_or(u32::MAX));
                }
                Err(problem) => bad += usize::from(corpus.print(&problem)),
            }
        }
        (corpus, facts, bad)
    }

    /// True if an article has suggestions.
    pub(super) const fn has_suggestions(&self) -> bool {
        self.has_suggestions
    }

    /// Reads the article with this number among those that could be read.
    fn article(&self, number: u32) -> Result<Article, Problem> {
        let number = self.numbers.get(number as usize).copied().unwrap_or(u32::MAX);
        let read = self.library.read(number as usize)?;
        read.changed.map_or(Ok(read.article), Err)
    }

    /// Prints a problem, unless it was printed already.
    fn print(&mut self, problem: &Problem) -> bool {
        let words = problem.to_string();
        let is_new = !self.printed.contains(&words);
        if is_new {
            print_message(&format!("tawsim: {words}"));
            self.printed.insert(words);
        }
        is_new
    }
}

/// How the articles are prepared for their annotators.
pub(super) struct Preparation {
    /// The labels of wrong suggestions.
    pub(super) labels: Vec<Label>,
    pub(super) seed: u64,
    /// True if there are blind items or seeded errors.
    pub(super) is_experiment: bool,
    /// True if no article of the annotators gets suggestions in the workbench: all have those that came with it.
    pub(super) keeps_all: bool,
}

impl Preparation {
    /// The article as an annotator gets it, and what the key says of it. The same article, annotator and seed give the same
    /// errors.
    fn prepare(
        &self,
        article: &Article,
        number: u32,
        annotator: usize,
        name: &str,
        wanted: Condition,
    ) -> (Article, KeyReading) {
        let mut prepared = article.clone();
        let mut reading =
            KeyReading { annotator: name.to_owned(), condition: wanted, errors: Vec::new(), withheld: Vec::new() };
        match wanted {
            Condition::Shown => {}
            Condition::Withheld => reading.withheld = std::mem::take(&mut prepared.suggestions),
            Condition::Seeded => {
                let mut random = fastrand::Rng::with_seed(self.seed);
                let mixed = random.u64(..) ^ (u64::from(number) << 16 | annotator as u64 & 0xffff);
                let mut random = fastrand::Rng::with_seed(mixed);
                reading.errors = seed_errors(&article.text, &mut prepared.suggestions, &self.labels, &mut random);
                if reading.errors.is_empty() {
                    reading.condition = Condition::Shown;
                }
            }
        }
        if self.keeps_all || (self.is_experiment && wanted == Condition::Withheld) {
            prepared.give_suggestions();
        }
        (prepared, reading)
    }
}

/// What one annotator got.
#[derive(Debug, Clone, Default)]
pub(super) struct AssignedWork {
    pub(super) path: PathBuf,
    pub(super) articles: usize,
    pub(super) words: usize,
    /// Articles that others got, too.
    pub(super) shared: usize,
    pub(super) blind: usize,
    pub(super) seeded: usize,
    /// The errors in those.
    pub(super) errors: usize,
}

/// The open files.
pub(super) struct AssignFiles {
    annotators: Vec<(String, PathBuf, OutputFile)>,
    key: OutputFile,
    seed_header: Vec<String>,
}

impl AssignFiles {
    /// Opens all files. An earlier assignment stays, unless the user forces it: its annotators may have begun.
    pub(super) fn create(
        articles: &[PathBuf],
        labels: Option<&PathBuf>,
        folder: &Path,
        key: &Path,
        names: &[String],
        force: ForceArgs,
    ) -> anyhow::Result<Self> {
        let mut outputs = Outputs::new(Inputs::articles(articles).and(labels.cloned()), force.force);
        let file_names: Vec<String> = names.iter().map(|name| format!("{}.jsonl", store::file_stem(name))).collect();
        outputs.check_folder(folder, &file_names)?;
        store::make_folder(folder, "--out")?;
        let refusal =
            "exists already, and its annotator may have begun; name another folder, or add --force to replace it";
        let kind = OutputKind { refusal, is_one: &|_| Ok(false) };
        let mut annotators = Vec::new();
        for (name, file) in names.iter().zip(file_names) {
            let path = folder.join(file);
            let file = outputs.create(&path, &kind)?;
            annotators.push((name.clone(), path, file));
        }
        let key = outputs.create(key, &kind)?;
        Ok(Self { annotators, key, seed_header: names.to_vec() })
    }

    /// Writes all articles. Adds the number of those that cannot be read any more to `bad`.
    pub(super) fn write(
        &mut self,
        corpus: &Corpus,
        plan: &Plan,
        preparation: &Preparation,
        bad: &mut usize,
    ) -> anyhow::Result<Vec<AssignedWork>> {
        for (annotator, ((name, _, file), list)) in self.annotators.iter_mut().zip(&plan.lists).enumerate() {
            for reading in list {
                let article = match corpus.article(reading.article) {
                    Ok(article) => article,
                    Err(problem) => {
                        *bad += 1;
                        print_message(&format!("tawsim: {problem}"));
                        continue;
                    }
                };
                let (prepared, _) = preparation.prepare(&article, reading.article, annotator, name, reading.condition);
                file.write_all(json::write_suggested(&prepared, &prepared.suggestions).as_bytes())?;
            }
        }
        self.write_key(corpus, plan, preparation)
    }

    /// Writes the key, in the order of the corpus, and counts what everybody got.
    fn write_key(
        &mut self,
        corpus: &Corpus,
        plan: &Plan,
        preparation: &Preparation,
    ) -> anyhow::Result<Vec<AssignedWork>> {
        let paths = self.annotators.iter().map(|(_, path, _)| path.clone());
        let mut work: Vec<AssignedWork> = paths.map(|path| AssignedWork { path, ..AssignedWork::default() }).collect();
        self.key.write_all(key_header(&self.seed_header, preparation.seed).as_bytes())?;
        for same in plan.by_article().chunk_by(|one, next| one.0 == next.0) {
            let Some((number, ..)) = same.first() else { continue };
            // A problem was printed when the files of the annotators were written.
            let Ok(article) = corpus.article(*number) else { continue };
            let words = article.text.as_str().split_whitespace().count();
            let mut readings = Vec::new();
            for (_, annotator, condition) in same {
                let name = self.annotators.get(*annotator).map_or("", |(name, ..)| name);
                let (_, reading) = preparation.prepare(&article, *number, *annotator, name, *condition);
                if let Some(work) = work.get_mut(*annotator) {
                    work.articles += 1;
                    work.words += words;
                    work.shared += usize::from(same.len() > 1);
                    work.blind += usize::from(reading.condition == Condition::Withheld);
                    work.seeded += usize::from(reading.condition == Condition::Seeded);
                    work.errors += reading.errors.len();
                }
                readings.push(reading);
            }
            self.key.write_all(key_line(&article, &readings).as_bytes())?;
        }
        Ok(work)
    }

    /// Gives the files their names.
    pub(super) fn finish(self, bad: usize) -> anyhow::Result<()> {
        for (_, _, file) in &self.annotators {
            file.refuse_incomplete(bad)?;
        }
        for (_, _, file) in self.annotators {
            file.finish()?;
        }
        Ok(self.key.finish()?)
    }
}
