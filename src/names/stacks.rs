//! The stacks that resources live in, and the names of what goes from one into another.

use super::clashes::same;
use super::{LogicalId, pascal};

/// The stack that a resource lives in. It follows from names alone: a resource that moves is made anew, and a table
/// without its data.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Stack {
    /// The one that is deployed. The others are nested in it.
    #[default]
    Root,
    /// What belongs to one model: its table, and the operations that need no other.
    Model(String),
    /// The operations of one model that read other models' tables.
    Relations(String),
    /// The operations that belong to no model.
    Operations,
}

/// What the ID of every nested stack ends in, and nothing else does.
pub(super) const STACK: &str = "Stack";

impl Stack {
    /// `ModelArticle`; `None` for the root.
    fn label(&self) -> Option<String> {
        match self {
            Self::Root => None,
            Self::Model(name) => Some(format!("Model{}", pascal(name))),
            Self::Relations(name) => Some(format!("Relations{}", pascal(name))),
            Self::Operations => Some("Operations".to_owned()),
        }
    }

    /// The ID of a nested stack in the root: `ModelArticleStack`; `None` for the root itself.
    pub fn id(&self) -> Option<LogicalId> {
        self.label().map(|label| LogicalId(label + STACK))
    }

    /// Where its template lies in the output: `template.json` or `stacks/ModelArticle.json`.
    pub fn file(&self) -> String {
        self.label().map_or_else(|| ROOT_TEMPLATE.to_owned(), |label| format!("{STACKS_FOLDER}{label}.json"))
    }
}

/// The template that is deployed.
pub const ROOT_TEMPLATE: &str = "template.json";

/// Where the templates of nested stacks lie.
pub const STACKS_FOLDER: &str = "stacks/";

/// The attributes of resources that go from stack into stack. That no two values get the same name is proved of these.
pub(super) const ATTRIBUTES: &[&str] =
    &["ApiId", "ApiKey", "Arn", "FunctionId", "GraphQLUrl", "Name", "ProviderName", "StreamArn"];

/// What an attribute of a resource (without one: what `Ref` of it gives) is called as a parameter or an output of a
/// nested stack: `ArticleTableArn`, `ArticleTable`. No resource has that ID, but the one that `Ref` speaks of.
pub fn crossing(resource: &str, attribute: Option<&str>) -> LogicalId {
    debug_assert!(attribute.is_none_or(|it| ATTRIBUTES.contains(&it)), "{attribute:?} belongs into ATTRIBUTES");
    let mut name: String = resource.chars().filter(char::is_ascii_alphanumeric).collect();
    name.push_str(attribute.unwrap_or_default());
    LogicalId(name)
}

/// Pairs of indexes of names of models whose stacks would share a file on disks that do not tell `a` from `A`, the earlier
/// first; those with the same logical ID are among them.
pub fn model_clashes<'a>(names: impl IntoIterator<Item = &'a str>) -> Vec<(usize, usize)> {
    same(names, |name| pascal(name).to_lowercase())
}
