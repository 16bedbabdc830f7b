//! Who may do what with files.

use std::collections::{BTreeSet, HashMap, HashSet};

use smol_str::SmolStr;

use super::{Access, Path, Principal};
use crate::model::{Backend, Storage, StorageId};
use crate::source::Span;
use crate::vocabulary::{StorageAction, StorageSubject};

/// What may be done with files: the actions that there are once `read` is taken apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum FileAction {
    /// Read a file whose name is known.
    Get,
    /// List the names below a path.
    List,
    /// Upload a file, also over an older one.
    Write,
    /// Delete a file.
    Delete,
}

impl FileAction {
    /// All of them, in the order of reports.
    pub const ALL: [Self; 4] = [Self::Get, Self::List, Self::Write, Self::Delete];

    /// As it is written: `get`.
    pub const fn text(self) -> &'static str {
        match self {
            Self::Get => "get",
            Self::List => "list",
            Self::Write => "write",
            Self::Delete => "delete",
        }
    }

    /// The IAM action: `s3:GetObject`. From the published `@aws-amplify/backend-storage`.
    pub const fn iam(self) -> &'static str {
        match self {
            Self::Get => "s3:GetObject",
            Self::List => "s3:ListBucket",
            Self::Write => "s3:PutObject",
            Self::Delete => "s3:DeleteObject",
        }
    }

    /// What a written action stands for.
    pub const fn of(action: StorageAction) -> &'static [Self] {
        match action {
            StorageAction::Read => &[Self::Get, Self::List],
            StorageAction::Get => &[Self::Get],
            StorageAction::List => &[Self::List],
            StorageAction::Write | StorageAction::Create | StorageAction::Update => &[Self::Write],
            StorageAction::Delete => &[Self::Delete],
        }
    }
}

/// A path of a storage, and where it is written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoragePath {
    /// The path.
    pub path: Path,
    /// Where it is written.
    pub span: Span,
}

/// The paths of a storage, in the order of the text.
#[derive(Clone, Debug, Default)]
pub struct StoragePaths {
    list: Vec<StoragePath>,
    by_prefix: HashMap<SmolStr, usize>,
    by_path: HashMap<Path, usize>,
    /// The grants at the paths of each prefix, as indices.
    grants: HashMap<SmolStr, Vec<usize>>,
    /// The paths below which somebody other than the owners of folders may do something.
    wide: HashSet<Path>,
}

impl StoragePaths {
    /// All of them.
    pub fn list(&self) -> &[StoragePath] {
        &self.list
    }

    /// The path of exactly that prefix.
    pub fn at(&self, prefix: &str) -> Option<&StoragePath> {
        self.by_prefix.get(prefix).map(|index| &self.list[*index])
    }

    /// Exactly that path, if it is written.
    pub fn find(&self, path: &Path) -> Option<&StoragePath> {
        self.by_path.get(path).map(|index| &self.list[*index])
    }

    /// The paths that hold a name, the nearest first; the whole bucket, which decides nothing for others, left out.
    pub fn holding(&self, name: &str) -> impl Iterator<Item = &StoragePath> + use<'_> {
        let ends = name.char_indices().rev().filter(|(_, char)| *char == '/').map(|(at, _)| at + 1);
        let holding: Vec<_> = ends.filter_map(|end| self.at(&name[..end])).collect();
        holding.into_iter()
    }

    /// The paths around a path, the nearest first.
    pub fn around(&self, path: &Path) -> impl Iterator<Item = &StoragePath> + use<'_> {
        let inner = path.prefix.clone();
        self.holding(&path.prefix).filter(move |around| around.path.prefix != inner)
    }

    /// Whether somebody other than the owners of folders may do something below a path.
    pub fn is_wide(&self, path: &Path) -> bool {
        self.wide.contains(path)
    }

    fn push(&mut self, path: StoragePath) {
        self.by_prefix.entry(path.path.prefix.clone()).or_insert(self.list.len());
        self.by_path.entry(path.path.clone()).or_insert(self.list.len());
        self.list.push(path);
    }
}

/// Somebody may do one thing with the files below one path.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StorageGrant {
    /// The bucket.
    pub storage: StorageId,
    /// Below which path.
    pub path: Path,
    /// Who.
    pub who: Principal,
    /// Whether only in the folder with the user's own id.
    pub own: bool,
    /// What.
    pub action: FileAction,
    /// The rule that says so.
    pub rule: Span,
}

/// Names of files that can be listed at a path around theirs by who may not list them at their own.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NamesSeen<'a> {
    /// The path of the files.
    pub inner: &'a StoragePath,
    /// The nearest path around it.
    pub outer: &'a StoragePath,
    /// Those who see the names: never none.
    pub who: BTreeSet<&'a Principal>,
}

impl Access {
    /// Who may list a folder sees the names in all folders below it, whatever overrides it there: S3 asks only for the
    /// prefix that is listed. In the order of the text; who may list the whole bucket is left out.
    /// <https://docs.aws.amazon.com/AmazonS3/latest/API/API_ListObjectsV2.html>
    pub fn names_seen(&self, storage: StorageId) -> Vec<NamesSeen<'_>> {
        let Some(paths) = self.paths.get(&storage) else { return Vec::new() };
        let listers = |path: &Path| -> BTreeSet<&Principal> {
            let grants = self.grants_at(storage, path).filter(|it| it.action == FileAction::List && !it.own);
            grants.map(|it| &it.who).collect()
        };
        let everywhere = listers(&Path::bucket());
        let seen = paths.list().iter().filter_map(|inner| {
            let outer = paths.around(&inner.path).next()?;
            let inside = listers(&inner.path);
            let mut who = listers(&outer.path);
            who.retain(|who| !inside.contains(who) && !everywhere.contains(who));
            (!who.is_empty()).then_some(NamesSeen { inner, outer, who })
        });
        seen.collect()
    }

    /// What is granted at the paths of a prefix: at `media/*`, for `media/`; for the whole bucket, the empty text.
    pub(super) fn grants_at_prefix(&self, storage: StorageId, prefix: &str) -> impl Iterator<Item = &StorageGrant> {
        let found = self.paths.get(&storage).and_then(|paths| paths.grants.get(prefix));
        found.into_iter().flatten().map(|index| &self.storage[*index])
    }

    /// What is granted at a path itself, to whomever, in the order of the text.
    pub fn grants_at(&self, storage: StorageId, path: &Path) -> impl Iterator<Item = &StorageGrant> {
        self.grants_at_prefix(storage, &path.prefix).filter(move |grant| grant.path == *path)
    }
}

/// Reads the rules of a storage.
pub(super) fn read(backend: &Backend, storage: &Storage, access: &mut Access) {
    let mut paths = StoragePaths::default();
    let mut seen = HashSet::new();
    for written in storage.record.access.iter().flat_map(|access| &access.paths) {
        let Some(path) = Path::parse(&written.path) else { continue };
        paths.push(StoragePath { path: path.clone(), span: written.path.place() });
        for rule in &written.rules {
            let (principals, own) = principals(backend, &rule.who.value);
            for who in principals {
                for action in rule.actions.iter().flat_map(|action| FileAction::of(action.value)) {
                    let grant = StorageGrant {
                        storage: storage.id,
                        path: path.clone(),
                        who: who.clone(),
                        own,
                        action: *action,
                        rule: rule.span,
                    };
                    // without a folder for each user there is no own one: such a rule grants nothing
                    if (!own || path.entity) && seen.insert((path.clone(), who.clone(), own, *action)) {
                        let index = access.by_principal.entry((who.clone(), storage.id)).or_default();
                        index.push(access.storage.len());
                        paths.grants.entry(path.prefix.clone()).or_default().push(access.storage.len());
                        if !own {
                            paths.wide.insert(path.clone());
                        }
                        access.storage.push(grant);
                    }
                }
            }
        }
    }
    access.paths.insert(storage.id, paths);
}

/// Whom a rule speaks of, and whether only of the owner of each folder.
fn principals(backend: &Backend, who: &StorageSubject) -> (Vec<Principal>, bool) {
    match who {
        StorageSubject::Guest => (vec![Principal::Guest], false),
        StorageSubject::Authenticated => (Principal::signed_in(backend), false),
        StorageSubject::Entity => (Principal::signed_in(backend), true),
        StorageSubject::Groups(names) => {
            let known = names.iter().filter(|name| backend.has_group(name));
            (known.map(|name| Principal::Group(name.value.clone())).collect(), false)
        }
        StorageSubject::Resource(function) => {
            (backend.resolve(function).map(|function| Principal::Function(function.id)).into_iter().collect(), false)
        }
    }
}
