//! The paths that rules of storage stand at.

use smol_str::SmolStr;

/// Stands in a path for the id of a user in the identity pool.
pub const ENTITY_ID: &str = "{entity_id}";

/// A path that rules stand at: `media/*`, `private/{entity_id}/*`, or `*` for the whole bucket.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Path {
    /// What is fixed: `media/`, `private/`; empty for the whole bucket.
    pub prefix: SmolStr,
    /// Whether a folder for each user follows.
    pub entity: bool,
}

impl Path {
    /// A path as it is written; `None` if it has none of the three forms.
    pub fn parse(text: &str) -> Option<Self> {
        if text == "*" {
            return Some(Self::bucket());
        }
        let folder = text.strip_suffix('*')?;
        let around = folder.strip_suffix('/').and_then(|folder| folder.strip_suffix(ENTITY_ID));
        let prefix = around.unwrap_or(folder);
        let sound = prefix.ends_with('/')
            && !prefix.starts_with('/')
            && !["*", "?", ENTITY_ID, "${", "{{", "//"].iter().any(|part| prefix.contains(part));
        sound.then(|| Self { prefix: prefix.into(), entity: around.is_some() })
    }

    /// The whole bucket: `*`.
    pub fn bucket() -> Self {
        Self { prefix: SmolStr::default(), entity: false }
    }

    /// Whether it is the whole bucket. Paths within do not override that.
    pub fn is_bucket(&self) -> bool {
        self.prefix.is_empty() && !self.entity
    }

    /// Whether the name of a file, or the prefix that is listed, is below this path.
    pub fn holds(&self, key: &str) -> bool {
        key.starts_with(self.prefix.as_str())
    }

    /// Whether it lies below a folder, given as the beginning of names.
    pub fn is_below(&self, folder: &str) -> bool {
        self.prefix.starts_with(folder)
    }

    /// Whose folder a name is in, if this path has a folder for each user.
    pub fn owner<'k>(&self, key: &'k str) -> Option<&'k str> {
        let (owner, _) = key.strip_prefix(self.prefix.as_str()).filter(|_| self.entity)?.split_once('/')?;
        Some(owner)
    }
}

impl std::fmt::Display for Path {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        if self.entity { write!(f, "{}{ENTITY_ID}/*", self.prefix) } else { write!(f, "{}*", self.prefix) }
    }
}
