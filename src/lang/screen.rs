//! Strings without arguments that stand on the screen, and what is counted there.

use super::{Noun, Wording};

macro_rules! words {
    ($($name:ident = $en:literal, $ar:literal;)*) => {$(
        #[doc = concat!("“", $en, "”.")]
        pub const $name: Wording = Wording::new($en, $ar);
    )*};
}

words! {
    // How an article stands, and saving.
    READ_ONLY = "READ-ONLY", "للقراءة فقط";
    NEW = "new", "جديدة";
    IN_PROGRESS = "in progress", "قيد العمل";
    BEGUN = "begun", "قيد العمل";
    DONE = "done", "منتهية";
    DONE_LOUD = "DONE", "منتهية";
    SKIPPED = "skipped", "مؤجلة";
    SKIPPED_LOUD = "SKIPPED", "مؤجلة";
    SAVING = "saving …", "جار الحفظ …";
    SAVED = "saved", "محفوظ";
    NOT_SAVED_LOUD = "NOT SAVED", "لم يحفظ";

    // How an item stands.
    PENDING = "pending", "معلق";
    ACCEPTED = "accepted", "مقبول";
    FIXED = "fixed", "معدل";
    ADDED = "added", "مضاف";
    REJECTED = "rejected", "مرفوض";

    // Layers, kinds and parts.
    ENTITIES = "entities", "كيانات";
    QUOTES = "quotes", "اقتباسات";
    NOT_REJECTED = "not rejected", "غير المرفوض";
    DIRECT = "direct", "مباشر";
    INDIRECT = "indirect", "غير مباشر";
    MIXED = "mixed", "مختلط";
    SPEAKER = "speaker", "القائل";
    CUE = "cue", "أداة الإسناد";
    CONTENT = "content", "المقول";
    IMPLIED = "implied", "مقدر";
    EXPLICIT = "not implied", "ظاهر";
    NO_SPEAKER = "no speaker", "بلا قائل";
    NO_CUE = "no cue", "بلا أداة إسناد";
    PROPOSED = "proposed:", "المقترح:";
    NONE = "none", "لا شيء";

    // The list and the sheets.
    NOTHING_OF_THAT_KIND = "nothing of that kind", "لا شيء من هذا النوع";
    NOTHING_MARKED = "nothing marked yet", "لا علامات بعد";
    READING = "reading …", "جارية القراءة …";
    MORE = "▾ more", "▾ المزيد";
    WENT_WRONG = "Problems", "مشكلات";
    NOT_SAVED = "Not saved", "لم يحفظ";
    SIGNS = "Signs", "الإشارات";
    LABELS = "Labels", "الوسوم";
    SIGN_PENDING = "pending: underlined on the page", "معلق: تحته خط على الصفحة";
    SIGN_DECIDED = "accepted, fixed, added: on a ground", "مقبول، معدل، مضاف: على خلفية ملونة";
    SIGN_REJECTED = "rejected: only in the list", "مرفوض: في القائمة فقط";
    SIGN_QUOTE = "beside a quote: pending, decided", "بجانب الاقتباس: معلق، محسوم";
    WHILE_TYPING = "While a line is typed, all keys are text but these", "أثناء كتابة سطر، كل المفاتيح نص إلا هذه";

    // Lines that are typed.
    FIND_LABEL = "find", "بحث";
    ARTICLE_LABEL = "article", "مقالة";
    COMMAND_LABEL = "command", "أمر";
    NOT_NOW = "not now", "ليس الآن";
    TAKE = "take", "تنفيذ";
    LEAVE = "leave", "ترك";
    CHOOSE = "choose", "اختيار";
    ERASE = "erase", "مسح";
    EARLIER = "earlier", "السابق";
    BY_STATUS = "status", "الحالة";
    DONE_ALREADY = "the article is done already", "المقالة منتهية من قبل";
    KEY_ENTER = "Take it: keep what is found, open the article, run the command, keep the note.", "نفذ: أبق ما وجد، أو افتح المقالة، أو شغل الأمر، أو احفظ الملاحظة.";
    KEY_ESC = "Leave it; what was found is no longer shown.", "اتركه؛ ولا يظهر ما وجد بعد ذلك.";
    KEY_SIDES = "Move the caret as you see it, to the line's ends with Home and End.", "انقل المؤشر كما تراه، وإلى طرفي السطر بمفتاحي Home وEnd.";
    KEY_BACKSPACE = "Erase the letter before the caret with its marks.", "امسح الحرف الذي قبل المؤشر مع حركاته.";
    KEY_DELETE = "Erase the letter at the caret with its marks.", "امسح الحرف الذي عند المؤشر مع حركاته.";
    KEY_CTRL_W = "Erase the word before the caret.", "امسح الكلمة التي قبل المؤشر.";
    KEY_CTRL_U = "Erase all that stands before the caret.", "امسح كل ما قبل المؤشر.";
    KEY_LINES = "Choose from the list; while finding: what was looked for before.", "اختر من القائمة؛ وفي البحث: مما سبق البحث عنه.";

    // Notes, flags, guidelines.
    FLAGGED = "flagged", "عليه راية";
    DISCUSS = "discuss", "للمناقشة";
    WITH_A_NOTE = "with a note", "عليه ملاحظة";
    IS_FLAGGED = "flagged for discussion", "وضعت راية للمناقشة";
    FLAGGED_NO_LONGER = "flagged no longer", "أزيلت الراية";
    ARTICLE_FLAGGED = "the article is flagged for discussion", "وضعت راية على المقالة للمناقشة";
    ARTICLE_FLAGGED_NO_LONGER = "the article is flagged no longer", "أزيلت الراية عن المقالة";
    READ_ONLY_NOTES = "read-only: nothing can be noted", "للقراءة فقط: لا تكتب ملاحظات";
    NOTE_LABEL = "note", "ملاحظة";
    BLANK_NAME = "has a name of white space only, which makes no article id; rename it", "اسمه مسافات فقط فلا يصلح معرفا لمقالة؛ غير اسمه";
    BLANK_TEXT = "is empty or holds white space only; put a text in, or leave it out", "فارغ أو ليس فيه إلا مسافات؛ ضع فيه نصا أو اتركه";
    BLANK_FILE = "is empty; put an article object in, or leave it out", "فارغ؛ ضع فيه مقالة أو اتركه";
    NO_ARTICLES = "holds no article; put one JSON object on each line, or leave it out", "ليس فيه مقالة؛ ضع في كل سطر مقالة أو اتركه";
    NO_FILE = "is neither a file nor a folder; copy what it gives into a file", "ليس ملفا ولا مجلدا؛ انسخ ما يعطيه إلى ملف";
    FILE_CHANGED =
        "was changed since it was opened: articles are read as they stand there now, and those that were added are seen at the next start",
        "تغير بعد فتحه: تقرأ المقالات كما هي فيه الآن، ويظهر ما أضيف إليه عند البدء التالي";
    OTHER_GOLD = "holds other gold of this article; choose another folder", "فيه ملف ذهبي آخر لهذه المقالة؛ اختر مجلدا آخر";
    FOLDER_LABEL = "save in folder", "احفظ في المجلد";
    READ_ONLY_SAVE = "read-only: there is nothing to save", "للقراءة فقط: لا شيء يحفظ";
    NOTHING_TO_SAVE = "nothing is decided yet, so there is nothing to save", "لم يقرر شيء بعد، فلا شيء يحفظ";
    ARTICLE_NOTE_LABEL = "note on the article", "ملاحظة على المقالة";
    ARTICLES_FLAGGED = "flagged", "عليها راية";
    SIGN_FLAG =
        "flagged for discussion, a note: in the list, beside the line, in the header",
        "راية للمناقشة، ملاحظة: في القائمة وبجانب السطر وفي الرأس";
    SPEAKERS_ENTITY = "speaker's entity", "كيان القائل";
    FOR_A_SPEAKER = "this is for a quote with a speaker: give one the focus", "هذا لاقتباس له قائل: انتقل إلى واحد أولا";
    NOW_IMPLIED = "the speaker is implied", "القائل الآن مقدر";
    IMPLIED_NO_LONGER = "the speaker is implied no longer", "القائل الآن ظاهر";
    EXACT = "added just as it is", "يضاف كما هو";
    TRIMMED = "stray space and punctuation stay outside", "تبقى المسافات وعلامات الترقيم خارجه";
    JUST_AS_IT_IS = ", just as it is", "، كما هو";
    KEY_TAB =
        "Of the articles only those of one status, or the flagged ones; then those of the next.",
        "من المقالات ذات حالة واحدة فقط، أو التي عليها راية؛ ثم ذات الحالة التالية.";

    // What was done, as undo and redo name it.
    EDIT_ACCEPTED = "accepted", "القبول";
    EDIT_REJECTED = "rejected", "الرفض";
    EDIT_REMOVED = "removed", "الحذف";
    EDIT_REOPENED = "reopened", "إعادة الفتح";
    EDIT_ADDED = "added", "الإضافة";
    EDIT_LABELLED = "labelled", "الوسم";
    EDIT_MOVED_EDGE = "moved an edge", "نقل الحد";
    EDIT_ADDED_PART = "added a part", "إضافة جزء";
    EDIT_SET_SPEAKER = "set the speaker", "تعيين القائل";
    EDIT_SET_CUE = "set the cue", "تعيين أداة الإسناد";
    EDIT_LINKED_SPEAKER = "linked the speaker", "ربط القائل";
    EDIT_IMPLIED_SPEAKER = "set whether the speaker is implied", "تحديد هل القائل مقدر";
    EDIT_NOTED = "noted", "الملاحظة";
    EDIT_REMOVED_NOTE = "removed the note", "حذف الملاحظة";
    EDIT_FLAGGED = "flagged", "وضع الراية";
    EDIT_TOOK_FLAG = "took the flag away", "إزالة الراية";
    EDIT_PROPOSED = "proposed", "التعميم";
    EDIT_MARKED_DONE = "marked done", "إنهاء المقالة";
    EDIT_SKIPPED = "skipped", "تأجيل المقالة";

    // The disk.
    ANOTHER_PROCESS = "another process", "عملية أخرى";
    LESS_THAN_A_MINUTE = "less than a minute", "أقل من دقيقة";
    JOURNAL_BEYOND_USE = "is damaged beyond use", "تالف لا يصلح للاستعمال";
    JOURNAL_OF_ANOTHER_ARTICLE = "is of another article", "لمقالة أخرى";
    JOURNAL_OF_ANOTHER_TEXT = "is of another text of this article", "لنص آخر لهذه المقالة";
    JOURNAL_DOES_NOT_FIT =
        "does not fit the gold file, which another program wrote or took away",
        "لا يوافق الملف الذهبي، وقد كتبه برنامج آخر أو أزاله";
    JOURNAL_LINE_CHANGED = "it is not as it was written", "ليس السطر كما كتب";
    JOURNAL_BEGINS_ANEW = "it begins another journal", "يبدأ عنده سجل آخر";
    JOURNAL_LACKS_CHANGES = "the changes before it are missing", "التغييرات التي قبله مفقودة";
    JOURNAL_TORN =
        "the last line was not written to its end; the change was never called saved, and is left out",
        "لم يكتب سطره الأخير إلى نهايته؛ والتغيير الذي فيه لم يوصف قط بأنه محفوظ، فترك";
    ALL_IN_GOLD = "all later changes are in the gold file", "كل التغييرات اللاحقة في الملف الذهبي";
    ITS_END = "its end", "نهايته";
    GOLD_HASH =
        "text_sha256 is not that of the text: the text was changed after it was annotated; restore the text",
        "البصمة ليست بصمة النص: غير النص بعد توسيمه؛ أعد النص كما كان";
    LINK_TO_NOTHING =
        "is a symbolic link to something that does not exist; mend the link",
        "رابط رمزي إلى ما لا وجود له؛ أصلح الرابط";
    DOES_NOT_EXIST = "does not exist; check the path", "لا وجود له؛ تحقق من المسار";
    MAY_NOT_BE_READ =
        "may not be read: permission denied; give yourself the right to read it",
        "لا تسمح الصلاحيات بقراءته؛ امنح نفسك حق القراءة";
    PART_IS_A_FILE =
        "does not exist: a part of the path is a file, not a folder; check the path",
        "لا وجود له: في المسار ملف مكان مجلد؛ تحقق من المسار";
    DISK_FULL = "is not saved: the disk is full; free some space", "لم يحفظ: القرص ممتلئ؛ أفرغ بعض المساحة";
    NO_FOLDER =
        "is not saved: a part of the path is a file, not a folder; choose another gold folder",
        "لم يحفظ: في المسار ملف مكان مجلد؛ اختر مجلدا ذهبيا آخر";
    READ_ONLY_DISK = "read-only", "القرص للقراءة فقط";
    NO_PERMISSION = "permission denied", "لا صلاحية للكتابة";
    NOT_A_FILE = "is not a file, as it must be; move it away", "ليس ملفا كما يجب؛ انقله";
    NOT_A_FOLDER =
        "is not a folder of its own, as it must be (a link leads out of the gold folder); move it away",
        "ليس مجلدا قائما بذاته كما يجب (الرابط يخرج من المجلد الذهبي)؛ انقله";
    JOURNAL_CAME =
        "came while the article was open, or was not read: all of it is kept beside it",
        "ظهر والمقالة مفتوحة أو لم يقرأ: وهو محفوظ كله بجانبه";

    // What the status line says.
    NOTHING_TO_UNDO = "nothing to take back", "لا شيء للتراجع عنه";
    NOTHING_TO_REDO = "nothing to do again", "لا شيء لإعادته";
    NOTHING_TO_REPEAT = "nothing to repeat yet", "لا شيء لتكراره بعد";
    NOTHING_TO_CHANGE = "nothing to change", "لا شيء لتغييره";
    NO_PROBLEMS = "there are no problems", "لا مشكلات";
    FOR_A_QUOTE = "this is for a quote: give one the focus", "هذا للاقتباسات: انتقل إلى اقتباس أولا";
    ONLY_DECIDED = "only a suggestion that was decided can be pending again", "لا يعود معلقا إلا اقتراح حسم";
    OFF_SCREEN = "the focus was off the screen: here it is, press again", "كان العنصر الحالي خارج الشاشة: ها هو، اضغط مرة أخرى";
    FIRST_ARTICLE = "this is the first article", "هذه هي المقالة الأولى";
    MORE_ARTICLES = "further articles are still being found", "لا يزال البحث عن بقية المقالات جاريا";
    OPENING = "opening …", "جار الفتح …";
    CANNOT_BE_OPENED = "This article cannot be opened:", "لا يمكن فتح هذه المقالة:";
    LAST_ARTICLE = "this is the last article", "هذه هي المقالة الأخيرة";
    MOUSE_OURS = "the mouse points, drags and scrolls here", "الفأرة هنا تشير وتسحب وتمرر";
    MOUSE_TERMINALS = "the mouse is the terminal's", "الفأرة للطرفية";
    FILTER_NO_MORE = "the filter shows nothing more that is pending", "لا تظهر التصفية معلقا آخر";
    FILTER_NOTHING_PENDING = "the filter shows nothing pending", "لا تظهر التصفية أي معلق";
    STILL_READING = "the suggesters are still reading", "ما زال المقترح يقرأ";
    NO_WORDS = "this article has no words to select", "لا كلمات في هذه المقالة لتحديدها";
    BELONGS_ALREADY = "these words belong to the content already", "هذه الكلمات من المقول أصلا";
    QUOTE_ALREADY = "this is a quote already", "هذا اقتباس موجود أصلا";
    QUOTE_PROPOSED = "this was proposed already: accepted", "هذا مقترح من قبل: قبل";
    NO_SENTENCE = "there is no sentence here", "لا جملة هنا";
    NO_QUOTATION = "there are no quotation marks from here on", "لا علامات تنصيص من هنا فصاعدا";
    KINDS_BY_DIGIT = "a quote is 1 direct, 2 indirect or 3 mixed", "الاقتباس: 1 مباشر، 2 غير مباشر، 3 مختلط";
    EDGE_STUCK = "the edge cannot move that way", "لا يتحرك الحد في هذا الاتجاه";
    NOTHING_CALLED = "nothing is called that; Backspace takes letters back, Esc leaves", "لا شيء بهذا الاسم؛ Backspace يمسح حرفا، وEsc يترك";
    STILL_LOOKING = "still looking", "البحث جار";
    FROM_BEGINNING = "from the beginning again", "من البداية مرة أخرى";
    FROM_END = "from the end again", "من النهاية مرة أخرى";
    NOWHERE_ELSE = "these words stand nowhere else", "لا موضع آخر لهذه الكلمات";
    NO_CANDIDATE = "no candidate has this number", "لا مرشح بهذا الرقم";
    NO_SCORE = "this suggestion has no score; a count before the key gives one (080+)", "لا درجة لهذا الاقتراح؛ وعدد قبل المفتاح يحددها (080 مثلا)";
}

/// Articles, counted; in Arabic in the genitive, as behind في.
pub const ARTICLES: Noun =
    Noun::new(["article", "articles"], ["لا مقالات", "مقالة واحدة", "مقالتين", "مقالات", "مقالة", "مقالة"]);

/// Broken lines beyond those that were told, counted.
pub const BROKEN_LINES: Noun = Noun::new(
    ["more broken line", "more broken lines"],
    ["لا غيرها", "سطر معيب آخر", "سطران معيبان آخران", "أسطر معيبة أخرى", "سطرا معيبا آخر", "سطر معيب آخر"],
);

/// Files, counted.
pub const FILES: Noun = Noun::new(["file", "files"], ["لا ملفات", "ملف واحد", "ملفان", "ملفات", "ملفا", "ملف"]);

/// Decisions, counted.
pub const DECISIONS: Noun =
    Noun::new(["decision", "decisions"], ["لا قرارات", "قرار واحد", "قراران", "قرارات", "قرارا", "قرار"]);

/// Problems with what was opened, counted.
pub const PROBLEMS: Noun =
    Noun::new(["problem", "problems"], ["لا مشكلات", "مشكلة واحدة", "مشكلتان", "مشكلات", "مشكلة", "مشكلة"]);

/// What is pending, counted.
pub const PENDING_ONES: Noun =
    Noun::new(["pending", "pending"], ["لا معلقات", "معلق واحد", "معلقان", "معلقات", "معلقا", "معلق"]);

/// Suggestions that came or were decided, counted; English leaves the word away.
pub const SUGGESTIONS: Noun = Noun::new(
    ["suggestion", "suggestions"],
    ["لا اقتراحات", "اقتراح واحد", "اقتراحان", "اقتراحات", "اقتراحا", "اقتراح"],
);

/// Articles that are done, counted.
pub const DONE_ONES: Noun =
    Noun::new(["done", "done"], ["لا منتهية", "منتهية واحدة", "منتهيتان", "منتهيات", "منتهية", "منتهية"]);

/// How often, counted.
pub const TIMES: Noun = Noun::new(["times", "times"], ["صفر", "مرة واحدة", "مرتان", "مرات", "مرة", "مرة"]);

/// Minutes, counted.
pub const MINUTES: Noun = Noun::new(["min", "min"], ["أقل من دقيقة", "دقيقة", "دقيقتان", "دقائق", "دقيقة", "دقيقة"]);

/// Hours, counted.
pub const HOURS: Noun = Noun::new(["h", "h"], ["أقل من ساعة", "ساعة", "ساعتان", "ساعات", "ساعة", "ساعة"]);

/// Whole changes of a journal, counted.
pub const CHANGES: Noun = Noun::new(
    ["whole change", "whole changes"],
    ["لا تغييرات", "تغيير سليم واحد", "تغييران سليمان", "تغييرات سليمة", "تغييرا سليما", "تغيير سليم"],
);
