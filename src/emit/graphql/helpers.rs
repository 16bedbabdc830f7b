//! The inputs that every schema has, by which fields of the scalar types are compared.
//! From the published `@aws-amplify/graphql-model-transformer`.

use smol_str::SmolStr;

use super::tree::{Definition, Document, Field, Owner, Type};
use crate::vocabulary::data::ScalarType;

const NUMBERS: &[&str] = &["ne", "eq", "le", "lt", "ge", "gt", "between"];
const TEXTS: &[&str] = &["ne", "eq", "le", "lt", "ge", "gt", "contains", "notContains", "between", "beginsWith"];

/// The types that have inputs of their own, with what may be asked of them.
const COMPARED: &[(&str, &[&str])] =
    &[("String", TEXTS), ("Int", NUMBERS), ("Float", NUMBERS), ("Boolean", &["ne", "eq"]), ("ID", TEXTS)];

/// As which of the types with inputs of their own a scalar is compared.
pub(super) const fn compared_as(kind: ScalarType) -> &'static str {
    match kind {
        ScalarType::Id => "ID",
        ScalarType::Integer | ScalarType::Timestamp => "Int",
        ScalarType::Float => "Float",
        ScalarType::Boolean => "Boolean",
        _ => "String",
    }
}

/// Comparisons with one value, but for those with several.
fn comparisons<'a>(kind: &'a str, words: &'a [&'static str]) -> impl Iterator<Item = Field> + 'a {
    words.iter().map(move |word| {
        let several = matches!(*word, "between" | "in" | "notIn");
        Field::new(*word, if several { Type::list(kind) } else { Type::new(kind) })
    })
}

/// Adds those that are there whether or not anything uses them.
pub(super) fn define(document: &mut Document) {
    for (kind, words) in COMPARED {
        let mut fields: Vec<Field> = comparisons(kind, words).collect();
        fields.push(Field::new("attributeExists", Type::new("Boolean")));
        fields.push(Field::new("attributeType", Type::new("ModelAttributeTypes")));
        if *words == TEXTS {
            fields.push(Field::new("size", Type::new("ModelSizeInput")));
        }
        document.add(Owner::Schema, Definition::input(format!("Model{kind}Input"), fields));
    }
    for (kind, words) in COMPARED {
        let mut fields: Vec<Field> = comparisons(kind, words).collect();
        if *kind != "Boolean" {
            fields.extend(comparisons(kind, &["in", "notIn"]));
        }
        document.add(Owner::Schema, Definition::input(format!("ModelSubscription{kind}Input"), fields));
    }
    let types = ["binary", "binarySet", "bool", "list", "map", "number", "numberSet", "string", "stringSet", "_null"];
    document.add(Owner::Schema, Definition::enumeration("ModelAttributeTypes", types.map(SmolStr::new_static)));
    document.add(Owner::Schema, Definition::input("ModelSizeInput", comparisons("Int", NUMBERS).collect()));
    document
        .add(Owner::Schema, Definition::enumeration("ModelSortDirection", ["ASC", "DESC"].map(SmolStr::new_static)));
    // left over in every schema of Amplify, used or not
    let error = ["errorType", "message"].map(|name| Field::new(name, Type::new("String").required()));
    document.add(Owner::Schema, Definition::input("AmplifyAIConversationTurnErrorInput", error.into()));
}

/// The name of the input by which a sort key is compared, which is added: `ModelStringKeyConditionInput`.
pub(super) fn key_condition(document: &mut Document, kind: &str) -> String {
    let name = key_condition_name(kind);
    document.input(Owner::Schema, name.clone(), || {
        let texts: &[&str] = if matches!(kind, "String" | "ID") { &["beginsWith"] } else { &[] };
        comparisons(kind, KEYS).chain(comparisons(kind, texts)).collect()
    });
    name
}

/// What may be asked of sort keys.
const KEYS: &[&str] = &["eq", "le", "lt", "ge", "gt", "between"];

/// `ModelStringKeyConditionInput`
pub(super) fn key_condition_name(kind: &str) -> String {
    format!("Model{kind}KeyConditionInput")
}

/// How several sort keys are compared, where `input` holds their values.
pub(super) fn composite_comparisons(input: &str) -> Vec<Field> {
    comparisons(input, KEYS).chain(comparisons(input, &["beginsWith"])).collect()
}
