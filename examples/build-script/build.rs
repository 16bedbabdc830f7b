use amp_compiler::build_script::{Config, Failed};

fn main() -> Result<(), Failed> {
    Config::new("backend.amp").out_dir_name("backend").deny_warnings(true).emit()?;
    Ok(())
}
