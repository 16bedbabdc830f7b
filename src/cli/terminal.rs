//! Where and how things are printed.

use std::cell::Cell;
use std::fmt::{Display, Write as _};
use std::io::{self, ErrorKind, IsTerminal, Write};

use terminal_size::{Height, Width};

use super::arguments::{Color, Command, Format};
use crate::diagnostic::render::{self, Answer, Look};
use crate::diagnostic::{Diagnostic, Severity, settle};
use crate::source::Sources;

/// Columns where there is no terminal to ask.
const WIDTH: usize = 100;

/// The two streams, and what the user wants on them.
pub(super) struct Terminal {
    format: Format,
    color: Color,
    pub(super) quiet: bool,
    deny_warnings: bool,
    /// Whether the system refused to take what was printed.
    broken: Cell<bool>,
}

impl Terminal {
    pub(super) fn new(command: &Command) -> Self {
        let report = command.report();
        Self {
            format: report.and_then(|report| report.format).unwrap_or(Format::Human),
            color: command.color(),
            quiet: command.is_quiet(),
            deny_warnings: report.is_some_and(|report| report.deny_warnings),
            broken: Cell::new(false),
        }
    }

    /// Prints findings in order, in the format that was asked for. Returns whether one of them fails the command.
    pub(super) fn report(&self, diagnostics: &mut Vec<Diagnostic>, sources: &Sources) -> bool {
        settle(diagnostics);
        let failed = self.fails(diagnostics);
        if self.quiet {
            diagnostics.retain(|diagnostic| diagnostic.severity >= self.limit());
        }
        match self.format {
            Format::Human => {
                let mut text = render::human(
                    diagnostics,
                    sources,
                    self.look(io::stderr().is_terminal(), terminal_size::terminal_size_of(io::stderr())),
                );
                if let Some(summary) = render::summary(diagnostics).filter(|_| !self.quiet) {
                    let code = diagnostics.iter().rev().max_by_key(|it| it.severity).map(|it| it.code.text());
                    let _ = writeln!(text, "{summary}; `ampc explain {}` says more", code.unwrap_or_default());
                }
                self.write(&mut io::stderr().lock(), &text);
            }
            Format::Short => self.print(&render::short(diagnostics, sources)),
            Format::Json => self.print(&render::json(diagnostics, sources)),
            Format::Sarif => self.print(&render::sarif(diagnostics, sources)),
            Format::Github => self.print(&render::github(diagnostics, sources)),
        }
        failed
    }

    /// Whether one of them fails the command.
    pub(super) fn fails(&self, diagnostics: &[Diagnostic]) -> bool {
        diagnostics.iter().any(|diagnostic| diagnostic.severity >= self.limit())
    }

    fn limit(&self) -> Severity {
        if self.deny_warnings { Severity::Warning } else { Severity::Error }
    }

    /// Prints what was asked for to stdout.
    pub(super) fn print(&self, text: &str) {
        self.write(&mut io::stdout().lock(), text);
    }

    /// Prints what a person wants to know to stdout: not with `-q`, and not where a program reads along.
    pub(super) fn say(&self, text: impl Display) {
        if !self.quiet && self.format == Format::Human {
            self.print(&format!("{text}\n"));
        }
    }

    /// Prints what a person should know of the command itself to stderr: not with `-q`, and not where a program reads along.
    pub(super) fn remark(&self, text: impl Display) {
        if !self.quiet && self.format == Format::Human {
            self.write(&mut io::stderr().lock(), &format!("note: {text}\n"));
        }
    }

    /// Prints why nothing could be done to stderr.
    pub(super) fn fail(&self, text: impl Display) {
        self.write(&mut io::stderr().lock(), &format!("error: {text}\n"));
    }

    /// Whether all that was printed arrived, or the reader had enough.
    pub(super) fn is_well(&self) -> bool {
        !self.broken.get()
    }

    fn write(&self, stream: &mut dyn Write, text: &str) {
        if let Err(error) = stream.write_all(text.as_bytes()).and_then(|()| stream.flush())
            && error.kind() != ErrorKind::BrokenPipe
        {
            self.broken.set(true);
        }
    }

    /// Prints an answer to stdout, unless only the exit status is wanted.
    pub(super) fn answer(&self, answer: &Answer, sources: &Sources) {
        if !self.quiet {
            let look = self.look(io::stdout().is_terminal(), terminal_size::terminal_size_of(io::stdout()));
            self.print(&render::answer(answer, sources, look));
        }
    }

    fn look(&self, is_terminal: bool, size: Option<(Width, Height)>) -> Look {
        let set = |name| std::env::var_os(name).is_some_and(|value| !value.is_empty());
        let color = match self.color {
            Color::Always => true,
            Color::Never => false,
            Color::Auto => {
                let dumb = std::env::var_os("TERM").is_some_and(|term| term == "dumb");
                is_terminal && !set("NO_COLOR") && !dumb
            }
        };
        let width = size.map_or(WIDTH, |(width, _)| usize::from(width.0));
        Look { color, width: width.min(120) }
    }
}
