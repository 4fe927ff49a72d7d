//! How well one annotation agrees with another: precision, recall and F1.
//!
//! May use: [`crate::text`], [`crate::gold`]. Must never know: the terminal, the disk, the formats, who asked. A score is a
//! value; what it is compared with is decided elsewhere.
