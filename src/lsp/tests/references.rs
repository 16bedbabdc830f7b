//! The paths of references, and the actions of statements.

use super::{Editor, contains};
use crate::source::MemoryFiles;

const BACKEND: &str = r#"export const tidy = defineFunction({
  name: "tidy",
  entry: "./tidy.mjs",
  policies: [
    { Effect: "Allow", Action: ["s3:GetObject", "s3:PutObject"], Resource: `${ref("storage.photos.bucketArn")}/*` },
    { Effect: "Allow", Action: "dynamodb:Query", Resource: ref("data.tables.Post.tableArn") },
    { Effect: "Allow", Action: "sts:AssumeRole", Resource: `arn:aws:iam::${ref("aws.accountId")}:role/other` },
  ],
});
export const auth = defineAuth({ loginWith: { email: true } });
export const photos = defineStorage({ name: "photos" });
export const data = defineData({
  schema: a.schema({ Post: a.model({ title: a.string() }).authorization((allow) => [allow.authenticated()]) }),
});
"#;

fn editor() -> Editor {
    Editor::new(MemoryFiles::single("/p/tidy.mjs", ""))
}

/// The text with the cursor in the middle of what is sought.
fn marked(needle: &str) -> String {
    BACKEND.replacen(needle, &format!("{}|{}", &needle[..3], &needle[3..]), 1)
}

#[test]
fn completion_knows_where_references_lead() {
    let mut editor = editor();
    let all = [
        "auth.userPoolArn",
        "data.tables.Post.tableArn",
        "storage.photos.bucketName",
        "functions.tidy.functionArn",
        "aws.region",
    ];
    for text in [marked("storage.photos.bucketArn"), marked("data.tables.Post.tableArn")] {
        contains(&editor.labels("/p/backend.amp", &text), &all);
    }
    let open = format!("{BACKEND}export const f = defineFunction({{ policies: [{{ Resource: `${{ref(\"|");
    contains(&editor.labels("/p/backend.amp", &open), &all);
}

#[test]
fn completion_knows_the_actions_of_iam() {
    let mut editor = editor();
    let with = |action: &str| BACKEND.replacen("\"dynamodb:Query\"", action, 1);
    contains(&editor.labels("/p/backend.amp", &with("\"|\"")), &["s3:", "dynamodb:", "ses:"]);
    contains(&editor.labels("/p/backend.amp", &with("\"dyn|\"")), &["dynamodb:"]);
    let found = editor.labels("/p/backend.amp", &with("\"dynamodb:|\""));
    contains(&found, &["dynamodb:GetItem", "dynamodb:Query"]);
    assert!(found.iter().all(|label| label.starts_with("dynamodb:")), "{found:?}");
    let further = editor.labels("/p/backend.amp", &with("[\"dynamodb:Query\", \"dynamodb:|\"]"));
    contains(&further, &["dynamodb:GetItem"]);
    assert!(!further.contains(&"dynamodb:Query".to_owned()), "{further:?}");
}

#[test]
fn hover_and_definition_follow_a_reference() {
    let mut editor = editor();
    let hover = editor.hover("/p/backend.amp", &marked("storage.photos.bucketArn"));
    assert!(hover.contains("ref(\"storage.photos.bucketArn\")") && hover.contains("The ARN of the bucket"), "{hover}");
    assert!(editor.hover("/p/backend.amp", &marked("s3:GetObject")).contains("An action of IAM"));
    let line = |editor: &mut Editor, text: &str| {
        editor.at("definition", "/p/backend.amp", text)["range"]["start"]["line"].as_u64()
    };
    assert_eq!(line(&mut editor, &marked("storage.photos.bucketArn")), Some(10));
    assert_eq!(line(&mut editor, &marked("data.tables.Post.tableArn")), Some(12));
    assert_eq!(line(&mut editor, &marked("aws.accountId")), None);
    let user_pool = BACKEND.replacen("data.tables.Post.tableArn", "auth|.userPoolArn", 1);
    assert_eq!(line(&mut editor, &user_pool), Some(9));
}
