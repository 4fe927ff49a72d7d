//! Messages about the disk: files, folders and journals.

use crate::lang::{Counted, Lang, MessagePart, Rendered, Wording};

messages! {
    unsaved(why: Rendered) = "tawsim: the last verdicts are not saved on the disk: {why}", "توسيم: القرارات الأخيرة لم تحفظ على القرص: {why}";
    notice_at_end(problem: Rendered) = "tawsim: {problem}", "توسيم: {problem}";
    process(pid: &str, since: Rendered) = "process {pid} (for {since})", "العملية {pid} (منذ {since})";
    process_on(pid: &str, host: &str, since: Rendered) =
        "process {pid} on {host} (for {since})", "العملية {pid} على {host} (منذ {since})";
    process_unless_ended(process: Rendered, file: &str) =
        "{process}; if that process has ended, remove {file}", "{process}؛ وإن كانت العملية قد انتهت فأزل {file}";
    no_locks(why: &str, file: &str) =
        "this file system has no locks ({why}), so this file takes their place: if tawsim is killed, remove {file} before the next start",
        "لا أقفال في نظام الملفات هذا ({why})، فيقوم هذا الملف مقامها: إن قتل توسيم فأزل {file} قبل التشغيل التالي";
    folder_open(by: Rendered) = "{by} has the gold folder open", "المجلد الذهبي مفتوح عند {by}";
    cannot_be_read(why: &str) = "cannot be read: {why}", "تتعذر قراءته: {why}";
    cannot_be_read_check(why: &str) =
        "cannot be read: {why}; check the file and its disk",
        "تتعذر قراءته: {why}؛ افحص الملف وقرصه";
    link_not_followed(why: &str) =
        "is a symbolic link that cannot be followed: {why}; fix the link",
        "رابط رمزي لا يمكن تتبعه: {why}؛ أصلح الرابط";
    not_writable(why: &str, kind: Wording) =
        "is not saved: {why}; make the folder writable, or choose another gold folder",
        "لم يحفظ: {kind} ({why})؛ اجعل المجلد قابلا للكتابة أو اختر مجلدا ذهبيا آخر";
    not_saved(why: &str) =
        "is not saved: {why}; check the folder and its disk",
        "لم يحفظ: {why}؛ افحص المجلد وقرصه";
    conflict(own: &str, merge: &str) =
        "has the work of this session, because another program wrote {own} after this session read it: merge the two with {merge} in the workbench",
        "فيه عمل هذه الجلسة، لأن برنامجا آخر كتب {own} بعد أن قرأته: ادمج الملفين بالأمر {merge} في بيئة العمل";
    conflict_with_unread(own: &str, merge: &str) =
        "has the new annotation, because {own} is there already and differs: merge the two with {merge} in the workbench",
        "فيه التوسيم الجديد، لأن {own} موجود من قبل ومختلف عنه: ادمج الملفين بالأمر {merge} في بيئة العمل";
    conflict_beside(merge: &str) =
        "is another version of this article, from a time when another program wrote its gold file: {merge} merges it",
        "نسخة أخرى من هذه المقالة، من حين كتب برنامج آخر ملفها الذهبي: الأمر {merge} يدمجها";
    conflict_stays(folder: &str, error: &str) =
        "is merged, but cannot be moved into {folder}: {error}; remove it",
        "دمج ولكن تعذر نقله إلى {folder}: {error}؛ فأزله";
    differences_decided(decided: usize, all: Counted) = "{decided} of {all} decided", "حسم {decided} من {all}";
    done_by_verdict(undo: &str) = "nothing is pending any more: marked done; {undo} takes it back", "لم يبق معلق: صارت مكتملة؛ و{undo} يتراجع عنه";
    key_takes_none(key: &str) = "{key} takes none", "{key} يرفضها كلها";
    conflicts_merged(files: Counted, what: Rendered, undo: &str) =
        "{files} merged: {what}; {undo} undoes it",
        "تم الدمج ({files}): {what}؛ و{undo} يتراجع عنه";
    removed_in_one_version(items: Counted) = "{items} removed as in one version", "زال {items} لحذفه في إحدى النسخ";
    took_back_a_merge(what: Rendered, merge: &str) =
        "undone: {what}; the file is in .journal with .merged at its end: move it back under its old name for {merge}",
        "تم التراجع عن: {what}؛ والملف في .journal وفي آخر اسمه .merged: أعده باسمه القديم ثم {merge}";
    not_merged(why: Rendered) = "nothing was merged: {why}", "لم يدمج شيء: {why}";
    only_in_gold(why: Rendered) =
        "{why}; until then the verdicts go to the gold file only: they are safe, but cannot be undone after a restart",
        "{why}؛ وإلى ذلك الحين تحفظ القرارات في الملف الذهبي وحده: وهي محفوظة ولكن لا يمكن التراجع عنها بعد إعادة التشغيل";
    folder_taken(by: Rendered) =
        "somebody removed the lock of this folder, and it is in use by {by} now: nothing more is written here; save the work in another folder with save-as",
        "أزال أحد قفل هذا المجلد وهو الآن عند {by}: فلا يكتب هنا شيء بعد الآن؛ احفظ العمل في مجلد آخر بالحفظ باسم";
    gold_of_another(found: &str, wanted: &str) =
        "is the gold file of the article {found}, not of {wanted}; move it away, or give one of the articles another id",
        "ملف ذهبي للمقالة {found} لا للمقالة {wanted}؛ انقله أو أعط إحداهما معرفا آخر";
    journal_is_newer(schema: &str) =
        "is a journal in {schema}, which a later version wrote; use a newer tawsim",
        "سجل من {schema} كتبته نسخة أحدث؛ استعمل نسخة أحدث من توسيم";
    journal_unused(what: Wording) =
        "{what}: it is not used, and the gold file stays as it is",
        "{what}: لا يستعمل منه شيء، والملف الذهبي باق كما هو";
    journal_damaged(what: Rendered, unused: Rendered) = "is damaged: {what}; {unused}", "تالف: {what}؛ {unused}";
    journal_rest_unused(changes: Counted) =
        "{changes} after it cannot be used",
        "بعده {changes} لا يمكن استعمالها";
    journal_kept(aside: &str) = "it is kept as {aside}", "وهو محفوظ باسم {aside}";
    and_so_on(words: &str) = "{words} and so on", "{words} وما بعده";
    gold_of_another_text(at: usize, file: Rendered, article: Rendered) =
        "is the gold file of another text: at code point {at} it has {file}, and the article has {article}; restore the text of the article, or move the gold file away to start again",
        "ملف ذهبي لنص آخر: عند الحرف رقم {at} فيه {file}، وفي المقالة {article}؛ أعد نص المقالة كما كان أو انقل الملف الذهبي لتبدأ من جديد";
    gold_not_utf8(why: &str) = "{why}", "ليس نصا بترميز UTF-8؛ حوله: {why}";
    no_article_files(txt: &str, jsonl: &str, json: &str) =
        "contains no {txt}, {jsonl} or {json} file; give another folder or a file",
        "ليس فيه ملف {txt} أو {jsonl} أو {json}؛ اذكر مجلدا آخر أو ملفا";
    no_article_file(txt: &str, jsonl: &str, json: &str) =
        "is not an article file; give a {txt} (one article), {jsonl} (one article a line), {json} (one article) or a folder of these",
        "ليس ملف مقالات؛ اذكر ملف {txt} (مقالة واحدة) أو {jsonl} (في كل سطر مقالة) أو {json} (مقالة واحدة) أو مجلدا منها";
    more_broken_lines(lines: Counted) = "has {lines}; fix or remove them", "فيه {lines}؛ أصلحها أو احذفها";
    a_list(extension: &str) =
        "contains a list, but one article is expected; write the articles into a {extension} file, one on each line",
        "فيه قائمة والمنتظر مقالة واحدة؛ اكتب المقالات في ملف {extension}، في كل سطر واحدة";
    broken_off(why: &str) =
        "cannot be read from here on: {why}; get the file again, or keep the part before this",
        "تعذرت قراءته من هنا فصاعدا: {why}؛ أعد تنزيله أو اكتف بما قبل ذلك";
    id_twice(id: &str, there: &str) =
        "the id {id} occurs twice; the article in {there} is kept, and this one is left out: change one of the ids",
        "المعرف {id} مكرر؛ بقيت المقالة التي في {there} وتركت هذه: غير أحد المعرفين";
    another_article(id: &str, wanted: &str) =
        "changed after it was opened: here is the article {id}, not {wanted}; quit and open it again",
        "تغير بعد فتحه: هنا المقالة {id} لا {wanted}؛ أغلق البرنامج وافتحه من جديد";
    no_article_any_more(wanted: &str) =
        "changed after it was opened: here is no article, and {wanted} was here; quit and open it again",
        "تغير بعد فتحه: لا مقالة هنا، وكانت هنا {wanted}؛ أغلق البرنامج وافتحه من جديد";
    gold_syntax(why: Rendered) = "{why}; fix or remove it", "ليس فيه JSON سليم: {why}؛ أصلحه أو احذفه";
    gold_schema(found: &str, known: &str) =
        "schema {found} is not {known}, the one this version reads; use a newer tawsim, or convert the file",
        "المخطط {found} ليس {known} الذي تقرؤه هذه النسخة؛ استعمل نسخة أحدث من توسيم أو حول الملف";
    gold_unit(found: &str, known: &str) =
        "offset_unit {found} is not {known}; convert the offsets to code points",
        "وحدة المواضع {found} ليست {known}؛ حول المواضع إلى نقاط ترميز";
    gold_missing(key: &str) = "{key} is missing or empty; add it", "{key} غير موجود أو فارغ؛ أضفه";
    gold_offset(place: &str, why: Rendered) =
        "{place}: {why}; fix the offsets or drop the span", "{place}: {why}؛ صحح المواضع أو احذف العنصر";
    offset_past_end(offset: usize, length: usize) = "{offset} is past the end of the text ({length})", "{offset} بعد نهاية النص ({length})";
    offset_empty(start: usize, end: usize) = "start {start} is not before end {end}", "البداية {start} ليست قبل النهاية {end}";
    offset_inside(offset: usize, cluster: &str) = "{offset} is inside a letter with its diacritics ({cluster})", "{offset} داخل حرف مع حركاته ({cluster})";
    gold_words(place: &str, at: &str, found: &str, expected: &str) =
        "{place}: the text at {at} is {found}, not {expected}; fix the offsets or drop the span",
        "{place}: النص عند {at} هو {found} لا {expected}؛ صحح المواضع أو احذف العنصر";
    gold_value(place: &str, why: &str) = "{place}: {why}; correct it", "{place}: {why}؛ صححه";
    gold_twice(id: &str) = "the id {id} occurs twice; change one", "المعرف {id} مكرر؛ غير أحدهما";
    journal_was_changed(aside: &str) =
        "was changed by another program while it was open; a copy of it is kept as {aside}",
        "غيره برنامج آخر وهو مفتوح؛ وله نسخة كاملة محفوظة باسم {aside}";
}
