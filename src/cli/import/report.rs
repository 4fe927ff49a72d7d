//! The messages of an import about faults in its files. Faults of one kind share one message with their number.

use std::collections::HashMap;
use std::path::{Path, PathBuf};

use crate::formats::{ImportProblem, Loss};
use crate::store::{Problem, escape_controls, printable};

use crate::cli::messages::print_message;

/// The most kinds of faults that are collected. Further ones are printed one by one.
const MOST_KINDS: usize = 200;
/// So many names, and so many places, are printed of each kind.
const SHOWN: usize = 3;

/// The losses, notices and problems of an import. Losses and notices are collected over the files of a folder; problems are those
/// of one file, because each such file must be corrected.
#[derive(Default)]
pub(super) struct ImportReport {
    losses: Groups<Loss>,
    problems: Groups<ImportProblem>,
}

impl ImportReport {
    /// Adds a loss or a notice.
    pub(super) fn add_loss(&mut self, path: &Path, loss: Loss) {
        let kind = format!("{}{}", u8::from(loss.is_kept), kind_of(&loss.why));
        let (name, place) = (loss.what.clone(), loss.at_place());
        self.losses.add(path, kind, name, place, loss);
    }

    /// Adds a problem.
    pub(super) fn add_problem(&mut self, path: &Path, problem: ImportProblem) {
        let place = problem.line.map_or_else(String::new, |line| format!("line {line}"));
        self.problems.add(path, kind_of(&problem.what), String::new(), place, problem);
    }

    /// Prints the problems of a file, and forgets them.
    pub(super) fn print_problems(&mut self) {
        self.problems.print(Path::new(""));
    }

    /// Prints the losses and notices of all files so far, and forgets them. `named` is the path that the user gave.
    pub(super) fn print_losses(&mut self, named: &Path) {
        self.losses.print(named);
    }
}

/// Losses or problems, grouped by kind. Each group becomes one message.
struct Groups<T> {
    groups: Vec<Group<T>>,
    by_kind: HashMap<String, usize>,
}

impl<T> Default for Groups<T> {
    fn default() -> Self {
        Self { groups: Vec::new(), by_kind: HashMap::new() }
    }
}

/// Things of one kind.
struct Group<T> {
    first: T,
    count: usize,
    /// The names of the first things, with their counts.
    names: Vec<(String, usize)>,
    /// The number of things with other names.
    others: usize,
    /// The first places, with their files.
    places: Vec<(PathBuf, String)>,
    /// The file of the last thing.
    last_file: PathBuf,
    /// The number of files.
    files: usize,
}

impl<T> Groups<T>
where
    Group<T>: Printed,
{
    fn add(&mut self, path: &Path, kind: String, name: String, place: String, thing: T) {
        if let Some(group) = self.by_kind.get(&kind).and_then(|at| self.groups.get_mut(*at)) {
            group.add(path, name, place);
            return;
        }
        let mut group = Group {
            first: thing,
            count: 0,
            names: Vec::new(),
            others: 0,
            places: Vec::new(),
            last_file: PathBuf::new(),
            files: 0,
        };
        group.add(path, name, place);
        if self.groups.len() >= MOST_KINDS {
            print_message(&group.words(path));
            return;
        }
        self.by_kind.insert(kind, self.groups.len());
        self.groups.push(group);
    }

    fn print(&mut self, named: &Path) {
        self.by_kind.clear();
        for group in self.groups.drain(..) {
            print_message(&group.words(named));
        }
    }
}

/// A group that becomes one message.
trait Printed {
    /// The message. `named` is the path that the user gave, for groups over several files.
    fn words(&self, named: &Path) -> String;
}

impl Printed for Group<ImportProblem> {
    fn words(&self, _: &Path) -> String {
        let ImportProblem { line, what } = &self.first;
        let path = self.places.first().map_or(Path::new(""), |(path, _)| path);
        if self.count == 1 {
            return format!("tawsim: {}", Problem::new(path, *line, what));
        }
        let places: Vec<&str> = self.places.iter().skip(1).map(|(_, place)| place.as_str()).collect();
        let mut places = places.join(", ");
        if !places.is_empty() {
            let more = if self.count > self.places.len() { ", …" } else { "" };
            places = format!(": {places}{more}");
        }
        let place = if self.count == 2 { "place" } else { "places" };
        let more = format!("{what} ({} more such {place}{places})", self.count - 1);
        format!("tawsim: {}", Problem::new(path, *line, more))
    }
}

impl Printed for Group<Loss> {
    fn words(&self, named: &Path) -> String {
        let note = if self.first.is_kept { "note: " } else { "" };
        let first = self.places.first().map_or(Path::new(""), |(path, _)| path);
        let path = if self.files > 1 { named } else { first };
        let words = if self.count == 1 { self.first.to_string() } else { self.summary() };
        format!("{}: {note}{}", printable(path.as_os_str()), escape_controls(&words))
    }
}

impl<T> Group<T> {
    fn add(&mut self, path: &Path, name: String, place: String) {
        self.count += 1;
        if self.files == 0 || self.last_file != path {
            self.files += 1;
            path.clone_into(&mut self.last_file);
        }
        let has_room = self.names.len() < SHOWN;
        match self.names.iter_mut().find(|(known, _)| *known == name) {
            Some((_, count)) => *count += 1,
            None if has_room => self.names.push((name, 1)),
            None => self.others += 1,
        }
        let is_known = |(file, known): &(PathBuf, String)| file == path && *known == place;
        if self.places.len() < SHOWN && !self.places.iter().any(is_known) {
            self.places.push((path.to_owned(), place));
        }
    }
}

impl Group<Loss> {
    /// The names with their counts, the reason, and the first places.
    fn summary(&self) -> String {
        let name = |(name, count): &(String, usize)| {
            if *count == 1 { name.clone() } else { format!("{name} ({count} times)") }
        };
        let mut names = self.names.iter().map(name).collect::<Vec<_>>().join(", ");
        if self.others > 0 {
            names.push_str(&format!(" and {} others", self.others));
        }
        let place = |(path, place): &(PathBuf, String)| match self.files {
            1 => place.clone(),
            _ => format!("{} ({place})", printable(path.as_os_str())),
        };
        let places: Vec<String> = self.places.iter().map(place).collect();
        let more = if self.count > self.places.len() { ", …" } else { "" };
        let files = if self.files > 1 { format!("; in {} files", self.files) } else { String::new() };
        format!("{names}: {}; at {}{more}{files}", self.first.why, places.join(", "))
    }
}

/// A message without its numbers and quoted words: what is the same in messages about the same fault.
fn kind_of(what: &str) -> String {
    let mut kind = String::new();
    let mut is_quoted = false;
    for c in what.chars() {
        match c {
            '"' => is_quoted = !is_quoted,
            _ if is_quoted || c.is_ascii_digit() => {}
            _ => kind.push(c),
        }
    }
    kind
}
