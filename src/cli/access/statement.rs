//! Answers that IAM statements decide.

use super::Answering;
use super::answer::Reason;
use crate::access::data::{Caller, DataAction};
use crate::access::{Persona, Principal, RolePolicy, Verdict};
use crate::diagnostic::Label;
use crate::diagnostic::render::Answer;
use crate::model::data::ModelId;

/// An answer: yes, no, or neither.
pub(super) type Said = (Option<bool>, Answer);

/// What follows who it is in an answer, such as "may": with the rest of the sentence.
pub(super) fn said(verdict: Verdict<'_>, who: &str, action: &str, granted: Option<Label>) -> Option<Said> {
    let (allowed, statement) = match verdict {
        Verdict::Yes(statement) => (Some(true), statement?),
        Verdict::No(statement) => (Some(false), statement?),
        Verdict::Part(statement) => (None, statement),
    };
    let note = match (allowed, statement.allows()) {
        (Some(true), _) => "this statement allows it",
        (Some(false), _) => "this statement forbids it, whatever allows it",
        (None, true) => "this statement allows it, for what its names and conditions hold",
        (None, false) => "this statement forbids it, for what its names and conditions hold",
    };
    let reason = Reason {
        span: statement.statement.place(),
        note: note.to_owned(),
        labels: granted.into_iter().collect(),
        help: Vec::new(),
    };
    let message = match allowed {
        Some(true) => format!("{who} may {action}"),
        Some(false) => format!("{who} may not {action}"),
        None => format!("{who} may {action}, as far as a statement lets them"),
    };
    let mut answer = reason.answer(allowed == Some(true), message);
    if allowed.is_none() {
        "in part".clone_into(&mut answer.verdict);
    }
    Some((allowed, answer))
}

impl Answering<'_> {
    /// What statements say to somebody who may not do something with all items of a model by the API.
    pub(super) fn past_the_api(
        &self,
        persona: &Persona,
        actions: &[DataAction],
        model: ModelId,
        action: &str,
    ) -> Option<Said> {
        let who = persona.principal(&self.analysis.backend)?;
        let past = |action: &DataAction| self.analysis.access.past_the_api(&who, *action, model);
        let statements: Option<Vec<&RolePolicy>> = actions.iter().map(past).collect();
        let who = self.caller(persona);
        let mut said = said(Verdict::Part(statements?.first()?), &who, &format!("{action} past the API"), None)?;
        "this statement allows it in the table itself".clone_into(&mut said.1.note);
        Some(said)
    }

    /// What statements say to somebody who may ask the API for fields of these types, as one of these callers.
    pub(super) fn kept_from_the_api<'c>(
        &self,
        persona: &Persona,
        callers: impl Iterator<Item = &'c Caller>,
        types: &[String],
        action: &str,
    ) -> Option<Said> {
        let who = persona.principal(&self.analysis.backend)?;
        // only those with credentials have a role; who is signed in may have a token instead
        let by_role: Vec<bool> = callers.filter(|it| it.is(persona)).map(|it| *it == Caller::Identity).collect();
        let always = matches!(who, Principal::Guest | Principal::Function(_));
        if !always && !by_role.contains(&true) {
            return None;
        }
        let (statement, surely) = self.analysis.access.api_denied(&who, types)?;
        let surely = surely && (always || !by_role.contains(&false));
        let verdict = if surely { Verdict::No(Some(statement)) } else { Verdict::Part(statement) };
        said(verdict, &self.caller(persona), action, None)
    }
}
