//! What may be done with items.

use crate::vocabulary::data::{Action, Kind};

/// What may be done with the items of a model: the actions that there are once `read` is taken apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum DataAction {
    /// Read one item.
    Get,
    /// List items, also by an index.
    List,
    /// Be told of changes.
    Listen,
    /// Add items.
    Create,
    /// Change items.
    Update,
    /// Delete items.
    Delete,
}

impl DataAction {
    /// All of them, in the order of reports.
    pub const ALL: [Self; 6] = [Self::Get, Self::List, Self::Listen, Self::Create, Self::Update, Self::Delete];

    /// Those that show an item.
    pub const READ: [Self; 3] = [Self::Get, Self::List, Self::Listen];

    /// As it is written: `get`.
    pub const fn text(self) -> &'static str {
        match self {
            Self::Get => "get",
            Self::List => "list",
            Self::Listen => "listen",
            Self::Create => "create",
            Self::Update => "update",
            Self::Delete => "delete",
        }
    }

    /// The kind of operation that does it.
    pub const fn kind(self) -> Kind {
        match self {
            Self::Get | Self::List => Kind::Query,
            Self::Listen => Kind::Subscription,
            Self::Create | Self::Update | Self::Delete => Kind::Mutation,
        }
    }

    /// What a written action stands for. There is no operation to search or to synchronize.
    pub const fn of(action: Action) -> &'static [Self] {
        match action {
            Action::Read => &Self::READ,
            Action::Get => &[Self::Get],
            Action::List => &[Self::List],
            Action::Listen => &[Self::Listen],
            Action::Create => &[Self::Create],
            Action::Update => &[Self::Update],
            Action::Delete => &[Self::Delete],
            Action::Search | Action::Sync | Action::Query | Action::Mutate => &[],
        }
    }
}
