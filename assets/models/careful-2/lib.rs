//! The second half of the weights of tawsim's careful reader. tawsim uses it with the other half, `tawsim-careful-1`.
#![no_std]

/// The bytes of the second half of the model file.
pub static WEIGHTS: &[u8] = include_bytes!("weights.bin");
