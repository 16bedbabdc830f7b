//! `ampc access` about REST APIs.

use super::{Run, ampc, project};
use tempfile::TempDir;

const SHOP: &str = r#"export const f = defineFunction({ name: "f", entry: "./f.mjs" });
export const auth = defineAuth({ loginWith: { email: true }, groups: ["ADMINS", "EDITORS", { name: "READERS", inherits: "authenticated" }] });
export const shop = defineRestApi({
  paths: {
    "/items": {
      function: f,
      access: (allow) => [
        allow.guest.to(["get"]),
        allow.authenticated.to(["get", "put"]),
        allow.groups(["ADMINS"]).to(["get", "update"]),
      ],
    },
    "/orders/{id}": { function: f, subpaths: false, access: (allow) => allow.groups(["EDITORS"]).to(["get"]) },
    "/account": { function: f, subpaths: false, access: (allow) => allow.authenticated("userPool").to(["get"]) },
    "/hook": { function: f, access: (allow) => allow.public().to(["post"]) },
  },
});
"#;

const OTHER: &str = r#"export const other = defineRestApi({
  name: "files",
  paths: { "/": { function: f, access: (allow) => allow.groups(["ADMINS"]).to(["delete"]) } },
});
export const files = defineStorage({ name: "files", access: (allow) => ({ "a/*": [allow.guest.to(["get"])] }) });
"#;

fn of(text: &str) -> TempDir {
    project(&[("backend.amp", text), ("f.mjs", "export const handler = async () => {};\n")])
}

fn ask(dir: &TempDir, line: &str) -> Run {
    ampc(dir.path(), &line.split_whitespace().collect::<Vec<_>>())
}

#[test]
fn table_of_a_rest_api() {
    let run = ask(&of(SHOP), "access").expect(0);
    let expected = "\
shop           who                   get   head   post   put   patch   delete   rule
/account       user                  yes   -      -      -     -       -        backend.amp:14
               ADMINS                yes   -      -      -     -       -        backend.amp:14
               EDITORS               yes   -      -      -     -       -        backend.amp:14
               READERS               yes   -      -      -     -       -        backend.amp:14
               guest                 -     -      -      -     -       -
/hook/*        public                -     -      yes    -     -       -        backend.amp:15
/items/*       guest                 yes   -      -      -     -       -        backend.amp:8
               user (identityPool)   yes   -      -      yes   -       -        backend.amp:9
               ADMINS                yes   -      -      yes   yes     -        backend.amp:10
               READERS               yes   -      -      yes   -       -        backend.amp:9
               EDITORS               -     -      -      -     -       -
/orders/{id}   EDITORS               yes   -      -      -     -       -        backend.amp:13
               all others            -     -      -      -     -       -

user: in no group, since the role of a group replaces that of signed-in users; of several groups one counts: ADMINS \
before EDITORS before READERS
";
    assert_eq!(run.out, expected);
}

#[test]
fn questions_about_calls() {
    let dir = of(SHOP);
    for (line, status, verdict) in [
        ("guest get /items", 0, "yes"),
        ("guest read shop:/items/4/parts", 0, "yes"),
        ("guest head /items", 1, "no"),
        ("guest get /itemsx", 1, "no"),
        ("user put /items/4", 0, "yes"),
        ("user update /items/4", 1, "no"),
        ("ADMINS update /items/4", 0, "yes"),
        ("EDITORS get /items", 1, "no"),
        ("READERS put /items", 0, "yes"),
        ("EDITORS+ADMINS get /orders/7", 1, "no"),
        ("EDITORS get /orders/7/parts", 1, "no"),
        ("EDITORS get /account", 0, "yes"),
        ("guest get /account", 1, "no"),
        ("public get /items", 1, "no"),
        ("public post /hook/1", 0, "yes"),
        ("fn:f post /hook", 0, "yes"),
        ("fn:f get /items", 1, "no"),
        ("user get /items/*", 0, "yes"),
    ] {
        let run = ask(&dir, &format!("access can {line}")).expect(status);
        assert!(run.out.starts_with(&format!("{verdict}\n")), "{line}: {}", run.out);
    }
    for (line, told) in [
        ("EDITORS get /items", "signed-in users in no group may (backend.amp:9); the role of a group replaces theirs"),
        ("EDITORS+ADMINS get /orders/7", "as `EDITORS`: yes (backend.amp:13)"),
        ("EDITORS+ADMINS get /orders/7", "one role counts for signed calls: that of `ADMINS`"),
        ("user get /orders/7", "add `allow.authenticated.to([\"get\"])`"),
        ("user update /items", "add `\"patch\"` to its methods"),
        ("guest get /account", "here everybody comes with a token of the user pool"),
        ("EDITORS get /account", "grants it to whoever comes with a token of the user pool"),
        ("public post /hook", "grants it to everybody"),
        ("user get /nothing/there", "add a path: `\"/nothing\""),
    ] {
        let run = ask(&dir, &format!("access can {line}"));
        assert!(run.out.contains(told), "{line}: {}", run.out);
    }
    for (line, status, who) in [
        ("get /items", 0, "guest\nuser, READERS\nADMINS"),
        ("get /account", 0, "user, ADMINS, EDITORS, READERS"),
        ("post /hook", 0, "guest, user, ADMINS, EDITORS, READERS, public"),
        ("delete /items", 1, "nobody"),
    ] {
        let run = ask(&dir, &format!("access who-can {line}")).expect(status);
        let heads: Vec<&str> = run.out.lines().filter(|line| line.starts_with(char::is_alphabetic)).collect();
        assert_eq!(heads.join("\n"), who, "{line}: {}", run.out);
    }
}

#[test]
fn an_api_is_told_from_others() {
    let dir = of(&format!("{SHOP}{OTHER}"));
    for (line, status) in [
        ("access can ADMINS delete files:/x", 0),
        ("access can guest delete files:/x", 1),
        ("access can guest get files:a/b", 0),
        ("access can user put shop:/items", 0),
    ] {
        ask(&dir, line).expect(status);
    }
    for (line, told) in [
        ("access can user put /items", "`/items` may be at any of 2 REST APIs"),
        ("access can user write shop:/items", "nobody can `write` a path of a REST API"),
        ("access can user get shop", "`shop` is a REST API: ask for a path of it"),
        ("access can nobody get shop:/items", "there is nobody called `nobody`"),
    ] {
        let run = ask(&dir, line).expect(2);
        assert!(run.err.contains(told), "{line}: {}", run.err);
    }
}
