//! Random backends with storage: as text, and what the text means, told a second time and without the compiler.

use std::fmt::Write;

use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;
use proptest::sample::{select, subsequence};

pub(crate) const GROUPS: [&str; 4] = ["ADMINS", "EDITORS", "a.b", "Prüfer"];
pub(crate) const FUNCTIONS: [&str; 3] = ["resize", "re-index", "report"];
const STORAGES: [&str; 3] = ["files", "files2", "my-archive"];

/// Folders that are easily taken for each other.
const FOLDERS: [&str; 10] = ["media", "media2", "Media", "a", "b", "med", "a.b", "x-y_z", "ü", "a b$!"];

const ACTIONS: [&str; 5] = ["read", "get", "list", "write", "delete"];

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Who {
    Guest,
    User,
    Owner,
    Group(usize),
    Function(usize),
}

#[derive(Clone, Debug)]
pub(crate) struct Rule {
    pub(crate) who: Who,
    actions: Vec<&'static str>,
}

#[derive(Clone, Debug)]
pub(crate) struct Place {
    /// `media/`; empty for the whole bucket.
    pub(crate) prefix: String,
    /// Whether the folders of users follow.
    entity: bool,
    pub(crate) rules: Vec<Rule>,
}

#[derive(Clone, Debug)]
pub(crate) struct Function {
    pub(crate) name: &'static str,
    pub(crate) gets_users: bool,
    has_secret: bool,
    pub(crate) has_schedule: bool,
}

#[derive(Clone, Debug)]
pub(crate) struct Storage {
    pub(crate) name: &'static str,
    pub(crate) places: Vec<Place>,
    /// The function that is called, by its number, and whether for uploads.
    trigger: Option<(usize, bool)>,
}

#[derive(Clone, Debug)]
pub(crate) struct Backend {
    /// Whether the user pool is there already.
    pub(crate) existing: bool,
    /// In the order of their precedence.
    pub(crate) groups: Vec<&'static str>,
    /// Of each group, whether it keeps what signed-in users may do.
    keeps: Vec<bool>,
    pub(crate) functions: Vec<Function>,
    pub(crate) storages: Vec<Storage>,
}

/// Any backend that the rules of paths admit.
pub(crate) fn backend() -> impl Strategy<Value = Backend> {
    let groups = subsequence(GROUPS.to_vec(), 0..=4).prop_shuffle();
    let function = (any::<bool>(), any::<bool>(), any::<bool>());
    let storage = (vec(place(), 0..7), option::weighted(0.4, (0..3_usize, any::<bool>())));
    let keeps = vec(proptest::bool::weighted(0.4), 4);
    let parts = (proptest::bool::weighted(0.2), (groups, keeps), vec(function, 0..=3), vec(storage, 1..=3));
    parts.prop_map(|(existing, (groups, keeps), functions, storages)| {
        let keeps = keeps.into_iter().map(|keeps| keeps && !existing).collect();
        let functions: Vec<_> = functions
            .into_iter()
            .zip(FUNCTIONS)
            .map(|((gets_users, has_secret, has_schedule), name)| Function {
                name,
                gets_users,
                has_secret,
                has_schedule,
            })
            .collect();
        let storages = storages.into_iter().zip(STORAGES).map(|((places, trigger), name)| Storage {
            name,
            places: admitted(places, groups.len(), functions.len()),
            trigger: trigger.filter(|(function, _)| *function < functions.len()),
        });
        let storages = storages.collect();
        Backend { existing, groups, keeps, functions, storages }
    })
}

fn place() -> impl Strategy<Value = Place> {
    let who = prop_oneof![
        2 => Just(Who::Guest),
        3 => Just(Who::User),
        3 => Just(Who::Owner),
        4 => (0..4_usize).prop_map(Who::Group),
        3 => (0..3_usize).prop_map(Who::Function),
    ];
    let actions = prop_oneof![
        4 => subsequence(ACTIONS[1..].to_vec(), 1..=4).prop_shuffle(),
        1 => Just(vec!["read"]),
        1 => subsequence(vec!["write", "delete"], 1..=2).prop_map(|others| [vec!["read"], others].concat()),
    ];
    let rule = (who, actions).prop_map(|(who, actions)| Rule { who, actions });
    // few names in few places, so that most paths lie within or beside another one
    let folder = prop_oneof![3 => select(FOLDERS[..3].to_vec()), 2 => select(FOLDERS.to_vec())];
    let folders = prop_oneof![1 => Just(Vec::new()), 12 => vec(folder, 1..=3)];
    (folders, proptest::bool::weighted(0.3), vec(rule, 0..6)).prop_map(|(folders, entity, rules)| {
        let prefix: String = folders.iter().flat_map(|folder| [folder, "/"]).collect();
        Place { entity: entity && !prefix.is_empty(), prefix, rules }
    })
}

/// The places that may stand in one storage together, with rules for whom there is, one each.
fn admitted(places: Vec<Place>, groups: usize, functions: usize) -> Vec<Place> {
    let mut kept: Vec<Place> = Vec::new();
    for mut place in places {
        let mut seen: Vec<Who> = Vec::new();
        let entity = place.entity;
        place.rules.retain(|rule| {
            let there = match rule.who {
                Who::Guest | Who::User => true,
                Who::Owner => entity,
                Who::Group(group) => group < groups,
                Who::Function(function) => function < functions,
            };
            let first = !seen.contains(&rule.who);
            seen.push(rule.who);
            there && first
        });
        kept.push(place);
        if !kept.iter().all(|place| place.lies_well(&kept)) {
            kept.pop();
        }
    }
    kept
}

impl Place {
    /// Whether somebody other than the owners may do something here.
    fn is_wide(&self) -> bool {
        self.rules.iter().any(|rule| rule.who != Who::Owner)
    }

    /// At most one path may lie around a path, none around the folders of users, and each has a prefix of its own. Folders
    /// that only their owners can reach do not count.
    fn lies_well(&self, all: &[Self]) -> bool {
        let twins = all.iter().filter(|other| other.prefix == self.prefix).count();
        let around = |other: &&Self| {
            let within = self.prefix.starts_with(&other.prefix) && self.prefix != other.prefix;
            within && !other.prefix.is_empty() && (!other.entity || other.is_wide())
        };
        twins == 1 && all.iter().filter(around).count() <= usize::from(!self.entity)
    }

    fn grants(&self, who: Who, action: &str) -> bool {
        let says = |written: &&str| *written == action || *written == "read" && ["get", "list"].contains(&action);
        self.rules.iter().any(|rule| rule.who == who && rule.actions.iter().any(says))
    }
}

impl Storage {
    /// Whether a user with this id, or a function, may do something with a file: what the documentation says of the rules.
    fn allows(&self, who: Who, id: &str, action: &str, key: &str) -> bool {
        if self.places.iter().any(|place| place.prefix.is_empty() && place.grants(who, action)) {
            return true;
        }
        let holding = self.places.iter().filter(|place| !place.prefix.is_empty() && key.starts_with(&place.prefix));
        let Some(nearest) = holding.max_by_key(|place| place.prefix.len()) else { return false };
        let own = nearest.entity && key[nearest.prefix.len()..].starts_with(&format!("{id}/"));
        nearest.grants(who, action) || who == Who::User && own && nearest.grants(Who::Owner, action)
    }

    /// Whether a file lies in a user's own folder, and its owner may do something there.
    fn own_folder(&self, id: &str, action: &str, key: &str) -> bool {
        let holding = self.places.iter().filter(|place| !place.prefix.is_empty() && key.starts_with(&place.prefix));
        let nearest = holding.max_by_key(|place| place.prefix.len());
        nearest.is_some_and(|it| {
            it.entity && key[it.prefix.len()..].starts_with(&format!("{id}/")) && it.grants(Who::Owner, action)
        })
    }
}

impl Backend {
    /// The same, where a group may keep what signed-in users have: each rule for those holds for it, too.
    pub(crate) fn allows(&self, storage: &Storage, who: Who, id: &str, action: &str, key: &str) -> bool {
        let Who::Group(group) = who else { return storage.allows(who, id, action, key) };
        let mut kept = storage.clone();
        if self.keeps[group] {
            for place in &mut kept.places {
                let of_all = place.rules.iter().filter(|rule| rule.who == Who::User).cloned();
                let copies: Vec<_> = of_all.map(|rule| Rule { who, ..rule }).collect();
                place.rules.extend(copies);
            }
        }
        let own = self.keeps[group] && kept.own_folder(id, action, key);
        own || kept.allows(who, id, action, key)
    }

    pub(crate) fn everybody(&self) -> Vec<Who> {
        let groups = (0..self.groups.len()).map(Who::Group);
        let functions = (0..self.functions.len()).map(Who::Function);
        [Who::Guest, Who::User].into_iter().chain(groups).chain(functions).collect()
    }

    /// Whether any rule speaks of guests.
    pub(crate) fn has_guests(&self) -> bool {
        let mut rules = self.storages.iter().flat_map(|storage| &storage.places).flat_map(|place| &place.rules);
        rules.any(|rule| rule.who == Who::Guest)
    }

    /// The definition.
    pub(crate) fn text(&self) -> String {
        let mut text = String::new();
        for (index, function) in self.functions.iter().enumerate() {
            let secret = if function.has_secret { "environment: { KEY: secret(\"KEY\") }, " } else { "" };
            let schedule = if function.has_schedule { "schedule: \"every 1h\", " } else { "" };
            let name = function.name;
            let _ = writeln!(
                text,
                "const f{index} = defineFunction({{ name: \"{name}\", {secret}{schedule}entry: \"./handler.mjs\" }});"
            );
        }
        let functions = self.functions.iter().enumerate().filter(|(_, function)| function.gets_users);
        let getters = functions.map(|(index, _)| format!("allow.resource(f{index}).to([\"getUser\"])"));
        let getters = getters.collect::<Vec<_>>().join(", ");
        let access = if getters.is_empty() { String::new() } else { format!("access: (allow) => [{getters}]") };
        if self.existing {
            let role = |name: &str| format!("\"arn:aws:iam::123456789012:role/service/{name}\"");
            let groups =
                self.groups.iter().enumerate().map(|(index, name)| format!("\"{name}\": {}", role(&old_role(index))));
            let _ = writeln!(
                text,
                "export const auth = referenceAuth({{ userPoolId: \"us-east-1_AbCdEf123\", identityPoolId: \
                 \"us-east-1:01234567-89ab-cdef-0123-456789abcdef\", userPoolClientId: \"1234567890abcdefghijklmnop\", \
                 authRoleArn: {}, unauthRoleArn: {}, groups: {{ {} }}, {access} }});",
                role("signed-in"),
                role("guest"),
                groups.collect::<Vec<_>>().join(", "),
            );
        } else {
            let _ = writeln!(
                text,
                "export const auth = defineAuth({{ loginWith: {{ email: true }}, groups: [{}], {access} }});",
                self.written_groups().join(", ")
            );
        }
        for (index, storage) in self.storages.iter().enumerate() {
            let _ = write!(text, "export const s{index} = defineStorage({{ name: \"{}\", ", storage.name);
            if index == 0 {
                text.push_str("isDefault: true, ");
            }
            if let Some((function, uploads)) = storage.trigger {
                let event = if uploads { "onUpload" } else { "onDelete" };
                let _ = write!(text, "triggers: {{ {event}: f{function} }}, ");
            }
            text.push_str("access: (allow) => ({\n");
            for place in &storage.places {
                let entity = if place.entity { "{entity_id}/" } else { "" };
                let rules: Vec<_> = place.rules.iter().map(|rule| self.rule(rule)).collect();
                let _ = writeln!(text, "  \"{}{entity}*\": [{}],", place.prefix, rules.join(", "));
            }
            text.push_str("}) });\n");
        }
        text
    }

    fn written_groups(&self) -> Vec<String> {
        let written = self.groups.iter().zip(&self.keeps).map(|(name, keeps)| match keeps {
            true => format!("{{ name: {name:?}, inherits: \"authenticated\" }}"),
            false => format!("{name:?}"),
        });
        written.collect()
    }

    fn rule(&self, rule: &Rule) -> String {
        let who = match rule.who {
            Who::Guest => "guest".to_owned(),
            Who::User => "authenticated".to_owned(),
            Who::Owner => "entity(\"identity\")".to_owned(),
            Who::Group(group) => format!("groups([\"{}\"])", self.groups[group]),
            Who::Function(function) => format!("resource(f{function})"),
        };
        format!("allow.{who}.to({:?})", rule.actions)
    }
}

/// The name of a group's role in a user pool that is there already.
pub(crate) fn old_role(group: usize) -> String {
    format!("group-{group}")
}
