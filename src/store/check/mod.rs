//! Gold files looked through with all that is wrong in them, and put right.

pub(crate) mod examine;
pub(crate) mod fix;
