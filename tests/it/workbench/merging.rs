//! `:merge`: conflict files of an article are merged into it.

use std::sync::Arc;

use tawsim::edit::History;
use tawsim::gold::{Annotation, json};
use tawsim::workbench::{
    Action, ConflictVersion, Document, Effect, FoundVersions, LoadedArticle, Model, Settings, update,
};

fn gold(entities: &str) -> Annotation {
    json::read(&format!(r#"{{"id":"a","text":"زار سامي مدينة باريس","entities":[{entities}]}}"#)).unwrap().1
}

fn entity(id: &str, start: usize, end: usize, label: &str) -> String {
    format!(r#"{{"id":"{id}","start":{start},"end":{end},"label":"{label}","verdict":"added"}}"#)
}

fn model(annotation: Annotation) -> Model {
    let (article, _) = json::read(r#"{"id":"a","text":"زار سامي مدينة باريس"}"#).unwrap();
    let settings = Settings { annotator: Some("omar".to_owned()), ..Settings::default() };
    let documents = vec![Document::new(Arc::new(article), Some(annotation))];
    Model::new(settings, documents, Vec::new(), (80, 24)).unwrap()
}

fn press(model: &mut Model, keys: &[&str]) -> Vec<Effect> {
    keys.iter().flat_map(|key| update(model, Action::Key(key.parse().unwrap()))).collect()
}

fn version(annotation: Annotation) -> ConflictVersion {
    ConflictVersion { name: "a.conflict-1.json".to_owned(), content: "hash".to_owned(), annotation, base: None }
}

fn read(model: &mut Model, loaded: Option<Annotation>, versions: Vec<ConflictVersion>) -> Vec<Effect> {
    let article = Arc::clone(&model.document().unwrap().article);
    let loaded = loaded.map(|annotation| {
        let (annotation, history, focus) = (Some(annotation), History::default(), None);
        Box::new(LoadedArticle { article, annotation, history, focus })
    });
    update(model, Action::ConflictsRead { index: 0, found: Ok(FoundVersions { loaded, versions }) })
}

/// What only one of them has stays; where they differ, both readings are pending. Undo gives the article back.
#[test]
fn both_versions_are_in_the_article() {
    let ours = gold(&[entity("e1", 4, 8, "PER"), entity("e2", 15, 20, "LOC")].join(","));
    let theirs = gold(&entity("e1", 9, 20, "LOC"));
    let mut model = model(ours.clone());
    assert_eq!(press(&mut model, &[";", "m"]), [Effect::ReadConflicts { index: 0 }]);
    let effects = read(&mut model, None, vec![version(theirs)]);
    let annotation = &model.document().unwrap().annotation;
    assert_eq!((annotation.gold.len(), annotation.pending.len()), (1, 2));
    // The files are put away after the save was asked for.
    let [Effect::Save { annotation: saved, entries, .. }, Effect::PutConflictsAway { id, files }] = &effects[..] else {
        panic!("{effects:?}")
    };
    assert_eq!((&**saved, entries.len(), id.as_str()), (annotation, 1, "a"));
    assert_eq!(files[..], [("a.conflict-1.json".to_owned(), "hash".to_owned())]);
    let notice = model.notice().unwrap().text.clone();
    assert!(notice.contains("1 file merged: 2 pending, 1 conflict;"), "{notice}");
    update(&mut model, Action::Saved { id: "a".to_owned(), revision: 1 });
    press(&mut model, &["u"]);
    let annotation = &model.document().unwrap().annotation;
    assert_eq!((&annotation.gold, annotation.pending.len()), (&ours.gold, 0));
    let notice = &model.notice().unwrap().text;
    assert!(notice.contains(".journal") && notice.contains("; m"), "it says where the file is: {notice}");
}

/// Suggestions of a machine that only one version has are pending without a conflict, and relations on which both differ are no
/// items: the message counts both.
#[test]
fn the_message_counts_what_is_pending_and_disputed() {
    let both = |rest: &str| {
        let entities = [entity("e1", 4, 8, "PER"), entity("e2", 15, 20, "LOC")].join(",");
        let line = r#"{"schema":"tawsim/2","id":"a","text":"زار سامي مدينة باريس","entities":[ENTITIES],REST}"#;
        json::read(&line.replace("ENTITIES", &entities).replace("REST", rest)).unwrap().1
    };
    let relation = |label: &str| format!(r#""relations":[{{"id":"r1","label":"{label}","from":"e1","to":"e2"}}]"#);
    let pending = r#""pending":[{"id":"s-1","start":9,"end":14,"label":"LOC","source":"m@1"}]"#;
    let theirs = both(&format!("{},{pending}", relation("lives_in")));
    let mut model = model(both(&relation("left")));
    read(&mut model, None, vec![ConflictVersion { base: Some(both(&relation("near"))), ..version(theirs) }]);
    let notice = &model.notice().unwrap().text;
    assert!(notice.contains("1 file merged: 1 pending, 2 disputed relations;"), "{notice}");
}

/// Another program wrote the gold file: its version is taken first, and the conflict file, which has our work, is merged.
#[test]
fn work_of_another_program_is_merged_too() {
    let mut model = model(gold(&entity("e1", 4, 8, "PER")));
    let theirs = gold(&entity("e1", 15, 20, "LOC"));
    let ours = gold(&entity("e1", 4, 8, "PER"));
    read(&mut model, Some(theirs), vec![version(ours)]);
    let annotation = &model.document().unwrap().annotation;
    let labels: Vec<&str> = annotation.gold.iter().map(|item| item.body.label()).collect();
    assert_eq!((labels, annotation.pending.len()), (vec!["PER", "LOC"], 0));
}

/// With a base, what one version removed is gone, and what it left alone is as the other one has it. The message says so.
#[test]
fn a_known_base_tells_what_was_removed() {
    let sami = entity("e1", 4, 8, "PER");
    let base = gold(&[sami.clone(), entity("e2", 9, 20, "LOC")].join(","));
    let theirs = gold(&[sami, entity("e3", 15, 20, "LOC")].join(","));
    let ours = gold(&[entity("e1", 4, 8, "ORG"), entity("e2", 9, 20, "LOC")].join(","));
    let mut model = model(theirs);
    read(&mut model, None, vec![ConflictVersion { base: Some(base), ..version(ours) }]);
    let annotation = &model.document().unwrap().annotation;
    let found: Vec<_> = annotation.gold.iter().map(|item| (item.body.label(), item.body.span().unwrap())).collect();
    let text = &model.document().unwrap().article.text;
    let found: Vec<_> = found.into_iter().map(|(label, span)| (label, text.slice(span))).collect();
    assert_eq!((found, annotation.pending.len()), (vec![("ORG", "سامي"), ("LOC", "باريس")], 0));
    let notice = &model.notice().unwrap().text;
    assert!(notice.contains("1 item removed as in one version"), "{notice}");
}

/// Two conflict files that began with the same gold: what the other program removed is one item.
#[test]
fn an_item_that_is_removed_is_counted_once() {
    let base = gold(&entity("e1", 4, 8, "PER"));
    let version = |number: u8| ConflictVersion {
        name: format!("a.conflict-{number}.json"),
        base: Some(base.clone()),
        ..version(base.clone())
    };
    let mut model = model(gold(&entity("e2", 15, 20, "LOC")));
    let added = gold(&[entity("e1", 4, 8, "PER"), entity("e2", 9, 14, "LOC")].join(","));
    let second = ConflictVersion { annotation: added, ..version(2) };
    read(&mut model, None, vec![version(1), second]);
    assert_eq!(model.document().unwrap().annotation.gold.len(), 2);
    let notice = &model.notice().unwrap().text;
    assert!(notice.contains("1 item removed as in one version"), "{notice}");
}

#[test]
fn what_cannot_be_merged_changes_nothing() {
    let ours = gold(&entity("e1", 4, 8, "PER"));
    let mut model = model(ours.clone());
    assert_eq!(read(&mut model, None, Vec::new()), []);
    assert!(model.notice().unwrap().text.contains("no other version"));
    // The same work in the file: it is put away.
    let effects = read(&mut model, None, vec![version(ours.clone())]);
    assert!(matches!(&effects[..], [Effect::PutConflictsAway { .. }]), "{effects:?}");
    update(&mut model, Action::ConflictsRead { index: 0, found: Err("a.conflict-1.json: is torn".to_owned()) });
    assert!(model.notice().unwrap().text.contains("is torn"));
    // While a change is on its way to the disk, the files would not be those of the screen.
    press(&mut model, &["x"]);
    assert_eq!(press(&mut model, &[";", "m"]), []);
    assert_eq!(read(&mut model, None, vec![version(gold(&entity("e1", 15, 20, "LOC")))]), []);
    assert!(model.document().unwrap().annotation.gold.is_empty());
}

/// Differences of two merges are different ones, although each merge counts from 1.
#[test]
fn later_conflicts_have_names_of_their_own() {
    let mut model = model(gold(&entity("e1", 4, 8, "PER")));
    let versions = ["LOC", "ORG"].map(|label| version(gold(&entity("e1", 4, 8, label))));
    let [first, second] = versions;
    read(&mut model, None, vec![first]);
    update(&mut model, Action::Saved { id: "a".to_owned(), revision: 1 });
    press(&mut model, &["a"]);
    update(&mut model, Action::Saved { id: "a".to_owned(), revision: 2 });
    read(&mut model, None, vec![second]);
    let annotation = &model.document().unwrap().annotation;
    let differences: Vec<&str> = annotation.pending.iter().filter_map(tawsim::gold::merge::difference_of).collect();
    assert_eq!(differences, ["d2", "d2"]);
}
