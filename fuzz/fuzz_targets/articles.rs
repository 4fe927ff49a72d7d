#![no_main]

tawsim_fuzz::target!("articles");
