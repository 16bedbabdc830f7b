//! What clients are typed by. That TypeScript takes it, and infers the same from Amplify's builders, is a suite of its own.

use std::fmt::Write as _;

use super::Client;
use crate::evaluate::evaluate;
use crate::model::build;
use crate::source::MemoryFiles;

/// The types of a schema with these members.
fn types(members: &str) -> String {
    let text = format!("export const data = defineData({{ schema: a.schema({{ {members} }}) }});");
    let files = MemoryFiles::default().with("backend.amp", &text);
    let evaluation = evaluate(&files, "backend.amp").expect("the file is there");
    let (backend, _) = build(&evaluation.program, &evaluation.sources);
    Client::new().schema(&backend.data.expect("data"))
}

/// The lines of a member of the first level, or of a type behind the schema.
fn part<'t>(text: &'t str, begin: &str) -> Vec<&'t str> {
    let lines = text.lines().skip_while(|line| !line.starts_with(begin));
    let indent = begin.len() - begin.trim_start().len();
    let end = format!("{:indent$}}}", "");
    lines.take_while(|line| !line.starts_with(&end)).map(str::trim).collect()
}

#[test]
fn a_model_has_its_types() {
    let text = types(
        "Post: a.model({ title: a.string().required(), mood: a.enum(['UP']), blog: a.belongsTo('Blog', 'blogId'), blogId: a.id() })
           .secondaryIndexes((index) => [index('title').sortKeys(['blogId'])])
           .authorization((allow) => [allow.owner(), allow.groupsDefinedIn('teams')]),
         Blog: a.model({ code: a.id().required(), at: a.integer().required(), posts: a.hasMany('Post', 'blogId') })
           .identifier(['code', 'at']).disableOperations(['subscriptions', 'update'])",
    );
    assert_eq!(
        part(&text, "  Post: {"),
        [
            "Post: {",
            "__entityType: \"model\";",
            "type: {",
            "readonly id: string;",
            "title: string;",
            "mood?: Schema[\"Post\"][\"nestedTypes\"][\"mood\"][\"type\"] | null;",
            "blog: LoadOne<Schema[\"Blog\"][\"type\"] | null>;",
            "blogId?: string | null;",
            "owner?: string | null;",
            "teams?: string[] | null;",
            "readonly createdAt: string;",
            "readonly updatedAt: string;",
            "};",
            "createType: {",
            "id?: string;",
            "title: string;",
            "mood?: Schema[\"Post\"][\"nestedTypes\"][\"mood\"][\"type\"] | null;",
            "blogId?: string | null;",
            "owner?: string | null;",
            "teams?: string[] | null;",
            "};",
            "updateType: {",
            "id: string;",
            "title?: string;",
            "mood?: Schema[\"Post\"][\"nestedTypes\"][\"mood\"][\"type\"] | null;",
            "blogId?: string | null;",
            "owner?: string | null;",
            "teams?: string[] | null;",
            "};",
            "deleteType: { readonly id: string };",
            "identifier: { readonly id: string };",
            "nestedTypes: {",
            "mood: { __entityType: \"enum\"; type: \"UP\" };",
            "};",
            "secondaryIndexes: {",
            "listPostByTitleAndBlogId: { input: { title: string; blogId?: StringFilter } };",
            "};",
            "__meta: {",
            "listOptionsPkParams: unknown;",
            "rawType: any;",
            "flatModel: Paths0[\"Post\"] & { blog: Paths4[\"Blog\"] };",
            "disabledOperations: {};",
            "};",
        ]
    );
    let blog = part(&text, "  Blog: {").join("\n");
    for line in [
        "identifier: { code: string; at: number };",
        "secondaryIndexes: unknown;",
        "listOptionsPkParams: { code?: string; at?: NumericFilter };",
        "disabledOperations: { onCreate: true; onUpdate: true; onDelete: true; observeQuery: true; update: true };",
        // what leads straight back is left out
        "flatModel: Paths0[\"Blog\"] & { posts: Paths0[\"Post\"][] };",
    ] {
        assert!(blog.contains(line), "{line}\n{blog}");
    }
}

#[test]
fn an_operation_has_its_types() {
    let text = types(
        "Post: a.model({ up: a.belongsTo('Post', 'upId'), upId: a.id() }),
         add: a.mutation().arguments({ to: a.string().required(), how: a.customType({ far: a.float() }) })
           .returns(a.ref('Post').required().array()).handler(a.handler.function('add')),
         later: a.mutation().handler(a.handler.function(defineFunction({ name: 'later' })).async()),
         heard: a.subscription().for([a.ref('add'), a.ref('Post').mutations(['create'])]).handler(a.handler.custom({ entry: './x.js' }))",
    );
    assert_eq!(
        part(&text, "  add: {"),
        [
            "add: {",
            "__entityType: \"customMutation\";",
            "operationType: \"Mutation\";",
            "args: {",
            "to: string;",
            "how?: {",
            "far?: number | null;",
            "} | null;",
            "};",
            "type: Schema[\"Post\"][\"type\"][] | null | undefined;",
            "returnType: Omit<Schema[\"Post\"][\"type\"], \"up\">[] | null | undefined;",
            "functionHandler: AppSyncResolverHandler<Schema[\"add\"][\"args\"], Schema[\"add\"][\"returnType\"]>;",
        ]
    );
    let later = part(&text, "  later: {").join("\n");
    assert!(later.contains("args: never;") && later.ends_with("[\"args\"], void>;"), "{later}");
    let heard = part(&text, "  heard: {").join("\n");
    let of = "NonNullable<Schema[\"add\"][\"type\"]> | NonNullable<Schema[\"Post\"][\"type\"]>";
    assert!(heard.contains(&format!("type: {of};\nreturnType: Omit<{of}, \"up\">;")), "{heard}");
}

#[test]
fn only_the_helpers_that_are_used_are_written() {
    let small = types("Note: a.model({ text: a.string() })");
    assert!(!small.contains("aws-lambda"), "{small}");
    assert_eq!(small.matches("\nexport ").count(), 2, "the schema and its paths: {small}");
    let all = types(
        "Note: a.model({ any: a.json(), k: a.string().required(), n: a.integer().required(), up: a.hasOne('Note', 'n'), ups: a.hasMany('Note', 'n') })
           .identifier(['k', 'n']).secondaryIndexes((index) => [index('k').sortKeys(['k']), index('k').sortKeys(['k', 'n'])])",
    );
    for helper in ["JsonValue", "LoadOne<T>", "LoadMany<T>", "RequestOptions", "GraphQLFormattedError"] {
        assert!(all.contains(&format!(" {helper} ")), "{helper}\n{all}");
    }
    for helper in ["StringFilter<T", "NumericFilter ", "CompositeKeyFilter<Key"] {
        assert!(all.contains(&format!("export type {helper}")), "{helper}\n{all}");
    }
    assert!(!all.contains("\n\n\n") && all.ends_with("};\n"), "{all}");
}

/// Models of which each belongs to the two before it.
fn web(models: usize) -> String {
    let mut members = String::new();
    for at in 0..models {
        let _ = write!(members, "M{at}: a.model({{ x: a.string(), ");
        for step in [1, 2] {
            if let Some(to) = at.checked_sub(step) {
                let _ = write!(members, "of{step}Id: a.id(), of{step}: a.belongsTo('M{to}', 'of{step}Id'), ");
            }
            if at + step < models {
                let _ = write!(members, "all{step}: a.hasMany('M{}', 'of{step}Id'), ", at + step);
            }
        }
        members.push_str("}),\n");
    }
    members
}

#[test]
fn paths_are_listed_as_deep_as_the_budget_goes() {
    let few = types(&web(4));
    assert!(few.contains("interface Paths4") && !few.contains("Beyond"), "{few}");
    let many = types(&web(60));
    assert!(!many.contains("interface Paths4") && many.contains("// Deeper than 2 relations, names"), "{many}");
    assert!(
        many.contains(
            "  M0: Paths0[\"M0\"] & { all1: Beyond[\"M1\"][]; all2: Beyond[\"M2\"][]; [field: string]: any };"
        )
    );
}

#[test]
fn size_is_linear_in_the_number_of_models() {
    let [half, whole] = [150, 300].map(|models| types(&web(models)).len());
    assert!(whole < half * 21 / 10, "{half} bytes for 150 models, {whole} for 300");
}
