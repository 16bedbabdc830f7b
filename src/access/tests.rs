use super::report::{Extent, Kind, Report, Resource, place};
use super::{Decision, FileAction, Persona, Principal};
use crate::analysis::{Analysis, Options, analyze};
use crate::model::StorageId;
use crate::source::MemoryFiles;

const FILES: StorageId = StorageId(0);

/// A backend with two groups, the first of which counts, a function and these rules.
fn backend(rules: &str) -> Analysis {
    let text = format!(
        "const report = defineFunction({{ name: \"report\", entry: \"./report.mjs\" }});\n\
         export const auth = defineAuth({{ loginWith: {{ email: true }}, groups: [\"ADMINS\", \"EDITORS\"] }});\n\
         export const files = defineStorage({{ name: \"files\", access: (allow) => ({{\n{rules}\n}}) }});\n"
    );
    let files = MemoryFiles::single("backend.amp", &text).with("report.mjs", "");
    analyze(&files, "backend.amp", &Options::default()).expect("it is there")
}

fn group(name: &str) -> Persona {
    Persona::Groups(vec![name.into()])
}

fn function(analysis: &Analysis) -> Persona {
    Persona::Function(analysis.backend.functions[0].id)
}

fn decide<'a>(analysis: &'a Analysis, persona: &Persona, action: FileAction, key: &str) -> Decision<'a> {
    let who = persona.principal(&analysis.backend).expect("somebody");
    analysis.access.decide(&who, persona.owns(), action, FILES, key)
}

/// The line of the rule that allows it.
fn line(analysis: &Analysis, persona: &Persona, action: FileAction, key: &str) -> Option<u32> {
    match decide(analysis, persona, action, key) {
        Decision::Allowed(grant) => Some(analysis.sources.get(grant.rule.file).position(grant.rule.start).line),
        _ => None,
    }
}

#[test]
fn the_nearest_path_decides() {
    use FileAction::{Delete, Get, List};
    let analysis = backend(
        "\"media/*\": [allow.guest.to([\"read\"]), allow.groups([\"EDITORS\"]).to([\"get\"])],\n\
         \"media/drafts/*\": [allow.groups([\"EDITORS\"]).to([\"get\", \"delete\"])],",
    );
    assert_eq!(line(&analysis, &Persona::Guest, Get, "media/a"), Some(4));
    assert_eq!(line(&analysis, &Persona::Guest, Get, "media/drafts"), Some(4));
    assert_eq!(line(&analysis, &group("EDITORS"), Get, "media/a"), Some(4));
    assert_eq!(line(&analysis, &group("EDITORS"), Get, "media/drafts/a/b"), Some(5));
    assert_eq!(line(&analysis, &group("EDITORS"), Delete, "media/drafts/a"), Some(5));
    assert_eq!(line(&analysis, &group("EDITORS"), Delete, "media/a"), None);
    let Decision::Overridden { by, grant } = decide(&analysis, &Persona::Guest, Get, "media/drafts/a") else {
        panic!("the inner path takes it away");
    };
    assert_eq!((by.path.to_string(), grant.path.to_string()), ("media/drafts/*".to_owned(), "media/*".to_owned()));
    assert!(matches!(decide(&analysis, &Persona::Guest, List, "media/drafts/"), Decision::Overridden { .. }));
    assert_eq!(line(&analysis, &Persona::Guest, List, "media/"), Some(4));
    let Decision::Unspoken(Some(path)) = decide(&analysis, &Persona::User, Get, "media/a") else {
        panic!("a path holds it, and no rule speaks of it");
    };
    assert_eq!(path.path.to_string(), "media/*");
    for beside in ["", "media", "mediaa/b", "other/a", "a/media/b"] {
        assert_eq!(decide(&analysis, &Persona::Guest, Get, beside), Decision::Unspoken(None), "{beside}");
    }
}

#[test]
fn the_whole_bucket_is_not_overridden() {
    use FileAction::{Get, List, Write};
    let analysis = backend(
        "\"*\": [allow.groups([\"ADMINS\"]).to([\"read\"])],\n\
         \"logs/*\": [allow.resource(report).to([\"write\"]), allow.groups([\"ADMINS\"]).to([\"write\"])],",
    );
    for key in ["", "a", "logs/a", "logs/a/b"] {
        assert_eq!(line(&analysis, &group("ADMINS"), Get, key), Some(4), "{key}");
        assert_eq!(line(&analysis, &group("ADMINS"), List, key), Some(4), "{key}");
    }
    assert_eq!(line(&analysis, &group("ADMINS"), Write, "logs/a"), Some(5));
    assert_eq!(decide(&analysis, &group("ADMINS"), Write, "a"), Decision::Unspoken(None));
    assert_eq!(line(&analysis, &function(&analysis), Write, "logs/a"), Some(5));
    assert_eq!(line(&analysis, &function(&analysis), Get, "logs/a"), None);
}

#[test]
fn owners_have_their_own_folder() {
    use FileAction::{Get, List, Write};
    let analysis = backend(
        "\"private/{entity_id}/*\": [allow.guest.to([\"get\"]),\n\
         allow.entity(\"identity\").to([\"read\", \"write\"])],",
    );
    let theirs = "private/{entity_id}/a";
    for action in [Get, List, Write] {
        assert_eq!(line(&analysis, &Persona::Owner(Vec::new()), action, theirs), Some(5));
        assert!(matches!(decide(&analysis, &Persona::User, action, theirs), Decision::OwnerOnly(grant) if grant.own));
        assert!(
            !decide(&analysis, &group("ADMINS"), action, theirs).is_allowed(),
            "the group's role replaces the owner's"
        );
    }
    // what is beside all folders is nobody's
    for key in ["private/", "private/a"] {
        assert!(
            matches!(decide(&analysis, &Persona::Owner(Vec::new()), List, key), Decision::Unspoken(Some(_))),
            "{key}"
        );
    }
    assert_eq!(line(&analysis, &Persona::Owner(Vec::new()), List, "private/me/"), Some(5));
    assert_eq!(line(&analysis, &Persona::Guest, Get, theirs), Some(4));
}

#[test]
fn of_several_groups_the_first_counts() {
    let analysis = backend("\"a/*\": [allow.groups([\"EDITORS\"]).to([\"get\"])],");
    let both = Persona::Groups(vec!["EDITORS".into(), "ADMINS".into()]);
    assert_eq!(both.principal(&analysis.backend), Some(Principal::Group("ADMINS".into())));
    assert!(!decide(&analysis, &both, FileAction::Get, "a/b").is_allowed());
    assert!(decide(&analysis, &group("EDITORS"), FileAction::Get, "a/b").is_allowed());
    assert_eq!(Persona::Groups(vec!["NOBODY".into()]).principal(&analysis.backend), None);
    let with_unknown = Persona::Groups(vec!["NOBODY".into(), "EDITORS".into()]);
    assert_eq!(with_unknown.principal(&analysis.backend), Some(Principal::Group("EDITORS".into())));
}

/// A cell for each of the report's lines: who, action and how far.
fn cells(report: &Report, path: &str) -> Vec<(String, &'static str, Extent)> {
    let at = report.grants.iter().filter(|it| it.path.as_deref() == Some(path));
    at.map(|it| (it.principal.clone(), it.action, it.allowed)).collect()
}

fn report(analysis: &Analysis) -> Report {
    let sound = analysis.checked().is_some();
    Report::of(&analysis.backend, &analysis.access, &analysis.sources, sound)
}

#[test]
fn the_report_is_the_table() {
    let analysis = backend(
        "\"b/{entity_id}/*\": [allow.entity(\"identity\").to([\"read\"]), allow.authenticated.to([\"get\"])],\n\
         \"a/*\": [allow.resource(report).to([\"write\"]), allow.groups([\"EDITORS\", \"ADMINS\"]).to([\"list\", \"get\"])],\n\
         \"*\": [allow.groups([\"ADMINS\"]).to([\"delete\"])],",
    );
    let report = report(&analysis);
    assert!(report.complete);
    let names: Vec<&str> = report.principals.iter().map(|who| who.name.as_str()).collect();
    assert_eq!(names, ["guest", "user", "ADMINS", "EDITORS", "fn:report"]);
    assert_eq!((report.principals[3].kind, report.principals[3].precedence), (Kind::Group, Some(1)));
    let paths = ["*", "a/*", "b/{entity_id}/*"].map(str::to_owned).to_vec();
    let files = Resource::Storage { name: "files".to_owned(), paths };
    assert_eq!(report.resources, [Resource::Auth { name: "auth".to_owned() }, files]);
    let owned = |cells: &[(&str, &'static str, Extent)]| -> Vec<(String, &'static str, Extent)> {
        cells.iter().map(|(who, action, extent)| ((*who).to_owned(), *action, *extent)).collect()
    };
    let (yes, own) = (Extent::Yes, Extent::Own);
    assert_eq!(cells(&report, "*"), owned(&[("ADMINS", "delete", yes)]));
    let at_a = [
        ("ADMINS", "get", yes),
        ("ADMINS", "list", yes),
        ("ADMINS", "delete", yes),
        ("EDITORS", "get", yes),
        ("EDITORS", "list", yes),
        ("fn:report", "write", yes),
    ];
    assert_eq!(cells(&report, "a/*"), owned(&at_a));
    let at_b = [("user", "get", yes), ("user", "list", own), ("ADMINS", "delete", yes)];
    assert_eq!(cells(&report, "b/{entity_id}/*"), owned(&at_b));
    let deletes = report.grants.iter().filter(|it| it.action == "delete").map(|it| it.rule.as_str());
    assert_eq!(deletes.collect::<Vec<_>>(), ["backend.amp:6"; 3]);
}

/// Every line of the report is what a question answers, and what has none is denied.
#[test]
fn the_report_and_the_answers_agree() {
    let analysis = backend(
        "\"*\": [allow.groups([\"ADMINS\"]).to([\"read\"])],\n\
         \"a/*\": [allow.guest.to([\"get\"]), allow.authenticated.to([\"read\", \"delete\"]), allow.resource(report).to([\"read\"])],\n\
         \"a/b/*\": [allow.groups([\"EDITORS\"]).to([\"write\"])],\n\
         \"c/{entity_id}/*\": [allow.entity(\"identity\").to([\"read\", \"delete\"]), allow.authenticated.to([\"get\"])],",
    );
    let report = report(&analysis);
    let keys = [("*", "x"), ("a/*", "a/x"), ("a/b/*", "a/b/x"), ("c/{entity_id}/*", "c/me/x")];
    for who in analysis.access.everyone(&analysis.backend) {
        let name = who.name(&analysis.backend);
        for (path, key) in keys {
            for action in FileAction::ALL {
                let line = report
                    .grants
                    .iter()
                    .find(|it| it.path.as_deref() == Some(path) && it.principal == name && it.action == action.text());
                let decided = |owner| match analysis.access.decide(&who, owner, action, FILES, key) {
                    Decision::Allowed(grant) => Some((Extent::of(grant), place(grant.rule, &analysis.sources))),
                    _ => None,
                };
                let answer = decided(false).or_else(|| decided(true));
                assert_eq!(line.map(|it| (it.allowed, it.rule.clone())), answer, "{name} {} {path}", action.text());
            }
        }
    }
}

#[test]
fn groups_may_be_called_as_others_are() {
    let text = "export const auth = defineAuth({ loginWith: { email: true }, groups: [\"user\", \"a+b\"] });\n";
    let analysis =
        analyze(&MemoryFiles::single("backend.amp", text), "backend.amp", &Options::default()).expect("it is there");
    let names: Vec<String> = report(&analysis).principals.into_iter().map(|who| who.name).collect();
    assert_eq!(names, ["guest", "user", "group:user", "group:a+b"]);
}

#[test]
fn a_report_of_a_broken_backend_says_so() {
    let analysis = backend("\"a/*\": [allow.guest.to([\"get\"]), allow.grups([\"ADMINS\"]).to([\"get\"])],");
    let report = report(&analysis);
    assert!(!report.complete);
    assert_eq!(cells(&report, "a/*"), [("guest".to_owned(), "get", Extent::Yes)]);
}
