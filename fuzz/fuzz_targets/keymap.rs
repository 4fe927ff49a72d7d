#![no_main]

tawsim_fuzz::target!("keymap");
