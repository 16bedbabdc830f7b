//! What functions may do.

use super::Inspection;
use crate::diagnostic::Code;
use crate::vocabulary::Words;

/// A rule grants something, and nothing twice.
pub(super) fn actions(cx: &mut Inspection<'_>) {
    for grant in &cx.access.auth {
        if grant.actions.is_empty() {
            let message = "this rule grants nothing";
            let help = "name at least one action: `.to([\"getUser\"])`";
            cx.found.push(grant.actions.finding(Code::NoActions, message).help(help));
        }
        for (index, action) in grant.actions.iter().enumerate() {
            if let Some(first) = grant.actions[..index].iter().find(|other| other.value == action.value) {
                let message = format!("`{}` is granted twice", action.value.text());
                let diagnostic = action.finding(Code::ActionTwice, message).label(first.span, "first here");
                cx.found.push(diagnostic.help("leave one of them out"));
            }
        }
    }
}

/// Guests are not let in and kept out at once.
pub(super) fn guests(cx: &mut Inspection<'_>) {
    let Some(auth) = &cx.backend.auth else { return };
    let kept_out = auth.record.allow_unauthenticated_identities.as_ref().filter(|allowed| !allowed.value);
    if let Some(kept_out) = kept_out.filter(|_| cx.access.has_guests()) {
        let message = "a rule grants something to guests, and this keeps them out";
        let help = "leave it out: without it, guests are let in if something is granted to them; or leave the rule out";
        cx.found.push(kept_out.finding(Code::GuestsOff, message).help(help));
    }
}
