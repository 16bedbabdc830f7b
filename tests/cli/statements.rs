//! `ampc access` where roles have IAM statements.

use super::{Run, ampc, project};
use tempfile::TempDir;

const BACKEND: &str = r#"export const auth = defineAuth({
  loginWith: { email: true },
  groups: [
    { name: "ADMINS", policies: [{ Effect: "Allow", Action: ["s3:GetObject", "s3:PutObject"], Resource: `${ref("storage.files.bucketArn")}/*` }] },
    {
      name: "EDITORS",
      inherits: "authenticated",
      policies: [
        { Effect: "Deny", Action: "s3:DeleteObject", Resource: "*" },
        { Effect: "Allow", Action: "cognito-idp:ListUsers", Resource: ref("auth.userPoolArn") },
      ],
    },
  ],
  roles: {
    guest: { policies: [{ Effect: "Deny", Action: "s3:GetObject", Resource: `${ref("storage.files.bucketArn")}/media/drafts/*` }, { Effect: "Allow", Action: "s3:PutObject", Resource: "arn:aws:s3:::elsewhere/*" }] },
  },
  access: (allow) => [allow.resource(tidy).to(["getUser", "listUsers", "manageGroupMembership"])],
});
export const tidy = defineFunction({
  name: "tidy",
  entry: "./tidy.mjs",
  policies: [
    { Effect: "Allow", Action: "dynamodb:Query", Resource: ref("data.tables.Post.tableArn") },
    { Effect: "Deny", Action: ["cognito-idp:AdminGetUser", "cognito-idp:AdminAddUserToGroup"], Resource: "*" },
    { Effect: "Deny", Action: "appsync:GraphQL", Resource: `${ref("data.apiArn")}/types/Mutation/*` },
    { Effect: "Allow", Action: "s3:GetObject", Resource: "arn:aws:s3:::app-files*/*", Condition: { Bool: { "aws:SecureTransport": true } } },
    { Effect: "Allow", Action: "execute-api:Invoke", Resource: "*" },
  ],
});
export const files = defineStorage({
  name: "files",
  access: (allow) => ({
    "media/*": [allow.guest.to(["get"]), allow.authenticated.to(["read", "delete"])],
    "own/{entity_id}/*": [allow.entity("identity").to(["read", "write", "delete"])],
  }),
});
export const data = defineData({
  schema: a
    .schema({ Post: a.model({ title: a.string() }).authorization((allow) => [allow.authenticated().to(["read"])]) })
    .authorization((allow) => [allow.resource(tidy)]),
});
export const shop = defineRestApi({
  name: "shop",
  paths: {
    "/items": { function: tidy, access: (allow) => [allow.authenticated.to(["get"])] },
    "/me": { function: tidy, access: (allow) => [allow.authenticated("userPool").to(["get"])] },
  },
});
"#;

fn backend() -> TempDir {
    project(&[("backend.amp", BACKEND), ("tidy.mjs", "export const handler = async () => {};\n")])
}

fn ask(dir: &TempDir, line: &str) -> Run {
    ampc(dir.path(), &line.split_whitespace().collect::<Vec<_>>())
}

#[test]
fn statements_are_in_every_table() {
    let dir = backend();
    let run = ask(&dir, "access").expect(0);
    assert_eq!(run.err, "");
    let tables: Vec<&str> = run.out.split("\n\n").collect();
    let [users, data, shop, files, policies, notes] = tables[..] else { panic!("{}", run.out) };
    let expected = "\
users and groups   action                         rule
EDITORS            listUsers               yes    backend.amp:10
fn:tidy            manageGroupMembership   part   backend.amp:24
                   listUsers               yes    backend.amp:17";
    assert_eq!(users, expected);
    assert!(
        data.contains("*      fn:tidy      yes   yes    yes      -        -        -        backend.amp:40\n"),
        "{data}"
    );
    assert!(shop.contains("fn:tidy"), "{shop}");
    let expected = "\
files               who          get    list   write   delete   rule
*                   ADMINS       yes    -      yes     -        backend.amp:4
                    fn:tidy      part   -      -       -        backend.amp:26
                    all others   -      -      -       -
media/*             guest        part   -      -       -        backend.amp:15
                    user         yes    yes    -       yes      backend.amp:33
                    ADMINS       yes    -      yes     -        backend.amp:4
                    EDITORS      yes    yes    -       -        backend.amp:33
                    fn:tidy      part   -      -       -        backend.amp:26
own/{entity_id}/*   user         own    own    own     own      backend.amp:34
                    ADMINS       yes    -      yes     -        backend.amp:4
                    EDITORS      own    own    own     -        backend.amp:34
                    fn:tidy      part   -      -       -        backend.amp:26
                    guest        -      -      -       -";
    assert_eq!(files, expected);
    assert!(notes.contains("part: only some of it, as far as an IAM statement says\n"), "{notes}");
    for part in [
        "ADMINS     Allow    s3:GetObject                      ${storage.files.bucketArn}/* ",
        "EDITORS    Deny     s3:DeleteObject                   *                                           backend.amp:9\n",
        "backend.amp:26   Bool aws:SecureTransport: true\n",
    ] {
        assert!(policies.contains(part), "{part} is not in {policies}");
    }
    let json: serde_json::Value = serde_json::from_str(&ask(&dir, "access --format json").out).expect("JSON");
    let first = serde_json::json!({
        "principal": "guest", "effect": "Deny", "actions": ["s3:GetObject"],
        "resources": ["${storage.files.bucketArn}/media/drafts/*"], "rule": "backend.amp:15",
    });
    assert_eq!(json["policies"][0], first);
    assert_eq!(json["policies"].as_array().map(Vec::len), Some(10));
    let csv = ask(&dir, "access --format csv").out;
    let line =
        "arn:aws:s3:::app-files*/*,,fn:tidy,s3:GetObject,Allow,backend.amp:26,policy,Bool aws:SecureTransport: true\n";
    assert!(csv.contains(line), "{csv}");
}

#[test]
fn questions_know_of_statements() {
    let dir = backend();
    for (line, status, place) in [
        // a statement allows, forbids, or neither is certain
        ("can ADMINS get files:media/a", 0, "backend.amp:4:"),
        ("can ADMINS write files:other/a", 0, "backend.amp:4:"),
        ("can ADMINS write files:own/{entity_id}/a", 0, "backend.amp:4:"),
        ("can ADMINS list files:media/", 1, "backend.amp:33:"),
        ("can ADMINS read files:media/a", 1, "backend.amp:33:"),
        ("can user delete files:media/a", 0, "backend.amp:33:"),
        ("can EDITORS delete files:media/a", 1, "backend.amp:9:"),
        ("can guest get files:media/a", 0, "backend.amp:33:"),
        ("can guest get files:media/drafts/a", 1, "backend.amp:15:"),
        ("can guest get files:media/*", 2, "backend.amp:15:"),
        ("can fn:tidy get files:media/a", 2, "backend.amp:26:"),
        ("can fn:tidy write files:media/a", 1, "backend.amp:33:"),
        // a bucket of another name
        ("can guest write files:media/a", 1, "backend.amp:33:"),
        // owners in groups
        ("can entity+EDITORS write files:own/{entity_id}/a", 0, "backend.amp:34:"),
        ("can entity+EDITORS delete files:own/{entity_id}/a", 1, "backend.amp:9:"),
        ("can EDITORS write files:own/{entity_id}/a", 1, "backend.amp:34:"),
        ("can entity+ADMINS+EDITORS list files:own/{entity_id}/a", 1, "backend.amp:34:"),
        // users and groups
        ("can EDITORS listUsers auth", 0, "backend.amp:10:"),
        ("can ADMINS listUsers auth", 1, "backend.amp:1:"),
        ("can fn:tidy listUsers auth", 0, "backend.amp:17:"),
        ("can fn:tidy getUser auth", 1, "backend.amp:24:"),
        ("can fn:tidy manageGroupMembership auth", 2, "backend.amp:24:"),
        ("can fn:tidy manageUsers auth", 1, "backend.amp:17:"),
        // the API, and what is past it
        ("can fn:tidy create Post", 1, "backend.amp:25:"),
        ("can fn:tidy list Post", 0, "backend.amp:40:"),
        // calls that are signed, and those that are not
        ("can fn:tidy get shop:/items/1", 0, "backend.amp:27:"),
        ("can fn:tidy get shop:/me", 1, "backend.amp:46:"),
        ("can user get shop:/items", 0, "backend.amp:45:"),
    ] {
        let run = ask(&dir, &format!("access {line}"));
        assert_eq!(run.status, status, "{line}: {}{}", run.out, run.err);
        let verdict = ["yes\n", "no\n", "in part\n"][usize::try_from(status).expect("small")];
        assert!(run.out.starts_with(verdict) && run.out.contains(place), "{line}: {}", run.out);
    }
    let several = ask(&dir, "access can entity+ADMINS+EDITORS write files:own/{entity_id}/a").expect(0).out;
    assert!(
        several.contains("that of `ADMINS`") && several.contains("as `EDITORS`: yes (backend.amp:34)"),
        "{several}"
    );
    let own = ask(&dir, "access can EDITORS write files:own/{entity_id}/a").expect(1).out;
    assert!(own.contains("the owner of the folder may (backend.amp:34): ask for `entity+EDITORS`"), "{own}");
    for (line, who) in [
        ("write files:own/{entity_id}/a", "ADMINS\n"),
        ("write files:own/{entity_id}/a", "entity, entity+EDITORS\n"),
        ("get files:media/drafts/a", "fn:tidy (in part)\n"),
        ("listUsers auth", "EDITORS\n"),
        ("get shop:/items", "fn:tidy\n"),
    ] {
        let run = ask(&dir, &format!("access who-can {line}")).expect(0);
        assert!(run.out.contains(who), "{line}: {}", run.out);
    }
}

/// A table of a model can be read by who has no right to ask the API.
#[test]
fn tables_are_past_the_api() {
    let text = BACKEND.replace("\n    .authorization((allow) => [allow.resource(tidy)])", "");
    let dir = project(&[("backend.amp", &text), ("tidy.mjs", "export const handler = async () => {};\n")]);
    for (line, status) in [("can fn:tidy list Post", 2), ("can fn:tidy create Post", 1), ("can EDITORS list Post", 0)] {
        let run = ask(&dir, &format!("access {line}"));
        assert_eq!(run.status, status, "{line}: {}{}", run.out, run.err);
    }
    let run = ask(&dir, "access can fn:tidy list Post");
    assert!(run.out.contains("may list `Post` past the API"), "{}", run.out);
}
