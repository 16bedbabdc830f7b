//! Findings with the lines of source that they are about. The only place that knows miette.

use std::fmt::{self, Display, Formatter, Write as _};

use miette::{
    GraphicalReportHandler, GraphicalTheme, LabeledSpan, MietteError, MietteSpanContents, SourceCode, SourceSpan,
    SpanContents,
};

use super::{short_line, start};
use crate::diagnostic::{Diagnostic, Label, Severity};
use crate::source::{FileId, SourceFile, Sources, Span};

/// A line longer than this (a minified file) is not shown, only its place.
const LONGEST_LINE: u32 = 500;

/// How findings look.
#[derive(Clone, Copy, Debug)]
pub struct Look {
    /// With colours.
    pub color: bool,
    /// Columns of the terminal.
    pub width: usize,
}

/// An answer to a question, shown as findings are.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer {
    /// In one or few words: `yes`.
    pub verdict: String,
    /// In a sentence.
    pub message: String,
    /// The place that decides.
    pub span: Span,
    /// A few words at that place.
    pub note: String,
    /// Further places.
    pub labels: Vec<Label>,
    /// What else is to be known; lines.
    pub help: Option<String>,
}

/// An answer with its source lines, an empty line after it.
pub fn answer(answer: &Answer, sources: &Sources, look: Look) -> String {
    let Answer { verdict, message, span, note, labels, help } = answer;
    let help = help.as_deref();
    let view = View { heading: verdict.clone(), severity: Severity::Note, message, span: *span, note, labels, help };
    let mut out = String::new();
    for part in parts(&view, sources) {
        if handler(look).render_report(&mut out, &part).is_err() {
            let _ = writeln!(out, "{verdict}: {message}");
        }
    }
    out.push('\n');
    out
}

fn handler(look: Look) -> GraphicalReportHandler {
    let theme = if look.color { GraphicalTheme::unicode() } else { GraphicalTheme::unicode_nocolor() };
    GraphicalReportHandler::new_themed(theme).with_width(look.width.max(20)).tab_width(2)
}

/// Each finding with its source lines, all labels and its help, an empty line after each.
pub fn human(diagnostics: &[Diagnostic], sources: &Sources, look: Look) -> String {
    let handler = handler(look);
    let mut out = String::new();
    for diagnostic in diagnostics {
        let view = View {
            heading: format!("{}[{}]", diagnostic.severity.word(), diagnostic.code),
            severity: diagnostic.severity,
            message: &diagnostic.message,
            span: diagnostic.span,
            note: &diagnostic.note,
            labels: &diagnostic.labels,
            help: diagnostic.help.as_deref(),
        };
        for part in parts(&view, sources) {
            if handler.render_report(&mut out, &part).is_err() {
                out.push_str(&short_line(diagnostic, sources));
                out.push('\n');
            }
        }
        out.push('\n');
    }
    out
}

/// What is shown of a finding or an answer.
struct View<'a> {
    heading: String,
    severity: Severity,
    message: &'a str,
    span: Span,
    note: &'a str,
    labels: &'a [Label],
    help: Option<&'a str>,
}

/// The finding in its own file, then its labels in each other file; the help comes last.
fn parts<'a>(view: &View<'a>, sources: &Sources) -> Vec<Part<'a>> {
    let (here, elsewhere): (Vec<&Label>, Vec<&Label>) =
        view.labels.iter().partition(|label| label.span.file == view.span.file);
    let mut own = vec![mark(view.span, view.note, true, sources)];
    own.extend(here.iter().map(|label| mark(label.span, &label.text, false, sources)));
    let spans = std::iter::once(view.span).chain(here.iter().map(|label| label.span));
    let mut parts = vec![Part {
        message: view.message.to_owned(),
        code: Some(view.heading.clone()),
        severity: view.severity,
        help: None,
        frame: Frame::new(view.span, spans, own, sources),
    }];
    let mut files: Vec<FileId> = Vec::new();
    for label in &elsewhere {
        if !files.contains(&label.span.file) {
            files.push(label.span.file);
        }
    }
    for file in files {
        let labels: Vec<&Label> = elsewhere.iter().filter(|label| label.span.file == file).copied().collect();
        // One label says it all above its frame; several stand at their places.
        let (message, marks) = if let [only] = labels[..] {
            (only.text.clone(), vec![mark(only.span, "", true, sources)])
        } else {
            let marks = labels.iter().map(|label| mark(label.span, &label.text, false, sources));
            ("these places belong to it".to_owned(), marks.collect())
        };
        let frame = Frame::new(labels[0].span, labels.iter().map(|label| label.span), marks, sources);
        parts.push(Part { message, code: None, severity: Severity::Note, help: None, frame });
    }
    if let Some(last) = parts.last_mut() {
        last.help = view.help;
    }
    parts
}

fn mark(span: Span, text: &str, primary: bool, sources: &Sources) -> LabeledSpan {
    let file = sources.get(span.file);
    let mut from = file.clamp(span.start);
    let size = file.clamp(span.end).saturating_sub(from);
    if size == 0 && from == file.text.len() {
        // Behind the last line break nothing could be pointed at.
        from = file.text.trim_end().len();
    }
    let text = (!text.is_empty()).then(|| text.to_owned());
    if primary { LabeledSpan::new_primary_with_span(text, (from, size)) } else { LabeledSpan::new(text, from, size) }
}

/// A file under its path, with columns counted as everywhere else; miette by itself counts bytes.
#[derive(Debug)]
struct Source(SourceFile);

impl SourceCode for Source {
    fn read_span<'a>(
        &'a self,
        span: &SourceSpan,
        before: usize,
        after: usize,
    ) -> Result<Box<dyn SpanContents<'a> + 'a>, MietteError> {
        let text: &str = &self.0.text;
        let read = text.read_span(span, before, after)?;
        let column = if before == 0 && after == 0 {
            let offset = u32::try_from(span.offset()).unwrap_or(u32::MAX);
            self.0.position(offset).column as usize - 1
        } else {
            read.column()
        };
        let (data, span, line, lines) = (read.data(), *read.span(), read.line(), read.line_count());
        Ok(Box::new(MietteSpanContents::new_named(self.0.path.clone(), data, span, line, column, lines)))
    }
}

/// What is shown of a file.
#[derive(Debug)]
enum Frame {
    Lines { source: Source, marks: Vec<LabeledSpan> },
    Place(String),
}

impl Frame {
    fn new(at: Span, mut spans: impl Iterator<Item = Span>, marks: Vec<LabeledSpan>, sources: &Sources) -> Self {
        let file = sources.get(at.file);
        let too_long = |span: Span| {
            let line = file.line(file.position(span.start).line);
            line.len() > LONGEST_LINE as usize
        };
        if file.text.is_empty() || spans.any(too_long) {
            let place = start(at, sources);
            return Self::Place(format!("{}:{}:{}", file.path, place.line, place.column));
        }
        Self::Lines { source: Source(file.clone()), marks }
    }
}

/// One frame of a finding, as miette wants it.
#[derive(Debug)]
struct Part<'a> {
    message: String,
    code: Option<String>,
    severity: Severity,
    help: Option<&'a str>,
    frame: Frame,
}

impl Display for Part<'_> {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)?;
        match &self.frame {
            Frame::Place(place) => write!(f, "\nin {place}"),
            Frame::Lines { .. } => Ok(()),
        }
    }
}

impl std::error::Error for Part<'_> {}

impl miette::Diagnostic for Part<'_> {
    fn code<'a>(&'a self) -> Option<Box<dyn Display + 'a>> {
        self.code.as_ref().map(|code| Box::new(code) as _)
    }

    fn severity(&self) -> Option<miette::Severity> {
        Some(match self.severity {
            Severity::Note => miette::Severity::Advice,
            Severity::Warning => miette::Severity::Warning,
            Severity::Error => miette::Severity::Error,
        })
    }

    fn help<'a>(&'a self) -> Option<Box<dyn Display + 'a>> {
        self.help.map(|help| Box::new(help) as _)
    }

    fn source_code(&self) -> Option<&dyn SourceCode> {
        match &self.frame {
            Frame::Lines { source, .. } => Some(source),
            Frame::Place(_) => None,
        }
    }

    fn labels(&self) -> Option<Box<dyn Iterator<Item = LabeledSpan> + '_>> {
        match &self.frame {
            Frame::Lines { marks, .. } => Some(Box::new(marks.iter().cloned())),
            Frame::Place(_) => None,
        }
    }
}
