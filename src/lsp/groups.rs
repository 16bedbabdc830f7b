//! Groups of users, as the definition names them.

use super::access;
use super::cursor::Frame;
use super::projects::Place;
use crate::access::Principal;
use crate::analysis::Analysis;
use crate::source::Span;

/// A group.
pub(super) struct Group {
    /// Its name.
    pub(super) name: String,
    /// Where `groups` names it.
    pub(super) span: Span,
    /// Its precedence: 0 goes before 1.
    pub(super) precedence: u32,
}

/// All groups, in the order of their precedence.
pub(super) fn all(analysis: &Analysis) -> Vec<Group> {
    let backends = [Some(&analysis.backend), analysis.backend.outside.as_deref()];
    let auths = backends.into_iter().flatten().filter_map(|backend| backend.auth.as_ref());
    let groups = auths.flat_map(|auth| &auth.groups).map(|group| Group {
        name: group.name.to_string(),
        span: group.name.span,
        precedence: group.precedence,
    });
    groups.collect()
}

/// Whether a string within these brackets names a group: `allow.groups(["..."])`, `allow.group("...")`,
/// `defineAdminQueries({ groups: ["..."] })`.
pub(super) fn expected(place: &Place<'_>, frames: &[Frame]) -> bool {
    let around = match frames {
        [around @ .., Frame::List { .. }] | around => around,
    };
    if let [.., Frame::Call { callee, argument: 0, .. }, Frame::Object { key: Some(key), .. }] = around {
        let of_admins = matches!(&callee[..], [only] if place.builder_name(&only.name) == "defineAdminQueries");
        return of_admins && place.file.text.get(key.clone()) == Some("groups");
    }
    let Some(Frame::Call { callee, argument: 0, .. }) = around.last() else { return false };
    callee.len() > 1 && callee.last().is_some_and(|step| step.name == "groups" || step.name == "group")
}

/// What a group is, in Markdown.
pub(super) fn describe(analysis: &Analysis, group: &Group) -> String {
    let uses = analysis.backend.group_uses.iter().filter(|used| used.name.value == group.name).count();
    let mut text = format!(
        "A group of users with an IAM role of its own. Precedence {}: a user in several groups gets the role of the one with \
         the lowest number.",
        group.precedence
    );
    if uses > 0 {
        let rules = if uses == 1 { "1 rule names".to_owned() } else { format!("{uses} rules name") };
        text.push_str("\n\n");
        text.push_str(&rules);
        text.push_str(" it.");
    }
    let admin = analysis.backend.admin_queries.iter();
    let admin = admin.filter(|queries| queries.groups.iter().any(|it| it.value == group.name));
    let admin: Vec<String> = admin.map(|queries| format!("`{}`", queries.name.value)).collect();
    if !admin.is_empty() {
        text.push_str("\n\nIts members may call the admin queries ");
        text.push_str(&admin.join(", "));
        text.push('.');
    }
    let who = Principal::Group(group.name.as_str().into());
    for part in [access::of_principal(analysis, &who), access::calls_of_principal(analysis, &who)] {
        if !part.is_empty() {
            text.push_str("\n\n");
            text.push_str(&part);
        }
    }
    text
}
