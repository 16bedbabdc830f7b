//! Names that differ, but not in what is made of them.

use std::collections::HashMap;
use std::collections::hash_map::Entry;

use super::{bucket_variable, function_folder, pascal};

/// Pairs of indexes of names that would get the same logical ID although they differ, the earlier first.
pub fn clashes<'a>(names: impl IntoIterator<Item = &'a str>) -> Vec<(usize, usize)> {
    same(names, pascal)
}

/// Pairs of indexes of names of functions that differ in case only, the earlier first: they would share a folder on
/// disks that do not tell `a` from `A`.
pub fn folder_clashes<'a>(names: impl IntoIterator<Item = &'a str>) -> Vec<(usize, usize)> {
    same(names, |name| function_folder(name).to_lowercase())
}

/// Pairs of indexes of names of groups that differ in case only, the earlier first: Cognito takes one of them
/// (<https://github.com/aws-amplify/amplify-backend/issues/1781>).
pub fn group_clashes<'a>(names: impl IntoIterator<Item = &'a str>) -> Vec<(usize, usize)> {
    same(names, str::to_lowercase)
}

/// Pairs of indexes of names of storages that would get the same environment variable although they differ, the earlier
/// first.
pub fn variable_clashes<'a>(names: impl IntoIterator<Item = &'a str>) -> Vec<(usize, usize)> {
    same(names, bucket_variable)
}

/// Pairs of indexes of names that differ, but not in what `key` makes of them.
pub(super) fn same<'a>(names: impl IntoIterator<Item = &'a str>, key: impl Fn(&str) -> String) -> Vec<(usize, usize)> {
    let mut seen: HashMap<String, (usize, &str)> = HashMap::new();
    let mut found = Vec::new();
    for (index, name) in names.into_iter().enumerate() {
        match seen.entry(key(name)) {
            Entry::Occupied(known) if known.get().1 != name => found.push((known.get().0, index)),
            Entry::Occupied(_) => {}
            Entry::Vacant(slot) => {
                slot.insert((index, name));
            }
        }
    }
    found
}
