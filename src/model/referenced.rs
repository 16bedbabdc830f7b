//! What values refer to: resources, secrets and groups, wherever they stand.

use smol_str::SmolStr;

use crate::evaluate::{Chain, DeclarationId, Value, ValueKind};
use crate::vocabulary::At;

/// A group named in a rule: `allow.group("ADMINS")`, `allow.groups(["ADMINS"])`.
#[derive(Clone, Debug, PartialEq)]
pub struct GroupUse {
    /// The group's name.
    pub name: At<SmolStr>,
}

/// What a value refers to.
#[derive(Clone, Debug, Default)]
pub(super) struct References {
    /// Declared resources, in the order of the text.
    pub(super) resources: Vec<DeclarationId>,
    /// Groups.
    pub(super) groups: Vec<GroupUse>,
}

impl References {
    /// Adds everything that a value refers to.
    pub(super) fn read(&mut self, value: &Value) {
        match &value.kind {
            ValueKind::Resource(id) => self.resources.push(*id),
            ValueKind::Chain(chain) => self.chain(chain),
            _ => value.each_child(&mut |child| self.read(child)),
        }
    }

    fn chain(&mut self, chain: &Chain) {
        if chain.links.iter().any(|link| of_another_provider(&link.name, link.arguments.as_deref().unwrap_or_default()))
        {
            return;
        }
        for link in &chain.links {
            let arguments = link.arguments.as_deref().unwrap_or_default();
            match (link.name.as_str(), arguments.first().map(|first| (&first.kind, first))) {
                ("group", Some((ValueKind::String(_), name))) => self.group(name),
                ("groups", Some((ValueKind::List(names), _))) => {
                    for name in names {
                        self.group(name);
                    }
                }
                _ => {
                    for argument in arguments {
                        self.read(argument);
                    }
                }
            }
        }
    }

    fn group(&mut self, value: &Value) {
        if let ValueKind::String(name) = &value.kind {
            self.groups.push(GroupUse { name: At { value: name.clone(), span: value.span, via: value.via } });
        }
    }
}

/// Whether a link says that the groups of its rule are none of the user pool's: they stand in another claim
/// (`.withClaimIn("roles")`) or come from another provider (`allow.group("ADMINS", "oidc")`).
fn of_another_provider(name: &str, arguments: &[Value]) -> bool {
    let provider = arguments.get(1).map(|provider| &provider.kind);
    name == "withClaimIn"
        || (matches!(name, "group" | "groups") && matches!(provider, Some(ValueKind::String(text)) if text == "oidc"))
}
