//! Exports and imports without files: what goes out comes back, or the loss is reported.

mod imports;
mod mutations;
mod public_shapes;
mod relations;
mod round_trips;
mod schema;
mod silent_losses;
mod tables;
mod tokens;
mod tools;
