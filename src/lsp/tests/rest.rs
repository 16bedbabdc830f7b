//! REST APIs in the editor.

use super::*;

const PATH: &str = "/p/backend.amp";
const TEXT: &str = r#"
export const auth = defineAuth({ loginWith: { email: true }, groups: ["ADMINS", "EDITORS"] });
export const items = defineFunction({ name: "items" });
export const shop = defineRestApi({
  paths: {
    "/items": {
      function: items,
      access: (allow) => [allow.guest.to(["get"]), allow.groups(["ADMINS"]).to(["read", "update"])],
    },
    "/account": { function: items, subpaths: false, access: (allow) => [allow.authenticated("userPool").to(["get"])] },
  },
});
"#;

fn editor() -> Editor {
    let mut editor = Editor::new(MemoryFiles::default().with("/p/handler.ts", ""));
    editor.open(PATH, TEXT);
    editor
}

fn instead(of: &str, marked: &str) -> String {
    assert!(TEXT.contains(of), "{of}");
    TEXT.replacen(of, marked, 1)
}

#[test]
fn hover_tells_who_may_call_what() {
    let mut editor = editor();
    let mut hover = |of: &str, marked: &str| editor.hover(PATH, &instead(of, marked));
    let path = hover("\"/items\"", "\"/it|ems\"");
    for wanted in ["Path of `shop`", "| guest | yes |", "| ADMINS | yes | \u{2013} | \u{2013} | yes | yes |"] {
        assert!(path.contains(wanted), "{wanted} is not in {path}");
    }
    let by_token = hover("\"/account\"", "\"/acc|ount\"");
    assert!(by_token.contains("| EDITORS | yes |") && !by_token.contains("guest"), "{by_token}");
    let group = hover("groups([\"ADMINS\"])", "groups([\"ADM|INS\"])");
    assert!(group.contains("May call:\n- `/items/*`: get, put, patch"), "{group}");
    let function = hover("function: items,\n", "function: it|ems,\n");
    assert!(function.contains("Called by the REST API `shop`: `/items`, `/account`."), "{function}");
    assert!(hover("subpaths: false", "sub|paths: false").contains("what lies below the path"));
    assert!(hover("allow.authenticated(", "allow.authen|ticated(").contains("with a token of the user pool"));
    assert!(hover("\"update\"", "\"upd|ate\"").contains("`put` and `patch`"));
    assert!(hover("defineRestApi", "define|RestApi").contains("Paths that functions answer"));
}

#[test]
fn completion_of_paths_and_rules() {
    let mut editor = editor();
    let mut labels = |of: &str, marked: &str| editor.labels(PATH, &instead(of, marked));
    contains(&labels("      function: items,\n      access", "      |\n      access"), &["function", "subpaths"]);
    contains(&labels("[allow.guest.to([\"get\"]), ", "[allow.|, "), &["guest", "authenticated", "groups", "public"]);
    contains(&labels("to([\"get\"]), ", "to([\"|\"]), "), &["get", "head", "create", "update", "delete"]);
    contains(&labels("groups([\"ADMINS\"])", "groups([\"|\"])"), &["ADMINS", "EDITORS"]);
    contains(&labels("(\"userPool\")", "(\"|\")"), &["userPool", "identityPool"]);
    contains(&labels("export const shop", "export const other = def|\nexport const shop"), &["defineRestApi"]);
}

#[test]
fn places_all_over_have_an_answer() {
    let mut editor = editor();
    assert!(sweep(&mut editor, PATH, TEXT) > 60);
}
