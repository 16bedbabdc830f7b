//! Files from the disk, environment variables from the process and from a file that the user names.

use std::collections::HashMap;
use std::io::Read as _;
use std::path::Path;
use std::sync::Arc;
use std::time::SystemTime;

use crate::source::{Files, ReadError};

/// The largest file that is read, in bytes. The largest definition among 127 real projects has 0.2 MB.
const LARGEST: u64 = 8 << 20;

/// The disk, with paths relative to the current folder.
#[derive(Clone, Debug, Default)]
pub struct DiskFiles {
    env: HashMap<String, String>,
}

/// The time, in seconds since 1970.
pub fn now() -> u64 {
    let now = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH);
    now.unwrap_or_default().as_secs()
}

/// Why a file of environment variables could not be used.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EnvFileError {
    /// The file.
    pub path: String,
    /// The line, from 1; 0 for the file as a whole.
    pub line: usize,
    /// What is wrong.
    pub message: String,
}

impl std::fmt::Display for EnvFileError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self.line {
            0 => write!(f, "cannot read `{}`: {}", self.path, self.message),
            line => write!(f, "`{}`, line {line}: {}", self.path, self.message),
        }
    }
}

impl std::error::Error for EnvFileError {}

impl DiskFiles {
    /// The disk and the environment of this process.
    pub fn new() -> Self {
        Self::default()
    }

    /// With the variables of a file for those that the environment does not have, as `node --env-file` does it:
    /// <https://nodejs.org/api/cli.html#--env-fileconfig>.
    pub fn with_env_file(mut self, path: &str) -> Result<Self, EnvFileError> {
        let whole = |message: String| EnvFileError { path: path.to_owned(), line: 0, message };
        let text = self.read(path).map_err(|error| whole(error.to_string()))?;
        let variables =
            env_lines(&text).map_err(|(line, message)| EnvFileError { path: path.to_owned(), line, message })?;
        self.env.extend(variables);
        Ok(self)
    }
}

impl Files for DiskFiles {
    fn read(&self, path: &str) -> Result<Arc<str>, ReadError> {
        let words = |error: std::io::Error| match error.kind() {
            std::io::ErrorKind::NotFound => ReadError::NotFound,
            _ => ReadError::Other(error.to_string()),
        };
        let file = std::fs::File::open(path).map_err(words)?;
        let mut bytes = Vec::new();
        // a pipe has no size, so the bound is on what comes out
        file.take(LARGEST + 1).read_to_end(&mut bytes).map_err(words)?;
        if bytes.len() as u64 > LARGEST {
            return Err(ReadError::Other(format!("it is larger than {} MB, no definition is", LARGEST >> 20)));
        }
        String::from_utf8(bytes).map(Into::into).map_err(|_| ReadError::NotText)
    }

    fn is_file(&self, path: &str) -> bool {
        // `-` and pipes are files too; folders are not
        Path::new(path).metadata().is_ok_and(|data| !data.is_dir())
    }

    fn is_dir(&self, path: &str) -> bool {
        Path::new(path).is_dir()
    }

    fn env(&self, name: &str) -> Option<String> {
        std::env::var(name).ok().or_else(|| self.env.get(name).cloned())
    }

    fn list(&self, path: &str) -> Vec<String> {
        let Ok(entries) = std::fs::read_dir(path) else { return Vec::new() };
        let mut names: Vec<String> =
            entries.flatten().filter_map(|entry| entry.file_name().into_string().ok()).collect();
        names.sort();
        names
    }
}

/// The variables of `NAME=value` lines: with or without `export`, the value bare or quoted (in double quotes `\n`, `\t`,
/// `\"` and `\\` are escapes, and lines may break), `#` begins a comment. The error has its line, from 1.
fn env_lines(text: &str) -> Result<Vec<(String, String)>, (usize, String)> {
    let mut variables = Vec::new();
    let mut lines = (1..).zip(text.trim_start_matches('\u{FEFF}').lines());
    while let Some((number, line)) = lines.next() {
        let line = line.trim();
        if line.is_empty() || line.starts_with('#') {
            continue;
        }
        let line = line.strip_prefix("export ").unwrap_or(line);
        let Some((name, value)) = line.split_once('=') else {
            return Err((number, "write `NAME=value`".to_owned()));
        };
        let name = name.trim();
        if name.is_empty() || !name.chars().all(|char| char.is_alphanumeric() || matches!(char, '_' | '.' | '-')) {
            return Err((number, format!("`{name}` is not the name of a variable")));
        }
        let value = value.trim_start();
        let value = match value.chars().next() {
            Some(quote @ ('"' | '\'' | '`')) => {
                let mut quoted = value[1..].to_owned();
                loop {
                    if let Some(end) = closing(&quoted, quote) {
                        quoted.truncate(end);
                        break;
                    }
                    let Some((_, next)) = lines.next() else {
                        return Err((number, format!("the quote {quote} is never closed")));
                    };
                    quoted.push('\n');
                    quoted.push_str(next);
                }
                if quote == '"' { unescaped(&quoted) } else { quoted }
            }
            _ => value.find(" #").map_or(value, |at| &value[..at]).trim_end().to_owned(),
        };
        variables.push((name.to_owned(), value));
    }
    Ok(variables)
}

/// Where a quote closes.
fn closing(text: &str, quote: char) -> Option<usize> {
    let mut escaped = false;
    for (at, char) in text.char_indices() {
        match char {
            _ if escaped => escaped = false,
            '\\' if quote == '"' => escaped = true,
            _ if char == quote => return Some(at),
            _ => {}
        }
    }
    None
}

fn unescaped(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    let mut chars = text.chars();
    while let Some(char) = chars.next() {
        if char != '\\' {
            plain.push(char);
            continue;
        }
        match chars.next() {
            Some('n') => plain.push('\n'),
            Some('r') => plain.push('\r'),
            Some('t') => plain.push('\t'),
            Some(char @ ('"' | '\\')) => plain.push(char),
            Some(char) => plain.extend(['\\', char]),
            None => plain.push('\\'),
        }
    }
    plain
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_of_variables() {
        let text = "# first\nA=1\nexport B = two words # more\n\nC=\"x \\\"y\\\"\\n# z\" # no\nD='a\\n'\nE=\nF=a#b\nG=\"two\nlines\"\nH=x=y\r\n";
        let pairs: Vec<(&str, &str)> = vec![
            ("A", "1"),
            ("B", "two words"),
            ("C", "x \"y\"\n# z"),
            ("D", "a\\n"),
            ("E", ""),
            ("F", "a#b"),
            ("G", "two\nlines"),
            ("H", "x=y"),
        ];
        let expected: Vec<(String, String)> =
            pairs.into_iter().map(|(name, value)| (name.into(), value.into())).collect();
        assert_eq!(env_lines(text), Ok(expected));
        assert_eq!(env_lines("A=1\nB"), Err((2, "write `NAME=value`".into())));
        assert_eq!(env_lines("A B=1"), Err((1, "`A B` is not the name of a variable".into())));
        assert_eq!(env_lines("\nA=\"x\ny"), Err((2, "the quote \" is never closed".into())));
    }

    #[test]
    fn reads_text_and_refuses_the_rest() -> std::io::Result<()> {
        let folder = tempfile::tempdir()?;
        let path = |name: &str| folder.path().join(name).to_string_lossy().into_owned();
        std::fs::write(path("a.amp"), "a")?;
        std::fs::write(path("b.amp"), [0xff, 0xfe])?;
        std::fs::write(path("c.amp"), " ".repeat((8 << 20) + 1))?;
        std::fs::write(path(".env"), "AMPC_TEST_ONLY_HERE=1\nPATH=never")?;
        let files = DiskFiles::new().with_env_file(&path(".env")).map_err(std::io::Error::other)?;
        assert_eq!(files.read(&path("a.amp")).as_deref(), Ok("a"));
        assert_eq!(files.read(&path("b.amp")), Err(ReadError::NotText));
        assert_eq!(
            files.read(&path("c.amp")),
            Err(ReadError::Other("it is larger than 8 MB, no definition is".into()))
        );
        assert_eq!(files.read(&path("d.amp")), Err(ReadError::NotFound));
        assert!(matches!(files.read(&path("")), Err(ReadError::Other(_))));
        assert_eq!(files.env("AMPC_TEST_ONLY_HERE").as_deref(), Some("1"));
        assert_ne!(files.env("PATH").as_deref(), Some("never"));
        assert_eq!(files.list(&path("")), [".env", "a.amp", "b.amp", "c.amp"]);
        assert!(files.is_dir(&path("")) && !files.is_file(&path("")) && files.is_file(&path("a.amp")));
        let missing = DiskFiles::new().with_env_file(&path("none"));
        assert_eq!(missing.map(|_| ()).map_err(|error| error.message), Err("there is no such file".into()));
        Ok(())
    }
}
