//! What can be written on the command line.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};
use clap_complete::Shell;

/// Compiles `.amp` files and Amplify Gen 2 definitions into CloudFormation, IAM and typed client code.
#[derive(Debug, Parser)]
#[command(name = "ampc", version, arg_required_else_help = true, max_term_width = 100)]
#[command(
    after_help = "Exit status: 0 no errors, 1 errors (with --deny-warnings, warnings too), 2 wrong usage or a file that \
                  cannot be read or written."
)]
pub(super) struct Arguments {
    #[command(subcommand)]
    pub(super) command: Command,
}

/// How a command reports what it finds.
#[derive(Args, Debug)]
pub(super) struct Report {
    /// How findings are printed: `human` on stderr (the default), the others on stdout
    #[arg(long, value_enum)]
    pub(super) format: Option<Format>,
    /// When to use colours; `auto` also heeds `NO_COLOR`
    #[arg(long, value_enum, default_value_t = Color::Auto)]
    pub(super) color: Color,
    /// Print errors only
    #[arg(short, long)]
    pub(super) quiet: bool,
    /// Let warnings fail as errors do
    #[arg(long)]
    pub(super) deny_warnings: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum Format {
    /// With source lines, for people
    Human,
    /// One line each: `file:line:column: severity[code]: message`
    Short,
    /// An array; lines and columns from 1, columns in Unicode scalar values
    Json,
    /// SARIF 2.1.0, for code scanning
    Sarif,
    /// Workflow commands of GitHub Actions
    Github,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum Color {
    Auto,
    Always,
    Never,
}

#[derive(Debug, Subcommand)]
pub(super) enum Command {
    /// Read a backend and say what is wrong with it
    Check {
        #[command(flatten)]
        backend: Backend,
        #[command(flatten)]
        left: LeftOut,
        #[command(flatten)]
        report: Report,
    },
    /// Write the template, the code of functions and the typed client code
    Build {
        #[command(flatten)]
        backend: Backend,
        /// The folder to write; files there that ampc did not write are kept
        #[arg(long, value_name = "DIR", default_value = "amp.out")]
        out: PathBuf,
        /// Leave out the code of functions
        #[arg(long)]
        no_bundle: bool,
        /// Let resources move to other stacks, where those that hold data begin empty
        #[arg(long)]
        allow_layout_change: bool,
        #[command(flatten)]
        left: LeftOut,
        #[command(flatten)]
        report: Report,
    },
    /// Write `amplify_outputs.json` for a stack that was deployed
    Outputs {
        /// A file, or a folder with backend.amp, amplify/backend.amp, amplify/backend.ts or backend.ts
        #[arg(default_value = ".")]
        path: PathBuf,
        /// What `aws cloudformation describe-stacks --stack-name NAME --output json` printed; `-` is stdin
        #[arg(long, value_name = "FILE")]
        stack: PathBuf,
        /// The file to write; stdout without it
        #[arg(long, value_name = "FILE")]
        out: Option<PathBuf>,
        /// A file of NAME=value lines for `process.env`
        #[arg(long, value_name = "FILE")]
        env_file: Option<PathBuf>,
        #[command(flatten)]
        report: Report,
    },
    /// Show who may do what, as a table or for programs; `can` and `who-can` answer one question
    #[command(args_conflicts_with_subcommands = true)]
    Access {
        #[command(subcommand)]
        question: Option<Question>,
        #[command(flatten)]
        backend: Backend,
        #[command(flatten)]
        left: LeftOut,
        /// How the table is printed, on stdout; findings go to stderr
        #[arg(long, value_enum, default_value_t = TableFormat::Human)]
        format: TableFormat,
        #[command(flatten)]
        look: Look,
    },
    /// Explain a code such as AMP0101; without one, list all
    Explain {
        /// The code
        code: Option<String>,
    },
    /// Write a small backend to start from
    Init {
        /// Where
        #[arg(default_value = ".")]
        dir: PathBuf,
        /// Print errors only
        #[arg(short, long)]
        quiet: bool,
    },
    /// Speak the Language Server Protocol on stdin and stdout
    #[cfg(feature = "lsp")]
    Lsp,
    /// Print the completion script of a shell
    Completions {
        /// The shell
        shell: Shell,
    },
}

/// A question about access.
#[derive(Debug, Subcommand)]
pub(super) enum Question {
    /// Whether somebody may do something, and which rule says so
    #[command(after_help = QUESTION_HELP)]
    Can {
        /// `guest`, `user` (in no group), `entity` (the owner of the folder), `EDITORS`, `ADMINS+EDITORS`, `fn:name`
        persona: String,
        /// `get`, `list`, `read`, `write`, `delete`; for the user pool, an action of functions: `addUserToGroup`
        action: String,
        /// `storage:path/to/file`, `storage:folder/`, `storage`; the name may be left out if there is one; `auth`
        resource: String,
        #[command(flatten)]
        backend: Backend,
        #[command(flatten)]
        left: LeftOut,
        #[command(flatten)]
        look: Look,
    },
    /// Everyone who may do something, and which rules say so
    #[command(after_help = QUESTION_HELP)]
    WhoCan {
        /// `get`, `list`, `read`, `write`, `delete`; for the user pool, an action of functions: `addUserToGroup`
        action: String,
        /// `storage:path/to/file`, `storage:folder/`, `storage`; the name may be left out if there is one; `auth`
        resource: String,
        #[command(flatten)]
        backend: Backend,
        #[command(flatten)]
        left: LeftOut,
        #[command(flatten)]
        look: Look,
    },
}

const QUESTION_HELP: &str = "Exit status: 0 yes (somebody may), 1 no (nobody may), 2 wrong usage, what holds only in \
                             part, or a definition with errors, for which the answer may be wrong.";

/// How an answer looks.
#[derive(Args, Debug)]
pub(super) struct Look {
    /// When to use colours; `auto` also heeds `NO_COLOR`
    #[arg(long, value_enum, default_value_t = Color::Auto)]
    pub(super) color: Color,
    /// Print no answer, only errors: the exit status tells
    #[arg(short, long)]
    pub(super) quiet: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum TableFormat {
    /// A table for people
    Human,
    /// The same as `access.json` of a build
    Json,
    /// One line for each thing that somebody may do
    Csv,
    /// Tables for a pull request
    Markdown,
}

/// Which backend is read.
#[derive(Args, Debug)]
pub(super) struct Backend {
    /// A file, or a folder with backend.amp, amplify/backend.amp, amplify/backend.ts or backend.ts
    #[arg(default_value = ".")]
    pub(super) path: PathBuf,
    /// A file of NAME=value lines for `process.env`
    #[arg(long, value_name = "FILE")]
    pub(super) env_file: Option<PathBuf>,
}

/// Which imperative code does not matter.
#[derive(Args, Debug)]
pub(super) struct LeftOut {
    /// Go without this imperative code, which ampc cannot compile: all of a file, or what is on a line; repeatable
    #[arg(long = "leave-out", value_name = "FILE[:LINE]")]
    pub(super) parts: Vec<String>,
}

impl Command {
    /// How it reports; `None` for those that find nothing.
    pub(super) const fn report(&self) -> Option<&Report> {
        match self {
            Self::Check { report, .. } | Self::Build { report, .. } | Self::Outputs { report, .. } => Some(report),
            _ => None,
        }
    }

    /// How an answer looks, of those that give one.
    const fn look(&self) -> Option<&Look> {
        match self {
            Self::Access { question: Some(Question::Can { look, .. } | Question::WhoCan { look, .. }), .. }
            | Self::Access { look, .. } => Some(look),
            _ => None,
        }
    }

    /// When it uses colours.
    pub(super) fn color(&self) -> Color {
        let report = self.report().map(|report| report.color);
        report.or(self.look().map(|look| look.color)).unwrap_or(Color::Auto)
    }

    /// Whether it prints errors only.
    pub(super) fn is_quiet(&self) -> bool {
        matches!(self, Self::Init { quiet: true, .. })
            || self.report().is_some_and(|report| report.quiet)
            || self.look().is_some_and(|look| look.quiet)
    }
}
