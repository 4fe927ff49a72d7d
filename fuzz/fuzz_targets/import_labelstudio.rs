#![no_main]

tawsim_fuzz::target!("import_labelstudio");
