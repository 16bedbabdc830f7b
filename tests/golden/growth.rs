//! What becomes of the templates when models are added.

use std::collections::BTreeMap;
use std::fmt::Write;

use amp_compiler::diagnostic::Severity;
use amp_compiler::emit::emit;

use super::{analysis, artifacts, files_around, resources_of, templates};

/// So many models, each of which leads to the one before and the one behind, and an operation on every tenth.
fn models(count: usize, layout: &str) -> String {
    let mut text = String::from(
        "export const auth = defineAuth({ loginWith: { email: true }, groups: [\"ADMINS\"] });\n\
         export const job = defineFunction({ name: \"job\", entry: \"./handler.mjs\" });\nconst schema = a.schema({\n",
    );
    for n in 0..count {
        let before =
            n.checked_sub(1).map(|it| format!(", m{it}Id: a.id(), before: a.belongsTo(\"M{it}\", \"m{it}Id\")"));
        let behind = (n + 1 < count).then(|| format!(", behind: a.hasMany(\"M{}\", \"m{n}Id\")", n + 1));
        writeln!(
            text,
            "M{n}: a.model({{ name: a.string(), rank: a.integer(){}{} }})\
             .secondaryIndexes((index) => [index(\"name\").sortKeys([\"rank\"])])\
             .authorization((allow) => [allow.group(\"ADMINS\"), allow.publicApiKey().to([\"read\"])]),",
            before.unwrap_or_default(),
            behind.unwrap_or_default(),
        )
        .expect("memory");
        if n % 10 == 0 {
            writeln!(
                text,
                "do{n}: a.mutation().returns(a.string()).handler(a.handler.function(job)).authorization((allow) => [allow.group(\"ADMINS\")]),"
            )
            .expect("memory");
        }
    }
    text + "});\nexport const data = defineData({ schema, layout: \""
        + layout
        + "\", authorizationModes: { \
            defaultAuthorizationMode: \"userPool\", apiKeyAuthorizationMode: {} } });\n"
}

/// Every resource by its ID: the template that it is in, and its type.
fn places(count: usize, layout: &str) -> BTreeMap<String, (String, String)> {
    let text = models(count, layout);
    let analysis = analysis(&text);
    let Some(checked) = analysis.checked() else { panic!("{:#?}", analysis.diagnostics) };
    // 200 models are more than one deploy can touch, which is a warning
    let (artifacts, found) = emit(checked, &files_around(&text), 0);
    assert!(found.iter().all(|it| it.severity != Severity::Error), "{found:#?}");
    let mut places = BTreeMap::new();
    for (file, template) in templates(&artifacts) {
        for (id, resource) in resources_of(&template) {
            let kind = resource["Type"].as_str().expect("a type").to_owned();
            assert!(places.insert(id.clone(), (file.to_owned(), kind)).is_none(), "{id} is there twice");
        }
    }
    places
}

#[test]
fn no_resource_moves_or_is_renamed_from_1_to_200_models() {
    for (layout, counts) in [("nested", &[1, 2, 3, 10, 50, 200][..]), ("flat", &[1, 2, 3, 10])] {
        let mut before = BTreeMap::new();
        for count in counts {
            let now = places(*count, layout);
            for (id, place) in &before {
                assert_eq!(now.get(id), Some(place), "{id} of {count} models");
            }
            let stacks = now.values().filter(|(_, kind)| kind == "AWS::CloudFormation::Stack").count();
            // each with its relations, and the operations
            let expected = if layout == "flat" { 0 } else { 2 * count + 1 - usize::from(*count == 1) };
            assert_eq!(stacks, expected, "{count} models");
            before = now;
        }
    }
}

/// Resources and bytes of templates that one more model takes, of 8 fields and these rules.
fn size_of_a_model(rules: &str, index: bool) -> (usize, usize) {
    let size = |count: usize| {
        let mut text = String::from(
            "export const auth = defineAuth({ loginWith: { email: true }, groups: [\"EDITORS\"] });\nconst schema = a.schema({\n",
        );
        let index = if index { ".secondaryIndexes((index) => [index(\"slug\").sortKeys([\"rank\"])])" } else { "" };
        for n in 0..count {
            writeln!(
                text,
                "Article{n}: a.model({{ title: a.string().required(), body: a.string(), slug: a.string(), rank: a.integer(), \
                 price: a.float(), draft: a.boolean(), publishedAt: a.datetime(), tags: a.string().array() }}){index}\
                 .authorization((allow) => [{rules}]),"
            )
            .expect("memory");
        }
        let artifacts = artifacts("size", &(text + "});\nexport const data = defineData({ schema });\n"));
        let (mut resources, mut bytes) = (0, 0);
        for (file, template) in templates(&artifacts) {
            resources += resources_of(&template).len();
            bytes += artifacts.files[file].len();
        }
        (resources, bytes)
    };
    let (one, two) = (size(1), size(2));
    (two.0 - one.0, two.1 - one.1)
}

/// A model of 8 fields and 2 rules takes Amplify 39 resources and 63 KB. Rules on items need more code than others do.
#[test]
fn a_model_takes_12_resources_and_20_kilobytes() {
    let editors = "allow.authenticated().to([\"read\"]), allow.group(\"EDITORS\")";
    let owners = "allow.owner(), allow.group(\"EDITORS\")";
    for (rules, index, most_resources, most_bytes) in [
        (editors, false, 12, 20_000),
        (editors, true, 13, 25_000),
        ("allow.owner(), allow.authenticated().to([\"read\"])", false, 13, 25_000),
        (owners, false, 13, 45_000),
        (owners, true, 14, 53_000),
    ] {
        let (resources, bytes) = size_of_a_model(rules, index);
        println!("{rules}, index {index}: {resources} resources, {bytes} bytes");
        assert!(resources <= most_resources, "{rules}, index {index}: {resources} resources");
        assert!(bytes <= most_bytes, "{rules}, index {index}: {bytes} bytes");
    }
}
