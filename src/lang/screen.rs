//! Strings without arguments, and the nouns that are counted.

use super::{Noun, Wording};

macro_rules! words {
    ($($name:ident = $en:literal, $ar:literal;)*) => {$(
        #[doc = concat!("“", $en, "”.")]
        pub const $name: Wording = Wording::new($en, $ar);
    )*};
}

words! {
    // The status of an article, and saving.
    READ_ONLY = "READ-ONLY", "للقراءة فقط";
    NEW = "new", "جديدة";
    IN_PROGRESS = "in progress", "قيد العمل";
    BEGUN = "begun", "قيد العمل";
    DONE = "done", "مكتملة";
    DONE_LOUD = "DONE", "مكتملة";
    SKIPPED = "skipped", "مؤجلة";
    SKIPPED_LOUD = "SKIPPED", "مؤجلة";
    ASKING = "asking …", "جار السؤال …";
    SAVING = "saving …", "جار الحفظ …";
    SAVED = "saved", "محفوظ";
    SAVED_ASIDE = "saved beside", "محفوظ جانبا";
    NOT_SAVED_LOUD = "NOT SAVED", "لم يحفظ";

    // The state of an item.
    PENDING = "pending", "معلق";
    ACCEPTED = "accepted", "مقبول";
    FIXED = "fixed", "معدل";
    ADDED = "added", "مضاف";
    REJECTED = "rejected", "مرفوض";
    NEARLY_SURE = "nearly sure", "شبه مؤكد";
    LIKELY = "likely", "مرجح";
    DOUBTFUL = "doubtful", "مشكوك فيه";

    // Layers, kinds and parts.
    ENTITIES = "entities", "كيانات";
    QUOTES = "quotes", "اقتباسات";
    NOT_REJECTED = "not rejected", "غير المرفوض";
    DIRECT = "direct", "مباشر";
    INDIRECT = "indirect", "غير مباشر";
    MIXED = "mixed", "مختلط";
    SPEAKER = "speaker", "القائل";
    CUE = "cue", "عبارة القول";
    CONTENT = "content", "المقول";
    IMPLIED = "implied", "مستتر";
    EXPLICIT = "not implied", "ظاهر";
    NO_SPEAKER = "no speaker", "بلا قائل";
    NO_CUE = "no cue", "بلا عبارة قول";
    PROPOSED = "proposed:", "الاقتراح:";
    NONE = "none", "لا شيء";

    // The list and the sheets.
    NOTHING_OF_THAT_KIND = "nothing of that kind", "لا شيء من هذا النوع";
    NOTHING_MARKED = "no items yet", "لا عناصر موسومة بعد";
    READING = "reading …", "جار التحميل …";
    MORE = "▾ more", "▾ المزيد";
    WENT_WRONG = "Problems", "مشكلات";
    NOT_SAVED = "Not saved", "لم يحفظ";
    SIGNS = "Signs", "الإشارات";
    LABELS = "Labels", "الوسوم";
    SIGN_PENDING = "pending: underlined on the page", "معلق: تحته خط في الصفحة";
    SIGN_DECIDED = "accepted, fixed, added: with a background colour", "مقبول، معدل، مضاف: على خلفية ملونة";
    SIGN_REJECTED = "rejected: only in the list", "مرفوض: في القائمة فقط";
    SIGN_RELATION = "in the list: the item has relations", "في القائمة: للعنصر علاقات";
    SIGN_QUOTE = "beside a quote: pending, decided", "بجانب الاقتباس: معلق، محسوم";
    WHILE_TYPING = "While you type a line, all keys are text except these", "أثناء كتابة سطر تكتب المفاتيح نصا، إلا هذه";

    // Lines that are typed.
    FIND_LABEL = "find", "بحث";
    ARTICLE_LABEL = "article", "مقالة";
    COMMAND_LABEL = "command", "أمر";
    LABEL_LABEL = "label", "وسم";
    NEW_LABEL_LABEL = "new label: name, description", "وسم جديد: اسمه ثم وصفه";
    NOT_NOW = "not now", "ليس الآن";
    TAKE = "apply", "تنفيذ";
    LEAVE = "cancel", "إلغاء";
    CHOOSE = "choose", "اختيار";
    ERASE = "erase", "مسح";
    EARLIER = "earlier", "السابق";
    BY_STATUS = "status", "الحالة";
    OPEN_ALREADY = "the article is open already", "المقالة مفتوحة أصلا";
    OPEN_AGAIN = "the article is open again", "المقالة مفتوحة من جديد";
    DONE_ALREADY = "the article is done already", "المقالة مكتملة أصلا";
    KEY_ENTER = "Apply: keep the matches, open the article, run the command, or save the note.", "تنفيذ: أبق المواضع التي وجدت، أو افتح المقالة، أو شغل الأمر، أو احفظ الملاحظة.";
    KEY_ESC = "Cancel. Matches are no longer shown.", "إلغاء. لا تظهر المواضع بعد ذلك.";
    KEY_SIDES = "Move the caret to the left or right; Home and End move it to the ends of the line.", "انقل المؤشر يسارا أو يمينا، وإلى طرفي السطر بالمفتاحين Home وEnd.";
    KEY_BACKSPACE = "Erase the letter before the caret, with its diacritics.", "امسح الحرف الذي قبل المؤشر مع حركاته.";
    KEY_DELETE = "Erase the letter at the caret, with its diacritics.", "امسح الحرف الذي عند المؤشر مع حركاته.";
    KEY_CTRL_W = "Erase the word before the caret.", "امسح الكلمة التي قبل المؤشر.";
    KEY_CTRL_U = "Erase everything before the caret.", "امسح كل ما قبل المؤشر.";
    KEY_LINES = "Choose from the list; in a search: earlier queries.", "اختر من القائمة؛ وفي البحث: من عمليات البحث السابقة.";

    // Notes, flags and guidelines.
    FLAGGED = "flagged", "عليه راية";
    DISCUSS = "discuss", "للمناقشة";
    WITH_A_NOTE = "with a note", "عليه ملاحظة";
    IS_FLAGGED = "flagged for discussion", "وضعت عليه راية للمناقشة";
    FLAGGED_NO_LONGER = "no longer flagged", "أزيلت عنه الراية";
    ARTICLE_FLAGGED = "the article is flagged for discussion", "وضعت راية على المقالة للمناقشة";
    ARTICLE_FLAGGED_NO_LONGER = "the article is no longer flagged", "أزيلت الراية عن المقالة";
    READ_ONLY_NOTES = "read-only: notes cannot be written", "للقراءة فقط: لا يمكن كتابة ملاحظات";
    RELATION_LABEL = "label of the relation", "وسم العلاقة";
    RELATION_TO_REMOVE_LABEL = "remove the relation", "حذف العلاقة";
    ATTRIBUTE_LABEL = "attribute and value", "السمة وقيمتها";
    ATTRIBUTE_TO_REMOVE_LABEL = "remove the attribute", "حذف السمة";
    READING_LABEL = "take the reading of", "خذ قراءة";
    FOR_A_GOLD_ITEM = "relations and attributes are for accepted and added items: first accept this one", "العلاقات والسمات للعناصر المقبولة والمضافة: اقبل هذا أولا";
    NO_RELATIONS = "this item has no relations", "ليس لهذا العنصر علاقات";
    NO_ATTRIBUTES = "this item has no attributes", "ليس لهذا العنصر سمات";
    RELATION_FORGOTTEN = "the beginning of the relation is forgotten", "ألغيت بداية العلاقة";
    RELATED_ALREADY = "these two have this relation already", "هذه العلاقة بينهما موجودة أصلا";
    NOTE_LABEL = "note", "ملاحظة";
    BLANK_NAME = "has a name of white space only, which cannot be an article id; rename it", "اسمه مسافات فقط فلا يصلح معرفا لمقالة؛ غير اسمه";
    BLANK_TEXT = "is empty or contains only white space; add a text, or leave the file out", "فارغ أو ليس فيه إلا مسافات؛ ضع فيه نصا أو اتركه";
    BLANK_FILE = "is empty; add an article, or leave the file out", "فارغ؛ ضع فيه مقالة أو اتركه";
    NO_ARTICLES = "contains no article; write one JSON object on each line, or leave the file out", "ليس فيه مقالة؛ ضع في كل سطر مقالة أو اتركه";
    NO_FILE = "is neither a file nor a folder; copy its content into a file", "ليس ملفا ولا مجلدا؛ انسخ محتواه إلى ملف";
    FILE_CHANGED =
        "changed after it was opened: articles are read as they are now, and new ones appear at the next start",
        "تغير بعد فتحه: تقرأ المقالات كما هي فيه الآن، ويظهر ما أضيف إليه عند البدء التالي";
    OTHER_GOLD = "contains another gold file of this article; choose another folder", "فيه ملف ذهبي آخر لهذه المقالة؛ اختر مجلدا آخر";
    FOLDER_LABEL = "save in folder", "احفظ في المجلد";
    FILE_LABEL = "write to file", "اكتب في الملف";
    READ_ONLY_SAVE = "read-only: there is nothing to save", "للقراءة فقط: لا يوجد ما يحفظ";
    NOTHING_TO_SAVE = "there are no verdicts yet, so there is nothing to save", "لا قرارات بعد، فلا يوجد ما يحفظ";
    ARTICLE_NOTE_LABEL = "note on the article", "ملاحظة على المقالة";
    ARTICLES_FLAGGED = "flagged", "عليها راية";
    SIGN_FLAG =
        "flagged for discussion, a note: in the list, beside the line, in the header",
        "راية للمناقشة، ملاحظة: في القائمة وبجانب السطر وفي الرأس";
    SPEAKERS_ENTITY = "speaker's entity", "كيان القائل";
    FOR_A_SPEAKER = "this is for a quote with a speaker: go to one first", "هذا الأمر لاقتباس له قائل: انتقل إلى واحد أولا";
    NOW_IMPLIED = "the speaker is implied", "القائل الآن مستتر";
    IMPLIED_NO_LONGER = "the speaker is no longer implied", "القائل الآن ظاهر";
    EXACT = "added just as it is", "يضاف كما هو";
    TRIMMED = "white space and punctuation at the edges stay outside", "تبقى المسافات وعلامات الترقيم خارجه";
    JUST_AS_IT_IS = ", just as it is", "، كما هو";
    KEY_TAB =
        "Show only the articles of one status, or the flagged ones; again: the next status.",
        "أظهر المقالات ذات حالة واحدة فقط، أو التي عليها راية؛ ثم ذات الحالة التالية.";

    // The kinds of edits, as undo and redo name them.
    EDIT_ACCEPTED = "accepted", "القبول";
    EDIT_REJECTED = "rejected", "الرفض";
    EDIT_REMOVED = "removed", "الحذف";
    EDIT_REOPENED = "reopened", "الإرجاع إلى المعلقات";
    EDIT_ADDED = "added", "الإضافة";
    EDIT_LABELLED = "labelled", "الوسم";
    EDIT_ALTERNATIVE = "took an alternative", "البديل";
    EDIT_MOVED_EDGE = "moved an edge", "نقل الحد";
    EDIT_ADDED_PART = "added a part", "إضافة جزء";
    EDIT_MERGED = "merged another version", "دمج نسخة أخرى";
    EDIT_SET_SPEAKER = "set the speaker", "تعيين القائل";
    EDIT_SET_CUE = "set the cue", "تعيين عبارة القول";
    EDIT_LINKED_SPEAKER = "linked the speaker", "ربط القائل";
    EDIT_IMPLIED_SPEAKER = "set whether the speaker is implied", "تعيين القائل مستترا أو ظاهرا";
    EDIT_NOTED = "noted", "الملاحظة";
    EDIT_REMOVED_NOTE = "removed the note", "حذف الملاحظة";
    EDIT_FLAGGED = "flagged", "وضع الراية";
    EDIT_TOOK_FLAG = "removed the flag", "إزالة الراية";
    EDIT_RELATED = "related", "إضافة علاقة";
    EDIT_REMOVED_RELATION = "removed a relation", "حذف علاقة";
    EDIT_RELABELLED_RELATION = "labelled a relation", "تسمية علاقة";
    EDIT_SET_ATTRIBUTE = "set an attribute", "تعيين سمة";
    EDIT_REMOVED_ATTRIBUTE = "removed an attribute", "حذف سمة";
    EDIT_PROPOSED = "proposed", "التعميم";
    EDIT_MARKED_DONE = "marked done", "إكمال المقالة";
    EDIT_SKIPPED = "skipped", "تأجيل المقالة";

    // The disk.
    ANOTHER_PROCESS = "another process", "عملية أخرى";
    LESS_THAN_A_MINUTE = "less than a minute", "أقل من دقيقة";
    JOURNAL_BEYOND_USE = "is too damaged to use", "تالف لا يصلح للاستعمال";
    JOURNAL_OF_ANOTHER_ARTICLE = "belongs to another article", "لمقالة أخرى";
    JOURNAL_OF_ANOTHER_TEXT = "belongs to another text of this article", "لنص آخر لهذه المقالة";
    JOURNAL_DOES_NOT_FIT =
        "does not match the gold file, which another program wrote or removed",
        "لا يوافق الملف الذهبي، وقد كتبه برنامج آخر أو أزاله";
    JOURNAL_LINE_CHANGED = "the line was changed after it was written", "تغير السطر بعد كتابته";
    JOURNAL_BEGINS_ANEW = "another journal begins there", "يبدأ عنده سجل آخر";
    JOURNAL_LACKS_CHANGES = "the changes before it are missing", "التغييرات التي قبله مفقودة";
    JOURNAL_TORN =
        "its last line was not written completely; that change was never shown as saved, and is left out",
        "لم يكتمل سطره الأخير؛ والتغيير الذي فيه لم يعرض قط على أنه محفوظ، فترك";
    ALL_IN_GOLD = "all later changes are in the gold file", "كل التغييرات اللاحقة في الملف الذهبي";
    ITS_END = "its end", "نهايته";
    GOLD_HASH =
        "text_sha256 does not match the text: the text was changed after it was annotated; restore the text",
        "البصمة لا تطابق النص: تغير النص بعد توسيمه؛ أعد النص كما كان";
    LINK_TO_NOTHING =
        "is a symbolic link to something that does not exist; fix the link",
        "رابط رمزي إلى ما لا وجود له؛ أصلح الرابط";
    DOES_NOT_EXIST = "does not exist; check the path", "لا وجود له؛ تحقق من المسار";
    MAY_NOT_BE_READ =
        "cannot be read: permission denied; give yourself permission to read it",
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
    NOT_A_FILE = "must be a file and is not; move it away", "يجب أن يكون ملفا وليس كذلك؛ انقله";
    NOT_A_FOLDER =
        "must be a real folder and is not (a link leads out of the gold folder); move it away",
        "يجب أن يكون مجلدا حقيقيا وليس كذلك (الرابط يخرج من المجلد الذهبي)؛ انقله";
    LOCK_REMOVED =
        "somebody removed it while the gold folder was open; it is made again, and the folder is locked as before",
        "أزاله أحد والمجلد الذهبي مفتوح؛ فأنشئ من جديد والمجلد مقفل كما كان";
    JOURNAL_CAME =
        "appeared while the article was open, or was not read: all of it is kept beside it",
        "ظهر والمقالة مفتوحة أو لم يقرأ: وهو محفوظ كله بجانبه";

    NOTHING_THERE = "nothing", "لا شيء";
    LINKED_READING = "linked", "مربوط";
    CONFLICT_CHANGED =
        "was changed while it was merged, so it stays: merge it again",
        "تغير أثناء دمجه فبقي مكانه: أعد دمجه";
    NO_CONFLICT_FILE = "no other version of this article is in the gold folder", "لا نسخة أخرى لهذه المقالة في المجلد الذهبي";
    NOTHING_NEW_IN_CONFLICT =
        "the other version has nothing that is not here: its file is put away",
        "ليس في النسخة الأخرى ما ليس هنا: فحفظ ملفها جانبا";

    // The status line.
    NOTHING_TO_JUMP_TO = "nothing else is pending on the screen", "لا معلق آخر على الشاشة";
    NO_SUCH_LETTERS = "no place has these letters", "لا موضع بهذه الحروف";
    NOTHING_PENDING_BEHIND = "no entity is pending after the selection", "لا كيان معلقا بعد التحديد";
    NO_ALTERNATIVE = "nothing else is known about these words", "لا بديل معروفا لهذه الكلمات";
    NOTHING_NEW = "there are no new suggestions", "لا اقتراحات جديدة";
    STILL_SAVING = "changes are still on their way to the disk: try again in a moment", "ما زالت التغييرات في طريقها إلى القرص: أعد المحاولة بعد لحظة";
    RELOADED = "read from the disk again", "قرئت المقالة من القرص من جديد";
    RELOADED_CHANGED = "the article was changed on the disk: this is its text now", "تغيرت المقالة على القرص: هذا نصها الآن";
    ARTICLE_CHANGED = "changed after the start: this is the article as it is now", "تغير بعد البدء: هذه المقالة كما هي الآن";
    NOTHING_TO_UNDO = "nothing to undo", "لا يوجد ما يمكن التراجع عنه";
    NOTHING_TO_REDO = "nothing to redo", "لا يوجد ما يمكن إعادته";
    NOTHING_TO_REPEAT = "nothing to repeat yet", "لا يوجد ما يكرر بعد";
    NOTHING_TO_CHANGE = "nothing to change", "لا يوجد ما يغير";
    NO_PROBLEMS = "there are no problems", "لا مشكلات";
    FOR_A_QUOTE = "this is for a quote: go to one first", "هذا الأمر للاقتباسات: انتقل إلى اقتباس أولا";
    ONLY_DECIDED = "only a suggestion with a verdict can become pending again", "لا يعود معلقا إلا اقتراح سبق حسمه";
    OFF_SCREEN = "the focused item was off the screen: here it is, press again", "كان العنصر الحالي خارج الشاشة: ها هو، اضغط مرة أخرى";
    FIRST_ARTICLE = "this is the first article", "هذه هي المقالة الأولى";
    MORE_ARTICLES = "more articles are still being found", "لا يزال البحث عن بقية المقالات جاريا";
    OPENING = "opening …", "جار الفتح …";
    CANNOT_BE_OPENED = "This article cannot be opened:", "لا يمكن فتح هذه المقالة:";
    LAST_ARTICLE = "this is the last article", "هذه هي المقالة الأخيرة";
    MOUSE_OURS = "the mouse points, drags and scrolls here", "الفأرة للبرنامج: تشير وتسحب وتمرر";
    MOUSE_TERMINALS = "the mouse belongs to the terminal", "الفأرة للطرفية";
    FILTER_NO_MORE = "the filter shows no more pending suggestions", "لا تظهر التصفية معلقا آخر";
    FILTER_NOTHING_PENDING = "the filter shows no pending suggestions", "لا تظهر التصفية أي معلق";
    LETTERS_GO_TO = "the letters of a suggestion go there; Esc cancels", "حروف الاقتراح تنقل إليه؛ وEsc يلغي";
    LETTERS_ADD = "the letters on coloured words add them as names", "الحروف التي على الكلمات الملونة تضيفها أسماء";
    LETTERS_ACCEPT_TILL = "letters accept what is pending before their suggestion; Esc cancels", "حروف الاقتراح تقبل المعلقات التي قبله؛ وEsc يلغي";
    STILL_READING = "the suggesters are still reading", "لا يزال برنامج الاقتراح يقرأ النص";
    NO_WORDS = "this article has no words to select", "لا كلمات في هذه المقالة لتحديدها";
    BELONGS_ALREADY = "these words belong to the content already", "هذه الكلمات من المقول أصلا";
    QUOTE_ALREADY = "this is a quote already", "هذا اقتباس موجود أصلا";
    QUOTE_PROPOSED = "this was suggested already: accepted", "كان هذا مقترحا، وقد تم قبوله";
    NO_SENTENCE = "there is no sentence here", "لا جملة هنا";
    NO_QUOTATION = "there are no quotation marks from here on", "لا علامات تنصيص من هنا فصاعدا";
    KINDS_BY_DIGIT = "a quote is 1 direct, 2 indirect or 3 mixed", "الاقتباس: 1 مباشر، 2 غير مباشر، 3 مختلط";
    EDGE_STUCK = "the edge cannot move that way", "لا يتحرك الحد في هذا الاتجاه";
    NOTHING_CALLED = "nothing has this name; Backspace erases a letter, Esc cancels", "لا شيء بهذا الاسم؛ المفتاح Backspace يمسح حرفا، وEsc يلغي";
    STILL_LOOKING = "still searching", "البحث جار";
    FROM_BEGINNING = "from the beginning again", "من البداية مرة أخرى";
    FROM_END = "from the end again", "من النهاية مرة أخرى";
    NOWHERE_ELSE = "these words occur nowhere else", "لا موضع آخر لهذه الكلمات";
    NO_CANDIDATE = "no candidate has this number", "لا مرشح بهذا الرقم";
    NO_SCORE = "this suggestion has no score; a count before the key gives one (080+)", "لا درجة لهذا الاقتراح؛ وعدد قبل المفتاح يحددها (080 مثلا)";
}

/// A number of letters (code points).
pub const LETTERS: Noun = Noun::new(["letter", "letters"], ["لا حروف", "حرف واحد", "حرفان", "حروف", "حرفا", "حرف"]);

/// A number of articles, as the subject of a sentence.
pub const ARTICLES: Noun =
    Noun::new(["article", "articles"], ["لا مقالات", "مقالة واحدة", "مقالتان", "مقالات", "مقالة", "مقالة"]);

/// A number of articles after a preposition (في): the Arabic is in the genitive.
pub const IN_ARTICLES: Noun =
    Noun::new(["article", "articles"], ["لا مقالات", "مقالة واحدة", "مقالتين", "مقالات", "مقالة", "مقالة"]);

/// A number of broken lines that were not listed.
pub const BROKEN_LINES: Noun = Noun::new(
    ["more broken line", "more broken lines"],
    ["لا غيرها", "سطر معيب آخر", "سطران معيبان آخران", "أسطر معيبة أخرى", "سطرا معيبا آخر", "سطر معيب آخر"],
);

/// A number of files.
pub const FILES: Noun = Noun::new(["file", "files"], ["لا ملفات", "ملف واحد", "ملفان", "ملفات", "ملفا", "ملف"]);

/// A number of decisions.
pub const DECISIONS: Noun =
    Noun::new(["decision", "decisions"], ["لا قرارات", "قرار واحد", "قراران", "قرارات", "قرارا", "قرار"]);

/// A number of problems with the input.
pub const PROBLEMS: Noun =
    Noun::new(["problem", "problems"], ["لا مشكلات", "مشكلة واحدة", "مشكلتان", "مشكلات", "مشكلة", "مشكلة"]);

/// A number of differences between annotators.
pub const DIFFERENCES: Noun =
    Noun::new(["difference", "differences"], ["لا اختلافات", "اختلاف واحد", "اختلافين", "اختلافات", "اختلافا", "اختلاف"]);

/// A number of conflicts of a merge.
pub const MERGE_CONFLICTS: Noun =
    Noun::new(["conflict", "conflicts"], ["لا تعارضات", "تعارض واحد", "تعارضان", "تعارضات", "تعارضا", "تعارض"]);

/// A number of relations that two versions changed in different ways.
pub const DISPUTED_RELATIONS: Noun = Noun::new(
    ["disputed relation", "disputed relations"],
    [
        "لا علاقات مختلفا فيها",
        "علاقة مختلف فيها",
        "علاقتان مختلف فيهما",
        "علاقات مختلف فيها",
        "علاقة مختلفا فيها",
        "علاقة مختلف فيها",
    ],
);

/// A number of items.
pub const ITEMS: Noun = Noun::new(["item", "items"], ["لا عناصر", "عنصر واحد", "عنصران", "عناصر", "عنصرا", "عنصر"]);

/// A number of pending suggestions.
pub const PENDING_ONES: Noun =
    Noun::new(["pending", "pending"], ["لا معلقات", "معلق واحد", "معلقان", "معلقات", "معلقا", "معلق"]);

/// A number of suggestions that came or got a verdict.
pub const SUGGESTIONS: Noun = Noun::new(
    ["suggestion", "suggestions"],
    ["لا اقتراحات", "اقتراح واحد", "اقتراحان", "اقتراحات", "اقتراحا", "اقتراح"],
);

/// A number of suggestions that came while the list was frozen.
pub const NEW_SUGGESTIONS: Noun = Noun::new(
    ["new suggestion", "new suggestions"],
    ["لا اقتراحات جديدة", "اقتراح جديد واحد", "اقتراحان جديدان", "اقتراحات جديدة", "اقتراحا جديدا", "اقتراح جديد"],
);

/// A number of articles that are done.
pub const DONE_ONES: Noun =
    Noun::new(["done", "done"], ["لا مكتملة", "مكتملة واحدة", "مكتملتان", "مكتملات", "مكتملة", "مكتملة"]);

/// A number of times.
pub const TIMES: Noun = Noun::new(["times", "times"], ["صفر", "مرة واحدة", "مرتان", "مرات", "مرة", "مرة"]);

/// A number of minutes after منذ: the Arabic is in the genitive.
pub const MINUTES: Noun = Noun::new(["min", "min"], ["أقل من دقيقة", "دقيقة", "دقيقتين", "دقائق", "دقيقة", "دقيقة"]);

/// A number of hours after منذ: the Arabic is in the genitive.
pub const HOURS: Noun = Noun::new(["h", "h"], ["أقل من ساعة", "ساعة", "ساعتين", "ساعات", "ساعة", "ساعة"]);

/// A number of changes in a journal that can be read.
pub const CHANGES: Noun = Noun::new(
    ["whole change", "whole changes"],
    ["لا تغييرات", "تغيير سليم واحد", "تغييران سليمان", "تغييرات سليمة", "تغييرا سليما", "تغيير سليم"],
);
