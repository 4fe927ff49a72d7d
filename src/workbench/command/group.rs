//! The parts of the help page.

use crate::lang::Wording;

/// A part of the help page.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Group {
    /// Verdicts on suggestions.
    Review,
    /// Moving edges.
    Edges,
    /// Adding items that no suggester proposed.
    Add,
    /// Relations and attributes.
    Relations,
    /// Notes and flags.
    Notes,
    /// Moving about in an article.
    Move,
    /// Going to articles and finishing them.
    Articles,
    /// Finding and filtering.
    Find,
    /// Everything else.
    Workbench,
}

impl Group {
    /// All of them, in the order of the help page.
    pub const ALL: [Self; 9] = [
        Self::Review,
        Self::Edges,
        Self::Add,
        Self::Relations,
        Self::Notes,
        Self::Move,
        Self::Find,
        Self::Articles,
        Self::Workbench,
    ];

    /// Its heading.
    #[must_use]
    pub const fn title(self) -> Wording {
        match self {
            Self::Review => Wording::new("Review", "المراجعة"),
            Self::Edges => Wording::new("Edges of the focused span or the selection", "حدود العنصر الحالي أو التحديد"),
            Self::Add => Wording::new("Add", "الإضافة"),
            Self::Relations => Wording::new("Relations and attributes", "العلاقات والسمات"),
            Self::Notes => Wording::new("Notes and flags", "الملاحظات والرايات"),
            Self::Move => Wording::new("Move about", "التنقل"),
            Self::Find => Wording::new("Find and filter", "البحث والتصفية"),
            Self::Articles => Wording::new("Articles", "المقالات"),
            Self::Workbench => Wording::new("Workbench", "البرنامج"),
        }
    }
}
