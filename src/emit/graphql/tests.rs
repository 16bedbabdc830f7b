//! What is right beyond what Amplify makes, and what takes long. That the rest is what Amplify makes is for `tests/peer`.

use std::fmt::Write as _;

use super::{introspection, schema};
use crate::access::Access;
use crate::evaluate::evaluate;
use crate::model::{Backend, build};
use crate::source::MemoryFiles;

fn backend(members: &str) -> Backend {
    let text = format!(
        "export const auth = defineAuth({{ loginWith: {{ email: true }}, groups: ['ADMINS', 'EDITORS'] }});
         export const data = defineData({{ schema: a.schema({{ {members} }}) }});"
    );
    let files = MemoryFiles::default().with("backend.amp", &text);
    let evaluation = evaluate(&files, "backend.amp").expect("the file is there");
    assert!(evaluation.diagnostics.is_empty(), "{:?}", evaluation.diagnostics);
    build(&evaluation.program, &evaluation.sources).0
}

/// The schema of members of `a.schema`.
fn text(members: &str) -> String {
    let backend = backend(members);
    schema(&backend, &Access::of(&backend)).expect("data")
}

/// The lines of a schema that hold a word.
fn lines<'t>(text: &'t str, word: &str) -> Vec<&'t str> {
    text.lines().filter(|line| line.contains(word)).map(str::trim).collect()
}

const IN_GROUPS: &str = "cognito_groups";

#[test]
fn appsync_itself_refuses_users_who_are_not_in_a_group() {
    let text = text(
        "Post: a.model({ title: a.string() }).authorization((allow) => [
           allow.group('ADMINS'), allow.groups(['EDITORS', 'ADMINS']).to(['read']), allow.publicApiKey().to(['read'])]),
         publish: a.mutation().returns(a.string()).handler(a.handler.function(defineFunction({ name: 'f' })))
           .authorization((allow) => allow.group('ADMINS'))",
    );
    let admins = "@aws_cognito_user_pools(cognito_groups: [\"ADMINS\"])";
    let both = "@aws_cognito_user_pools(cognito_groups: [\"ADMINS\", \"EDITORS\"])";
    assert!(lines(&text, "getPost(")[0].ends_with(both), "{text}");
    assert!(lines(&text, "onCreatePost(")[0].ends_with(both), "{text}");
    assert!(lines(&text, "createPost(")[0].ends_with(admins), "{text}");
    assert!(lines(&text, "publish:")[0].ends_with(admins), "{text}");
    // other models may lead to an item, and to pages of them
    assert_eq!(lines(&text, "type Post "), ["type Post @aws_api_key @aws_iam @aws_cognito_user_pools {"]);
}

#[test]
fn groups_are_no_bar_where_others_may_come_in() {
    let others = [
        "allow.authenticated()",
        "allow.owner()",
        "allow.groupDefinedIn('team')",
        "allow.group('EDITORS').withClaimIn('roles')",
    ];
    for other in others {
        let text = text(&format!(
            "Post: a.model({{ team: a.string() }}).authorization((allow) => [allow.group('ADMINS'), {other}])"
        ));
        assert_eq!(lines(&text, IN_GROUPS), [""; 0], "{other}");
    }
    // who may do nothing but one thing must be let through there only
    let text = text(
        "Post: a.model({ title: a.string() }).authorization((allow) => [allow.group('ADMINS'), allow.owner().to(['delete'])])",
    );
    assert_eq!(lines(&text, "deletePost(").concat().matches(IN_GROUPS).count(), 0);
    assert_eq!(lines(&text, "updatePost(").concat().matches(IN_GROUPS).count(), 1);
    // and who may read one field, too
    let text = text_of_field("allow.authenticated().to(['read'])");
    assert_eq!(lines(&text, "getPost(").concat().matches(IN_GROUPS).count(), 0);
    assert_eq!(lines(&text, "updatePost(").concat().matches(IN_GROUPS).count(), 1);
}

fn text_of_field(rule: &str) -> String {
    text(&format!(
        "Post: a.model({{ title: a.string(), note: a.string().authorization((allow) => [{rule}, allow.group('ADMINS')]) }})
           .authorization((allow) => allow.group('ADMINS'))"
    ))
}

#[test]
fn groups_of_an_index_are_those_that_may_list_or_get() {
    let text = text(
        "Post: a.model({ slug: a.string() }).secondaryIndexes((index) => [index('slug')]).authorization((allow) => [
           allow.group('ADMINS').to(['list']), allow.group('EDITORS').to(['get'])]),
         Note: a.model({ slug: a.string() }).secondaryIndexes((index) => [index('slug')]).authorization((allow) => [
           allow.group('ADMINS').to(['list']), allow.authenticated().to(['get'])])",
    );
    assert!(lines(&text, "listPostBySlug(")[0].ends_with("(cognito_groups: [\"ADMINS\", \"EDITORS\"])"), "{text}");
    assert!(lines(&text, "listNoteBySlug(")[0].ends_with("@aws_cognito_user_pools"), "{text}");
}

#[test]
fn two_rules_on_one_field_give_one_argument() {
    let text = text(
        "Post: a.model({ title: a.string() }).authorization((allow) => [
           allow.owner().identityClaim('sub').to(['read']), allow.owner().to(['create', 'read'])])",
    );
    let heard = lines(&text, "onCreatePost(");
    assert!(heard[0].starts_with("onCreatePost(filter: ModelSubscriptionPostFilterInput, owner: String): Post"));
    assert_eq!(lines(&text, "owner: String").len(), 4, "three subscriptions and the type");
    assert_eq!(lines(&text, "owner: ModelStringInput").len(), 3);
}

#[test]
fn every_name_that_is_used_is_defined() {
    // Amplify leaves out the input for the enumeration here
    let text = text(
        "Owner: a.model({ pets: a.hasMany('Pet', 'ownerId') }).authorization((allow) => allow.authenticated()),
         Pet: a.model({ ownerId: a.id(), owner: a.belongsTo('Owner', 'ownerId'), kind: a.enum(['CAT', 'DOG']) })
           .disableOperations(['list', 'mutations']).authorization((allow) => allow.authenticated())",
    );
    assert_eq!(lines(&text, "PetKindInput"), ["input ModelPetKindInput {", "kind: ModelPetKindInput"]);
    assert!(!text.contains("{\n}"), "{text}");
}

#[test]
fn names_that_two_parts_would_have_are_told() {
    let rule = "authorization((allow) => allow.publicApiKey())";
    let clash = |members: &str| {
        let backend = backend(members);
        let (_, found) = super::files(&backend, &Access::of(&backend));
        found.into_iter().map(|finding| finding.message).collect::<Vec<_>>()
    };
    assert_eq!(
        clash(&format!(
            "SubscriptionPost: a.model({{ x: a.string() }}).{rule}, Post: a.model({{ x: a.string() }}).{rule}"
        )),
        ["a part of the model `Post` would be `ModelSubscriptionPostFilterInput` in GraphQL, as a part of the model \
          `SubscriptionPost` is"]
    );
    assert_eq!(
        clash("ModelSortDirection: a.enum(['UP'])"),
        [
            "the enum `ModelSortDirection`, or the input that compares it, would be `ModelSortDirection` in GraphQL, as a part \
          of every schema is"
        ]
    );
    assert_eq!(
        clash(&format!(
            "address: a.customType({{ x: a.string() }}), Address: a.customType({{ x: a.string() }}),
             Post: a.model({{ one: a.ref('address'), other: a.ref('Address') }}).{rule}"
        )),
        ["the custom type `Address`, or the input for it, would be `AddressInput` in GraphQL, as the custom type \
          `address`, or the input for it is"]
    );
}

#[test]
fn thousands_of_models_take_as_long_as_their_number_says() {
    let time = |models: usize| {
        let mut members = String::new();
        for at in 0..models {
            let next = (at + 1) % models;
            write!(
                members,
                "M{at}: a.model({{ title: a.string(), place: a.ref('Place'), next: a.hasMany('M{next}', 'backId'),
                   backId: a.id(), back: a.belongsTo('M{}', 'backId') }})
                   .secondaryIndexes((index) => [index('title')])
                   .authorization((allow) => [allow.owner(), allow.group('ADMINS')]),",
                (at + models - 1) % models
            )
            .expect("a text");
        }
        let backend = backend(&format!("{members} Place: a.customType({{ x: a.float() }})"));
        let access = Access::of(&backend);
        let best = (0..3).map(|_| {
            let started = std::time::Instant::now();
            assert!(schema(&backend, &access).is_some_and(|text| text.contains("listM0s(")));
            assert!(introspection(&backend).is_some_and(|it| !it.text().is_empty()));
            started.elapsed()
        });
        best.min().expect("three runs")
    };
    let (few, many) = (time(100), time(1600));
    assert!(many < few * 64, "{few:?} for 100 models, {many:?} for 1600");
}
