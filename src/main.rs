//! The command line of the compiler; everything is in the library.

fn main() -> std::process::ExitCode {
    amp_compiler::cli::main()
}
