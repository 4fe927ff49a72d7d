//! What an import says about a file: one message for each kind of fault, however often it occurs.

use std::collections::HashMap;
use std::path::Path;

use crate::formats::{ImportProblem, Loss};
use crate::store::{Problem, escape_controls, printable};

use crate::cli::messages::print_message;

/// Kinds of faults that are collected for one file. Further ones are printed one by one.
const MOST_KINDS: usize = 200;
/// So many names, and so many places, are printed of each kind.
const SHOWN: usize = 3;

/// The losses, notices and problems of one file.
#[derive(Default)]
pub(super) struct ImportReport {
    groups: Vec<Group>,
    by_kind: HashMap<String, usize>,
}

/// Losses or problems of one kind.
struct Group {
    first: Entry,
    count: usize,
    /// The names of the first losses, with their counts.
    names: Vec<(String, usize)>,
    /// The number of losses with other names.
    others: usize,
    places: Vec<String>,
}

enum Entry {
    Loss(Loss),
    Problem(ImportProblem),
}

impl ImportReport {
    /// Adds a loss or a notice.
    pub(super) fn add_loss(&mut self, path: &Path, loss: Loss) {
        let kind = format!("{}{}", u8::from(loss.is_kept), kind_of(&loss.why));
        let (name, place) = (loss.what.clone(), loss.at_place());
        self.add(path, &kind, name, place, Entry::Loss(loss));
    }

    /// Adds a problem.
    pub(super) fn add_problem(&mut self, path: &Path, problem: ImportProblem) {
        let kind = format!("!{}", kind_of(&problem.what));
        let place = problem.line.map_or_else(String::new, |line| format!("line {line}"));
        self.add(path, &kind, String::new(), place, Entry::Problem(problem));
    }

    fn add(&mut self, path: &Path, kind: &str, name: String, place: String, entry: Entry) {
        if let Some(group) = self.by_kind.get(kind).and_then(|at| self.groups.get_mut(*at)) {
            group.add(name, place);
            return;
        }
        let mut group = Group { first: entry, count: 0, names: Vec::new(), others: 0, places: Vec::new() };
        group.add(name, place);
        if self.groups.len() >= MOST_KINDS {
            group.print(path);
            return;
        }
        self.by_kind.insert(kind.to_owned(), self.groups.len());
        self.groups.push(group);
    }

    /// Prints what was collected for the file, and forgets it.
    pub(super) fn print(&mut self, path: &Path) {
        self.by_kind.clear();
        for group in self.groups.drain(..) {
            group.print(path);
        }
    }
}

impl Group {
    fn add(&mut self, name: String, place: String) {
        self.count += 1;
        let has_room = self.names.len() < SHOWN;
        match self.names.iter_mut().find(|(known, _)| *known == name) {
            Some((_, count)) => *count += 1,
            None if has_room => self.names.push((name, 1)),
            None => self.others += 1,
        }
        if self.places.len() < SHOWN && !self.places.contains(&place) {
            self.places.push(place);
        }
    }

    fn print(&self, path: &Path) {
        print_message(&match (&self.first, self.count) {
            (Entry::Problem(ImportProblem { line, what }), 1) => {
                format!("tawsim: {}", Problem::new(path, *line, what))
            }
            (Entry::Problem(ImportProblem { line, what }), count) => {
                let places = self.places_after_first();
                let places = if places.is_empty() { places } else { format!(": {places}") };
                let place = if count == 2 { "place" } else { "places" };
                let more = format!("{what} ({} more such {place}{places})", count - 1);
                format!("tawsim: {}", Problem::new(path, *line, more))
            }
            (Entry::Loss(loss), count) => {
                let words = if count == 1 { loss.to_string() } else { self.summary(loss) };
                let note = if loss.is_kept { "note: " } else { "" };
                format!("{}: {note}{}", printable(path.as_os_str()), escape_controls(&words))
            }
        });
    }

    fn places_after_first(&self) -> String {
        let mut places = self.places.get(1..).unwrap_or_default().join(", ");
        if !places.is_empty() && self.count > self.places.len() {
            places.push_str(", …");
        }
        places
    }

    /// The names with their counts, the reason, and the first places.
    fn summary(&self, loss: &Loss) -> String {
        let name = |(name, count): &(String, usize)| {
            if *count == 1 { name.clone() } else { format!("{name} ({count} times)") }
        };
        let mut names = self.names.iter().map(name).collect::<Vec<_>>().join(", ");
        if self.others > 0 {
            names.push_str(&format!(" and {} others", self.others));
        }
        let more = if self.count > self.places.len() { ", …" } else { "" };
        format!("{names}: {}; at {}{more}", loss.why, self.places.join(", "))
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
