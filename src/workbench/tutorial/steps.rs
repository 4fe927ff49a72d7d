//! The steps of the tutorial, in order. `{accept}` in a text is the key of the command with this name.

use crate::gold::Status;
use crate::lang::Wording;
use crate::workbench::model::{Mode, Model};
use crate::workbench::search::prompt::Purpose;

use super::{has_speaker, is_entity, is_pending, is_rejected};

/// A step of the tutorial.
pub struct Step {
    /// Its subject, in a few words.
    pub title: Wording,
    /// What the learner should know and do. Names of commands in braces stand for their keys.
    pub text: Wording,
    /// True if the learner has done it.
    pub(in crate::workbench) is_done: fn(&Model) -> bool,
}

const fn step(title: Wording, text: Wording, is_done: fn(&Model) -> bool) -> Step {
    Step { title, text, is_done }
}

/// The steps. The last one is never over: the learner leaves the program.
pub const STEPS: &[Step] = &[
    step(
        Wording::new("Accept", "القبول"),
        Wording::new(
            "The underlined words are suggestions of the machine, and one of them has the focus: ليلى الحداد, a person (PER). The row at the bottom says what it is and which keys work now. It is right: press {accept}.",
            "الكلمات التي تحتها خط اقتراحات من الآلة، وعلى أحدها المؤشر: ليلى الحداد، شخص (⟦PER⟧). والأسطر السفلى تقول ما هو وأي المفاتيح تعمل الآن. الاقتراح صحيح: اضغط {accept}.",
        ),
        |model| is_entity(model, "ليلى الحداد", "PER"),
    ),
    step(
        Wording::new("Accept the next one", "قبول التالي"),
        Wording::new(
            "The focus went on by itself, to طرابلس, a place (LOC). The word مدينة before it stays outside. Accept this one too: {accept}. {next-pending} and {previous-pending} walk over suggestions without deciding.",
            "انتقل المؤشر وحده إلى طرابلس، مكان (⟦LOC⟧). وكلمة مدينة قبله تبقى خارجه. اقبله أيضا: {accept}. والمفتاحان {next-pending} و{previous-pending} يتنقلان بين الاقتراحات دون قرار.",
        ),
        |model| is_entity(model, "طرابلس", "LOC"),
    ),
    step(
        Wording::new("Reject", "الرفض"),
        Wording::new(
            "رئيس البلدية is a title and no name: the machine is wrong. Press {reject}. The suggestion stays in the list as a negative example, which a model can learn from.",
            "رئيس البلدية لقب وليس اسما: أخطأت الآلة. اضغط {reject}. ويبقى الاقتراح في القائمة مثالا سلبيا يتعلم منه النموذج.",
        ),
        |model| is_rejected(model, "رئيس البلدية"),
    ),
    step(
        Wording::new("Undo", "التراجع"),
        Wording::new(
            "Every decision is saved at once, and every one can be taken back: press {undo}. Undo also works after a restart.",
            "كل قرار يحفظ فورا، وكل قرار يمكن التراجع عنه: اضغط {undo}. والتراجع يعمل بعد إعادة التشغيل أيضا.",
        ),
        |model| is_pending(model, "رئيس البلدية"),
    ),
    step(
        Wording::new("Redo", "الإعادة"),
        Wording::new(
            "The suggestion is pending again. You meant it, so do it again: {redo}. Then go on to the next suggestion with {next-pending}.",
            "عاد الاقتراح معلقا. وقد كنت تقصد رفضه، فأعده: {redo}. ثم انتقل إلى الاقتراح التالي بالمفتاح {next-pending}.",
        ),
        |model| is_rejected(model, "رئيس البلدية"),
    ),
    step(
        Wording::new("Move an edge", "نقل حد"),
        Wording::new(
            "The machine found only سامي, but the whole name is سامي نعمة. Go to it with {next-pending}. {left-edge-out} moves its left edge outward by a word, {left-edge-in} inward; the right edge has {right-edge-in} and {right-edge-out}. What you have fixed is accepted.",
            "وجدت الآلة سامي وحدها، والاسم كله سامي نعمة. انتقل إليه بالمفتاح {next-pending}. المفتاح {left-edge-out} يوسع من اليسار كلمة، و{left-edge-in} يقلص؛ ومن اليمين {right-edge-in} و{right-edge-out}. وما تعدله مقبول.",
        ),
        |model| is_entity(model, "سامي نعمة", "PER"),
    ),
    step(
        Wording::new("A quote and its speaker", "اقتباس وقائله"),
        Wording::new(
            "The next suggestion is the same name, and right: {accept}. Then comes the quote. Its content has a background, its cue قال is marked, but its speaker is missing. Press {set-speaker}, then the digit of the row with سامي نعمة. If the quote is still pending then, accept it with {accept}.",
            "الاقتراح التالي هو الاسم نفسه، وهو صحيح: {accept}. ثم يأتي الاقتباس. لمقوله خلفية، وعبارة القول «قال» موسومة، لكن القائل ناقص. اضغط {set-speaker} ثم رقم السطر الذي فيه سامي نعمة. وإن بقي الاقتباس معلقا فاقبله بالمفتاح {accept}.",
        ),
        |model| has_speaker(model, "نعمة"),
    ),
    step(
        Wording::new("The list of labels", "قائمة الوسوم"),
        Wording::new(
            "Go on to مارس. It is a date, but the machine says MISC. The digits give labels: the row at the bottom shows which. With many labels there is a list of all: press {label-list}, type da, and press Enter.",
            "انتقل إلى مارس. هو تاريخ، لكن الآلة تقول ⟦MISC⟧. الأرقام تعطي الوسوم: والسطر السفلي يبين أيها. ولكثرة الوسوم قائمة بها كلها: اضغط {label-list} ثم اكتب ⟦da⟧ ثم Enter.",
        ),
        |model| is_entity(model, "مارس", "DATE"),
    ),
    step(
        Wording::new("Edge and label", "الحد والوسم"),
        Wording::new(
            "النخيل is a company, and its head noun شركة belongs to the name. Go to it, take شركة in with {right-edge-out}, and give it the label ORG with its digit, 3.",
            "النخيل شركة، وكلمة شركة جزء من الاسم. انتقل إليها، وأدخل شركة بالمفتاح {right-edge-out}، ثم أعطها الوسم ⟦ORG⟧ برقمه 3.",
        ),
        |model| is_entity(model, "شركة النخيل", "ORG"),
    ),
    step(
        Wording::new("Proclitics stay outside", "السوابق خارج الاسم"),
        Wording::new(
            "Go to للبنان. The letters و ف ب ل ك س, written onto a name, stay outside of it: press {right-edge-in-proclitic}, and the name is لبنان.",
            "انتقل إلى للبنان. الحروف و ف ب ل ك س المتصلة بالاسم تبقى خارجه: اضغط {right-edge-in-proclitic} فيصير الاسم لبنان.",
        ),
        |model| is_entity(model, "لبنان", "LOC"),
    ),
    step(
        Wording::new("Add what is missing", "إضافة ما فات الآلة"),
        Wording::new(
            "The machine missed بيروت in the last line. Press {select} to select a word; the arrows move the selection by words and lines. When it is on بيروت, the digit 2 adds it as a place. {back} leaves a selection.",
            "فات الآلة اسم بيروت في السطر الأخير. اضغط {select} لتحديد كلمة، والأسهم تنقل التحديد كلمات وأسطرا. فإذا صار على بيروت فالرقم 2 يضيفه مكانا. و{back} يترك التحديد.",
        ),
        |model| is_entity(model, "بيروت", "LOC"),
    ),
    step(
        Wording::new("Add it without its proclitic", "الإضافة بلا السابقة"),
        Wording::new(
            "Now the last word, وطرابلس, without the و: select the word with {select} and the arrows, leave the و outside with {right-edge-in-proclitic}, and press 2.",
            "والآن آخر كلمة، وطرابلس، بلا الواو: حدد الكلمة بالمفتاح {select} والأسهم، وأخرج الواو بالمفتاح {right-edge-in-proclitic}، ثم اضغط 2.",
        ),
        added_last,
    ),
    step(
        Wording::new("Find words", "البحث"),
        Wording::new(
            "Press {find}, type المكتبه and press Enter: it is found in any spelling. {find-next} goes to the next match, {back} ends the search.",
            "اضغط {find} واكتب المكتبه ثم Enter: توجد بأي إملاء. و{find-next} ينتقل إلى الموضع التالي، و{back} ينهي البحث.",
        ),
        |model| model.search.prompt.is_none() && model.search.find.as_ref().is_some_and(|find| find.current.is_some()),
    ),
    step(
        Wording::new("Every command has a name", "لكل أمر اسم"),
        Wording::new(
            "What you do not know by key you find by name: press {palette}, and type what you want to do, in English or Arabic. Esc leaves the list.",
            "ما لا تعرف مفتاحه تجده باسمه: اضغط {palette} واكتب ما تريد فعله بالعربية أو الإنجليزية. وEsc يترك القائمة.",
        ),
        |model| model.search.prompt.as_ref().is_some_and(|prompt| prompt.purpose == Purpose::Commands),
    ),
    step(
        Wording::new("Help", "المساعدة"),
        Wording::new(
            "Leave the list with Esc. {help} shows all keys and signs, {guidelines} what each label is for. Open the help page now; {back} closes it.",
            "اترك القائمة بالمفتاح Esc. المفتاح {help} يظهر كل المفاتيح والإشارات، و{guidelines} ما يراد بكل وسم. افتح صفحة المساعدة الآن؛ و{back} يغلقها.",
        ),
        |model| matches!(model.mode, Mode::Help { .. }),
    ),
    step(
        Wording::new("Finish the article", "إكمال المقالة"),
        Wording::new(
            "Close the help page. When everything is decided, {done} marks the article done; in your own work it opens the next one. Press {done}.",
            "أغلق صفحة المساعدة. وإذا حسم كل شيء فالمفتاح {done} يكمل المقالة، وفي عملك يفتح التالية. اضغط {done}.",
        ),
        |model| model.document().is_some_and(|document| document.annotation.status == Status::Done),
    ),
    step(
        Wording::new("That is all", "هذا كل شيء"),
        Wording::new(
            "You can annotate now. {quit} leaves; what you did here is thrown away. Begin with: tawsim sample_articles, or tawsim with your own files. The guide has the rest.",
            "صرت تعرف التوسيم. المفتاح {quit} للخروج، وما فعلته هنا لا يبقى. ابدأ بالأمر ⟦tawsim sample_articles⟧ أو بملفاتك. والبقية في الدليل.",
        ),
        |_| false,
    ),
];

/// True if the last word of the article is a place, without its proclitic.
fn added_last(model: &Model) -> bool {
    let Some(document) = model.document() else { return false };
    let text = &document.article.text;
    let mut gold = document.annotation.gold.iter().filter_map(|item| item.body.span());
    gold.any(|span| text.slice(span) == "طرابلس" && span.end() + 1 >= text.as_str().trim_end().len())
}
