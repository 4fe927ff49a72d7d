#![no_main]

tawsim_fuzz::target!("model");
