//! The paths of storage: their form, and how they may lie within each other.
//!
//! Facts: the published `@aws-amplify/backend-storage`, `validate_storage_access_paths`.

use super::Inspection;
use super::text::is_visible;
use crate::access::{ENTITY_ID, Path};
use crate::diagnostic::{Code, Diagnostic, Severity, quoted};
use crate::vocabulary::At;

/// The longest name of a file that S3 takes, in bytes.
/// <https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-keys.html>
const LONGEST_KEY: usize = 1024;

/// A path is a folder with `/*` behind it.
pub(super) fn forms(cx: &mut Inspection<'_>) {
    for path in cx.backend.storages.iter().filter_map(|it| it.record.access.as_ref()).flat_map(|it| &it.paths) {
        if let Some(finding) = form(&path.path) {
            cx.found.push(finding);
        }
    }
}

fn form(path: &At<smol_str::SmolStr>) -> Option<Diagnostic> {
    let text = path.as_str();
    let wrong = |message: String| path.finding(Code::StoragePath, message);
    let better = |finding: Diagnostic, better: String| {
        let sound = Path::parse(&better).is_some();
        let written = quoted(&better);
        if sound { finding.fix(format!("write `{written}`"), path.span, written) } else { finding }
    };
    if text == "*" {
        return None;
    }
    if let Some(rest) = text.strip_prefix('/') {
        let finding = wrong(format!("the path `{text}` begins with `/`, which names of files do not"));
        // the whole bucket is not what somebody meant who wrote `/*`
        return Some(match rest.trim_start_matches('/') {
            "*" | "" => finding.help("name a folder, as `media/*`"),
            rest => better(finding, rest.to_owned()),
        });
    }
    if text.contains("//") {
        let finding = wrong(format!("the path `{text}` holds `//`, a folder without a name"));
        let single = text.split('/').filter(|part| !part.is_empty()).collect::<Vec<_>>().join("/");
        return Some(better(finding, single));
    }
    if let Some(char) = text.chars().find(|char| *char == '?').or_else(|| text.contains("${").then_some('$')) {
        let finding = wrong(format!("the path `{text}` holds `{char}`, which IAM takes for something else"));
        return Some(finding.help("name the folder without it"));
    }
    if text.contains("{{") {
        let finding = wrong(format!("the path `{text}` holds `{{{{`, which CloudFormation takes for something else"));
        return Some(finding.help("name the folder without it"));
    }
    // the characters of policies: <https://docs.aws.amazon.com/IAM/latest/APIReference/API_PutRolePolicy.html>
    if let Some(char) = text.chars().find(|char| !matches!(char, ' '..='~' | '\u{a0}'..='\u{ff}')) {
        let shown = if char.is_control() || !is_visible(char) {
            format!("the character U+{:04X}", u32::from(char))
        } else {
            format!("`{char}`")
        };
        let finding = wrong(format!("this path holds {shown}, which IAM does not take in policies"));
        return Some(
            finding.help("use letters from `a` to `z`, digits and punctuation; Latin letters with accents will do"),
        );
    }
    let folder = text.strip_suffix("/*");
    if folder.is_none_or(|folder| folder.contains('*')) {
        return Some(if text.trim_end_matches('*').contains('*') {
            let finding = wrong(format!("the path `{text}` has a `*` that is not at its end"));
            finding.help(format!(
                "a `*` stands for all that is below a folder; for a folder of each user write `{ENTITY_ID}`"
            ))
        } else {
            let finding = wrong(format!("the path `{text}` does not end in `/*`"));
            match text.trim_end_matches('*').trim_end_matches('/') {
                "" => finding.help("name a folder, as `media/*`"),
                folder => better(finding, format!("{folder}/*")),
            }
        });
    }
    let folder = folder.unwrap_or_default();
    if let Some((before, after)) = folder.split_once(ENTITY_ID) {
        let finding = if after.contains(ENTITY_ID) {
            wrong(format!("the path `{text}` holds `{ENTITY_ID}` twice"))
        } else if before.is_empty() {
            wrong(format!("the path `{text}` begins with `{ENTITY_ID}`"))
                .help(format!("put a folder before it: `private/{ENTITY_ID}/*`"))
        } else if !after.is_empty() || !before.ends_with('/') {
            wrong(format!("`{ENTITY_ID}` is not the last folder of the path `{text}`"))
                .help(format!("write `{}{ENTITY_ID}/*`", before.rfind('/').map_or("private/", |at| &before[..=at])))
        } else {
            return too_long(path);
        };
        return Some(finding);
    }
    if let Some(part) = folder.split('/').find(|part| part.starts_with('{') && part.ends_with('}')) {
        let message = format!("`{part}` stands for nothing here: it is the name of a folder");
        let finding = wrong(message).severity(Severity::Warning);
        return Some(finding.help(format!("the folder of each user is written `{ENTITY_ID}`")));
    }
    too_long(path)
}

fn too_long(path: &At<smol_str::SmolStr>) -> Option<Diagnostic> {
    (path.len() > LONGEST_KEY).then(|| {
        let message = format!("this path has {} bytes, and the name of a file at most {LONGEST_KEY}", path.len());
        path.finding(Code::StoragePath, message).help("choose shorter names of folders")
    })
}

/// A path overrides the one around it, and no more than one: what two of them would take away and give back, IAM cannot
/// say. Folders of users lie within none.
pub(super) fn overlaps(cx: &mut Inspection<'_>) {
    for storage in &cx.backend.storages {
        let Some(paths) = cx.access.paths.get(&storage.id) else { continue };
        for path in paths.list().iter().filter(|path| !path.path.is_bucket()) {
            // the folders of users hold only their owners' files, unless a rule opens all of them
            let counts = |other: &Path| !other.entity || paths.is_wide(other);
            let around: Vec<_> = paths.around(&path.path).filter(|other| counts(&other.path)).collect();
            let beside = paths.find(&Path { entity: false, ..path.path.clone() }).filter(|_| path.path.entity);
            let finding = if let (true, Some(other)) = (path.path.entity, beside.or(around.first().copied())) {
                let message = format!(
                    "the folders of users at `{}` lie within `{}`, which would open or close them for others",
                    path.path, other.path
                );
                Diagnostic::new(Code::PathsOverlap, path.span, message)
                    .label(other.span, "the path around them")
                    .help("let one of the paths begin with another folder")
            } else if let [inner, outer, ..] = around[..] {
                let message = format!(
                    "`{}` lies within `{}`, and that within `{}`: a path can override one other",
                    path.path, inner.path, outer.path
                );
                Diagnostic::new(Code::PathsOverlap, path.span, message)
                    .label(inner.span, "around it")
                    .label(outer.span, "around both")
                    .help("leave one of the three out, or let it begin with another folder")
            } else {
                continue;
            };
            cx.found.push(finding);
        }
    }
}
