//! The front end is embedded when the program is built: a new build of it makes a new build of the program.

use std::{env, fs, path::Path};

fn main() {
    let folder = env::var_os("CARGO_MANIFEST_DIR").unwrap_or_default();
    for part in ["web-widget/dist", "web-widget/pages"] {
        // Cargo looks at what is there; a folder that is not would make it build anew each time.
        let _ = fs::create_dir_all(Path::new(&folder).join(part));
        println!("cargo::rerun-if-changed={part}");
    }
}
