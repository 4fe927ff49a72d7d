//! What some formats have and others lack: relations, attributes, entities in parts.

/// Which of the relations, attributes and parts of entities a format writes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Extras {
    /// The relations between gold items.
    pub relations: bool,
    /// The attributes of gold items.
    pub attributes: bool,
    /// The attributes of relations.
    pub relation_attributes: bool,
    /// The parts of entities that are not one piece.
    pub parts: bool,
}

impl Extras {
    /// All of them.
    pub const ALL: Self = Self { relations: true, attributes: true, relation_attributes: true, parts: true };
}
