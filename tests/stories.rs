//! Stories: a marked text, the keys an annotator presses, the marked text after. The stories are data, in
//! `tests/stories/*.txt`; adding a case is adding a few lines there.
//!
//! ```text
//! == what the story tells
//! before: زار ⟦PER? أوباما⟧ مدينة ⟦LOC? باريس⟧
//! keys: a
//! after: زار ⟦PER✓ أوباما⟧ مدينة ▸⟦LOC? باريس⟧
//! ```
//!
//! `⟦LABELsign words⟧`: ? pending, ✓ accepted, ~ fixed, + added, ✗ rejected; ▸ stands before the focus; a quote's label
//! is its kind, and its cue and speaker are `⟦cue words⟧`, `⟦speaker words⟧` (`⟦implied words⟧`); `⟦v words⟧` is the
//! selection. `status:` and `notice:` (a part of the message) may follow. Keys are separated by spaces; `type:words`
//! types each letter, `paste:words` pastes (␣ is a space, ⏎ a line end). `articles: id title | id title` opens more of
//! them behind, and `keymap: name = ["key"]; …` patches the keys. Told too, `-` being nothing: `prompt:` (the open line, | is the caret), `found:` (which of how many, then
//! all of them), `filter:`, `rows:` (what can be chosen), `article:` (the id of the one on the screen).
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

use std::fs;
use std::path::Path;
use std::sync::Arc;

use tawsim::edit::ItemRef;
use tawsim::gold::{
    Annotation, Article, Body, Extra, Frame, Label, Mark, Rejected, Speaker, Suggestion, Timestamp, Verdict,
};
use tawsim::text::{Span, Text};
use tawsim::workbench::{
    Action, COMMANDS, Choice, Document, Key, KeyCode, Keymap, Mode, Model, Settings, State, update,
};

/// A tag with the bytes it covers in the plain text.
type Tag = (String, usize, usize);

fn parse(marked: &str) -> (String, Vec<Tag>) {
    let (mut plain, mut open, mut tags) = (String::new(), Vec::new(), Vec::new());
    let mut chars = marked.chars();
    while let Some(c) = chars.next() {
        match c {
            '⟦' => open.push((chars.by_ref().take_while(|c| *c != ' ').collect::<String>(), plain.len())),
            '⟧' => {
                let (tag, start) = open.pop().unwrap();
                tags.push((tag, start, plain.len()));
            }
            '▸' => {}
            '⏎' => plain.push('\n'),
            c => plain.push(c),
        }
    }
    assert!(open.is_empty(), "unclosed ⟦ in {marked}");
    tags.sort_by_key(|(_, start, end)| (*start, std::cmp::Reverse(*end)));
    (plain, tags)
}

const SIGNS: [(char, State); 5] = [
    ('?', State::Pending),
    ('✓', State::Decided(Verdict::Accepted)),
    ('~', State::Decided(Verdict::Fixed)),
    ('+', State::Decided(Verdict::Added)),
    ('✗', State::Rejected),
];

fn sign(state: State) -> char {
    SIGNS.iter().find(|(_, known)| *known == state).unwrap().0
}

fn is_kind(label: &str) -> bool {
    label.parse::<tawsim::gold::Kind>().is_ok()
}

fn model(marked: &str, others: &str) -> Model {
    let (plain, tags) = parse(marked);
    let text = Text::new(plain);
    let span = |start, end| text.span(start, end).unwrap();
    let role = |name: &str| tags.iter().find(|(tag, ..)| tag == name).map(|(_, start, end)| span(*start, *end));
    let mut annotation = Annotation::default();
    for (tag, start, end) in &tags {
        let Some((_, state)) = SIGNS.iter().find(|(sign, _)| tag.ends_with(*sign)) else { continue };
        let label = tag.trim_end_matches(|c| SIGNS.iter().any(|(sign, _)| *sign == c));
        let body = if is_kind(label) {
            let speaker = role("speaker").map(|span| (span, false)).or(role("implied").map(|span| (span, true)));
            Body::Quote(Frame {
                kind: label.parse().unwrap(),
                content: vec![span(*start, *end)],
                cue: role("cue"),
                speaker: speaker.map(|(span, implied)| Speaker { span, entity: None, implied }),
            })
        } else {
            Body::Entity { span: span(*start, *end), label: Label::new(label) }
        };
        let suggestion = Suggestion::new(&text, "story@1", 0.5, body.clone());
        let at = Some(Timestamp("2026-01-01T00:00:00Z".to_owned()));
        match state {
            State::Pending => annotation.pending.insert(suggestion),
            State::Rejected => annotation.rejected.insert(Rejected { suggestion, at }),
            State::Decided(verdict) => {
                let id = annotation.free_id(body.layer());
                let suggestion = (*verdict != Verdict::Added).then_some(suggestion);
                annotation.marks.insert(Mark { id, body, verdict: *verdict, suggestion, at, extra: Extra::new() });
            }
        }
    }
    let article = Article { id: "story".to_owned(), text, meta: Extra::new(), suggestions: Vec::new() };
    let document = Document::new(Arc::new(article), Some(annotation));
    let settings = Settings { annotator: Some("sara".to_owned()), ..Settings::default() };
    let mut documents = vec![document];
    for other in others.split('|').map(str::trim).filter(|other| !other.is_empty()) {
        let (id, title) = other.split_once(' ').unwrap();
        let (id, text) = (id.to_owned(), Text::new(title));
        let article = Article { id, text, meta: Extra::new(), suggestions: Vec::new() };
        documents.push(Document::new(Arc::new(article), None));
    }
    let mut model = Model::new(settings, documents, Vec::new(), (80, 24)).unwrap();
    model.current = 0;
    // The focus of a story is where ▸ stands, else where work would go on.
    if let Some((until, _)) = marked.split_once('▸') {
        let open = until.matches('⟦').count() - until.matches('⟧').count();
        let plain_at = parse(&format!("{until}{}", "⟧".repeat(open))).0.len();
        let items = model.documents[0].items().clone();
        model.documents[0].focus = items.into_iter().find(|item| item.span.start() == plain_at).map(|item| item.at);
    }
    model
}

/// The model as marked text.
fn render(model: &Model) -> String {
    let document = model.document().unwrap();
    let text = &document.article.text;
    let mut tags: Vec<(Span, String, bool)> = Vec::new();
    for item in document.items() {
        let (body, _) = document.body(&item.at).unwrap();
        let focused = document.focus.as_ref() == Some(&item.at) && !matches!(model.mode, Mode::Select(_));
        let tag = format!("{}{}", body.label(), sign(item.state));
        match body {
            Body::Entity { span, .. } => tags.push((*span, tag, focused)),
            Body::Quote(frame) => {
                tags.extend(
                    frame.content.iter().enumerate().map(|(index, span)| (*span, tag.clone(), focused && index == 0)),
                );
                tags.extend(frame.cue.map(|span| (span, "cue".to_owned(), false)));
                tags.extend(frame.speaker.as_ref().map(|speaker| {
                    (speaker.span, if speaker.implied { "implied" } else { "speaker" }.to_owned(), false)
                }));
            }
        }
    }
    if let Mode::Select(selection) = &model.mode {
        tags.push((selection.span, "v".to_owned(), false));
    }
    tags.sort_by_key(|(span, ..)| (span.start(), std::cmp::Reverse(span.end())));
    let mut marked = String::new();
    for (at, c) in text.as_str().char_indices().chain([(text.len(), '\0')]) {
        marked.extend(tags.iter().filter(|(span, ..)| span.end() == at).map(|_| '⟧'));
        for (_, tag, focused) in tags.iter().filter(|(span, ..)| span.start() == at) {
            marked.push_str(&format!("{}⟦{tag} ", if *focused { "▸" } else { "" }));
        }
        match c {
            '\0' => {}
            '\n' => marked.push('⏎'),
            c => marked.push(c),
        }
    }
    marked
}

#[derive(Default)]
struct Story<'a> {
    name: &'a str,
    line: usize,
    fields: Vec<(&'a str, &'a str)>,
}

/// What a word of `keys:` does.
fn actions(word: &str) -> Result<Vec<Action>, String> {
    let plain = |words: &str| words.replace('␣', " ").replace('⏎', "\n");
    if let Some(words) = word.strip_prefix("type:") {
        return Ok(plain(words).chars().map(|c| Action::Key(Key::plain(KeyCode::Char(c)))).collect());
    }
    match word.strip_prefix("paste:") {
        Some(words) => Ok(vec![Action::Paste(plain(words))]),
        None => Ok(vec![Action::Key(word.parse()?)]),
    }
}

/// What is looked for and chosen from, by the names of a story's fields.
fn looked_for(model: &Model) -> Vec<(&'static str, String)> {
    let document = model.document().unwrap();
    let (seek, text) = (&model.seek, &document.article.text);
    let prompt = seek.prompt.as_ref().map(|prompt| {
        let (before, behind) = prompt.line.text().split_at(prompt.line.caret());
        format!("{before}|{behind}")
    });
    let found = seek.find.as_ref().map(|find| {
        let words = find.matches.iter().map(|span| text.slice(*span).replace(' ', "␣")).collect::<Vec<_>>().join(" ");
        format!("{}/{} {words}", find.current.map_or(0, |index| index + 1), find.matches.len())
    });
    let rows = seek.prompt.as_ref().and_then(|prompt| prompt.picker.as_ref()).map(|picker| {
        let name = |choice: Choice| match choice {
            Choice::Article(index) => model.documents[index].article.id.clone(),
            Choice::Command { name, .. } => name,
        };
        picker.choices().map(name).collect::<Vec<_>>().join(" ")
    });
    let told = [("prompt", prompt), ("found", found), ("rows", rows), ("filter", Some(seek.filter.words()))];
    let told = told.into_iter().map(|(name, words)| (name, words.filter(|words| !words.is_empty())));
    let told = told.map(|(name, words)| (name, words.unwrap_or_else(|| "-".to_owned())));
    told.chain([("article", document.article.id.clone())]).collect()
}

fn tell(story: &Story<'_>, file: &str) -> Result<(), String> {
    let field = |name: &str| story.fields.iter().find(|(known, _)| *known == name).map(|(_, value)| *value);
    let before = field("before").ok_or("no before:")?;
    let mut model = model(before, field("articles").unwrap_or_default());
    if let Some(lines) = field("keymap") {
        let toml = format!("[keys]\n{}", lines.replace("; ", "\n"));
        model.settings.keymap = Keymap::from_toml(&toml).map_err(|errors| format!("{errors:?}"))?;
    }
    model.now = Some(Timestamp("2026-02-02T00:00:00Z".to_owned()));
    for key in field("keys").ok_or("no keys:")?.split_whitespace() {
        for action in actions(key)? {
            update(&mut model, action);
        }
        let document = model.document().unwrap();
        let exists = |at: &ItemRef| document.items().iter().any(|item| item.at == *at);
        assert!(document.focus.as_ref().is_none_or(exists), "{file}: the focus names nothing after {key}");
        // The keymap's conflicts are found by what the table says of modes.
        for info in COMMANDS.iter().filter(|info| (info.valid)(&model)) {
            let holds = info.command.modes().hold(&model.mode);
            assert!(holds, "{file}: {} is valid in {:?}, which Command::modes does not say", info.name, model.mode);
        }
    }
    let looked_for = looked_for(&model);
    let mut wrong = String::new();
    let mut check = |what: &str, expected: &str, found: String, equal: bool| {
        if !equal {
            wrong.push_str(&format!("\n  {what}\n    expected {expected}\n    found    {found}"));
        }
    };
    let after = field("after").ok_or("no after:")?;
    let found = render(&model);
    check("after", after, found.clone(), found == after);
    for (name, found) in looked_for {
        if let Some(expected) = field(name) {
            check(name, expected, found.clone(), found == expected);
        }
    }
    if let Some(status) = field("status") {
        let found = model.document().unwrap().annotation.status.name().to_owned();
        check("status", status, found.clone(), found == status);
    }
    if let Some(notice) = field("notice") {
        let found = model.notice.map_or_else(String::new, |notice| notice.text);
        check("notice", notice, found.clone(), found.contains(notice));
    }
    if wrong.is_empty() { Ok(()) } else { Err(wrong) }
}

#[test]
fn stories() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/stories");
    let (mut told, mut failed) = (0, String::new());
    let mut files: Vec<_> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    for path in files {
        let raw = fs::read_to_string(&path).unwrap();
        let mut stories: Vec<Story<'_>> = Vec::new();
        for (number, line) in (1..).zip(raw.lines()) {
            if let Some(name) = line.strip_prefix("== ") {
                stories.push(Story { name, line: number, ..Story::default() });
            } else if let Some((field, value)) = line.split_once(':').filter(|_| !line.starts_with('#')) {
                stories.last_mut().unwrap().fields.push((field, value.trim()));
            }
        }
        for story in &stories {
            told += 1;
            let file = path.file_name().unwrap().to_string_lossy();
            if let Err(wrong) = tell(story, &file) {
                failed.push_str(&format!("\n{file}:{} {}{wrong}", story.line, story.name));
            }
        }
    }
    assert!(failed.is_empty(), "{failed}");
    assert!(told >= 30, "only {told} stories");
}
