//! Admin queries in the editor.

use super::*;

#[test]
fn routes_and_groups_are_known() {
    let mut editor = Editor::new(MemoryFiles::default());
    let path = "/p/backend.amp";
    let text = |rest: &str| {
        format!(
            "export const auth = defineAuth({{ loginWith: {{ email: true }}, groups: [\"ADMINS\", \"EDITORS\"] }});\n\
             export const admin = defineAdminQueries({{ {rest} }});\n"
        )
    };
    contains(&editor.labels(path, "export const x = |"), &["defineAdminQueries"]);
    contains(&editor.labels(path, &text("|")), &["groups", "routes", "name", "cors", "throttling", "accessLogs"]);
    assert_eq!(editor.labels(path, &text("groups: [\"|\"]")), ["ADMINS", "EDITORS"]);
    assert_eq!(editor.labels(path, &text("groups: [\"ADMINS\", \"|\"]")), ["EDITORS"]);
    contains(&editor.labels(path, &text("groups: [], routes: [\"|\"]")), &["listUsers", "disableUser"]);
    let page = editor.hover(path, &text("groups: [\"ADM|INS\"]"));
    assert!(page.contains("Its members may call the admin queries `AdminQueries`."), "{page}");
    assert!(!editor.hover(path, &text("groups: [\"EDITORS\"], name: \"ADM|INS\"")).contains("A group of users"));
    let page = editor.hover(path, &text("groups: [\"ADMINS\"], routes: [\"sign|UserOut\"]"));
    assert!(page.contains("each only themselves"), "{page}");
}
