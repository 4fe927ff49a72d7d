#![no_main]

tawsim_fuzz::target!("typed_line");
