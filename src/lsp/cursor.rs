//! What stands around the cursor, read from the text alone: half-written text, where completion happens, has no tree
//! worth asking. Words, strings and brackets are enough; a declaration at the start of a line ends whatever was left
//! open above it.

mod lexer;
#[cfg(test)]
mod tests;

use std::ops::Range;

use lexer::{Kind, Token};

/// The place of a cursor.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Cursor {
    /// Its byte offset.
    pub(super) offset: usize,
    /// What it touches.
    pub(super) at: At,
    /// The brackets around it, outermost first.
    pub(super) frames: Vec<Frame>,
    /// The chain that the cursor continues: `allow.resource(f)` for `allow.resource(f).to` with the cursor in `to`.
    pub(super) before: Vec<Step>,
    /// The names of what stands further behind in that chain.
    pub(super) after: Vec<String>,
    /// The parameters of the arrow function around it that no bracket holds: of one that a constant holds.
    pub(super) parameters: Vec<String>,
    /// Whether a value is expected before which nothing stands yet: after `:`, `=`, `(`, `[`, `,` or `=>`.
    pub(super) fresh: bool,
}

/// What a cursor touches.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) enum At {
    /// Nothing: white space or punctuation.
    #[default]
    Nothing,
    /// A word, from its first to its last character.
    Word(Range<usize>),
    /// A string: its contents, without quotes; `closed` tells whether the second quote is there.
    String { inside: Range<usize>, closed: bool },
    /// A comment.
    Comment,
}

/// An open bracket around the cursor.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Frame {
    /// `callee(`
    Call {
        callee: Vec<Step>,
        /// Which argument holds the cursor.
        argument: usize,
        /// The parameters of the arrow function that the cursor stands in, as that argument.
        parameters: Vec<String>,
    },
    /// `[`
    List { before: usize },
    /// `{`
    Object {
        /// The key whose value holds the cursor; `None` where a key is expected or being written.
        key: Option<Range<usize>>,
        /// All keys, before and behind the cursor; where they stand, without quotes.
        keys: Vec<Range<usize>>,
        /// The parameters of the arrow function that the cursor stands in, as the value of `key`.
        parameters: Vec<String>,
    },
    /// `(` that calls nothing.
    Group,
    /// `${` in a template.
    Template,
}

/// A part of a chain.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Step {
    /// Its name.
    pub(super) name: String,
    /// Where it stands.
    pub(super) range: Range<usize>,
    /// Whether it was called, and where its arguments stand.
    pub(super) arguments: Option<Range<usize>>,
}

impl Cursor {
    /// The place of a byte offset.
    pub(super) fn new(text: &str, offset: usize) -> Self {
        Reader::new(text, offset).read()
    }

    /// What is touched, as a range to be replaced: empty at the cursor if nothing is.
    pub(super) fn touched(&self, offset: usize) -> Range<usize> {
        match &self.at {
            At::Word(range) => range.clone(),
            At::String { inside, closed: true } => inside.clone(),
            At::String { inside, closed: false } => inside.start..offset,
            At::Nothing | At::Comment => offset..offset,
        }
    }

    /// The key whose value the cursor is directly in.
    pub(super) fn key<'t>(&self, text: &'t str) -> Option<&'t str> {
        match self.frames.last() {
            Some(Frame::Object { key: Some(key), .. }) => text.get(key.clone()),
            _ => None,
        }
    }

    /// Whether the string that is touched says where an import or a re-export comes from.
    pub(super) fn in_import(&self, text: &str) -> bool {
        let At::String { inside, .. } = &self.at else { return false };
        let before = text[..inside.start.saturating_sub(1)].trim_end();
        self.frames.is_empty() && (before.ends_with("from") || before.ends_with("import"))
    }

    /// Whether the cursor stands where a key of an object is expected or written.
    pub(super) fn at_key(&self) -> bool {
        matches!(self.frames.last(), Some(Frame::Object { key: None, .. })) && self.before.is_empty()
    }
}

/// A bracket that is open while reading, with what was read of the expression in it.
struct Open {
    frame: Frame,
    start: usize,
    /// The chain that was read last, if nothing ended it.
    chain: Vec<Step>,
    /// Whether the next name continues the chain.
    dot: bool,
    /// What may become a key: the word or string that was read last, at the place of a key.
    candidate: Option<Range<usize>>,
    /// Words in the group that was closed last: they are parameters if `=>` follows.
    words: Vec<String>,
    /// Whether a type is being read, behind the `:` of what may be a parameter.
    typed: bool,
    /// `?` that wait for their `:`.
    questions: usize,
    fresh: bool,
}

impl Open {
    fn new(frame: Frame, start: usize) -> Self {
        Self {
            frame,
            start,
            chain: Vec::new(),
            dot: false,
            candidate: None,
            words: Vec::new(),
            typed: false,
            questions: 0,
            fresh: true,
        }
    }

    /// Ends the chain; a value is expected if `fresh`.
    fn end(&mut self, fresh: bool) {
        self.chain.clear();
        self.dot = false;
        self.fresh = fresh;
    }

    /// At a comma: the next argument, element or member.
    fn next(&mut self) {
        let candidate = self.candidate.take();
        match &mut self.frame {
            Frame::Call { argument, parameters, .. } => {
                *argument += 1;
                parameters.clear();
            }
            Frame::List { before } => *before += 1,
            Frame::Object { key, keys, parameters } => {
                if key.take().is_none() {
                    keys.extend(candidate);
                }
                parameters.clear();
            }
            Frame::Group | Frame::Template => {}
        }
        if self.frame != Frame::Group {
            self.words.clear();
        }
        self.typed = false;
        self.questions = 0;
        self.end(true);
    }
}

struct Reader<'t> {
    text: &'t str,
    offset: usize,
    open: Vec<Open>,
    /// The parameters of an arrow function that no bracket holds.
    parameters: Vec<String>,
    found: Option<(Cursor, usize)>,
    /// Whether the chain at the cursor goes on.
    follows: bool,
}

impl<'t> Reader<'t> {
    fn new(text: &'t str, offset: usize) -> Self {
        Self {
            text,
            offset,
            open: vec![Open::new(Frame::Group, 0)],
            parameters: Vec::new(),
            found: None,
            follows: true,
        }
    }

    fn top(&mut self) -> &mut Open {
        self.open.last_mut().expect("the bottom is never closed")
    }

    fn read(mut self) -> Cursor {
        for token in lexer::Lexer::new(self.text) {
            if self.found.is_none() && self.reaches(&token) {
                self.snapshot(Some(&token));
            }
            self.follow(&token);
            self.take(&token);
            if let Some((_, depth)) = self.found {
                if self.open.len() < depth {
                    break;
                }
                self.follows &= self.open.len() > depth || !self.top().chain.is_empty();
            }
        }
        if self.found.is_none() {
            self.snapshot(None);
        }
        self.finish()
    }

    /// Keeps a name of the chain at the cursor that stands behind it.
    fn follow(&mut self, token: &Token) {
        let declares = token.kind == Kind::Word && self.declares(token);
        let Some((cursor, depth)) = &mut self.found else { return };
        let Some(top) = self.open.get(*depth - 1).filter(|_| self.follows && self.open.len() == *depth) else { return };
        match token.kind {
            Kind::Word if top.dot && !declares && cursor.at != At::Word(token.range.clone()) => {
                cursor.after.push(self.text[token.range.clone()].to_owned());
            }
            // that was the key of the next line
            Kind::Punctuation(":") if top.chain.last().is_some_and(|step| step.arguments.is_none()) => {
                cursor.after.pop();
            }
            _ => {}
        }
    }

    /// Whether the cursor stands before the end of this token, or at the end of a word.
    fn reaches(&self, token: &Token) -> bool {
        let open_string = matches!(token.kind, Kind::String { closed: false });
        let sticky = token.kind == Kind::Word || token.kind == Kind::Comment { line: true } || open_string;
        self.offset < token.range.end || (sticky && self.offset == token.range.end)
    }

    fn snapshot(&mut self, token: Option<&Token>) {
        let offset = self.offset;
        let at = match token {
            Some(Token { kind: Kind::Word, range }) if range.start <= offset => At::Word(range.clone()),
            Some(Token { kind: Kind::String { closed }, range }) if range.start < offset => {
                At::String { inside: range.start + 1..range.end - usize::from(*closed), closed: *closed }
            }
            Some(Token { kind: Kind::Comment { .. }, range }) if range.start < offset => At::Comment,
            _ => At::Nothing,
        };
        // a declaration at the start of a line ends what was left open above it, also under the cursor
        if let (At::Word(range), Some(token)) = (&at, token)
            && self.declares(token)
            && range.start <= offset
        {
            self.open.truncate(1);
            self.parameters.clear();
            self.top().end(true);
        }
        let top = self.top();
        let before = if top.dot { top.chain.clone() } else { Vec::new() };
        let fresh = top.fresh;
        let frames = self.open[1..].iter().map(|open| open.frame.clone()).collect();
        let parameters = self.parameters.clone();
        let cursor = Cursor { offset, at, frames, before, after: Vec::new(), parameters, fresh };
        self.found = Some((cursor, self.open.len()));
    }

    fn finish(mut self) -> Cursor {
        self.settle_keys();
        self.found.take().map(|(cursor, _)| cursor).unwrap_or_default()
    }

    /// Gives the cursor's object the keys that were read behind the cursor.
    fn settle_keys(&mut self) {
        let Some((cursor, depth)) = &mut self.found else { return };
        let (Some(Frame::Object { keys, .. }), Some(open)) = (cursor.frames.last_mut(), self.open.get_mut(*depth - 1))
        else {
            return;
        };
        let candidate = open.candidate.take();
        if let Frame::Object { key, keys: all, .. } = &mut open.frame {
            if key.is_none() {
                all.extend(candidate);
            }
            keys.clone_from(all);
        }
    }

    /// Whether a declaration begins here, whatever is still open.
    fn declares(&self, token: &Token) -> bool {
        const WORDS: [&str; 9] =
            ["export", "import", "const", "let", "var", "enum", "function", "defineBackend", "interface"];
        let line_start = token.range.start == 0 || self.text.as_bytes()[token.range.start - 1] == b'\n';
        line_start && WORDS.contains(&&self.text[token.range.clone()])
    }

    fn take(&mut self, token: &Token) {
        match token.kind {
            Kind::Word => self.word(token),
            Kind::String { .. } => {
                let inside = token.range.start + 1..token.range.end;
                let top = self.top();
                top.end(false);
                top.candidate =
                    Some(inside.start..inside.end - usize::from(token.kind == Kind::String { closed: true }));
            }
            Kind::Comment { .. } => {}
            Kind::Other => {
                let top = self.top();
                top.candidate = None;
                top.end(false);
            }
            Kind::Punctuation(sign) => self.punctuation(sign, token),
        }
    }

    fn word(&mut self, token: &Token) {
        if self.declares(token) {
            self.settle_keys();
            self.open.clear();
            self.parameters.clear();
            self.open.push(Open::new(Frame::Group, 0));
        }
        let name = self.text[token.range.clone()].to_owned();
        let top = self.top();
        if !top.dot {
            top.chain.clear();
        }
        // `export default`, but not `.default(...)`
        top.fresh = !top.dot && matches!(name.as_str(), "default" | "return");
        top.dot = false;
        if !top.fresh {
            top.candidate = top.chain.is_empty().then(|| token.range.clone());
            if !top.typed {
                top.words.push(name.clone());
            }
            top.chain.push(Step { name, range: token.range.clone(), arguments: None });
        }
    }

    fn punctuation(&mut self, sign: &str, token: &Token) {
        let at = token.range.start;
        match sign {
            "." | "?." | "!" => {
                let top = self.top();
                top.dot = sign != "!" && !top.chain.is_empty();
                top.fresh = false;
            }
            "(" => {
                let callee = std::mem::take(&mut self.top().chain);
                let frame = match &callee[..] {
                    [] => Frame::Group,
                    _ => Frame::Call { callee, argument: 0, parameters: Vec::new() },
                };
                self.open.push(Open::new(frame, at));
            }
            "[" => self.open.push(Open::new(Frame::List { before: 0 }, at)),
            "{" => {
                let frame = Frame::Object { key: None, keys: Vec::new(), parameters: Vec::new() };
                self.open.push(Open::new(frame, at));
            }
            "${" => self.open.push(Open::new(Frame::Template, at)),
            ")" | "]" | "}" => self.close(sign, token),
            "," | ";" => self.top().next(),
            "?" => {
                let top = self.top();
                top.questions += 1;
                top.end(true);
            }
            ":" => self.colon(),
            "=>" => {
                let top = self.top();
                let words = std::mem::take(&mut top.words);
                // parentheses around a function change nothing
                let holder = self.open.iter_mut().map(|open| &mut open.frame).rfind(|frame| **frame != Frame::Group);
                match holder {
                    Some(Frame::Object { parameters, key: Some(_), .. } | Frame::Call { parameters, .. }) => {
                        *parameters = words;
                    }
                    None => self.parameters = words,
                    Some(_) => {}
                }
                self.top().end(true);
            }
            _ => self.top().end(true),
        }
    }

    fn colon(&mut self) {
        let top = self.top();
        let candidate = top.candidate.take();
        if top.questions > 0 {
            top.questions -= 1;
        } else if let (Frame::Object { key, keys, .. }, Some(candidate)) = (&mut top.frame, candidate) {
            // also where a comma before it is missing
            keys.push(candidate.clone());
            *key = Some(candidate);
        } else if top.frame == Frame::Group {
            top.typed = true;
        }
        if top.frame != Frame::Group {
            top.words.clear();
        }
        top.end(true);
    }

    /// Closes the bracket that this one belongs to, and those that were left open within it.
    fn close(&mut self, sign: &str, token: &Token) {
        let belongs = |open: &Open| match sign {
            ")" => matches!(open.frame, Frame::Call { .. } | Frame::Group),
            "]" => matches!(open.frame, Frame::List { .. }),
            _ => matches!(open.frame, Frame::Object { .. } | Frame::Template),
        };
        let Some(at) = self.open.iter().skip(1).rposition(belongs).map(|at| at + 1) else { return };
        if self.found.as_ref().is_some_and(|(_, depth)| at < *depth) {
            self.settle_keys();
        }
        let mut closed = self.open.drain(at..);
        let Some(first) = closed.next() else { return };
        drop(closed);
        let top = self.top();
        top.fresh = false;
        top.dot = false;
        top.candidate = None;
        match first.frame {
            Frame::Call { mut callee, .. } => {
                if let Some(last) = callee.last_mut() {
                    last.arguments = Some(first.start..token.range.end);
                }
                top.chain = callee;
            }
            Frame::Group => {
                top.chain.clear();
                top.words = first.words;
            }
            Frame::Object { keys, .. } => {
                top.chain.clear();
                // `({ a, b }) =>`
                let names = keys.into_iter().chain(first.candidate).map(|range| self.text[range].to_owned());
                let names: Vec<String> = names.collect();
                self.top().words = names;
            }
            Frame::List { .. } | Frame::Template => top.chain.clear(),
        }
    }
}
