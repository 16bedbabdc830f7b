//! The command line.

mod access;
mod arguments;
mod backend;
mod build;
mod bundle;
mod explain;
mod init;
mod leave_out;
mod terminal;

use std::process::ExitCode;

use clap::{CommandFactory as _, Parser as _};

use self::arguments::{Arguments, Command, Question};
use self::backend::Source;
use self::build::Wish;
use self::terminal::Terminal;

/// Why nothing could be done: wrong usage, or a file that cannot be read or written.
#[derive(Debug)]
struct Failure(String);

/// What a command found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Verdict {
    Clean,
    Findings,
}

/// Runs the command of this process's arguments. Exit status: 0 no errors, 1 errors (or warnings, where they are
/// denied), 2 wrong usage or a file that cannot be read or written.
pub fn main() -> ExitCode {
    let arguments = Arguments::parse();
    let terminal = Terminal::new(&arguments.command);
    match run(arguments.command, &terminal) {
        _ if !terminal.is_well() => ExitCode::from(2),
        Ok(Verdict::Clean) => ExitCode::SUCCESS,
        Ok(Verdict::Findings) => ExitCode::from(1),
        Err(Failure(message)) => {
            terminal.fail(message);
            ExitCode::from(2)
        }
    }
}

fn run(command: Command, terminal: &Terminal) -> Result<Verdict, Failure> {
    match command {
        Command::Check { backend, left, .. } => {
            let source = Source::find(&backend.path, backend.env_file.as_deref())?;
            return build::check(&source, &left.parts, terminal);
        }
        Command::Build { backend, out, no_bundle, allow_layout_change, left, .. } => {
            let source = Source::find(&backend.path, backend.env_file.as_deref())?;
            let wish = Wish { path: &backend.path, out: &out, no_bundle, allow_layout_change, leave_out: &left.parts };
            return build::build(&source, &wish, terminal);
        }
        Command::Outputs { path, stack, out, env_file, .. } => {
            let source = Source::find(&path, env_file.as_deref())?;
            return build::outputs(&source, &stack, out.as_deref(), terminal);
        }
        Command::Access { question, backend, left, format, .. } => {
            let read = |backend: &arguments::Backend, left: &arguments::LeftOut| {
                let source = Source::find(&backend.path, backend.env_file.as_deref())?;
                access::Answering::new(&source, &left.parts, terminal)
            };
            return match question {
                None => read(&backend, &left)?.table(format),
                Some(Question::Can { persona, action, resource, backend, left, .. }) => {
                    read(&backend, &left)?.can(&persona, &action, &resource)
                }
                Some(Question::WhoCan { action, resource, backend, left, .. }) => {
                    read(&backend, &left)?.who_can(&action, &resource)
                }
            };
        }
        Command::Explain { code } => terminal.print(&explain::explain(code.as_deref())?),
        Command::Init { dir, .. } => init::init(&dir, terminal)?,
        Command::Completions { shell } => {
            let mut script = Vec::new();
            clap_complete::generate(shell, &mut Arguments::command(), "ampc", &mut script);
            terminal.print(&String::from_utf8_lossy(&script));
        }
        #[cfg(feature = "lsp")]
        Command::Lsp => {
            let left = crate::lsp::serve(&crate::disk::DiskFiles::new());
            // the protocol wants 1 for an editor that left without a word
            return Ok(if left { Verdict::Clean } else { Verdict::Findings });
        }
    }
    Ok(Verdict::Clean)
}
