//! Messages with arguments, each in both languages.

use super::{
    Counted, DECISIONS, IN_ARTICLES, Lang, MessagePart, NEW_SUGGESTIONS, PENDING_ONES, PROBLEMS, Rendered, SUGGESTIONS,
    Wording,
};

macro_rules! messages {
    ($($name:ident($($arg:ident: $kind:ty),*) = $en:literal, $ar:literal;)*) => {$(
        #[doc = concat!("“", $en, "”.")]
        #[must_use]
        pub fn $name(lang: Lang, $($arg: $kind),*) -> String {
            $(let $arg = $arg.render(lang);)*
            match lang {
                Lang::En => format!($en),
                Lang::Ar => format!($ar),
            }
        }
    )*};
}

mod files;

pub use files::*;

messages! {
    // The session.
    read_only(why: Rendered) = "read-only: {why}", "للقراءة فقط: {why}";
    input_problems(count: Counted, show: &str) = "{count} in the input: {show} shows them", "في المدخلات {count}: {show} يظهرها";
    session_ended(number: usize, id: Rendered) =
        "the last session ended at article {number}: {id}",
        "انتهت الجلسة السابقة عند المقالة {number}: {id}";
    goes_past(next: &str, all: &str) =
        "{next} goes to the next one, {all} lists everything that cannot be opened.",
        "{next} ينقل إلى التالية، {all} يعرض كل ما لا يمكن فتحه.";
    needs_size(size: &str) = "tawsim needs {size},", "يحتاج توسيم إلى {size}";
    this_is_size(size: &str) = "this is {size}.", "وهذه {size}.";
    enlarge(quit: &str) = "Enlarge the window; {quit} quits.", "كبر النافذة؛ {quit} للخروج.";
    saving_in(folder: &str) = "saving in {folder} …", "جار الحفظ في {folder} …";
    saved_in(articles: Counted, folder: &str) = "{articles} saved in {folder}; work continues there", "تم الحفظ في {folder}: {articles}؛ ويستمر العمل هناك";
    left_behind(files: Counted, why: Rendered) =
        "{files} of articles that are not open cannot be read and stay behind: {why}",
        "تعذرت قراءة ملفات مقالات غير مفتوحة فبقيت في مكانها ({files}): {why}";
    folder_in_use(by: Rendered) = "is in use by {by}; choose another folder", "يستعمله {by}؛ اختر مجلدا آخر";
    not_moved(why: Rendered) = "nothing was moved: {why}", "لم ينقل شيء: {why}";
    saved_only_in_memory(quit: &str, write_to: &str, why: Rendered) =
        "{quit} again quits without saving, {write_to} keeps the work in a file elsewhere: {why}",
        "{quit} مرة أخرى للخروج بلا حفظ، و{write_to} لحفظ العمل في ملف آخر: {why}";
    written_to(articles: Counted, file: &str) =
        "{articles} written to {file}; work continues in the gold folder",
        "كتب في {file}: {articles}؛ ويستمر العمل في المجلد الذهبي";
    not_written_to(why: Rendered) = "nothing was written: {why}", "لم يكتب شيء: {why}";
    summary(decisions: Counted, articles: Counted, each: &str, gold: &str) =
        "{decisions} in {articles}, {each} s each; the gold is in {gold}",
        "{decisions} في {articles}، {each} ثانية لكل قرار؛ الملفات الذهبية في {gold}";

    entity_already(label: &str) = "these words are labelled {label} already: here", "هذه الكلمات موسومة {label} أصلا: هنا";
    relation_begins(id: &str, words: &str, key: &str) =
        "a relation begins at {id} {words}: go to the other end and press {key}; here, {key} forgets it",
        "تبدأ علاقة من {id} {words}: اذهب إلى طرفها الآخر واضغط {key}؛ وهنا يلغيها {key}";
    everything_shown() = "no suggestion is hidden because of its score", "لا اقتراحات مخفية بسبب درجتها";
    threshold(hidden: Counted, bound: &str) = "{hidden} hidden here with a score below {bound}", "مخفي هنا لأن درجته دون {bound}: {hidden}";

    // Keys that do nothing here.
    does_nothing_help(key: &str, hint: &str) = "{key} does nothing here; {hint} shows the keys", "المفتاح {key} لا يعمل هنا؛ {hint} يعرض المفاتيح";
    does_nothing_back(key: &str, hint: &str) = "{key} does nothing here; {hint} goes back", "المفتاح {key} لا يعمل هنا؛ {hint} للرجوع";
    first_select(select: &str) = "first select words with {select}", "حدد كلمات أولا بالمفتاح {select}";
    while_picking(select: &str, clear: &str, leave: &str) =
        "a digit chooses, {select} selects words, {clear} clears, {leave} cancels",
        "اختر برقم، {select} يحدد كلمات، {clear} يزيل، {leave} للرجوع";
    while_selecting(add: &str, end: &str) =
        "words are selected: a digit or {add} adds them, {end} ends the selection",
        "هناك كلمات محددة: أضفها برقم أو بالمفتاح {add}، {end} ينهي التحديد";
    nothing_looked_for(find: &str) = "there is no search: {find} begins one", "لا بحث جاريا: {find} يبدأ بحثا";
    for_pending(next: &str) = "this is for a pending suggestion: {next} goes to one", "هذا الأمر لاقتراح معلق: {next} ينقل إلى اقتراح معلق";
    nothing_to_leave(quit: &str) = "there is nothing to leave: {quit} quits", "لا شيء للرجوع منه: {quit} للخروج";
    go_back_first(back: &str) = "{back} goes back first", "ارجع أولا بالمفتاح {back}";
    nothing_focused(pending: &str, item: &str) =
        "no item has the focus: {pending} or {item} goes to one",
        "لا يوجد عنصر حالي: {pending} أو {item} ينقل إلى عنصر";
    no_focus(pending: &str) =
        "no item has the focus: {pending} goes to a pending suggestion",
        "لا يوجد عنصر حالي: {pending} ينقل إلى اقتراح معلق";
    not_now(name: Rendered, why: Rendered) = "{name}: not now; {why}", "{name}: ليس الآن؛ {why}";
    pasted(find: &str) = "pasting does nothing here; {find} finds words", "اللصق لا يعمل هنا؛ {find} يبحث عن كلمات";

    // Verdicts.
    none_pending(done: &str, next: &str) =
        "nothing is pending: {done} marks the article done, {next} opens the next one",
        "لا معلقات: {done} يكمل المقالة، {next} يفتح التالية";
    none_pending_any_more(done: &str, next: &str) =
        "no more pending: {done} marks the article done, {next} opens the next one",
        "لم يبق معلق: {done} يكمل المقالة، {next} يفتح التالية";
    none_pending_in_finished(next: &str) =
        "nothing is pending: {next} opens the next article",
        "لا معلقات: {next} يفتح المقالة التالية";
    new_suggestions(found: Counted, admit: &str) = "{found}: {admit} adds them to the list", "{found}: {admit} يضيفها إلى القائمة";
    admitted(found: Counted) = "{found} in the list now", "أضيف إلى القائمة: {found}";
    covered(found: Counted) =
        "no longer pending, because their words are decided now: {found}",
        "لم تعد معلقة لأن كلماتها حسمت: {found}";
    took_back(what: Rendered) = "undone: {what}", "تم التراجع عن: {what}";
    did_again(what: Rendered) = "redone: {what}", "تمت إعادة: {what}";
    none_with(what: Rendered) = "no pending suggestion has {what}", "لا اقتراح معلقا يطابق: {what}";
    accepted_all(count: usize, what: Rendered, undo: &str) = "accepted {count}: {what} ({undo} takes it back)", "تم قبول {count}: {what} ({undo} للتراجع)";
    rejected_all(count: usize, what: Rendered, undo: &str) = "rejected {count}: {what} ({undo} takes it back)", "تم رفض {count}: {what} ({undo} للتراجع)";
    alternative(number: usize, count: usize) = "alternative {number} of {count}", "البديل {number} من {count}";
    focused_is_left() = "the focused one is left: it is not whole on the screen", "بقي العنصر الحالي معلقا: ليس كله على الشاشة";
    left_without_speaker(count: usize) = "{count} left: cue or speaker is not on the screen", "بقي {count}: عبارة القول أو القائل ليس على الشاشة";
    left_with_labels(count: usize, labels: &str) = "{count} left: {labels} is not in the label set", "بقي {count}: {labels} ليس في مجموعة الوسوم";
    moved_part(done: usize, of: usize) = "moved {done} of {of}: the edge cannot move further", "تحرك الحد {done} من {of}: لا يتحرك أكثر";
    swept(count: usize, all: Counted, undo: &str) = "accepted {count} ({undo} takes it back)", "تم قبول {all} ({undo} للتراجع)";
    label_and_words(label: &str, words: &str) = "{label} {words}", "{label} {words}";
    score_or_more(score: f64) = "score {score} or more", "درجة {score} أو أكثر";
    score_or_less(score: f64) = "score {score} or less", "درجة {score} أو أقل";
    which_keyboard(letter: &str, arabic: &str, persian: &str, table: &str, file: &str) =
        "{letter} is {arabic} on an Arabic keyboard and {persian} on a Persian one: again for {arabic}; {table} in {file} says which you have",
        "{letter} هي {arabic} في لوحة عربية و{persian} في فارسية: اضغطها ثانية لمعنى {arabic}؛ {table} في {file} يحدد لوحتك";
    copied(letters: Counted) = "copied: {letters}", "تم النسخ: {letters}";
    not_reloaded(why: Rendered) = "{why}; the article stays as it was", "{why}؛ بقيت المقالة كما كانت";
    changed_on_disk(reload: &str) =
        "the file of this article was changed on the disk: {reload} reads it again",
        "تغير ملف هذه المقالة على القرص: {reload} يقرؤه من جديد";
    process_of(annotator: &str, pid: &str, since: Rendered) =
        "{annotator} (process {pid}, for {since})", "{annotator} (العملية {pid}، منذ {since})";
    process_of_on(annotator: &str, host: &str, pid: &str, since: Rendered) =
        "{annotator} on {host} (process {pid}, for {since})", "{annotator} على {host} (العملية {pid}، منذ {since})";
    label_exists(name: &str) =
        "no new label {name}: it exists already, or has a sign that no name may have",
        "لا يصلح {name} وسما جديدا: هو موجود أصلا، أو فيه رمز لا يصلح في الأسماء";
    label_made(label: &str, key: Rendered) = "new label {label}: {key} gives it", "صار {label} وسما: المفتاح {key} يعطيه";
    label_written(label: &str, file: &str) = "written in {file}: {label}", "كتب الوسم {label} في {file}";
    label_not_written(label: &str, why: Rendered) =
        "the label {label} is only in this session: {why}",
        "الوسم {label} في هذه الجلسة فقط: {why}";
    not_stored(label: &str, list: &str, map: &str) =
        "nothing was stored, because {label} is not in the label set: {list} chooses one of your labels, {map} at the start gives its suggestions one",
        "ليس {label} في مجموعة الوسوم فلم يحفظ شيء: {list} يختار أحد وسومك، و{map} عند البدء يعطي اقتراحاته أحدها";
    labels_without_digit(labels: &str, list: &str) =
        "{list} lists all labels; without a digit: {labels}",
        "المفتاح {list} يعرض كل الوسوم؛ وما لا رقم له: {labels}";
    keys_in_names(keys: &str) =
        "these label keys wait for Enter, since the name of a label begins with them: {keys}",
        "مفاتيح الوسوم هذه تنتظر Enter لأن اسم وسم يبدأ بها: {keys}";
    labels_unknown(labels: &str, example: &str) =
        "{example} at the start gives suggestions your labels; not in your set: {labels}",
        "الخيار {example} عند البدء يعطي الاقتراحات وسومك؛ ليست في مجموعتك: {labels}";
    no_label(digit: usize) = "no label has the digit {digit}", "لا وسم بالرقم {digit}";
    edge_keys_move(part: Wording) = "the edge keys move the {part}", "مفاتيح الحدود تنقل حدود: {part}";
    not_found(query: &str) = "not in this article: {query}", "ليس في هذه المقالة: {query}";
    fault(what: Rendered, why: Rendered) = "{what}: {why}", "{what}: {why}";
    fault_label(label: &str) = "unknown label: {label} is not in the label set", "وسم غير معروف: {label} ليس في مجموعة الوسوم";
    fault_line_end(words: &str) = "line end: {words} goes over it", "نهاية سطر: {words} يتجاوزها";
    fault_unbalanced(words: &str) = "unbalanced quotation marks: in {words}", "علامة تنصيص بلا نظير في {words}";
    fault_stray_edge(words: &str) =
        "stray edge: white space or punctuation at an edge of {words}",
        "طرف زائد: مسافة أو علامة ترقيم في طرف {words}";
    fault_link(id: &str) =
        "broken link: the speaker is linked to {id}, which does not exist",
        "ربط مقطوع: القائل مربوط بكيان لا وجود له ({id})";
    fault_speaker_and_cue(words: &str) =
        "crossing: the speaker {words} overlaps the cue",
        "تداخل: القائل {words} يتداخل مع عبارة القول";
    fault_crossing(words: &str, id: &str, other: &str) =
        "crossing: {words} crosses {id} {other}",
        "تقاطع: {words} يتقاطع مع {id} {other}";
    fault_doubled(words: &str, label: &str, id: &str) =
        "doubled: {words} is labelled {label} twice, also as {id}",
        "تكرار: {words} موسوم مرتين بالوسم {label}، أيضا {id}";
    fault_no_speaker(words: &str) = "no speaker: of {words}", "بلا قائل: {words}";

    // Ending an article.
    rest_is_pending(pending: Counted, accept: &str, reject: &str, leave: &str, back: &str) =
        "{pending}: {accept} accepts the rest, {reject} rejects it, {leave} leaves it, {back} back",
        "{pending}: {accept} يقبل الباقي، {reject} يرفضه، {leave} يبقيه معلقا، {back} للرجوع";
    rest_is_unread(known: usize, all: usize, leave: &str, back: &str) =
        "{known} of {all} parts have suggestions: {leave} marks it done anyway, {back} back",
        "لدى {known} من {all} جزءا من هذه المقالة الطويلة اقتراحات: {leave} يكملها مع ذلك، {back} للرجوع";
    rest_is_being_read(leave: &str, back: &str) =
        "the suggesters are still reading: {leave} marks it done anyway, {back} back",
        "لا يزال برنامج الاقتراح يقرأ هذه المقالة: {leave} يكملها مع ذلك، {back} للرجوع";
    answer_is_awaited(leave: &str, back: &str) =
        "a program or a language model has not answered yet: {leave} marks the article done anyway, {back} goes back",
        "لم يجب برنامج أو نموذج لغوي بعد: {leave} يكمل المقالة مع ذلك، {back} للرجوع";
    rest_and_answer_are_awaited(pending: Counted, accept: &str, reject: &str, leave: &str, back: &str) =
        "{pending}, and a suggester has not answered yet: {accept} accepts the rest, {reject} rejects it, {leave} leaves it, {back} goes back",
        "{pending}، ولم يجب أحد المقترحين بعد: {accept} يقبل الباقي، {reject} يرفضه، {leave} يبقيه معلقا، {back} للرجوع";
    marked(how: Wording) = "marked {how}", "المقالة الآن {how}";
    marked_with_pending(how: Wording, count: usize, pending: Counted, back: &str) =
        "marked {how} with {count} still pending; {back} goes back",
        "المقالة الآن {how}، وبقي فيها {pending}؛ {back} للعودة إليها";

    finished_already(how: Wording, reopen: &str, next: &str) =
        "the article is {how} already: {reopen} opens it again, {next} goes to the next one",
        "المقالة {how} أصلا: {reopen} يعيد فتحها، {next} ينقل إلى التالية";
    accepted_rest(count: usize, all: Counted, unseen: usize, undo: &str) =
        "accepted {count}, {unseen} of them never on the screen ({undo} takes it back)",
        "تم قبول {all}، ولم يظهر منها على الشاشة قط: {unseen} ({undo} للتراجع)";
    rejected_rest(count: usize, all: Counted, unseen: usize, undo: &str) =
        "rejected {count}, {unseen} of them never on the screen ({undo} takes it back)",
        "تم رفض {all}، ولم يظهر منها على الشاشة قط: {unseen} ({undo} للتراجع)";

    added_as(label: &str, undo: &str) =
        "added as {label}: a digit gives another label, {undo} takes it back",
        "أضيف بالوسم {label}: رقم يعطي وسما آخر، {undo} للتراجع";

    // The same words elsewhere.
    elsewhere(count: usize, found: Counted, articles: Counted, propose: &str, leave: &str) =
        "{count} more in {articles}: {propose} suggests them, {leave} does not",
        "مواضع أخرى: {found} في {articles}؛ {propose} يقترحها، {leave} لا يقترحها";
    all_of_them(fresh: usize, pending: usize, accept: &str, leave: &str) =
        "{fresh} more places and {pending} pending: {accept} accepts them all, {leave} does not",
        "مواضع أخرى: {fresh}، معلقات: {pending}؛ {accept} يقبلها كلها، {leave} لا يقبلها";
    pending_elsewhere(pending: Counted, accept: &str) =
        "the other places are in the list already, {pending}: {accept} accepts them all",
        "المواضع الأخرى في القائمة أصلا: {pending}؛ {accept} يقبلها كلها";
    pending_with_other_label(pending: Counted, labels: &str, accept: &str) =
        "{pending} as {labels}: {accept} gives them this label", "{pending} بوسم {labels}: {accept} يعطيها هذا الوسم";
    relabel_all(pending: Counted, labels: &str, label: &str, accept: &str, leave: &str) =
        "{pending} as {labels}: {accept} accepts them as {label}, {leave} does not",
        "{pending} بوسم {labels}: {accept} يقبلها بوسم {label}، {leave} لا يقبلها";
    proposed(count: usize, found: Counted, next: &str) = "{count} suggested: {next} goes to them", "أضيف إلى المعلقات: {found}؛ {next} ينقل إليها";

    // The parts of a quote.
    no_role_near(role: Wording, select: &str, clear: &str) =
        "no {role} found nearby: {select} selects one, {clear} clears it",
        "{role}: لا مرشح قريبا؛ {select} يحدد كلمات، {clear} يزيل";
    choose_role(role: Wording, select: &str, clear: &str, leave: &str) =
        "the {role}: a digit chooses, {select} selects, {clear} clears, {leave} cancels",
        "{role}: اختر برقم، {select} يحدد غيره، {clear} يزيل، {leave} للرجوع";
    link_speaker(clear: &str, leave: &str) =
        "who is the speaker? a digit links the entity, {clear} removes the link, {leave} cancels",
        "من القائل؟ اربطه بكيان برقمه، {clear} يزيل الربط، {leave} للرجوع";
    role_title(role: Wording) = "the {role}:", "{role}:";
    digit_takes_row(role: Wording) = "a digit chooses the {role} of its row", "{role}: اختر برقم السطر";

    note(note: &str) = "note: {note}", "ملاحظة: {note}";
    guidelines_head(scroll: &str, close: &str) =
        "Guidelines of the label set. {scroll} scrolls, {close} closes.",
        "إرشادات مجموعة الوسوم. {scroll} للتمرير، {close} للإغلاق.";

    // Terminals.
    kitty_hint(terminal: &str, setting: &str, file: &str) =
        "{terminal}: add {setting} to {file}, or it reverses every word",
        "{terminal}: ضع {setting} في {file} وإلا قلب كل كلمة";
    apple_hint(terminal: &str, section: &str, file: &str) =
        "{terminal} always reorders letters: see {section} in {file}",
        "{terminal} يعيد ترتيب الحروف ولا يمكن منعه: انظر {section} في {file}";

    // The screen.
    help_head(scroll: &str, close: &str) =
        "Keys work under an Arabic keyboard layout too. {scroll} scrolls, {close} closes.",
        "تعمل المفاتيح بلوحة المفاتيح العربية أيضا. {scroll} للتمرير، {close} للإغلاق.";
    closes(title: Wording, close: &str) = "{title} ({close} closes):", "{title} ({close} للإغلاق):";
    times(times: Counted) = "{times} …", "{times} …";
    find_keys(next: &str, before: &str, end: &str) = "{next} next  {before} before  {end} ends", "{next} التالي  {before} السابق  {end} إنهاء";
    not_in_set(label: &str) = "{label} is not in the label set", "{label} ليس في مجموعة الوسوم";
    proposed_as(label: &str) = "proposed as {label}:", "الاقتراح {label}:";
    selected(from: usize, to: usize) = "selected {from}–{to}", "محدد {from}–{to}";
    suggester_failed(article: &str) = "the suggester failed on {article}", "تعطل برنامج الاقتراح عند {article}";
}

/// The number of pending suggestions.
#[must_use]
pub fn pending(count: usize) -> Counted {
    PENDING_ONES.count(count)
}

/// The number of problems.
#[must_use]
pub fn problems(count: usize) -> Counted {
    PROBLEMS.count(count)
}

/// The message at the end of a session: how many decisions, in how many articles, and where the gold files are.
#[must_use]
pub fn session(lang: Lang, decisions: usize, articles: usize, seconds: f64, gold: &str) -> String {
    let each = seconds / f64::from(u32::try_from(decisions).unwrap_or(u32::MAX));
    summary(lang, DECISIONS.count(decisions), IN_ARTICLES.count(articles), &format!("{each:.1}"), gold)
}

/// The number of suggestions that came while the list was frozen.
#[must_use]
pub fn new_ones(count: usize) -> Counted {
    NEW_SUGGESTIONS.count(count)
}

/// The number of suggestions.
#[must_use]
pub fn suggestions(count: usize) -> Counted {
    SUGGESTIONS.count(count)
}
