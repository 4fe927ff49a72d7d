#![no_main]

tawsim_fuzz::target!("key");
