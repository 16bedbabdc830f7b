//! Keys: of items, and what of an index is asked for.

use super::code::{Helper, Module, bracketed, key as property, quoted, texts};
use crate::model::data::Key;
use crate::names;

/// The attributes of a key, as members of an object; each field is a member of `from`.
pub(super) fn attributes(key: &Key, from: &str) -> Vec<String> {
    let values: Vec<String> = key.fields().map(|field| format!("{from}.{field}")).collect();
    attributes_of(key, &values)
}

/// The attributes of a key, as members of an object, of the values of its fields.
pub(super) fn attributes_of(key: &Key, values: &[String]) -> Vec<String> {
    let mut members = vec![format!("{}: {}", property(&key.partition), values[0])];
    if let Some(name) = key.sort_attribute() {
        members.push(format!("{}: {}", property(&name), text_of(&values[1..])));
    }
    members
}

/// One value, or several as one text.
pub(super) fn text_of(values: &[String]) -> String {
    match values {
        [only] => only.clone(),
        several => {
            let parts: Vec<String> = several.iter().map(|value| format!("${{{value}}}")).collect();
            format!("`{}`", parts.join("#"))
        }
    }
}

/// The fields of a key that are attributes by themselves: all, unless several are stored as one. Where the first is,
/// there is an item.
pub(super) fn own_attributes(key: &Key) -> impl Iterator<Item = &str> {
    let alone = key.sort.iter().take(usize::from(key.sort.len() == 1));
    std::iter::once(&key.partition).chain(alone).map(smol_str::SmolStr::as_str)
}

/// What the arguments of a query ask of a key, as the member `query` of a request.
pub(super) fn of_arguments(key: &Key, module: &mut Module) -> String {
    let partition = format!("ctx.args.{}", key.partition);
    let condition = match &key.sort[..] {
        [] => return equal(&[(&key.partition, partition)]),
        [only] => format!("ctx.args.{only}"),
        several => {
            module.needs(Helper::Joined);
            let argument = argument(key);
            let fields = texts(several.iter().map(smol_str::SmolStr::as_str));
            format!("joined({}, ctx.args.{argument}, {fields})", quoted(&argument))
        }
    };
    module.needs(Helper::KeyCondition);
    let sort = key.sort_attribute().unwrap_or_default();
    let arguments = [quoted(&key.partition), partition, quoted(&sort), condition];
    bracketed(2, "query: keyCondition", '(', &arguments, ",")
}

/// The member `query` of a request for the items whose attributes are equal to values.
pub(super) fn equal(attributes: &[(&str, String)]) -> String {
    let numbered = || attributes.iter().enumerate();
    let expression: Vec<String> = numbered().map(|(at, _)| format!("#{at} = :{at}")).collect();
    let names: Vec<String> = numbered().map(|(at, (name, _))| format!("'#{at}': {}", quoted(name))).collect();
    let values: Vec<String> = numbered().map(|(at, (_, value))| format!("':{at}': {value}")).collect();
    let mut query = format!("    query: {{\n      expression: '{}',\n", expression.join(" AND "));
    query.push_str(&bracketed(3, "expressionNames: ", '{', &names, ","));
    let (open, close) = ("expressionValues: util.dynamodb.toMapValues(", "),");
    query.push_str(&bracketed(3, open, '{', &values, close));
    query + "    },\n"
}

/// The argument for the sort keys of a key.
pub(super) fn argument(key: &Key) -> String {
    match &key.sort[..] {
        [only] => only.to_string(),
        several => names::graphql::composite_argument(several.iter().map(smol_str::SmolStr::as_str)),
    }
}
