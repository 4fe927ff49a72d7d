//! The files of an import: named ones, those of a folder, those in a ZIP archive. Recognises their format.

use std::collections::HashSet;
use std::fs::{self, File};
use std::io::{self, BufRead, BufReader, Read};
use std::path::{Path, PathBuf};

use anyhow::{Context, bail};

use crate::cli::inputs::is_stdin;
use crate::cli::messages::{print_message, print_note};
use crate::formats::{ForeignFile, Format, Recognised, broken_json, recognise, refuse_foreign};
use crate::store::{self, Archive, InputKind, Problem, printable};

/// The bytes of a file from which its format is recognised.
const HEAD: usize = 64 * 1024;
/// The bytes of a file of JSON from which its format is recognised: the keys behind the text of its first record count, too.
const LONG_HEAD: usize = 1024 * 1024;
/// Archives inside archives are opened to this depth: INCEpTION has one for each annotator.
const DEEPEST: usize = 2;

/// The message for a file of an unknown format.
const UNKNOWN: &str = "is of no format that is recognised; name it with --from FORMAT";
/// The extensions of files that have annotations.
const DATA: [&str; 11] = ["json", "jsonl", "ndjson", "conll", "conllu", "conllup", "bio", "tsv", "csv", "xml", "txt"];

/// Files beside a file that is read.
pub(super) trait FileSet {
    /// The content of a file.
    fn read(&mut self, path: &Path) -> io::Result<Vec<u8>>;
}

/// A file to import.
pub(super) struct InputFile<'a> {
    /// Its path; inside an archive, the path of the archive is before it.
    pub(super) path: PathBuf,
    /// The name after which articles without an id are named.
    pub(super) name: String,
    pub(super) format: &'static Format,
    pub(super) main: &'a mut dyn BufRead,
    /// The files beside it.
    pub(super) files: &'a mut dyn FileSet,
}

/// Receives each file, or the problem in its place.
pub(super) type EachInput<'a> = &'a mut dyn FnMut(Result<InputFile<'_>, Problem>) -> anyhow::Result<()>;

/// Files on disk.
struct Disk;

impl FileSet for Disk {
    fn read(&mut self, path: &Path) -> io::Result<Vec<u8>> {
        store::read_input(path, InputKind::Import)
    }
}

/// Files in an archive, whose paths begin with `root`.
struct Packed<'a> {
    archive: &'a mut Archive,
    root: &'a Path,
}

impl FileSet for Packed<'_> {
    fn read(&mut self, path: &Path) -> io::Result<Vec<u8>> {
        let inside = path.strip_prefix(self.root).unwrap_or(path);
        let parts: Vec<_> = inside.components().map(|part| part.as_os_str().to_string_lossy()).collect();
        self.archive.read(&parts.join("/"))
    }
}

/// Gives the files of a path. Without `from`, the format of each is recognised, and the first of each format is said.
///
/// # Errors
/// When a folder cannot be read, and the errors of `each`.
pub(super) fn each_input(path: &Path, from: Option<&'static Format>, each: EachInput<'_>) -> anyhow::Result<()> {
    let mut walk = Walk { from, said: HashSet::new(), unknown: Vec::new(), given: 0 };
    if is_stdin(path) {
        if let Some(format) = from.filter(|format| format.companion().is_some_and(|companion| companion.needed)) {
            bail!("{format} is files that belong together, and standard input is one; name the files or their folder");
        }
        let mut stream = BufReader::with_capacity(HEAD, store::unpack_stream(io::stdin()));
        return walk.stream(path, "stdin", &mut stream, &mut Disk, each);
    }
    if store::has_journals(path) {
        let what = "is a gold folder of tawsim: export, check, merge and the other verbs read it as it is";
        each(Err(Problem::new(path, None, what)))?;
        return Ok(());
    }
    if !path.is_dir() {
        let is_main = |format: &'static Format| format.main_file(path);
        return walk.file(&from.map_or_else(|| path.to_owned(), is_main), true, each);
    }
    let mut files = Vec::new();
    let extensions = from.map(|format| format.extensions);
    collect_files(path, extensions, &mut files)
        .with_context(|| format!("{}: cannot be read", printable(path.as_os_str())))?;
    for file in &files {
        walk.file(file, false, each)?;
    }
    walk.finish(path, each)
}

struct Walk {
    from: Option<&'static Format>,
    /// The formats that were said.
    said: HashSet<&'static str>,
    /// Files whose format was not recognised, and why.
    unknown: Vec<(PathBuf, String)>,
    given: usize,
}

impl Walk {
    /// Gives a file on disk, or the files inside it. `is_named` is true for a file that the user names.
    fn file(&mut self, path: &Path, is_named: bool, each: EachInput<'_>) -> anyhow::Result<()> {
        let file: File = match store::open_input(path) {
            Ok(file) => file,
            Err(error) => {
                return each(Err(Problem::new(path, None, format!("cannot be read: {error}; check the path"))));
            }
        };
        let mut stream = BufReader::with_capacity(HEAD, store::CountedFile::from(file));
        let head = stream.fill_buf().unwrap_or_default();
        if Archive::is_archive(head) {
            return match Archive::open(path) {
                Ok(mut archive) => self.archive(path, &mut archive, 1, each),
                Err(error) => each(Err(not_readable(path, &error))),
            };
        }
        if self.from.is_none() && !is_named && is_companion(path) {
            return Ok(());
        }
        let main = if self.from.is_none() && is_companion(path) { path.with_extension("ann") } else { path.to_owned() };
        if main != path {
            return self.file(&main, is_named, each);
        }
        let before = self.unknown.len();
        self.stream(path, &stem(path), &mut stream, &mut Disk, each)?;
        if is_named { self.refuse_unknown(before, each) } else { Ok(()) }
    }

    /// Reports a named file whose format is not known.
    fn refuse_unknown(&mut self, before: usize, each: EachInput<'_>) -> anyhow::Result<()> {
        for (path, why) in self.unknown.split_off(before.min(self.unknown.len())) {
            each(Err(Problem::new(path, None, why)))?;
        }
        Ok(())
    }

    fn stream(
        &mut self,
        path: &Path,
        name: &str,
        stream: &mut dyn BufRead,
        files: &mut dyn FileSet,
        each: EachInput<'_>,
    ) -> anyhow::Result<()> {
        let head = if self.from.is_some() { Vec::new() } else { read_head(stream)? };
        let foreign = if self.from.is_some() { None } else { refuse_foreign(&head) };
        if let Some(ForeignFile { why, has_annotations: true }) = foreign {
            return each(Err(Problem::new(path, None, why)));
        }
        let broken = if self.from.is_some() || foreign.is_some() { None } else { broken_json(path, &head) };
        if let Some((line, what)) = broken {
            return each(Err(Problem::new(path, Some(line), what)));
        }
        let format = if foreign.is_none() { self.format_of(path, &head) } else { None };
        let Some(format) = format else {
            self.unknown.push((path.to_owned(), foreign.map_or_else(|| UNKNOWN.to_owned(), |file| file.why)));
            return Ok(());
        };
        self.given += 1;
        let mut main = (&*head).chain(stream);
        each(Ok(InputFile { path: path.to_owned(), name: name.to_owned(), format, main: &mut main, files }))
    }

    /// The format of a file: the named one, or the one that is recognised from its beginning.
    fn format_of(&mut self, path: &Path, head: &[u8]) -> Option<&'static Format> {
        if self.from.is_some() {
            return self.from;
        }
        let Recognised { format, why } = recognise(path, head)?;
        if self.said.insert(format.name) {
            print_note(&format!("{}: is read as {format}: {why}", printable(path.as_os_str())));
        }
        Some(format)
    }

    /// Gives the files in an archive that is at `path`.
    fn archive(&mut self, path: &Path, archive: &mut Archive, depth: usize, each: EachInput<'_>) -> anyhow::Result<()> {
        let names = archive.names();
        let is_read = |name: &str| {
            let extension = Path::new(name).extension().and_then(|it| it.to_str()).unwrap_or_default();
            self.from.is_none_or(|format| format.extensions.contains(&extension) || extension == "zip")
        };
        let all: HashSet<&Path> = names.iter().map(Path::new).collect();
        let wanted: Vec<&String> = names
            .iter()
            .filter(|name| is_read(name))
            .filter(|name| !(name.ends_with(".txt") && all.contains(&*Path::new(name).with_extension("ann"))))
            .collect();
        let (before, given) = (self.unknown.len(), self.given);
        for name in wanted {
            let inside = path.join(name);
            let bytes = match archive.read(name) {
                Ok(bytes) => bytes,
                Err(error) => {
                    let ends = error.kind() == io::ErrorKind::QuotaExceeded;
                    each(Err(not_readable(&inside, &error)))?;
                    if ends {
                        return Ok(());
                    }
                    continue;
                }
            };
            if Archive::is_archive(&bytes) {
                match archive.inner(bytes) {
                    Ok(mut inner) if depth < DEEPEST => self.archive(&inside, &mut inner, depth + 1, each)?,
                    Ok(_) => each(Err(Problem::new(inside, None, "is an archive in an archive; unpack it")))?,
                    Err(error) => each(Err(not_readable(&inside, &error)))?,
                }
                continue;
            }
            let mut files = Packed { archive: &mut *archive, root: path };
            self.stream(&inside, &document_name(&inside), &mut &*bytes, &mut files, each)?;
        }
        if self.given > given {
            return if depth > 1 { Ok(()) } else { self.report_unknown(path, before, each) };
        }
        if depth > 1 {
            return Ok(());
        }
        self.unknown.truncate(before);
        let format =
            self.from.map_or_else(|| "known format".to_owned(), |format| format!(".{}", format.extensions.join(", .")));
        each(Err(Problem::new(path, None, format!("is an archive without a file of a {format}; name another one"))))
    }

    /// Says which files of a folder were left out; an empty folder is a problem.
    fn finish(&mut self, folder: &Path, each: EachInput<'_>) -> anyhow::Result<()> {
        if self.given == 0 {
            let what = match self.from {
                Some(format) => {
                    let extensions = format.extensions.join(", .");
                    format!("contains no .{extensions} file; name another folder or a file")
                }
                None => "contains no file of a format that is recognised; name the format with --from".to_owned(),
            };
            return each(Err(Problem::new(folder, None, what)));
        }
        self.report_unknown(folder, 0, each)
    }

    /// Reports the files of a folder or an archive that are of no known format: those that look like data are problems, the
    /// others are counted in one note.
    fn report_unknown(&mut self, folder: &Path, before: usize, each: EachInput<'_>) -> anyhow::Result<()> {
        let unknown = self.unknown.split_off(before.min(self.unknown.len()));
        let (data, others): (Vec<_>, Vec<_>) =
            unknown.into_iter().partition(|(path, why)| why == UNKNOWN && is_data(path));
        for (path, why) in data {
            each(Err(Problem::new(path, None, why)))?;
        }
        if let Some((first, why)) = others.first() {
            let count = others.len();
            let files = if count == 1 { "1 file is".to_owned() } else { format!("{count} files are") };
            let (folder, first) = (printable(folder.as_os_str()), printable(first.as_os_str()));
            print_message(&format!("{folder}: {files} not read, and left out: {first} {why}"));
        }
        Ok(())
    }
}

/// True for a file that its name makes data: no description, and no part of a project that holds other things than annotations.
fn is_data(path: &Path) -> bool {
    let is_other = |word: &str| {
        let word = word.to_lowercase();
        let heads =
            ["readme", "license", "changelog", "notice", "exportedproject", "package", "dataset_info", ".", "__macosx"];
        heads.iter().any(|head| word.starts_with(head)) || matches!(word.as_str(), "source" | "log")
    };
    let extension = path.extension().map(|it| it.to_string_lossy().to_lowercase()).unwrap_or_default();
    DATA.contains(&extension.as_str()) && !path.components().any(|part| is_other(&part.as_os_str().to_string_lossy()))
}

fn not_readable(path: &Path, error: &io::Error) -> Problem {
    Problem::new(path, None, format!("cannot be read: {error}; check the file"))
}

fn stem(path: &Path) -> String {
    path.file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default()
}

/// The name of a document in an archive. INCEpTION has a folder for each document, with a file for each annotator in it.
fn document_name(path: &Path) -> String {
    let parent = path.parent().filter(|parent| {
        let above = parent.parent().and_then(Path::file_name).and_then(|name| name.to_str());
        matches!(above, Some("annotation" | "curation" | "annotation_ser"))
    });
    let archive = path.parent().filter(|parent| parent.extension().is_some_and(|extension| extension == "zip"));
    let document = archive.and_then(Path::parent).filter(|document| {
        let above = document.parent().and_then(Path::file_name).and_then(|name| name.to_str());
        matches!(above, Some("annotation" | "curation"))
    });
    parent.or(document).map_or_else(|| stem(path), stem)
}

/// True for the text beside a file of brat.
fn is_companion(path: &Path) -> bool {
    path.extension().is_some_and(|extension| extension == "txt") && path.with_extension("ann").is_file()
}

/// Collects the files with one of the extensions, and the archives, in a folder and its sub-folders, in the order of names.
fn collect_files(folder: &Path, extensions: Option<&[&str]>, files: &mut Vec<PathBuf>) -> io::Result<()> {
    let mut entries = fs::read_dir(folder)?.collect::<Result<Vec<_>, _>>()?;
    entries.retain(|entry| !entry.file_name().as_encoded_bytes().starts_with(b"."));
    entries.sort_by_key(fs::DirEntry::file_name);
    for entry in entries {
        let path = entry.path();
        let extension = path.extension().and_then(|extension| extension.to_str()).unwrap_or_default();
        if entry.file_type()?.is_dir() {
            collect_files(&path, extensions, files)?;
        } else if extensions.is_none_or(|extensions| extensions.contains(&extension) || extension == "zip")
            && !store::is_standard_output(&path)
        {
            files.push(path);
        }
    }
    Ok(())
}

/// Reads the beginning of a file.
fn read_head(stream: &mut dyn BufRead) -> io::Result<Vec<u8>> {
    let mut head = Vec::new();
    stream.take(HEAD as u64).read_to_end(&mut head)?;
    let words = head.strip_prefix("\u{FEFF}".as_bytes()).unwrap_or(&head).trim_ascii_start();
    if words.starts_with(b"{") || words.starts_with(b"[") {
        stream.take((LONG_HEAD - HEAD) as u64).read_to_end(&mut head)?;
    }
    Ok(head)
}
