//! `ampc access`: the table in each format, questions and their exit status.

use super::{GOOD, Run, ampc, fs, project, read};
use tempfile::TempDir;

/// A blog with two groups, folders of users, a second storage and a function.
const BLOG: &str = r#"const purge = defineFunction({ name: "purge", entry: "./purge.mjs" });

export const auth = defineAuth({
  loginWith: { email: true },
  groups: ["ADMINS", "EDITORS", "READERS"],
  access: (allow) => [allow.resource(purge).to(["manageGroupMembership", "getUser"])],
});

export const files = defineStorage({
  name: "files",
  isDefault: true,
  access: (allow) => ({
    "published/*": [
      allow.guest.to(["get"]),
      allow.authenticated.to(["read"]),
      allow.groups(["ADMINS", "EDITORS"]).to(["read", "write"]),
    ],
    "published/internal/*": [allow.groups(["ADMINS"]).to(["read"])],
    "private/{entity_id}/*": [
      allow.authenticated.to(["get"]),
      allow.entity("identity").to(["read", "write"]),
    ],
  }),
});

export const archive = defineStorage({
  name: "archive",
  access: (allow) => ({
    "*": [allow.groups(["ADMINS"]).to(["read"])],
    "logs/*": [allow.resource(purge).to(["delete"])],
  }),
});
"#;

fn blog() -> TempDir {
    project(&[("backend.amp", BLOG), ("purge.mjs", "export const handler = async () => {};\n")])
}

/// The arguments of a command line without quotes.
fn ask(dir: &TempDir, line: &str) -> Run {
    ampc(dir.path(), &line.split_whitespace().collect::<Vec<_>>())
}

#[test]
fn table_for_people() {
    let dir = blog();
    let run = ask(&dir, "access").expect(0);
    assert_eq!(run.err, "");
    let expected = "\
users and groups   action                        rule
fn:purge           manageGroupMembership   yes   backend.amp:6
                   getUser                 yes   backend.amp:6

archive   who          get   list   write   delete   rule
*         ADMINS       yes   yes    -       -        backend.amp:29
          all others   -     -      -       -
logs/*    ADMINS       yes   yes    -       -        backend.amp:29
          fn:purge     -     -      -       yes      backend.amp:30
          all others   -     -      -       -

files                   who          get   list   write   delete   rule
private/{entity_id}/*   user         yes   own    own     -        backend.amp:20, backend.amp:21
                        all others   -     -      -       -
published/*             guest        yes   -      -       -        backend.amp:14
                        user         yes   yes    -       -        backend.amp:15
                        ADMINS       yes   yes    yes     -        backend.amp:16
                        EDITORS      yes   yes    yes     -        backend.amp:16
                        all others   -     -      -       -
published/internal/*    ADMINS       yes   yes    -       -        backend.amp:18
                        all others   -     -      -       -

own: only in the folder with the user's own id
user: in no group, since the role of a group replaces that of signed-in users; of several groups one counts: ADMINS \
before EDITORS before READERS
list: user, EDITORS see the names of files at published/internal/* too, in a list of published/*
";
    assert_eq!(run.out, expected);
    assert_eq!(ask(&dir, "access -q").expect(0).out, "");
}

#[test]
fn table_for_programs_is_what_a_build_writes() {
    let dir = blog();
    let json = ask(&dir, "access --format json").expect(0).out;
    ask(&dir, "build --no-bundle").expect(0);
    assert_eq!(json, read(dir.path(), "amp.out/access.json"));
    let report: serde_json::Value = serde_json::from_str(&json).expect("JSON");
    assert_eq!(report["format"], 1);
    assert_eq!(report["complete"], true);
    let group = serde_json::json!({ "name": "EDITORS", "kind": "group", "precedence": 1 });
    assert_eq!(report["principals"][3], group);
    let own = serde_json::json!({
        "resource": "files", "path": "private/{entity_id}/*", "principal": "user",
        "action": "write", "allowed": "own", "rule": "backend.amp:21",
    });
    assert!(report["grants"].as_array().expect("a list").contains(&own), "{json}");
    // the same from elsewhere: no path of this machine is in it
    let elsewhere = project(&[]);
    let path = dir.path().to_str().expect("Unicode");
    let again = ampc(elsewhere.path(), &["access", path, "--format", "json"]).expect(0).out;
    assert_eq!(again, json);
}

#[test]
fn tables_for_spreadsheets_and_pull_requests() {
    let dir = blog();
    let csv = ask(&dir, "access --format csv").expect(0).out;
    let mut lines = csv.lines();
    assert_eq!(lines.next(), Some("resource,path,principal,action,allowed,rule,mode,by"));
    assert_eq!(lines.next(), Some("auth,,fn:purge,manageGroupMembership,yes,backend.amp:6,,"));
    assert!(csv.contains("\nfiles,private/{entity_id}/*,user,list,own,backend.amp:21,,\n"), "{csv}");
    assert!(lines.all(|line| line.matches(',').count() == 7), "{csv}");
    let markdown = ask(&dir, "access --format markdown").expect(0).out;
    for part in [
        "### Storage files\n\n| files | who | get | list | write | delete | rule |\n|---|---|---|---|---|---|---|\n",
        "| private/{entity\\_id}/\\* | user | yes | own | own | – | backend.amp:20, backend.amp:21 |\n",
        "| published/internal/\\* | all others | – | – | – | – |  |\n",
        "- own: only in",
    ] {
        assert!(markdown.contains(part), "{part} is not in {markdown}");
    }
}

#[test]
fn yes_with_the_rule() {
    let dir = blog();
    for (line, place) in [
        ("can guest get files:published/a.jpg", "backend.amp:14:"),
        ("can ADMINS get files:published/*", "backend.amp:16:"),
        ("can user read files:published/a.jpg", "backend.amp:15:"),
        ("can user list files:published/", "backend.amp:15:"),
        ("can EDITORS write files:published/a/b.jpg", "backend.amp:16:"),
        ("can entity write files:private/{entity_id}/a", "backend.amp:21:"),
        ("can user get files:private/{entity_id}/a", "backend.amp:20:"),
        ("can ADMINS list archive", "backend.amp:29:"),
        ("can ADMINS get archive:logs/a", "backend.amp:29:"),
        ("can group:ADMINS get archive:a", "backend.amp:29:"),
        ("can fn:purge delete archive:logs/2024/a", "backend.amp:30:"),
        ("can fn:purge getUser auth", "backend.amp:6:"),
        // a part of what the rule grants
        ("can fn:purge addUserToGroup auth", "backend.amp:6:"),
    ] {
        let run = ask(&dir, &format!("access {line}")).expect(0);
        assert!(run.out.starts_with("yes\n") && run.out.contains(place), "{line}: {}", run.out);
        assert_eq!(run.err, "", "{line}");
        assert_eq!(ask(&dir, &format!("access {line} -q")).expect(0).out, "");
    }
}

#[test]
fn no_with_the_rule_that_would_have_to_change() {
    let dir = blog();
    for (line, parts) in [
        // another path decides
        (
            "can EDITORS get files:published/internal/a",
            &[
                "backend.amp:18:",
                "published/*",
                r#"add `allow.groups(["EDITORS"]).to(["get"])` at `published/internal/*`"#,
            ][..],
        ),
        // a rule that speaks of them
        (
            "can EDITORS delete files:published/a",
            &["backend.amp:16:", r#"add `"delete"` to its actions (it speaks of the group `ADMINS` too)"#],
        ),
        // only the part that is missing
        ("can guest read files:published/a", &["backend.amp:14:", r#"add `"list"` to its actions"#]),
        // only owners
        ("can user write files:private/{entity_id}/a", &["backend.amp:21:", "own id", "folders of all users"]),
        ("can entity delete files:private/x/a", &["backend.amp:21:", r#"add `"delete"` to its actions"#]),
        // the trap
        ("can READERS get files:published/a", &["backend.amp:13:", "signed-in users in no group may (backend.amp:15)"]),
        ("can EDITORS write files:private/x/a", &["owner of the folder may if in no group (backend.amp:21)"]),
        // no path
        ("can fn:purge get files:other/a", &["backend.amp:9:", r#"`"other/*": [allow.resource(purge).to(["get"])]`"#]),
        ("can guest list archive", &["backend.amp:26:", "list all names in `archive`"]),
        // the user pool
        ("can fn:purge deleteUser auth", &["backend.amp:6:", r#"add `"deleteUser"` to its actions"#]),
        ("can ADMINS deleteUser auth", &["backend.amp:3:", "only functions"]),
    ] {
        let run = ask(&dir, &format!("access {line}")).expect(1);
        assert!(run.out.starts_with("no\n"), "{line}: {}", run.out);
        // a long line may be broken anywhere
        let flat = run.out.split_whitespace().collect::<Vec<_>>().join(" ");
        for part in parts {
            assert!(flat.contains(part), "{line}: {part} is not in {}", run.out);
        }
        assert_eq!((ask(&dir, &format!("access {line} -q")).expect(1).out.as_str(), run.err.as_str()), ("", ""));
    }
}

#[test]
fn of_several_groups_one_counts() {
    let dir = blog();
    let flat = |run: Run| run.out.split_whitespace().collect::<Vec<_>>().join(" ");
    let both = flat(ask(&dir, "access can READERS+EDITORS write files:published/a").expect(0));
    assert!(
        both.contains("that of `EDITORS`") && both.contains("CustomRoleArn") && both.contains("as `READERS`: no"),
        "{both}"
    );
    let both = flat(ask(&dir, "access can EDITORS+ADMINS+ADMINS list archive").expect(0));
    assert!(both.contains("that of `ADMINS`") && both.contains("as `EDITORS`: no"), "{both}");
    let source = BLOG.replace(r#"["ADMINS", "EDITORS", "READERS"]"#, r#"["READERS", "EDITORS", "ADMINS"]"#);
    fs::write(dir.path().join("backend.amp"), source).expect("written");
    let both = flat(ask(&dir, "access can EDITORS+READERS write files:published/a").expect(1));
    assert!(both.contains("as `EDITORS`: yes (backend.amp:16)"), "{both}");
    assert!(!flat(ask(&dir, "access can EDITORS write files:published/a").expect(0)).contains("CustomRoleArn"));
}

#[test]
fn who_can() {
    let dir = blog();
    let verdicts = |line: &str, status| {
        let out = ask(&dir, &format!("access who-can {line}")).expect(status).out;
        // what stands at the beginning of a block, above its empty line
        let blocks: Vec<String> =
            out.split("\n\n  ☞").map(|it| it.lines().last().unwrap_or_default().to_owned()).collect();
        blocks[..blocks.len() - 1].join(" / ")
    };
    assert_eq!(verdicts("get files:published/a", 0), "guest / user / ADMINS, EDITORS");
    assert_eq!(verdicts("get files:private/x/a", 0), "user");
    assert_eq!(verdicts("read files:private/x/a", 0), "entity");
    assert_eq!(verdicts("delete archive:logs/a", 0), "fn:purge");
    assert_eq!(verdicts("removeUserFromGroup auth", 0), "fn:purge");
    assert_eq!(verdicts("write archive:logs/a", 1), "nobody");
    assert_eq!(verdicts("write files:other/a", 1), "nobody");
    assert_eq!(verdicts("deleteUser auth", 1), "nobody");
}

#[test]
fn wrong_questions_are_2() {
    let dir = blog();
    for (line, said) in [
        ("can EDITOR get files:a/b", "did you mean `EDITORS`?"),
        ("can EDITORS+ADMIN get files:a/b", "called `ADMIN`; did you mean `ADMINS`?"),
        ("can fn:pruge get files:a/b", "did you mean `fn:purge`?"),
        ("can nobody get files:a/b", "there is: guest, user, entity, ADMINS, EDITORS, READERS, fn:purge"),
        ("can guest raed files:a/b", "did you mean `read`?"),
        ("can guest get fiels:a/b", "did you mean `files`?"),
        ("can guest get published/a", "in any of 2 storages: write `name:published/a`"),
        ("can guest get files", "needs a file"),
        ("can guest get files:/published/a", "write `files:published/a`"),
        ("can guest get auth", "done with files"),
        ("can fn:purge getUser files", "write `auth`"),
        ("who-can getUsr auth", "did you mean `getUser`?"),
        ("can guest get", "Usage"),
        ("can", "Usage"),
        ("who-can get", "Usage"),
        ("--format xml", "invalid value"),
        ("can guest get files:a/b nowhere", "nowhere"),
    ] {
        let run = ask(&dir, &format!("access {line}")).expect(2);
        assert!(run.err.contains(said) && run.out.is_empty(), "{line}: {}{}", run.out, run.err);
    }
    let run = ampc(project(&[("backend.amp", GOOD)]).path(), &["access", "can", "guest", "get", "a/b"]).expect(2);
    assert!(run.err.contains("no `defineStorage`"), "{}", run.err);
    let run = ampc(project(&[("backend.amp", GOOD)]).path(), &["access"]).expect(0);
    assert!(run.out.contains("there is nothing to reach"), "{}", run.out);
}

#[test]
fn one_storage_needs_no_name() {
    let start = BLOG.find("export const archive").expect("it is there");
    let dir =
        project(&[("b/backend.amp", &BLOG[..start]), ("b/purge.mjs", "export const handler = async () => {};\n")]);
    for resource in ["published/a.jpg", "files:published/a.jpg", "published/a:b", "published/"] {
        ampc(dir.path(), &["access", "can", "guest", "get", resource, "b"]).expect(0);
    }
    let run = ampc(dir.path(), &["access", "can", "guest", "get", "a.jpg", "b"]).expect(2);
    assert!(run.err.contains("`files:a.jpg`"), "{}", run.err);
    ampc(dir.path(), &["access", "can", "guest", "list", "files", "b"]).expect(1);
    ampc(dir.path(), &["access", "can", "guest", "get", "published/*", "b"]).expect(2);
    ampc(dir.path(), &["access", "can", "guest", "get", "*", "b"]).expect(2);
    ampc(dir.path(), &["access", "can", "guest", "delete", "*", "b"]).expect(1);
}

#[test]
fn a_broken_definition_is_said_to_be_one() {
    let dir = blog();
    let broken = BLOG.replace(r#"allow.authenticated.to(["read"])"#, r#"allow.authenticated.to(["raed"])"#);
    fs::write(dir.path().join("backend.amp"), broken).expect("written");
    let run = ask(&dir, "access can guest get files:published/a").expect(2);
    assert!(run.out.starts_with("yes, as far as the definition can be read\n"), "{}", run.out);
    assert!(run.err.contains("raed") && run.err.contains("the definition has errors"), "{}", run.err);
    let run = ask(&dir, "access").expect(2);
    assert!(run.out.contains("\nnot complete: "), "{}", run.out);
    let run = ask(&dir, "access --format json").expect(2);
    assert!(run.out.contains("\"complete\": false"), "{}", run.out);
    ask(&dir, "access who-can get files:published/a").expect(2);
}

#[test]
fn code_that_cannot_be_seen_is_said() {
    let backend = "import { defineBackend } from '@aws-amplify/backend';\nimport { auth } from './auth/resource';\n\
                   const backend = defineBackend({ auth });\nbackend.auth.resources.userPool.node.addDependency(1);\n";
    let auth = "import { defineAuth } from '@aws-amplify/backend';\nexport const auth = defineAuth({ loginWith: { email: true } });\n";
    let dir = project(&[("amplify/backend.ts", backend), ("amplify/auth/resource.ts", auth)]);
    let run = ask(&dir, "access").expect(0);
    assert!(run.err.contains("backend.ts:4") && run.out.contains("not complete"), "{}{}", run.out, run.err);
    let run = ask(&dir, "access --leave-out amplify/backend.ts:4 --format json").expect(0);
    assert!(run.out.contains("\"complete\": false"), "{}", run.out);
    ask(&dir, "access --leave-out amplify/backend.ts:1").expect(2);
}

/// The pages about access and REST APIs show what the program prints: each block of a console belongs to the example above
/// it. `UPDATE=1` in the environment writes what is printed now.
#[test]
fn the_pages_show_what_is_printed() {
    for (page, least) in [("docs/access.md", 7), ("docs/rest.md", 2)] {
        let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join(page);
        let text = fs::read_to_string(&path).expect("the page");
        let (now, commands) = printed(&text);
        assert!(commands >= least, "only {commands} commands were found in {page}");
        if std::env::var_os("UPDATE").is_some() {
            fs::write(&path, &now).expect("the page can be written");
        } else {
            assert!(now == text, "{page} is not current: run `UPDATE=1 cargo test --test cli the_pages`");
        }
    }
}

/// A page with what its commands print now, and how many they are.
fn printed(page: &str) -> (String, usize) {
    let (mut now, mut block, mut commands) = (String::new(), None::<String>, 0);
    let dir = project(&[]);
    for line in page.lines() {
        match (&mut block, line) {
            (None, "```ts" | "```console") => block = Some(String::new()),
            (Some(body), "```") => {
                if body.starts_with("$ ") {
                    for command in body.lines().filter_map(|line| line.strip_prefix("$ ")) {
                        let arguments: Vec<&str> = command.split_whitespace().map(|it| it.trim_matches('\'')).collect();
                        assert_eq!(arguments[0], "ampc", "{command}");
                        let run = ampc(dir.path(), &arguments[1..]);
                        assert_eq!(run.err, "", "{command}");
                        now.extend(["$ ", command, "\n", run.out.trim_end(), "\n"]);
                        commands += 1;
                    }
                } else {
                    fs::write(dir.path().join("backend.amp"), &*body).expect("written");
                    for entry in body.split("entry: \"").skip(1).filter_map(|rest| rest.split('"').next()) {
                        fs::write(dir.path().join(entry), "export const handler = async () => {};\n").expect("written");
                    }
                    now.push_str(body);
                }
                block = None;
            }
            (Some(body), line) => {
                body.push_str(line);
                body.push('\n');
                continue;
            }
            (None, _) => {}
        }
        now.push_str(line);
        now.push('\n');
    }
    (now, commands)
}

#[test]
fn everything_below_a_folder() {
    let dir = blog();
    // `published/internal/*` is another matter for guests, and for administrators it is not
    let part = ask(&dir, "access can guest get files:published/*").expect(2);
    assert!(part.out.starts_with("in part\n"), "{}", part.out);
    assert!(part.out.contains("no at `published/internal/*`"), "{}", part.out);
    assert!(part.err.contains("neither yes nor no"), "{}", part.err);
    ask(&dir, "access can ADMINS get files:published/*").expect(0);
    ask(&dir, "access can guest write files:published/*").expect(1);
    // nobody may delete in the whole bucket, and the function may in one folder of it
    let part = ask(&dir, "access can fn:purge delete archive:*").expect(2);
    assert!(part.out.contains("yes at `logs/*`"), "{}", part.out);
    let who = ask(&dir, "access who-can delete archive:*").expect(0);
    assert!(who.out.starts_with("fn:purge\n"), "{}", who.out);
}

#[test]
fn a_file_in_nobodys_folder() {
    let run = ask(&blog(), "access can entity write files:private/readme.md").expect(1);
    assert!(run.out.contains("in nobody's folder"), "{}", run.out);
}

/// An API with every kind of caller, a field with rules of its own, and an operation.
const API: &str = r#"const helper = defineFunction({ name: "helper", entry: "./purge.mjs" });

export const auth = defineAuth({ loginWith: { email: true }, groups: ["ADMINS", "EDITORS"] });

const schema = a.schema({
  Note: a
    .model({
      text: a.string(),
      team: a.string(),
      rating: a.integer().authorization((allow) => [allow.owner().to(["read"]), allow.group("ADMINS")]),
    })
    .authorization((allow) => [
      allow.owner(),
      allow.groupDefinedIn("team").to(["read"]),
      allow.group("ADMINS").to(["read"]),
      allow.publicApiKey().to(["list"]),
      allow.authenticated("identityPool").to(["get"]),
    ]),
  approve: a
    .mutation()
    .arguments({ id: a.id() })
    .returns(a.boolean())
    .handler(a.handler.function(helper))
    .authorization((allow) => [allow.group("EDITORS")]),
}).authorization((allow) => [allow.resource(helper).to(["query"])]);

export const data = defineData({
  schema,
  authorizationModes: { defaultAuthorizationMode: "userPool", apiKeyAuthorizationMode: { expiresInDays: 30 } },
});
"#;

fn api() -> TempDir {
    project(&[("backend.amp", API), ("purge.mjs", "export const handler = async () => {};\n")])
}

#[test]
fn table_of_an_api() {
    let run = ask(&api(), "access").expect(0);
    let expected = "\
data          who                   get     list    listen   create   update   delete   rule
*             fn:helper             yes     yes     -        -        -        -        backend.amp:25
Note          user (identityPool)   yes     -       -        -        -        -        backend.amp:17
              user by owner         own     own     own      own      own      -        backend.amp:13
              user by team          group   group   group    -        -        -        backend.amp:14
              ADMINS                yes     yes     yes      -        -        -        backend.amp:15
              apiKey                -       yes     -        -        -        -        backend.amp:16
              all others            -       -       -        -        -        -
Note.rating   user by owner         own     own     -        -        -        -        backend.amp:10
              ADMINS                yes     yes     -        yes      yes      yes      backend.amp:10
              all others            -       -       -        -        -        -

operations   who          call   rule
approve      EDITORS      yes    backend.amp:24
             all others   -

own: by a field, only items in which it names the user
group: by a field, only items in which it names one of the user's groups
";
    assert_eq!(run.out, expected);
}

#[test]
fn questions_about_an_api() {
    let dir = api();
    for (line, status, verdict) in [
        ("user get Note", 0, "yes"),
        ("user list Note", 2, "in part"),
        ("owner update Note", 0, "yes"),
        ("owner update Note.rating", 1, "no"),
        ("owner get Note.rating", 0, "yes"),
        ("ADMINS update Note.rating", 0, "yes"),
        ("EDITORS update Note.rating", 1, "no"),
        ("EDITORS update Note", 2, "in part"),
        ("EDITORS call approve", 0, "yes"),
        ("ADMINS+EDITORS call approve", 0, "yes"),
        ("ADMINS call approve", 1, "no"),
        ("apiKey list Note", 0, "yes"),
        ("apiKey get Note", 1, "no"),
        ("apiKey list Note.rating", 1, "no"),
        ("guest get Note", 1, "no"),
        ("lambda get Note", 1, "no"),
        ("oidc get Note", 1, "no"),
        ("fn:helper read Note", 1, "no"),
        ("fn:helper list Note.rating", 0, "yes"),
        ("fn:helper call approve", 1, "no"),
    ] {
        let run = ask(&dir, &format!("access can {line}")).expect(status);
        assert!(run.out.starts_with(&format!("{verdict}\n")), "{line}: {}", run.out);
    }
    for (line, status, first) in [
        ("delete Note", 1, "nobody"),
        ("update Note", 0, "owner"),
        ("get Note", 0, "user, EDITORS"),
        ("call approve", 0, "EDITORS"),
        ("update Note.rating", 0, "ADMINS"),
    ] {
        let run = ask(&dir, &format!("access who-can {line}")).expect(status);
        assert_eq!(run.out.lines().next(), Some(first), "{line}: {}", run.out);
    }
    for (line, part) in [
        ("can user lsit Note", "did you mean `list`?"),
        ("can user get Note.ratng", "did you mean `rating`?"),
        ("can user get approve", "ask whether somebody may `call` it"),
        ("can apiKey get files:a", "the backend has no `defineStorage`"),
    ] {
        let run = ask(&dir, &format!("access {line}")).expect(2);
        assert!(run.err.contains(part), "{line}: {}", run.err);
    }
}

/// What cannot be done, whoever asks, and owners by several rules.
#[test]
fn what_there_is_not_is_granted_to_nobody() {
    let text = r#"export const auth = defineAuth({ loginWith: { email: true }, groups: ["ADMINS", "EDITORS"] });
const schema = a.schema({
  Paper: a
    .model({ author: a.string(), editors: a.string().array(), team: a.string(), note: a.string() })
    .disableOperations(["delete", "subscriptions"])
    .authorization((allow) => [
      allow.ownerDefinedIn("author").to(["read", "create"]),
      allow.ownersDefinedIn("editors").to(["update"]),
      allow.groupDefinedIn("team").to(["read"]),
    ]),
  Salary: a
    .model({ text: a.string(), sum: a.integer().authorization((allow) => [allow.owner(), allow.group("EDITORS")]) })
    .authorization((allow) => [allow.owner()]),
  Shop: a
    .model({ place: a.string().required(), no: a.string().required(), text: a.string(), seats: a.hasMany("Seat", ["place", "no"]) })
    .identifier(["place", "no"])
    .authorization((allow) => [allow.group("ADMINS")]),
  Seat: a
    .model({ place: a.string(), no: a.string(), shop: a.belongsTo("Shop", ["place", "no"]) })
    .authorization((allow) => [allow.group("ADMINS")]),
  Open: a
    .model({ text: a.string(), pub: a.string().authorization((allow) => [allow.publicApiKey().to(["read"]), allow.owner()]) })
    .authorization((allow) => [allow.owner()]),
  Closed: a
    .model({ text: a.string().authorization((allow) => [allow.group("ADMINS")]) })
    .authorization((allow) => [allow.group("ADMINS"), allow.group("EDITORS").to(["read"])]),
});
export const data = defineData({
  schema,
  authorizationModes: { defaultAuthorizationMode: "userPool", apiKeyAuthorizationMode: {} },
});
"#;
    let dir = project(&[("backend.amp", text)]);
    for (line, status, verdict) in [
        ("owner update Paper", 2, "in part"),
        ("owner read Paper", 1, "no"),
        ("owner get Paper", 2, "in part"),
        ("owner delete Paper", 1, "no"),
        ("owner listen Paper", 1, "no"),
        ("owner update Salary.owner", 1, "no"),
        ("owner update Salary.id", 1, "no"),
        ("owner create Salary.id", 0, "yes"),
        ("owner create Salary.createdAt", 1, "no"),
        ("ADMINS update Shop.no", 1, "no"),
        ("ADMINS create Shop.no", 0, "yes"),
        ("ADMINS update Shop.seats", 1, "no"),
        ("apiKey get Open.id", 0, "yes"),
        ("apiKey list Open.createdAt", 0, "yes"),
        ("apiKey get Open.text", 1, "no"),
        ("EDITORS list Closed", 1, "no"),
        ("ADMINS list Closed", 0, "yes"),
        ("ADMINS listen Closed.text", 0, "yes"),
    ] {
        let run = ask(&dir, &format!("access can {line}")).expect(status);
        assert!(run.out.starts_with(&format!("{verdict}\n")), "{line}: {}", run.out);
    }
    for (line, status, all) in [
        ("delete Paper", 1, "nobody"),
        ("update Paper", 0, "owner (in part)"),
        ("get Paper", 0, "user (in part), owner (in part)"),
        ("update Salary", 0, "owner | EDITORS (in part)"),
    ] {
        let run = ask(&dir, &format!("access who-can {line}")).expect(status);
        let said: Vec<&str> = run
            .out
            .lines()
            .filter(|line| ["owner", "user", "EDITORS", "nobody"].iter().any(|it| line.starts_with(it)))
            .collect();
        assert_eq!(said.join(" | "), all, "{line}: {}", run.out);
    }
}

/// Groups that another claim lists, and owners and groups of another provider: nobody whom a question can name, but not
/// nobody.
#[test]
fn callers_by_claims_are_not_nobody() {
    let text = r#"export const helper = defineFunction({ name: "helper", entry: "./purge.mjs" });
export const auth = defineAuth({ loginWith: { email: true }, groups: ["ADMINS"] });
const schema = a.schema({
  Seat: a.model({ row: a.string() }).authorization((allow) => [
    allow.groups(["ushers"], "oidc").to(["read"]),
    allow.groups(["Z"]).withClaimIn("roles").to(["update"]),
    allow.owner("oidc").to(["delete"]),
  ]),
  sell: a
    .mutation()
    .returns(a.string())
    .handler(a.handler.function(helper))
    .authorization((allow) => [allow.groups(["Z"]).withClaimIn("roles")]),
});
export const data = defineData({
  schema,
  authorizationModes: {
    defaultAuthorizationMode: "userPool",
    oidcAuthorizationMode: {
      oidcProviderName: "sso",
      oidcIssuerUrl: "https://issuer.example.com",
      tokenExpiryFromAuthInSeconds: 600,
      tokenExpireFromIssueInSeconds: 600,
    },
  },
});
"#;
    let dir = project(&[("backend.amp", text), ("purge.mjs", "export const handler = async () => {};\n")]);
    for (line, first) in [
        ("get Seat", "oidc (in part)"),
        ("update Seat", "user (in part), owner (in part)"),
        ("delete Seat", "owner"),
        ("call sell", "user (in part), ADMINS (in part)"),
    ] {
        let run = ask(&dir, &format!("access who-can {line}")).expect(0);
        assert_eq!(run.out.lines().next(), Some(first), "{line}: {}", run.out);
    }
    let run = ask(&dir, "access can ADMINS call sell").expect(2);
    assert!(run.out.contains("whose claim `roles` lists `Z`"), "{}", run.out);
}

/// Members of a group that `defineAuth` does not list may, too; each user may sign out themselves.
#[test]
fn routes_of_admin_queries() {
    let text = r#"const job = defineFunction({ name: "job", entry: "./purge.mjs" });
export const auth = defineAuth({ loginWith: { email: true }, groups: ["ADMINS", "EDITORS"] });
export const adminQueries = defineAdminQueries({
  groups: ["ADMINS", "operators"],
  routes: ["listUsers", "signUserOut", "disableUser"],
});
export { job };
"#;
    let dir = project(&[("backend.amp", text), ("purge.mjs", "export const handler = async () => {};\n")]);
    let expected = "\
AdminQueries   who          call   rule
disableUser    ADMINS       yes    backend.amp:4
               operators    yes    backend.amp:4
               all others   -
signUserOut    user         own    backend.amp:5
               ADMINS       own    backend.amp:5
               EDITORS      own    backend.amp:5
               operators    own    backend.amp:5
               guest        -
listUsers      ADMINS       yes    backend.amp:4
               operators    yes    backend.amp:4
               all others   -

own: of admin queries, each user only themselves
";
    assert_eq!(ask(&dir, "access").expect(0).out, expected);
    for (line, status, first) in [
        ("can ADMINS call AdminQueries:disableUser", 0, "yes"),
        ("can operators call AdminQueries:disableUser", 0, "yes"),
        ("can EDITORS+operators call AdminQueries:listUsers", 0, "yes"),
        ("can EDITORS call AdminQueries:disableUser", 1, "no"),
        ("can user call AdminQueries:listUsers", 1, "no"),
        ("can guest call AdminQueries:listUsers", 1, "no"),
        ("can guest call AdminQueries:signUserOut", 1, "no"),
        ("can user call AdminQueries:signUserOut", 0, "yes"),
        ("can EDITORS call AdminQueries:signUserOut", 0, "yes"),
        ("can fn:job call AdminQueries:listUsers", 1, "no"),
        ("who-can call AdminQueries:signUserOut", 0, "user, ADMINS, EDITORS, operators"),
        ("who-can call AdminQueries:disableUser", 0, "ADMINS"),
        // known, but not enabled
        ("can ADMINS call AdminQueries:getUser", 1, "no"),
        ("who-can call AdminQueries:getUser", 1, "nobody"),
        // and the same asked of the user pool
        ("can operators disableUser auth", 0, "yes"),
        ("can EDITORS disableUser auth", 1, "no"),
        ("can ADMINS enableUser auth", 1, "no"),
        ("can ADMINS manageUsers auth", 1, "no"),
        ("who-can listUsers auth", 0, "ADMINS"),
    ] {
        let run = ask(&dir, &format!("access {line}")).expect(status);
        assert_eq!(run.out.lines().next(), Some(first), "{line}: {}", run.out);
    }
    for (line, part) in [
        ("can ADMINS call AdminQueries:disbleUser", "did you mean `disableUser`?"),
        ("can ADMINS call adminQueries:listUsers", "did you mean `AdminQueries:listUsers`?"),
        ("can ADMINS call AdminQueries", "write `AdminQueries:disableUser`"),
        ("can ADMINS read AdminQueries:listUsers", "ask whether somebody may `call` it"),
        ("can nobody call AdminQueries:listUsers", "there is nobody called `nobody`"),
    ] {
        let run = ask(&dir, &format!("access {line}")).expect(2);
        assert!(run.err.contains(part), "{line}: {}", run.err);
    }
    let report: serde_json::Value =
        serde_json::from_str(&ask(&dir, "access --format json").expect(0).out).expect("JSON");
    let own: Vec<_> = report["grants"].as_array().expect("grants").iter().filter(|it| it["allowed"] == "own").collect();
    let who: Vec<_> = own.iter().map(|it| (it["principal"].as_str().unwrap(), it["path"].as_str().unwrap())).collect();
    assert_eq!(who, ["user", "ADMINS", "EDITORS", "operators"].map(|who| (who, "signUserOut")));
}
