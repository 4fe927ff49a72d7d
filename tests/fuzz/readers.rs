//! The readers that fuzzing tries: each takes any bytes, and must not panic. `tests/fuzz` and the crate in `fuzz/` use them.

use std::fs;
use std::io::Cursor;
use std::path::Path;

use tawsim::formats::{FORMATS, Format};
use tawsim::gold::{Article, Extra, LabelSet, json, lint, trim_edges};
use tawsim::page::{BaseDirection, Page, PageOptions};
use tawsim::store::{Access, GoldFolder, each_examined, each_raw_line, unpack_stream};
use tawsim::suggest::tagger::Tagger;
use tawsim::suggest::{Builtin, RULES, Suggester};
use tawsim::text::{Needle, Text};
use tawsim::workbench::{InputLine, Key, Keymap};

/// Takes any bytes, and must not panic.
pub(crate) type Read = Box<dyn Fn(&[u8])>;

/// All readers except the importers, which are named `import_FORMAT`.
const READERS: &[&str] = &[
    "articles",
    "compressed",
    "gold",
    "check",
    "journal",
    "layout",
    "suggest",
    "find",
    "typed_line",
    "key",
    "keymap",
    "labels",
    "model",
    #[cfg(unix)]
    "terminal_reply",
];

/// The names of all readers.
pub(crate) fn names() -> Vec<String> {
    let names = READERS.iter().map(|name| (*name).to_owned());
    names.chain(FORMATS.iter().map(|format| format!("import_{format}"))).collect()
}

/// The reader of this name; what it writes lies in the folder. `None` if no reader has the name.
pub(crate) fn reader(name: &str, folder: &Path) -> Option<Read> {
    let folder = folder.join(name);
    Some(match name {
        "articles" => Box::new(articles),
        "compressed" => Box::new(compressed),
        "gold" => Box::new(gold),
        "check" => Box::new(check),
        "journal" => Box::new(move |bytes| journal(&folder, bytes)),
        "layout" => Box::new(layout),
        "suggest" => {
            let suggester = Builtin::new();
            Box::new(move |bytes| drop(suggester.suggest(&article(text_of(bytes)))))
        }
        "find" => Box::new(find),
        "typed_line" => Box::new(typed_line),
        "key" => Box::new(|bytes| drop(text_of(bytes).parse::<Key>())),
        "keymap" => Box::new(|bytes| drop(Keymap::from_toml(&text_of(bytes)))),
        "labels" => Box::new(|bytes| drop(LabelSet::from_toml(&text_of(bytes)))),
        "model" => Box::new(model),
        #[cfg(unix)]
        "terminal_reply" => Box::new(terminal_reply),
        _ => {
            let format = FORMATS.iter().find(|format| name.strip_prefix("import_") == Some(format.name))?;
            Box::new(|bytes| import(format, bytes))
        }
    })
}

/// The article of the journals in the samples.
pub(crate) const JOURNALED: &str = "زار أوباما مدينة باريس";

/// The bytes as text; what is no UTF-8 becomes U+FFFD.
pub(crate) fn text_of(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

/// The lines of a file with articles.
fn articles(bytes: &[u8]) {
    articles_of(bytes);
}

/// A compressed file with articles.
fn compressed(bytes: &[u8]) {
    articles_of(unpack_stream(Cursor::new(bytes.to_vec())));
}

/// Reads every line of a stream, and parses it.
fn articles_of(stream: impl std::io::Read) {
    each_raw_line(Path::new("-"), stream, &mut |raw, _| {
        drop(raw.article());
        Ok(())
    })
    .unwrap();
}

/// What was read can be written; reading that again gives the same value, and writing it again the same bytes.
fn gold(bytes: &[u8]) {
    let json = &text_of(bytes);
    let examined = json::examine(json);
    let Ok((article, annotation)) = json::read(json) else { return };
    assert!(examined.is_ok());
    let written = json::write(&article, &annotation);
    let (again, same) = json::read(&written).unwrap();
    assert_eq!((&again.id, &again.text, &same), (&article.id, &article.text, &annotation));
    assert_eq!(json::write(&again, &same), written);
    let labels = LabelSet::default();
    let _ = lint(&article.text, &annotation, &labels);
    let (mended, _) = trim_edges(&article.text, &annotation);
    assert_eq!(trim_edges(&article.text, &mended).1, [], "what is put right is right");
}

/// The verb `check`.
fn check(mut bytes: &[u8]) {
    each_examined(&["-".into()], &mut bytes, &mut |_| (), &mut |_, _, _| Ok(())).unwrap();
}

/// A journal in a gold folder, below this folder.
fn journal(folder: &Path, bytes: &[u8]) {
    let folder = GoldFolder::new(folder.to_owned());
    fs::create_dir_all(folder.dir().join(".journal")).unwrap();
    fs::write(folder.journal_of("a"), bytes).unwrap();
    drop(folder.resume(&article(JOURNALED.to_owned()), Access::Read));
}

/// The layout of a page, in two widths.
fn layout(bytes: &[u8]) {
    let text = Text::new(text_of(bytes));
    for (base, width) in [(BaseDirection::Auto, 40), (BaseDirection::Ltr, 3)] {
        let page = Page::new(&text, PageOptions { base, ..PageOptions::default() }, width);
        for line in page.lines_from(0) {
            let _ = page.line(line, &[]);
        }
    }
}

/// A search for words from the middle of a text.
fn find(bytes: &[u8]) {
    let text = text_of(bytes);
    let query: String = text.chars().skip(text.chars().count() / 2).take(7).collect();
    let text = Text::new(text);
    if let Some(needle) = Needle::new(&query) {
        let _ = needle.find(&text);
    }
}

/// A line that is typed.
fn typed_line(bytes: &[u8]) {
    let mut line = InputLine::new(BaseDirection::Rtl);
    line.insert(&text_of(bytes));
    for key in ["Left", "Backspace", "Home", "Ctrl-w", "Delete", "Right"] {
        line.key(key.parse().unwrap());
    }
    let _ = line.shown();
}

/// If the bytes are accepted as a model, the model can tag.
fn model(bytes: &[u8]) {
    if let Ok(tagger) = Tagger::from_bytes(bytes.to_vec(), RULES) {
        let text = Text::new("زار الرئيس باراك أوباما مدينة القاهرة أمس.\nوقال سامي إنه عائد إلى بيروت.");
        for found in tagger.tag(&text) {
            assert!((0.0..=1.0).contains(&found.score), "{found:?}");
        }
    }
}

/// What a terminal answers, in one part and in two.
#[cfg(unix)]
fn terminal_reply(bytes: &[u8]) {
    use tawsim::view::terminal::TerminalInfo;
    let (front, back) = bytes.split_at(bytes.len() / 2);
    let (whole, parts) = (TerminalInfo::parse(&[bytes]), TerminalInfo::parse(&[front, back]));
    assert_eq!(whole, parts, "whatever parts it comes in");
    // The shown text has no control characters.
    assert!(!whole.0.name.unwrap_or_default().contains(char::is_control));
}

/// A file of this format, alone and with a companion file.
fn import(format: &Format, bytes: &[u8]) {
    drop(format.import_bytes(bytes, None));
    drop(format.import_bytes(bytes, Some(bytes)));
}

pub(crate) fn article(text: String) -> Article {
    Article { id: "a".to_owned(), text: Text::new(text), meta: Extra::new(), suggestions: Vec::new() }
}
