//! Somebody removes the lock file of a folder that is open.

use std::fs::{self, File, TryLockError};
use std::io;
use std::sync::{Arc, mpsc};

use crate::gold::{Annotation, Article, Extra};
use crate::store::{GoldFolder, Lock, LockError, SaveReport, Writer};
use crate::text::Text;

/// Locks the file only, as on a system that cannot lock a folder.
fn lock(folder: &GoldFolder) -> Result<Lock, LockError> {
    let try_lock = |file: &File| match file.metadata().is_ok_and(|metadata| metadata.is_dir()) {
        true => Err(TryLockError::Error(io::ErrorKind::Unsupported.into())),
        false => file.try_lock(),
    };
    folder.lock_with(&try_lock, None)
}

/// Somebody removes the lock file. The writer takes the lock again. If another process has it by then, the writer
/// writes nothing more, and says so.
#[test]
fn a_removed_lock_is_taken_again_or_the_folder_is_left_alone() {
    let dir = tempfile::tempdir().unwrap();
    let folder = GoldFolder::new(dir.path().join("gold"));
    let (reports, told) = mpsc::channel();
    let held = lock(&folder).unwrap();
    let report = move |report| reports.send(report).unwrap();
    let writer = Writer::spawn_with_lock(folder.clone(), Some(held), report).unwrap();
    let text = Text::new("نص");
    let article = Arc::new(Article { id: "a".to_owned(), text, meta: Extra::new(), suggestions: Vec::new() });
    let save = |revision: u64| {
        let annotation = Annotation { annotator: Some(format!("sara {revision}")), ..Annotation::default() };
        writer.save(Arc::clone(&article), Vec::new(), annotation, revision);
    };
    let saved = |revision| SaveReport::Saved { id: "a".to_owned(), revision };
    let path = folder.journals_dir().join("lock");
    save(1);
    assert_eq!(told.recv(), Ok(saved(1)));
    fs::remove_file(&path).unwrap();
    save(2);
    let Ok(SaveReport::Noticed(notice)) = told.recv() else { panic!("the lock was removed") };
    assert!(notice.what.contains("somebody removed it"), "{notice}");
    assert_eq!(told.recv(), Ok(saved(2)));
    assert!(matches!(lock(&folder), Err(LockError::Held { .. })), "it is locked again");

    fs::remove_file(&path).unwrap();
    let other = lock(&folder).unwrap();
    let before = fs::read(folder.file_of("a")).unwrap();
    save(3);
    let Ok(SaveReport::Failed { problem, revision: 3, .. }) = told.recv() else { panic!("it is taken") };
    assert!(problem.what.contains("somebody removed the lock") && problem.what.contains("save-as"), "{problem}");
    assert_eq!(fs::read(folder.file_of("a")).unwrap(), before);
    drop(other);
    save(3);
    assert_eq!(told.recv(), Ok(saved(3)), "the folder is free again");
    writer.finish();
}
