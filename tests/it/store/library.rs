//! Corpora that are not held in memory: articles read by number, compressed or not, unchanged or changed on disk.

use std::fmt::Write as _;
use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::mpsc::channel;

use flate2::Compression;
use flate2::write::GzEncoder;
use ruzstd::encoding::{CompressionLevel, compress_to_vec};
use tawsim::gold::{Annotation, Status, json};
use tawsim::store::{Access, GoldFolder, Library, LibraryReport, Opener, Problem, read_corpus};

fn gz(bytes: &[u8]) -> Vec<u8> {
    let mut packer = GzEncoder::new(Vec::new(), Compression::fast());
    packer.write_all(bytes).unwrap();
    packer.finish().unwrap()
}

fn indexed(paths: &[PathBuf]) -> (Library, Vec<Problem>) {
    let library = Library::default();
    let mut all = Vec::new();
    let mut complete = false;
    library.index(paths, &mut |news| {
        match news {
            LibraryReport::Found { problems, .. } => all.extend(problems),
            LibraryReport::Indexed => complete = true,
            other => panic!("{other:?}"),
        }
        true
    });
    assert!(complete);
    (library, all)
}

/// This many lines: articles, some with escapes, one broken, one twice, with blank lines between.
fn lines(count: usize) -> String {
    let mut lines = String::from("\u{FEFF}");
    for index in 0..count {
        match index {
            5 => lines.push_str("{\"id\": \"broken\n"),
            7 => lines.push_str("{\"id\": \"a3\", \"text\": \"again\"}\n\n"),
            _ => writeln!(lines, "{{\"id\": \"a{index}\", \"text\": \"مقال {index}\\nنص\"}}").unwrap(),
        }
    }
    lines
}

#[test]
fn compressed_and_plain_files_give_the_same_articles() {
    let folder = tempfile::tempdir().unwrap();
    // More than one batch and more than one unpacked block.
    let plain = lines(20_000);
    let mut seen = Vec::new();
    for (name, bytes) in [
        ("a.jsonl", plain.as_bytes().to_vec()),
        ("a.jsonl.gz", gz(plain.as_bytes())),
        ("A.JSONL.zst", compress_to_vec(plain.as_bytes(), CompressionLevel::Fastest)),
    ] {
        let path = folder.path().join(name);
        fs::write(&path, bytes).unwrap();
        let (library, problems) = indexed(std::slice::from_ref(&path));
        let messages: Vec<String> =
            problems.iter().map(|problem| format!("{:?} {}", problem.line, problem.what)).collect();
        assert_eq!(problems.len(), 2, "{messages:?}");
        assert!(problems[1].to_string().contains(&format!("{name}:8: the id \"a3\" occurs twice; the article in ")));
        assert!(problems[1].to_string().contains(&format!("{name}:4 is kept")));
        assert_eq!(library.len(), 19_999);
        let catalogue = library.catalogue();
        for index in [19_998, 0, 9_000, 6, 4] {
            let article = library.read(index).unwrap().article;
            assert_eq!(article.id, catalogue.get(index).id);
            assert_eq!(article.title(), catalogue.get(index).title);
        }
        assert_eq!(catalogue.get(5).id, format!("{name}:6"));
        assert_eq!(library.read(5).unwrap_err().line, Some(6));
        assert_eq!(catalogue.get(19_998).id, "a19999");
        seen.push(read_corpus(&[path]).articles);
    }
    assert_eq!(seen[0].len(), 19_998);
    assert!(seen[0] == seen[1] && seen[0] == seen[2]);
}

#[test]
fn an_incomplete_compressed_file_gives_its_readable_articles() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.jsonl.gz");
    let packed = gz(lines(20_000).as_bytes());
    fs::write(&path, &packed[..packed.len() / 2]).unwrap();
    let (library, problems) = indexed(std::slice::from_ref(&path));
    assert!(library.len() > 2_000);
    assert_eq!(library.read(library.len() - 1).unwrap().article.text.get(0..8), "مقال");
    let last = problems.last().unwrap().to_string();
    assert!(last.contains("cannot be read from here on: its gzip data is damaged or ends too early"), "{last}");
    fs::write(&path, b"no gzip at all").unwrap();
    assert!(indexed(&[path]).1[0].to_string().contains("a.jsonl.gz:1: cannot be read from here on"));
}

#[test]
fn a_changed_file_is_reported() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.jsonl");
    let text = lines(20);
    fs::write(&path, &text).unwrap();
    let (library, _) = indexed(std::slice::from_ref(&path));
    assert_eq!(library.read(2).unwrap().changed, None);

    // Lines were added: the indexed articles are still there. The change is reported once.
    fs::write(&path, format!("{text}{{\"id\": \"new\", \"text\": \"x\"}}\n")).unwrap();
    let changed = library.read(2).unwrap().changed.unwrap().to_string();
    assert!(changed.contains("a.jsonl: changed after it was opened"), "{changed}");
    assert_eq!(library.read(3).unwrap().changed, None);

    // A line before it was removed, so another line is in its place.
    let (first, rest) = text.split_once('\n').unwrap();
    fs::write(&path, format!("{{\"id\": \"b\", \"text\": \"x{}\"}}\n{rest}", "x".repeat(first.len() - 24))).unwrap();
    let error = library.read(0).unwrap_err().to_string();
    assert!(error.contains("a.jsonl:1: changed after it was opened: here is the article \"b\", not \"a0\""), "{error}");
    fs::write(&path, rest).unwrap();
    let error = library.read(3).unwrap_err().to_string();
    assert!(error.contains("changed after it was opened") && error.contains("open it again"), "{error}");
    fs::remove_file(&path).unwrap();
    assert!(library.read(3).unwrap_err().to_string().contains("does not exist"));
    assert!(library.read(1000).is_err());
}

/// All reports of the library's thread.
fn surveyed(folder: &Path, access: Access) -> (Vec<(usize, Status)>, Option<usize>, Vec<Problem>) {
    let library = Library::default();
    let (to, news) = channel();
    let openers = library.spawn(vec![folder.join("a.jsonl")], move |news| to.send(news).is_ok()).unwrap();
    let opener = Opener::new(library, GoldFolder::new(folder.join("gold")), access);
    openers.send(Arc::new(opener)).unwrap();
    let (mut statuses, mut all) = (Vec::new(), Vec::new());
    for news in news {
        match news {
            LibraryReport::Found { problems, .. } => all.extend(problems),
            LibraryReport::Standings(summaries) => {
                statuses.extend(summaries.into_iter().map(|(index, one)| (index, one.status)));
            }
            LibraryReport::Surveyed { resume } => return (statuses, resume, all),
            LibraryReport::Indexed => {}
        }
    }
    panic!("the thread ended before it had reported all");
}

#[test]
fn article_statuses_are_found_without_opening_articles() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("a.jsonl"), lines(20)).unwrap();
    assert_eq!(surveyed(folder.path(), Access::Write).1, None);
    let gold = GoldFolder::new(folder.path().join("gold"));
    let corpus = read_corpus(&[folder.path().join("a.jsonl")]);
    for (id, status, at) in [
        ("a1", Status::Done, "2026-01-09"),
        ("a4", Status::InProgress, "2026-01-02"),
        ("a9", Status::InProgress, "2026-01-01"),
        ("a10", Status::Skipped, "2026-01-09"),
    ] {
        let article = corpus.articles.iter().find(|article| article.id == id).unwrap();
        gold.load(article).unwrap();
        let gold_line = format!(
            "{{\"id\":\"x\",\"text\":{},\"status\":\"{}\",\"entities\":[{{\"id\":\"e1\",\"start\":0,\"end\":4,\
             \"label\":\"X\",\"verdict\":\"added\",\"at\":\"{at}T00:00:00Z\"}}]}}",
            serde_json::to_string(article.text.as_str()).unwrap(),
            status.name()
        );
        let (_, annotation): (_, Annotation) = json::read(&gold_line).unwrap();
        gold.save(article, &annotation).unwrap();
    }
    let (statuses, resume, problems) = surveyed(folder.path(), Access::Write);
    let expected = [(1, Status::Done), (4, Status::InProgress), (8, Status::InProgress), (9, Status::Skipped)];
    assert_eq!(statuses, expected);
    assert_eq!(resume, Some(4), "where the newest verdict is");
    assert_eq!(problems.len(), 2, "those of the corpus: {problems:?}");
}
