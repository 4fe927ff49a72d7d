//! Screens: snapshots of the whole workbench at three sizes, with the styles written out.

use std::fs;
use std::path::Path;
use std::sync::Arc;

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::{Modifier, Style};
use tawsim::gold::{Extra, LabelSet, Suggestion, json};
use tawsim::lang::{Lang, Wording};
use tawsim::page::DiacriticsView;
use tawsim::view::{Background, Depth, Theme, draw};
use tawsim::workbench::{Action, COMMANDS, Document, Key, KeyCode, Keymap, Model, PROMPT_KEYS, Settings, update};

use super::answer;

/// An article whose reference serves as suggestions, so that screens do not change with the suggester.
fn document(id: &str) -> Document {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("tests/reference/{id}.json"));
    let (mut article, annotation) = json::read(&fs::read_to_string(path).unwrap()).unwrap();
    let proposals = annotation.gold.into_iter().zip((0..7).cycle());
    article.suggestions = proposals
        .map(|(item, step)| Suggestion::new(&article.text, "reader@1", 0.99 - 0.09 * f64::from(step), item.body))
        .collect();
    article.meta = Extra::new();
    Document::new(Arc::new(article), None)
}

fn model(ids: &[&str], size: (u16, u16), keys: &str) -> Model {
    model_in(Lang::En, ids, size, keys)
}

fn model_in(lang: Lang, ids: &[&str], size: (u16, u16), keys: &str) -> Model {
    let settings = Settings { lang, ..Settings::default() };
    let mut model = Model::new(settings, ids.iter().map(|id| document(id)).collect(), Vec::new(), size).unwrap();
    for index in 0..ids.len() {
        answer(&mut model, index, Vec::new());
    }
    press(&mut model, keys);
    for index in 0..ids.len() {
        let (id, revision) = (model.documents[index].article.id.clone(), model.documents[index].revision());
        update(&mut model, Action::Saved { id, revision });
    }
    model
}

pub(super) fn press(model: &mut Model, keys: &str) {
    for key in keys.split_whitespace() {
        match key.strip_prefix("type:") {
            // Each letter is a key press.
            Some(words) => words.chars().for_each(|c| {
                update(model, Action::Key(Key::plain(KeyCode::Char(if c == '␣' { ' ' } else { c }))));
            }),
            None => {
                update(model, Action::Key(key.parse().unwrap()));
            }
        }
    }
}

/// The letters of a buffer, then for each row the runs of styled cells: columns and style.
pub(super) fn dump(buffer: &Buffer) -> String {
    let plain = Style::reset();
    let mut letters = String::new();
    let mut looks = String::new();
    let width = usize::from(buffer.area.width);
    for (y, row) in buffer.content().chunks(width).enumerate() {
        let line: String = row.iter().map(ratatui::buffer::Cell::symbol).collect();
        letters.push_str(&format!("{}\n", line.trim_end()));
        let mut x = 0;
        let mut runs = Vec::new();
        while x < width {
            let style = row[x].style();
            let end = row[x..].iter().position(|cell| cell.style() != style).map_or(width, |count| x + count);
            let blank = row[x..end].iter().all(|cell| cell.symbol() == " ");
            if style != plain && style != ratatui::buffer::Cell::EMPTY.style() && !blank {
                runs.push(format!("{x}-{} {}", end - 1, look(style)));
            }
            x = end;
        }
        if !runs.is_empty() {
            looks.push_str(&format!("{y}: {}\n", runs.join(", ")));
        }
    }
    format!("{letters}\n{looks}")
}

fn look(style: Style) -> String {
    let names = [
        (Modifier::BOLD, "bold"),
        (Modifier::DIM, "dim"),
        (Modifier::ITALIC, "italic"),
        (Modifier::UNDERLINED, "under"),
        (Modifier::REVERSED, "reversed"),
        (Modifier::CROSSED_OUT, "crossed"),
    ];
    let mut words: Vec<String> = names
        .iter()
        .filter(|(modifier, _)| style.add_modifier.contains(*modifier))
        .map(|(_, name)| (*name).to_owned())
        .collect();
    for (color, name) in [(style.fg, ""), (style.bg, "on ")] {
        if let Some(color) = color.filter(|color| *color != ratatui::style::Color::Reset) {
            words.push(format!("{name}{color}"));
        }
    }
    words.join(" ")
}

/// Holds a screen to `snapshots/NAME.snap`. `INSTA_UPDATE=always cargo test --test it screens` writes the file anew.
pub(super) fn assert_screen(name: &str, screen: &str) {
    let mut settings = insta::Settings::clone_current();
    settings.set_prepend_module_to_snapshot(false);
    settings.bind(|| insta::assert_snapshot!(name, screen));
}

pub(super) fn drawn(model: &Model, theme: &Theme) -> Buffer {
    let area = Rect::new(0, 0, model.size().0, model.size().1);
    let (mut first, mut again) = (Buffer::empty(area), Buffer::empty(area));
    draw(model, theme, &mut first);
    draw(model, theme, &mut again);
    assert_eq!(first, again, "drawing reads and never writes");
    first
}

fn screen(ids: &[&str], size: (u16, u16), depth: Depth, keys: &str) -> String {
    dump(&drawn(&model(ids, size, keys), &Theme::new(depth, LabelSet::default())))
}

/// Name, articles, size, colours, keys.
type Case = (&'static str, &'static [&'static str], (u16, u16), Depth, &'static str);

const CASES: &[Case] = &[
    ("review", &["port-strike", "wire-1"], (80, 24), Depth::True, "a x 2"),
    ("wide", &["theatre-festival"], (120, 40), Depth::Indexed, "a a Tab a"),
    ("small", &["football-cup"], (40, 12), Depth::Ansi, "a"),
    ("mono", &["port-strike"], (80, 24), Depth::Mono, "a x Tab Tab Tab Tab Tab a Up"),
    ("quote", &["village-teacher"], (100, 30), Depth::True, "Tab Tab Tab Tab Tab Tab Tab Tab"),
    ("diacritics", &["poet-evening"], (60, 20), Depth::True, ""),
    ("tags", &["village-teacher"], (90, 30), Depth::True, "t a Tab Tab Tab Tab Tab Tab Tab"),
    ("select", &["open-maps"], (80, 24), Depth::True, "v Left h h"),
    ("pick", &["port-strike"], (80, 24), Depth::True, "Tab Tab Tab Tab Tab Tab Tab s"),
    ("pick_small", &["port-strike"], (50, 16), Depth::Mono, "Tab Tab Tab Tab Tab Tab Tab s"),
    ("implied", &["port-strike"], (80, 24), Depth::Mono, "Tab Tab Tab Tab Tab Tab Tab S"),
    ("preview", &["port-strike", "wire-1"], (80, 24), Depth::True, "v Right Right Right Right Right 4 P"),
    ("help", &["wire-2"], (80, 24), Depth::True, "?"),
    ("help_small", &["wire-2"], (40, 12), Depth::Mono, "? PageDown PageDown"),
    ("find", &["port-strike"], (80, 24), Depth::True, "/ type:ال Right"),
    ("find_small", &["port-strike"], (40, 12), Depth::Mono, "/ type:الميناء Enter f"),
    ("articles", &["port-strike", "wire-1", "poet-evening", "wire-2"], (80, 24), Depth::True, "a n d g type:ا"),
    ("articles_small", &["port-strike", "wire-1", "poet-evening"], (40, 12), Depth::Ansi, "g Down"),
    ("palette", &["port-strike"], (80, 24), Depth::True, ": type:ed"),
    ("palette_small", &["port-strike"], (40, 12), Depth::Mono, ": type:label"),
    ("prefix", &["port-strike"], (80, 24), Depth::True, "\\"),
    ("prefix_small", &["port-strike"], (40, 12), Depth::Mono, "\\"),
    ("filter", &["port-strike", "wire-1"], (80, 24), Depth::True, "a x \\ p \\ 2"),
    ("filter_small", &["port-strike", "wire-1"], (40, 12), Depth::Mono, "a x \\ q"),
    ("guidelines", &["port-strike"], (80, 24), Depth::True, "v I"),
    ("guidelines_small", &["wire-2"], (40, 12), Depth::Mono, "Y I"),
    ("notes", &["port-strike", "wire-1"], (80, 24), Depth::True, "; y N type:أي␣ميناء؟ Enter t"),
    (
        "relations",
        &["port-strike"],
        (80, 24),
        Depth::True,
        "a a Up Up ; r Down ; r type:part_of Enter ; a type:Sure␣no Enter",
    ),
    (
        "relation_labels",
        &["port-strike"],
        (80, 24),
        Depth::True,
        "a a Up Up ; r Down ; r type:part_of Enter Up ; r Down ; r",
    ),
    ("note_small", &["port-strike"], (40, 12), Depth::Ansi, "Y N type:أي␣ميناء؟"),
    ("too_small", &["wire-2"], (30, 8), Depth::True, ""),
    ("all_decided", &["wire-2"], (80, 24), Depth::True, "a a a a a a a a a a a a a a a"),
];

#[test]
fn screens_match_their_snapshots() {
    for (name, ids, size, depth, keys) in CASES {
        assert_screen(name, &screen(ids, *size, *depth, keys));
    }
}

/// With a light background.
#[test]
fn light_screens_match_their_snapshots() {
    for (name, ids, depth, keys) in [
        ("light", "port-strike", Depth::True, "a x Tab Tab Tab Tab Tab"),
        ("light_indexed", "village-teacher", Depth::Indexed, "t a Tab Tab Tab Tab Tab Tab"),
        ("light_ansi", "port-strike", Depth::Ansi, "a / type:الميناء Enter"),
    ] {
        let theme = Theme::new(depth, LabelSet::default()).on(Background::Light);
        assert_screen(name, &dump(&drawn(&model(&[ids], (80, 24), keys), &theme)));
    }
}

/// Name, articles, size, keys.
type ArabicCase = (&'static str, &'static [&'static str], (u16, u16), &'static str);

/// The same in Arabic, from right to left.
const ARABIC: &[ArabicCase] = &[
    ("review", &["port-strike", "wire-1"], (80, 24), "a x 2"),
    ("review_wide", &["port-strike", "wire-1"], (200, 60), "a x 2 d"),
    ("quote", &["village-teacher"], (80, 24), "Tab Tab Tab Tab Tab Tab Tab Tab w"),
    ("tags", &["village-teacher"], (200, 60), "t a Tab Tab Tab Tab Tab Tab Tab"),
    ("select", &["open-maps"], (80, 24), "v Left h h"),
    ("pick", &["port-strike"], (80, 24), "Tab Tab Tab Tab Tab Tab Tab s"),
    ("preview", &["port-strike", "wire-1"], (80, 24), "v Right Right Right Right Right 4 P"),
    ("help", &["wire-2"], (80, 24), "?"),
    ("help_wide", &["wire-2"], (200, 60), "?"),
    ("find", &["port-strike"], (80, 24), "/ type:ال Right"),
    ("found", &["port-strike"], (80, 24), "/ type:الميناء Enter f"),
    ("articles", &["port-strike", "wire-1", "poet-evening", "wire-2"], (80, 24), "a n d g"),
    ("palette", &["port-strike"], (80, 24), ": type:تراجع"),
    ("palette_wide", &["port-strike"], (200, 60), ":"),
    ("prefix", &["port-strike"], (80, 24), "\\"),
    ("filter", &["port-strike", "wire-1"], (80, 24), "a x \\ p \\ 2"),
    ("guidelines", &["wire-2"], (80, 24), "I"),
    ("relations", &["wire-2"], (80, 24), "a a Up Up ; r Down ; r type:مقره Enter ; a type:مؤكد␣لا Enter"),
    ("note", &["wire-2"], (80, 24), "Y N type:أي␣مسقط؟"),
    ("notes_wide", &["wire-2"], (200, 60), "Y N type:أي␣مسقط؟ Enter ; y"),
    ("finish", &["wire-2"], (80, 24), "d"),
    ("small", &["football-cup"], (40, 12), "a"),
    ("too_small", &["wire-2"], (30, 8), ""),
];

#[test]
fn arabic_screens_match_their_snapshots() {
    for (name, ids, size, keys) in ARABIC {
        let model = model_in(Lang::Ar, ids, *size, keys);
        let screen = dump(&drawn(&model, &Theme::new(Depth::True, LabelSet::default())));
        assert_screen(&format!("ar_{name}"), &screen);
    }
}

/// In the Arabic interface, only keys, labels, the article's own text and the names of suggesters are Latin; and the
/// interface has no diacritics, which some terminals misplace.
#[test]
fn arabic_screens_contain_only_arabic_words() {
    let keys: Vec<String> = COMMANDS.iter().flat_map(|info| info.keys).map(|key| (*key).to_owned()).collect();
    let prompt_keys = PROMPT_KEYS.map(|(keys, _)| keys.to_owned());
    let labels: Vec<String> = LabelSet::default().iter().map(|def| def.label.to_string()).collect();
    let others =
        ["reader@1", "propagate@0.1.0", "hjkl", "HJK", "io", "03Tab", "fg", "Unix", "e1 e2 q1", "Up/Down", "End"];
    for (name, ids, size, typed) in ARABIC {
        let model = model_in(Lang::Ar, ids, *size, typed);
        let texts = model
            .documents
            .iter()
            .map(|document| format!("{} {}", document.article.id, document.article.text.as_str()));
        let known =
            keys.iter().chain(&prompt_keys).chain(&labels).cloned().chain(texts).chain(others.map(str::to_owned));
        let words = |text: &str| -> Vec<String> {
            text.split(|c: char| !c.is_ascii_alphabetic()).filter(|word| !word.is_empty()).map(str::to_owned).collect()
        };
        let known: Vec<String> = known.flat_map(|text| words(&text)).collect();
        let buffer = drawn(&model, &Theme::new(Depth::True, LabelSet::default()));
        for row in buffer.content().chunks(usize::from(size.0)) {
            let row: String = row.iter().map(ratatui::buffer::Cell::symbol).collect();
            for word in words(&row) {
                let cut = row.contains('…') && known.iter().any(|known| known.starts_with(&word));
                assert!(cut || known.contains(&word), "{name}: {word:?} in {row}");
            }
        }
    }
    let has_diacritics = |words: &Wording| words.ar.contains(|c| ('\u{64B}'..='\u{652}').contains(&c));
    let said = COMMANDS.iter().flat_map(|info| [info.title, info.footer.short, info.help]);
    for words in said.chain(PROMPT_KEYS.map(|(_, about)| about)) {
        assert!(!has_diacritics(&words), "{}", words.ar);
        assert_eq!(words.ar.is_empty(), words.en.is_empty());
    }
}

/// Footer, help, palette and popup show the keys of the user's keymap, not the defaults.
#[test]
fn changed_keys_are_shown_everywhere() {
    let toml = "[keys]\naccept = ['F5']\nhelp = ['F2']\nfilter-quotes = ['\\ k']\nback = ['F8']\nfind = []";
    for (keys, wanted, unwanted) in [
        ("", &["F5 accept", "F2 help"][..], &["a accept", "? help", "/ find"][..]),
        ("F2", &["F5 Accept", "F8 closes", "F8 back", "\\ k"], &["a Enter", "Esc closes"]),
        (": type:accept", &["F5 accept Accept"], &["a Enter"]),
        ("\\", &["k List and visit only quotes", "F8 back"], &["q List"]),
    ] {
        let mut model = model(&["wire-2"], (100, 160), "");
        model.settings.keymap = Keymap::from_toml(toml).unwrap();
        press(&mut model, keys);
        let mut buffer = Buffer::empty(Rect::new(0, 0, 100, 160));
        draw(&model, &Theme::new(Depth::True, LabelSet::default()), &mut buffer);
        let screen = dump(&buffer).split_whitespace().collect::<Vec<_>>().join(" ");
        for part in wanted {
            assert!(screen.contains(part), "no {part:?} after {keys}:\n{screen}");
        }
        for part in unwanted {
            assert!(!screen.contains(part), "{part:?} after {keys}:\n{screen}");
        }
    }
}

/// If diacritics are hidden, none is on the screen, also not in the list or the title.
#[test]
fn hidden_tashkeel_is_not_on_any_part_of_the_screen() {
    let mut model = model(&["poet-evening"], (100, 30), "");
    for (view, any) in [(DiacriticsView::Keep, true), (DiacriticsView::Hide, false)] {
        model.settings.page.diacritics = view;
        update(&mut model, Action::Resize(100, 30));
        let mut buffer = Buffer::empty(Rect::new(0, 0, 100, 30));
        draw(&model, &Theme::new(Depth::True, LabelSet::default()), &mut buffer);
        let marked =
            buffer.content().iter().any(|cell| cell.symbol().contains(|c| ('\u{64B}'..='\u{652}').contains(&c)));
        assert_eq!(marked, any);
    }
}

/// No control, format or bidi character of an article or a name reaches a cell.
#[test]
fn no_control_or_format_character_reaches_a_cell() {
    let hostile = "\u{1b}[31m\u{202e}a\u{fdd1}b\u{fdd0}c\u{2066}\0\t\u{7f}\u{9b}\u{ad}\u{200d}\u{feff}\u{601}نص\r\nلا";
    let text = serde_json::to_string(&format!("قال {hostile}")).unwrap();
    let title = serde_json::to_string(hostile).unwrap();
    let line = format!(
        r#"{{"id":{title},"text":{text},"meta":{{"title":{title}}},
            "entities":[{{"start":4,"end":14,"label":{title},"source":{title},"score":0.5}}]}}"#
    );
    let (article, _) = json::read(&line).unwrap();
    let settings = Settings { read_only: Some(hostile.to_owned()), ..Settings::default() };
    let document = Document::new(Arc::new(article), None);
    let mut model = Model::new(settings, vec![document], vec![hostile.to_owned()], (100, 30)).unwrap();
    let keys =
        ["Esc", "t", "a", "!", "Esc", "v", "?", "Esc", "g", "Esc", "/", "ا", "Enter", ":", "Esc", "u", "P", "Esc"];
    for (key, lang) in Lang::ALL.into_iter().flat_map(|lang| keys.map(|key| (key, lang))) {
        model.settings.lang = lang;
        update(&mut model, Action::Key(key.parse().unwrap()));
        update(&mut model, Action::Paste(hostile.to_owned()));
        let mut buffer = Buffer::empty(Rect::new(0, 0, 100, 30));
        draw(&model, &Theme::new(Depth::True, LabelSet::default()), &mut buffer);
        for cell in buffer.content() {
            let bad = |c: char| {
                c.is_control()
                    || matches!(c, '\u{fdd0}' | '\u{fdd1}' | '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}'
                        | '\u{feff}' | '\u{600}'..='\u{605}' | '\u{61c}' | '\u{6dd}')
            };
            assert!(!cell.symbol().contains(bad), "{:?} after {key}", cell.symbol());
        }
    }
}
