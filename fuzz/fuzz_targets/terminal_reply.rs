#![no_main]

tawsim_fuzz::target!("terminal_reply");
