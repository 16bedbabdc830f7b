//! The picture in the README: what `ampc check` prints, colours included, as SVG.

use std::fmt::Write as _;

use amp_compiler::analysis::{Options, analyze};
use amp_compiler::diagnostic::render::{Look, human};
use amp_compiler::source::MemoryFiles;

const LINE: usize = 18;

/// The picture of everything that is wrong with a text.
pub(crate) fn of(text: &str) -> String {
    let files =
        MemoryFiles::single("backend.amp", text).with("handler.mjs", "export const handler = async () => {};\n");
    let analysis = analyze(&files, "backend.amp", &Options::default()).expect("it is there");
    svg(&human(&analysis.diagnostics, &analysis.sources, Look { color: true, width: 96 }))
}

fn svg(terminal: &str) -> String {
    let lines: Vec<&str> = terminal.trim_end().lines().collect();
    let height = lines.len() * LINE + 32;
    let mut out = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"800\" height=\"{height}\" \
         font-family=\"ui-monospace,Menlo,Consolas,monospace\" font-size=\"13\">\n\
         <rect width=\"100%\" height=\"100%\" rx=\"8\" fill=\"#1b1f27\"/>\n"
    );
    for (line, number) in lines.iter().zip(1..) {
        let y = 12 + number * LINE;
        let _ = write!(out, "<text x=\"16\" y=\"{y}\" fill=\"#d8dee9\" xml:space=\"preserve\">");
        let mut look = Style::default();
        for piece in line.split('\u{1b}') {
            let text = match piece.strip_prefix('[').and_then(|rest| rest.split_once('m')) {
                Some((codes, text)) => {
                    look.apply(codes);
                    text
                }
                None => piece,
            };
            if !text.is_empty() {
                let _ = write!(out, "<tspan{}>{}</tspan>", look.attributes(), escape(text));
            }
        }
        out.push_str("</text>\n");
    }
    out + "</svg>\n"
}

/// What the terminal was told last.
#[derive(Default)]
struct Style {
    color: Option<&'static str>,
    bold: bool,
    underline: bool,
}

impl Style {
    fn apply(&mut self, codes: &str) {
        for code in codes.split(';') {
            match code {
                "" | "0" => *self = Self::default(),
                "1" => self.bold = true,
                "4" => self.underline = true,
                "22" => self.bold = false,
                "24" => self.underline = false,
                "39" => self.color = None,
                "31" | "91" => self.color = Some("#f0717a"),
                "32" | "92" => self.color = Some("#a3d977"),
                "33" | "93" => self.color = Some("#f5c76b"),
                "34" | "94" => self.color = Some("#7db7ff"),
                "35" | "95" => self.color = Some("#d39be8"),
                "36" | "96" => self.color = Some("#6fd3d6"),
                "2" | "90" => self.color = Some("#7f8a9c"),
                _ => {}
            }
        }
    }

    fn attributes(&self) -> String {
        let mut out = String::new();
        if let Some(color) = self.color {
            let _ = write!(out, " fill=\"{color}\"");
        }
        if self.bold {
            out.push_str(" font-weight=\"bold\"");
        }
        if self.underline {
            out.push_str(" text-decoration=\"underline\"");
        }
        out
    }
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}
