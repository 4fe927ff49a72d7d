//! The first half of the weights of tawsim's careful reader. tawsim uses it with the other half, `tawsim-careful-2`.
#![no_std]

/// The bytes of the first half of the model file.
pub static WEIGHTS: &[u8] = include_bytes!("weights.bin");
