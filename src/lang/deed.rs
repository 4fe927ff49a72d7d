//! What was done, as undo and redo name it. The names are those of `edit`; journals keep them.

use super::Words;

/// The words for the name of an edit; `None` for one that this version does not make (from another version's journal).
#[must_use]
pub fn deed(name: &str) -> Option<Words> {
    let (en, ar) = *DEEDS.iter().find(|(en, _)| *en == name)?;
    Some(Words::new(en, ar))
}

/// The names of edits in both languages.
const DEEDS: &[(&str, &str)] = &[
    ("accepted", "القبول"),
    ("rejected", "الرفض"),
    ("removed", "الحذف"),
    ("reopened", "إعادة الفتح"),
    ("added", "الإضافة"),
    ("labelled", "الوسم"),
    ("moved an edge", "نقل الحد"),
    ("added a part", "إضافة جزء"),
    ("set the speaker", "تعيين القائل"),
    ("set the cue", "تعيين أداة الإسناد"),
    ("linked the speaker", "ربط القائل"),
    ("set whether the speaker is implied", "تحديد هل القائل مقدر"),
    ("noted", "الملاحظة"),
    ("removed the note", "حذف الملاحظة"),
    ("flagged", "وضع الراية"),
    ("took the flag away", "إزالة الراية"),
    ("proposed", "التعميم"),
    ("marked done", "إنهاء المقالة"),
    ("skipped", "تأجيل المقالة"),
];
