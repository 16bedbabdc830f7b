//! What the GraphQL schema calls what comes with a model. Clients have these names in their code, so they are those of
//! the published `@aws-amplify/graphql-model-transformer` and its companions for indexes and relations.
//!
//! Where a model's name begins with a small letter, the transformers disagree: what a model brings by itself has a
//! capital letter (`ModelBlogPostConnection`), what relations, indexes and keys bring has the name as it is written
//! (`ModelblogPostConnection`).

use super::{capitalized, plural};

/// `getPost`
pub fn get_query(model: &str) -> String {
    format!("get{}", capitalized(model))
}

/// `listPosts`
pub fn list_query(model: &str) -> String {
    format!("list{}", capitalized(&plural(model)))
}

/// `createPost`, for the operation `create`; also `update` and `delete`.
pub fn mutation(operation: &str, model: &str) -> String {
    format!("{operation}{}", capitalized(model))
}

/// The longest name of a subscription.
const LONGEST_SUBSCRIPTION: usize = 50;

/// How much is kept of a longer one; the rest are digits of its MD5 sum.
const KEPT: usize = 45;

/// `onCreatePost`, for the operation `onCreate`; also `onUpdate` and `onDelete`.
pub fn subscription(operation: &str, model: &str) -> String {
    let name = format!("{operation}{}", capitalized(model));
    match name.get(..KEPT) {
        Some(kept) if name.len() > LONGEST_SUBSCRIPTION => {
            let sum = format!("{:x}", md5::compute(&name));
            format!("{kept}{}", &sum[..LONGEST_SUBSCRIPTION - KEPT])
        }
        _ => name,
    }
}

/// What a mutation is given: `CreatePostInput`.
pub fn mutation_input(operation: &str, model: &str) -> String {
    format!("{}{}Input", capitalized(operation), capitalized(model))
}

/// What a custom type is called where it is given to an operation: `AddressInput`.
pub fn type_input(custom_type: &str) -> String {
    format!("{custom_type}Input")
}

/// A page of items. For what a model brings by itself, the model's name is [`capitalized`].
pub fn connection(model: &str) -> String {
    format!("Model{model}Connection")
}

/// What items are filtered by. For what a model brings by itself, the model's name is [`capitalized`].
pub fn filter_input(model: &str) -> String {
    format!("Model{model}FilterInput")
}

/// What an item must be like to be changed.
pub fn condition_input(model: &str) -> String {
    format!("Model{}ConditionInput", capitalized(model))
}

/// What items must be like for subscribers to be told.
pub fn subscription_filter_input(model: &str) -> String {
    format!("ModelSubscription{}FilterInput", capitalized(model))
}

/// The name of the identifier in [`composite_key_input`].
pub const PRIMARY: &str = "Primary";

/// The values of several sort keys of the identifier (`key` is [`PRIMARY`]) or of an index (`key` is its name).
pub fn composite_key_input(model: &str, key: &str) -> String {
    format!("Model{model}{}CompositeKeyInput", capitalized(key))
}

/// How several sort keys are compared.
pub fn composite_key_condition_input(model: &str, key: &str) -> String {
    format!("Model{model}{}CompositeKeyConditionInput", capitalized(key))
}

/// The argument for several sort keys: `createdAtStatus`.
pub fn composite_argument<'a>(fields: impl IntoIterator<Item = &'a str>) -> String {
    let mut name = String::new();
    for field in fields {
        name += &if name.is_empty() { super::uncapitalized(field) } else { capitalized(field) };
    }
    name
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn operations_are_called_as_in_amplify() {
        assert_eq!(get_query("blogPost"), "getBlogPost");
        assert_eq!(list_query("Category"), "listCategories");
        assert_eq!(list_query("userData"), "listUserData");
        assert_eq!(mutation("update", "todo"), "updateTodo");
        assert_eq!(mutation_input("update", "todo"), "UpdateTodoInput");
        assert_eq!(composite_argument(["CreatedAt", "status"]), "createdAtStatus");
        assert_eq!(composite_key_input("Post", "byDate"), "ModelPostByDateCompositeKeyInput");
    }

    #[test]
    fn long_subscriptions_are_cut() {
        assert_eq!(subscription("onCreate", "Post"), "onCreatePost");
        let name = "VeryLongModelNameThatGoesOnAndOnAndOnForEverAndEverYes";
        assert_eq!(subscription("onCreate", name), "onCreateVeryLongModelNameThatGoesOnAndOnAndOnba737");
        assert_eq!(subscription("onUpdate", name), "onUpdateVeryLongModelNameThatGoesOnAndOnAndOnbbb0a");
    }
}
