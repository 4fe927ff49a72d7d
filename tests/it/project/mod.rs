//! The project itself: which room may use which, and documents that agree with the program.

mod documents;
mod house;
mod licences;
