//! Stories: an annotated text, the keys that an annotator presses, the annotated text afterwards. The stories are data
//! in `tests/stories/*.txt`; to add a case, add a few lines there.
//!
//! ```text
//! == the subject of the story
//! before: زار ⟦PER? أوباما⟧ مدينة ⟦LOC? باريس⟧
//! keys: a
//! after: زار ⟦PER✓ أوباما⟧ مدينة ▸⟦LOC? باريس⟧
//! ```
//!
//! `⟦LABEL@d1-sara? words⟧` is sara's reading of the difference d1 between annotators.
//!
//! `⟦LABELsign words⟧`: ? pending, ✓ accepted, ~ fixed, + added, ✗ rejected; ▸ stands before the focus; a quote's label
//! is its kind, and its cue and speaker are `⟦cue words⟧`, `⟦speaker words⟧` (`⟦implied words⟧`); `⟦v words⟧` is the
//! selection. `status:` and `notice:` (a part of the message) may follow; `lang: ar` has it in Arabic. Keys are
//! separated by spaces; `type:words` types each letter, `paste:words` pastes (␣ is a space, ⏎ a line end). `articles:
//! id title | id title` opens more of them behind, and `keymap: name = ["key"]; …` patches the keys. Told too, `-`
//! being nothing: `prompt:` (the open line, | is the caret), `found:` (which of how many, then all of them), `filter:`,
//! `rows:` (what can be chosen), `article:` (the id of the one on the screen), `note:` (on the focused item),
//! `article-note:` (with ⚑ before it if the article is flagged), `open:` (what lies over the page, with its first row),
//! `link:` (the entity that the focused quote's speaker is), `relations:` (of the article: `label from>to`), `attributes:` and
//! `parts:` (of the focused item), `top:` (the page's first line), `tags:`, `asked:` (what
//! was asked of the outside). `problems: words` is something that could not be opened. `labels: NAME NAME:key …` is the
//! label set, and `keyboard:` the layout of the user's language (- for none); keys are pressed as they are then.
//!
//! Among the keys, `learns:LABEL=words,LABEL=words` (␣ is a space) is an answer of the built-in suggester after it has
//! learnt something: entities at the first places of these words; a quote is `direct=content/cue/speaker`. `reads:…` is its
//! first answer, and `begins:WORDS:…` the one after it has read the text up to these words. Behind a colon is what else it
//! thinks of the words of its suggestions (`reads:…:…`). `jump:` has the jump letters with their places. `batch:` names the gold items that were accepted with others.
//!
//! Every story is run twice: with the Latin keys that it names, and with those that an Arabic layout types in the same
//! places; where it types none, with another key of the same command.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::sync::Arc;

use tawsim::edit::ItemRef;
use tawsim::gold::{
    Annotation, Article, Attributes, Body, Extra, Frame, GoldItem, Label, LabelSet, Rejected, Speaker, Suggestion,
    Timestamp, Verdict,
};
use tawsim::lang::{END_ISOLATE, ISOLATE, Lang, without_isolates};
use tawsim::text::{Span, Text};
use tawsim::workbench::{
    Action, COMMANDS, Choice, Command, Document, Effect, Invocation, ItemState, JumpTarget, Key, KeyCode, Keymap,
    Meaning, Mode, Model, Reload, Settings, update,
};

/// A tag with its byte range in the plain text.
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

const SIGNS: [(char, ItemState); 5] = [
    ('?', ItemState::Pending),
    ('✓', ItemState::Decided(Verdict::Accepted)),
    ('~', ItemState::Decided(Verdict::Fixed)),
    ('+', ItemState::Decided(Verdict::Added)),
    ('✗', ItemState::Rejected),
];

fn sign(state: ItemState) -> char {
    SIGNS.iter().find(|(_, known)| *known == state).unwrap().0
}

fn is_kind(label: &str) -> bool {
    label.parse::<tawsim::gold::QuoteKind>().is_ok()
}

fn model(marked: &str, others: &str, lang: Lang) -> Model {
    let (plain, tags) = parse(marked);
    let text = Text::new(plain);
    let span = |start, end| text.span(start, end).unwrap();
    let role = |name: &str| tags.iter().find(|(tag, ..)| tag == name).map(|(_, start, end)| span(*start, *end));
    let mut annotation = Annotation::default();
    for (tag, start, end) in &tags {
        let Some((_, state)) = SIGNS.iter().find(|(sign, _)| tag.ends_with(*sign)) else { continue };
        let label = tag.trim_end_matches(|c| SIGNS.iter().any(|(sign, _)| *sign == c));
        let (label, reading) = label.split_once('@').unwrap_or((label, ""));
        let body = if is_kind(label) {
            let speaker = role("speaker").map(|span| (span, false)).or(role("implied").map(|span| (span, true)));
            Body::Quote(Box::new(Frame {
                kind: label.parse().unwrap(),
                content: vec![span(*start, *end)],
                cue: role("cue"),
                speaker: speaker.map(|(span, implied)| Speaker { span, entity: None, implied }),
            }))
        } else {
            Body::Entity { span: span(*start, *end), label: Label::new(label) }
        };
        let mut suggestion = Suggestion::new(&text, "story@1", 0.5, body.clone());
        if let Some((difference, annotator)) = reading.split_once('-') {
            suggestion.extra.insert("difference".to_owned(), difference.into());
            suggestion.extra.insert("annotators".to_owned(), vec![annotator].into());
        }
        let at = Some(Timestamp("2026-01-01T00:00:00Z".to_owned()));
        match state {
            ItemState::Pending => annotation.pending.insert(suggestion),
            ItemState::Rejected => annotation.rejected.insert(Rejected { suggestion, at }),
            ItemState::Decided(verdict) => {
                let id = annotation.free_id(body.layer());
                let suggestion = (*verdict != Verdict::Added).then_some(suggestion);
                annotation.gold.insert(GoldItem {
                    id,
                    body,
                    verdict: *verdict,
                    suggestion,
                    at,
                    parts: Vec::new(),
                    attributes: Attributes::default(),
                    extra: Extra::new(),
                });
            }
        }
    }
    let article = Article { id: "story".to_owned(), text, meta: Extra::new(), suggestions: Vec::new() };
    let document = Document::new(Arc::new(article), Some(annotation));
    let settings = Settings { annotator: Some("sara".to_owned()), lang, ..Settings::default() };
    let mut documents = vec![document];
    for other in others.split('|').map(str::trim).filter(|other| !other.is_empty()) {
        let (id, title) = other.split_once(' ').unwrap();
        let (id, text) = (id.to_owned(), Text::new(title));
        let article = Article { id, text, meta: Extra::new(), suggestions: Vec::new() };
        documents.push(Document::new(Arc::new(article), None));
    }
    let mut model = Model::new(settings, documents, Vec::new(), (80, 24)).unwrap();
    model.current = 0;
    // The focus is at ▸, or else where the workbench puts it.
    if let Some((until, _)) = marked.split_once('▸') {
        let open = until.matches('⟦').count() - until.matches('⟧').count();
        let plain_at = parse(&format!("{until}{}", "⟧".repeat(open))).0.len();
        let items = model.documents[0].items().clone();
        model.documents[0].focus = items.into_iter().find(|item| item.span.start() == plain_at).map(|item| item.at);
    }
    model
}

/// The model as annotated text.
fn render(model: &Model) -> String {
    let document = model.document().unwrap();
    let text = &document.article.text;
    let mut tags: Vec<(Span, String, bool)> = Vec::new();
    for item in document.items() {
        let (body, _) = document.body(&item.at).unwrap();
        let focused = document.focus.as_ref() == Some(&item.at) && !matches!(model.mode, Mode::Select(_));
        let said = format!("{}{}", if item.flagged { "⚑" } else { "" }, if item.noted { "✎" } else { "" });
        let tag = format!("{}{}{said}", body.label(), sign(item.state));
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

/// The keyboard layout.
#[derive(Clone, Copy, PartialEq, Debug)]
enum Layout {
    Latin,
    Arabic,
}

/// The character that the Arabic layout types with the same physical key; `None` if that is a sign that both layouts
/// have.
fn arabic(key: Key) -> Option<Key> {
    const SAME: &str = "+-=_:\"\\!# ";
    let KeyCode::Char(latin) = key.code else { return Some(key) };
    if SAME.contains(latin) || key.latin() != key {
        return Some(key);
    }
    let letters = ('\u{600}'..='\u{6FF}').chain('\u{FEF5}'..='\u{FEFC}').chain(['÷', '×', '\u{2019}']);
    let on_it = |c: &char| tawsim::workbench::Layout::Arabic.latin(*c).is_some() || ('٠'..='٩').contains(c);
    let typed = letters.filter(on_it).map(|c| Key { code: KeyCode::Char(c), ..key });
    typed.into_iter().find(|typed| typed.latin() == key)
}

/// The key to press under the Arabic layout: the same physical key, or else another key of the same command.
fn under_arabic(model: &Model, key: Key) -> Result<Key, String> {
    if let Some(typed) = arabic(key) {
        return Ok(typed);
    }
    let prefix = model.prefix();
    let Meaning::Commands([found, ..]) = model.settings.keymap.meaning(prefix, key) else {
        return Err(format!("{key} is no command's, and has no Arabic key"));
    };
    let others = model.settings.keymap.keys(found.command).iter().filter(|chord| chord.prefix == prefix);
    others.filter_map(|chord| arabic(chord.key)).next().ok_or_else(|| {
        let name = found.command;
        format!("no key of {name} can be typed under an Arabic layout")
    })
}

/// The command that a key would run now.
fn runs(model: &Model, key: Key) -> Option<Invocation> {
    let counting = model.count().is_some() && matches!(key.latin().code, KeyCode::Char('0'..='9'));
    if model.search.prompt.is_some() || counting {
        return None;
    }
    match model.settings.keymap.meaning(model.prefix(), key) {
        Meaning::Commands(found) => {
            found.iter().find(|found| Command::named(found.command).unwrap().is_valid(model)).copied()
        }
        _ => None,
    }
}

/// Suggestions of the built-in suggester for the article on the screen.
fn suggestions(model: &Model, items: &str) -> Vec<Suggestion> {
    let text = model.document().unwrap().article.text.clone();
    let find = |words: &str| {
        let start = text.as_str().find(words).unwrap();
        text.span(start, start + words.len()).unwrap()
    };
    let suggestion = |item: &str| {
        let (label, words) = item.split_once('=').unwrap();
        let mut parts = words.split('/');
        let span = find(parts.next().unwrap());
        let body = if is_kind(label) {
            let speaker = |words| Speaker { span: find(words), entity: None, implied: false };
            let (cue, speaker) = (parts.next().map(find), parts.next().map(speaker));
            Body::Quote(Box::new(Frame { kind: label.parse().unwrap(), content: vec![span], cue, speaker }))
        } else {
            Body::Entity { span, label: Label::new(label) }
        };
        Suggestion::new(&text, "rule@1", 0.5, body)
    };
    items.split(',').filter(|item| !item.is_empty()).map(suggestion).collect()
}

/// An answer of the built-in suggester about the article on the screen, if a word of `keys:` is one.
fn answer(model: &Model, word: &str) -> Option<Vec<Action>> {
    let text = &model.document()?.article.text;
    let answer = |items: &str, end: usize| {
        let (items, others) = items.split_once(':').unwrap_or((items, ""));
        let [suggestions, alternatives] = [items, others].map(|items| suggestions(model, items));
        Action::Suggested { index: model.current, suggestions, alternatives, read: Some(0..end) }
    };
    let (what, items) = word.split_once(':')?;
    Some(match what {
        "learns" => vec![Action::Learnt, answer(items, text.len())],
        "reads" => vec![answer(items, text.len())],
        "begins" => {
            let (words, items) = items.split_once(':').unwrap();
            vec![answer(items, text.as_str().find(words).unwrap())]
        }
        _ => return None,
    })
}

/// Performs one word of `keys:`.
fn actions(word: &str, model: &Model, layout: Layout) -> Result<Vec<Action>, String> {
    let plain = |words: &str| words.replace('␣', " ").replace('⏎', "\n");
    if let Some(words) = word.strip_prefix("type:") {
        return Ok(plain(words).chars().map(|c| Action::Key(Key::plain(KeyCode::Char(c)))).collect());
    }
    if let Some(answer) = answer(model, &plain(word)) {
        return Ok(answer);
    }
    match word.strip_prefix("paste:") {
        Some(words) => Ok(vec![Action::Paste(plain(words))]),
        None => {
            let key = word.parse()?;
            let translated = layout == Layout::Arabic && model.search.prompt.is_none();
            Ok(vec![Action::Key(if translated { under_arabic(model, key)? } else { key })])
        }
    }
}

/// The state of find and pickers, by the names of a story's fields.
fn looked_for(model: &Model) -> Vec<(&'static str, String)> {
    let document = model.document().unwrap();
    let (seek, text) = (&model.search, &document.article.text);
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
            Choice::Label { label, .. } => label.to_string(),
            Choice::Word(word) => word.shown.replace(' ', "␣"),
        };
        picker.choices().map(name).collect::<Vec<_>>().join(" ")
    });
    let fields =
        [("prompt", prompt), ("found", found), ("rows", rows), ("filter", Some(seek.filter.description(model.lang())))];
    let remark = |on| document.remark(on);
    let note = remark(document.focus.as_ref()).note.filter(|_| document.focus.is_some());
    let of_article = remark(None);
    let sign = if of_article.flagged() { "⚑ " } else { "" };
    let of_article = format!("{sign}{}", of_article.note.unwrap_or_default());
    let batch = document.annotation.gold.iter().filter(|item| item.is_batch()).filter_map(|item| item.body.span());
    let batch: Vec<&str> = batch.map(|span| text.slice(span)).collect();
    let fields = fields.into_iter().chain([("note", note), ("article-note", Some(of_article))]);
    let jump = model.jump().map(|jump| {
        let name =
            |(target, letters): (&JumpTarget, &str)| format!("{letters}={}", text.slice(target.span).replace(' ', "␣"));
        jump.left().map(name).collect::<Vec<_>>().join(" ")
    });
    let fields = fields.chain([("jump", jump)]);
    let fields = fields.chain([("batch", Some(batch.join(" | ")))]);
    let fields = fields.map(|(name, words)| (name, words.filter(|words| !words.is_empty())));
    let fields = fields.map(|(name, words)| (name, words.unwrap_or_else(|| "-".to_owned())));
    fields
        .chain([("article", document.article.id.clone()), ("open", open(model)), ("link", link(document))])
        .chain([("relations", relations(document)), ("attributes", attributes(document)), ("parts", parts(document))])
        .chain([("top", top(document)), ("tags", model.settings.tags.to_string())])
        .collect()
}

/// The number of the first line on the screen, from 0.
fn top(document: &Document) -> String {
    let line =
        document.laid_out().and_then(|page| page.lines_from(0).position(|line| line == page.line_of(document.top)));
    line.map_or_else(|| "-".to_owned(), |line| line.to_string())
}

/// The name of the sheet that covers the page, and its first row.
fn open(model: &Model) -> String {
    match &model.mode {
        Mode::Help { top, .. } => format!("help {top}"),
        Mode::Guidelines { top, .. } => format!("guidelines {top}"),
        Mode::Problems { top } => format!("problems {top}"),
        Mode::Preview(_) => "preview".to_owned(),
        Mode::ChooseRole(pick) => pick.role.name().en.to_owned(),
        Mode::Finish => "finish".to_owned(),
        Mode::Select(selection) if selection.exact => "selection, exact".to_owned(),
        Mode::Select(_) => "selection".to_owned(),
        Mode::Review => "-".to_owned(),
    }
}

/// The words of the entity that the focused quote's speaker is linked to.
fn link(document: &Document) -> String {
    let linked = || {
        let (body, _) = document.body(document.focus.as_ref()?)?;
        let item = document.annotation.gold_item(body.frame()?.speaker.as_ref()?.entity.as_deref()?)?;
        Some(document.article.text.slice(item.body.span()?).to_owned())
    };
    linked().unwrap_or_else(|| "-".to_owned())
}

/// The relations of the article: `label from>to`.
fn relations(document: &Document) -> String {
    let relations = document.annotation.relations.iter();
    let words: Vec<String> = relations.map(|it| format!("{} {}>{}", it.label, it.from, it.to)).collect();
    if words.is_empty() { "-".to_owned() } else { words.join(", ") }
}

fn focused(document: &Document) -> Option<&GoldItem> {
    match document.focus.as_ref()? {
        ItemRef::GoldItem(id) => document.annotation.gold_item(id),
        _ => None,
    }
}

/// The attributes of the focused item.
fn attributes(document: &Document) -> String {
    let json = focused(document).and_then(|item| item.attributes.to_json());
    json.map_or_else(|| "-".to_owned(), |json| json.to_string())
}

/// The words of the parts of the focused entity.
fn parts(document: &Document) -> String {
    let parts = focused(document).map(|item| item.parts.as_slice()).unwrap_or_default();
    let words: Vec<&str> = parts.iter().map(|part| document.article.text.slice(*part)).collect();
    if words.is_empty() { "-".to_owned() } else { words.join(" | ") }
}

/// The effects, except saving and suggestions.
fn asked(effects: &[Effect]) -> Vec<String> {
    let name = |effect: &Effect| match effect {
        Effect::Quit => Some("quit".to_owned()),
        Effect::Suspend => Some("suspend".to_owned()),
        Effect::Mouse(on) => Some(format!("mouse {on}")),
        Effect::AddLabel { label, description } => Some(format!("add label {label} ({description})")),
        Effect::Copy(text) => Some(format!("copy {}", text.replace('\n', "⏎"))),
        Effect::ReloadArticle { index, why: Reload::Asked } => Some(format!("reload {index}")),
        Effect::ReadConflicts { index } => Some(format!("conflict files of {index}")),
        Effect::Redraw => Some("redraw".to_owned()),
        Effect::WriteTo { file, documents } => Some(format!("write to {file}: {}", documents.len())),
        Effect::SaveAs { folder, documents } => Some(format!("save in {folder}: {}", documents.len())),
        _ => None,
    };
    effects.iter().filter_map(name).collect()
}

/// Outside of isolated parts, an Arabic message has no Latin letters except names of keys.
fn speaks_arabic(message: &str) {
    let own = message.split(ISOLATE).enumerate().map(|(index, piece)| match index {
        0 => piece,
        _ => piece.split_once(END_ISOLATE).unwrap().1,
    });
    for word in own.flat_map(|piece| piece.split(|c: char| !c.is_ascii_alphabetic())).filter(|word| !word.is_empty()) {
        assert!(["Backspace", "Esc", "Enter"].contains(&word), "{word:?} in {message}");
    }
}

/// A label set: names, each with its key behind a colon if it has one.
fn label_set(names: &str) -> LabelSet {
    let table = |name: &str| match name.split_once(':') {
        Some((name, key)) => format!("[[label]]\nname = {name:?}\nkey = {key:?}\n"),
        None => format!("[[label]]\nname = {name:?}\n"),
    };
    LabelSet::from_toml(&names.split_whitespace().map(table).collect::<String>()).unwrap()
}

fn run_story(
    story: &Story<'_>,
    file: &str,
    (layout, lang): (Layout, Lang),
    commands: &mut BTreeSet<&'static str>,
) -> Result<(), String> {
    let field = |name: &str| story.fields.iter().find(|(known, _)| *known == name).map(|(_, value)| *value);
    let before = field("before").ok_or("no before:")?;
    let lang = if field("lang") == Some("ar") { Lang::Ar } else { lang };
    let mut model = model(before, field("articles").unwrap_or_default(), lang);
    if let Some(lines) = field("keymap") {
        let toml = format!("[keys]\n{}", lines.replace("; ", "\n"));
        model.settings.keymap = Keymap::from_toml(&toml).map_err(|errors| format!("{errors:?}"))?;
    }
    if let Some(labels) = field("labels") {
        model.settings.labels = label_set(labels);
    }
    let keyboard = field("keyboard");
    let likely = keyboard.map_or(Some(tawsim::workbench::Layout::Arabic), |name| {
        tawsim::workbench::Layout::ALL.into_iter().find(|layout| layout.name() == name)
    });
    model.settings.keymap.keyboard_mut().expect(likely);
    let layout = if keyboard.is_some() { Layout::Latin } else { layout };
    if let Some(problem) = field("problems") {
        update(&mut model, Action::ProblemReported(problem.to_owned()));
    }
    let mut effects = Vec::new();
    update(&mut model, Action::ClockRead(Timestamp("2026-02-02T00:00:00Z".to_owned())));
    for key in field("keys").ok_or("no keys:")?.split_whitespace() {
        for action in actions(key, &model, layout)? {
            if let Action::Key(key) = action {
                commands.extend(runs(&model, key).map(|found| found.command.as_str()));
            }
            effects.extend(update(&mut model, action));
        }
        if let (Lang::Ar, Some(notice)) = (lang, model.notice()) {
            speaks_arabic(&notice.text);
        }
        let document = model.document().unwrap();
        let exists = |at: &ItemRef| document.items().iter().any(|item| item.at == *at);
        assert!(document.focus.as_ref().is_none_or(exists), "{file}: the focus names nothing after {key}");
        // Conflicts in a keymap are found by the modes in the command table.
        for command in COMMANDS.iter().filter(|command| command.is_valid(&model)) {
            let fits = command.fits(&model.mode);
            assert!(fits, "{file}: {} is valid in {:?}, which its condition does not say", command.name, model.mode);
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
        // The filter is shown in words.
        let said = name == "filter" && lang == Lang::Ar && field("lang").is_none();
        if let Some(expected) = field(name).filter(|_| !said) {
            check(name, expected, found.clone(), found == expected);
        }
    }
    if let Some(expected) = field("asked") {
        let found = asked(&effects).join(", ");
        check("asked", expected, found.clone(), found == expected);
    }
    if let Some(status) = field("status") {
        let found = model.document().unwrap().annotation.status.name().to_owned();
        check("status", status, found.clone(), found == status);
    }
    // Stories use the English interface unless they say otherwise.
    if let Some(notice) = field("notice").filter(|_| lang == Lang::En || field("lang").is_some()) {
        let found = model.notice().map_or_else(String::new, |notice| without_isolates(&notice.text));
        let right = if notice == "-" { found.is_empty() } else { found.contains(notice) };
        check("notice", notice, found.clone(), right);
    }
    if wrong.is_empty() { Ok(()) } else { Err(wrong) }
}

/// Runs every story with the keys of both layouts. Every command has a story.
#[test]
fn every_story_ends_as_it_says() {
    for layout in [Layout::Latin, Layout::Arabic] {
        let commands = stories_in(layout);
        let missing: Vec<&str> =
            COMMANDS.iter().map(|command| command.name.as_str()).filter(|name| !commands.contains(name)).collect();
        assert!(missing.is_empty(), "no story runs {missing:?} under the {layout:?} layout");
    }
}

fn stories_in(layout: Layout) -> BTreeSet<&'static str> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/stories");
    let (mut commands, mut failed) = (BTreeSet::new(), String::new());
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
            let file = path.file_name().unwrap().to_string_lossy();
            // The effect of a key does not depend on the interface language.
            for lang in Lang::ALL {
                if let Err(wrong) = run_story(story, &file, (layout, lang), &mut commands) {
                    failed.push_str(&format!("\n{file}:{} {} ({layout:?}, {lang:?}) {wrong}", story.line, story.name));
                }
            }
        }
    }
    assert!(failed.is_empty(), "{failed}");
    commands
}
