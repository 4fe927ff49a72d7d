//! The strings of `tawsim report`.

use super::Wording;

macro_rules! words {
    ($($name:ident = $en:literal, $ar:literal;)*) => {$(
        #[doc = concat!("“", $en, "”.")]
        pub const $name: Wording = Wording::new($en, $ar);
    )*};
}

words! {
    REPORT_TITLE = "Annotated articles", "مقالات موسومة";
    REPORT_ARTICLES = "Articles", "المقالات";
    REPORT_STATISTICS = "Statistics", "إحصاءات";
    REPORT_GUIDELINES = "Guidelines and signs", "قواعد التوسيم والعلامات";
    REPORT_FILTERS = "Filter the articles", "تصفية المقالات";
    REPORT_SEARCH = "find", "بحث";
    REPORT_ANNOTATOR = "annotator", "الموسم";
    REPORT_ALL = "all", "الكل";
    REPORT_PAGE = "page", "صفحة";
    REPORT_SKIP = "Go to the articles", "إلى المقالات";
    REPORT_NUMBERS = "Numbers", "الأعداد";
    REPORT_BY_STATUS = "Articles by status", "المقالات بحسب الحالة";
    REPORT_BY_LABEL = "Entities by label and quotes by kind", "الكيانات بحسب الوسم والاقتباسات بحسب النوع";
    REPORT_BY_SCORE = "Suggestions by score", "الاقتراحات بحسب الدرجة";
    REPORT_BY_ANNOTATOR = "Verdicts by annotator", "القرارات بحسب الموسم";
    REPORT_BY_DAY = "Verdicts by day (UTC)", "القرارات بحسب اليوم (UTC)";
    REPORT_DONE_DAYS = "Articles done, by day (UTC)", "المقالات المنجزة بحسب اليوم (UTC)";
    REPORT_CURVE = "Learning curve: F1 by the number of training articles", "منحنى التعلم: F1 بحسب عدد مقالات التدريب";
    REPORT_AGREEMENT = "Agreement between the annotators", "الاتفاق بين الموسمين";
    REPORT_BY_CLASS = "Differences by class", "الاختلافات بحسب الصنف";
    REPORT_DIFFERENCES = "Differences", "الاختلافات";
    REPORT_NO_DIFFERENCES = "The annotators agree.", "الموسمون متفقون.";
    REPORT_LAYER = "layer", "الطبقة";
    REPORT_CLASS = "class", "الصنف";
    REPORT_F1_RELATIONS = "relations", "العلاقات";
    REPORT_ONLY_DIFFERENT = "only with differences", "ذات الاختلافات فقط";
    REPORT_FORMS = "The same words with several labels", "كلمات لها أكثر من وسم";
}
