//! Tables: the form in which all statistics leave this room.

/// A table of statistics. Each row has a name for each key column and a value for each value column.
#[derive(Debug, Clone, PartialEq)]
pub struct Table {
    /// The name in JSON and CSV, such as `spans`.
    pub name: &'static str,
    /// The title for people.
    pub title: &'static str,
    /// The names of the columns that say what a row is about.
    pub keys: &'static [&'static str],
    /// The names of the columns with values.
    pub values: &'static [&'static str],
    /// The value column that a bar shows, if any.
    pub bar: Option<usize>,
    /// False for tables with too many rows to read. JSON and CSV have them.
    pub is_for_people: bool,
    /// The rows.
    pub rows: Vec<Row>,
}

/// A row of a [`Table`].
#[derive(Debug, Clone, PartialEq)]
pub struct Row {
    /// What the row is about, one name for each key column.
    pub keys: Vec<String>,
    /// One value for each value column.
    pub values: Vec<Value>,
}

/// A value of a [`Table`]. `None` means that nothing was there to measure.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Value {
    /// A number of things.
    Count(usize),
    /// A share from 0 to 1.
    Share(Option<f64>),
    /// A mean: seconds, code points or words.
    Mean(Option<f64>),
}

impl Value {
    /// The number, if there is one.
    #[must_use]
    pub const fn number(self) -> Option<f64> {
        match self {
            Self::Count(count) => Some(count as f64),
            Self::Share(number) | Self::Mean(number) => number,
        }
    }
}
