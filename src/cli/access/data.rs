//! Questions about the API: models, fields and operations.

use super::Answering;
use super::answer::Reason;
use super::statement::Said;
use crate::access::data::{DataAction, DataDecision, Part};
use crate::access::{Persona, types_of};
use crate::diagnostic::Label;
use crate::diagnostic::render::Answer;
use crate::model::Data;
use crate::model::data::{Model, ModelId, OperationId};
use crate::source::Span;
use crate::vocabulary::data::Kind;

impl Answering<'_> {
    /// Whether somebody may do something with the items of a model, and why; `None` if with some of them.
    pub(super) fn about_items(
        &self,
        persona: &Persona,
        actions: &[DataAction],
        word: &str,
        model: ModelId,
        field: Option<usize>,
    ) -> Said {
        let ruled = self.ruled_for_items(persona, actions, word, model, field);
        let found = self.data().model(model);
        let mut kinds: Vec<Kind> = actions.iter().map(|action| action.kind()).collect();
        kinds.dedup();
        let types = types_of(self.data(), &kinds, Some(found));
        let asked = format!("{word} {}", subject(found, field));
        let callers = self.analysis.access.data.model(model).roles.iter().map(|role| &role.who);
        let said = match ruled.0 {
            Some(false) => self.past_the_api(persona, actions, model, &asked),
            _ => self.kept_from_the_api(persona, callers, &types, &asked),
        };
        said.unwrap_or(ruled)
    }

    fn ruled_for_items(
        &self,
        persona: &Persona,
        actions: &[DataAction],
        word: &str,
        model: ModelId,
        field: Option<usize>,
    ) -> Said {
        let model = self.data().model(model);
        let who = self.caller(persona);
        let what = subject(model, field);
        let table = &self.analysis.access.data;
        let never = |action: &DataAction| Some((*action, table.model(model.id).never(*action, model, field)?));
        if let Some((action, why)) = actions.iter().find_map(never) {
            let span = field.map_or(model.name.place(), |at| model.fields[at].name.place());
            let help = if actions.len() > 1 { vec![format!("this is about `{}`", action.text())] } else { Vec::new() };
            let reason = Reason { span, note: why.to_owned(), labels: Vec::new(), help };
            return (Some(false), reason.answer(false, format!("{who} may not {word} {what}")));
        }
        let decisions: Vec<_> = actions.iter().map(|it| (*it, table.decide(persona, *it, model, field))).collect();
        let refused = decisions.iter().filter(|(_, it)| *it == DataDecision::Denied).map(|(action, _)| action.text());
        let refused: Vec<&str> = refused.collect();
        if !refused.is_empty() {
            return (Some(false), self.refusal(&who, &refused, word, &what, model, field));
        }
        let mut rules: Vec<(Span, Option<Part<'_>>)> = Vec::new();
        for (_, decision) in &decisions {
            match decision {
                DataDecision::Allowed(rule) => rules.push((*rule, None)),
                DataDecision::Partly(parts) => {
                    rules.extend(parts.iter().map(|(rule, part)| (*rule, Some(*part))));
                }
                DataDecision::Denied => {}
            }
        }
        rules.dedup();
        let partly = rules.iter().any(|(_, part)| part.is_some());
        let note = |part: &Option<Part<'_>>| match part {
            None => "this rule grants it".to_owned(),
            Some(part) => format!("this rule grants it for {}", described(*part, model)),
        };
        let (span, first) = &rules[0];
        let labels = rules[1..].iter().map(|(span, part)| Label { span: *span, text: note(part) }).collect();
        let reason = Reason { span: *span, note: note(first), labels, help: Vec::new() };
        let some = if partly { "some of " } else { "" };
        let mut answer = reason.answer(true, format!("{who} may {word} {some}{what}"));
        if partly {
            "in part".clone_into(&mut answer.verdict);
            let owner = rules.iter().any(|(_, part)| matches!(part, Some(Part::Owner(_))));
            answer.help = owner.then(|| "`owner` asks for users whom the item names".to_owned());
            return (None, answer);
        }
        (Some(true), answer)
    }

    /// Whether somebody may do something as an owner only, or as somebody else may: as whom these are told already.
    pub(super) fn is_said(
        &self,
        persona: &Persona,
        actions: &[DataAction],
        model: ModelId,
        field: Option<usize>,
    ) -> bool {
        let model = self.data().model(model);
        let table = &self.analysis.access.data;
        let as_owner = |part: &(Span, Part<'_>)| matches!(part.1, Part::Owner(_));
        actions.iter().all(|action| {
            let decision = table.decide(persona, *action, model, field);
            let as_user = || decision == table.decide(&Persona::User, *action, model, field);
            match &decision {
                DataDecision::Partly(parts) => {
                    parts.iter().all(as_owner) || matches!(persona, Persona::Groups(_)) && as_user()
                }
                _ => false,
            }
        })
    }

    /// The answer when nobody may do something with the items of a model.
    pub(super) fn nobody_for_items(&self, word: &str, model: ModelId, field: Option<usize>) -> Answer {
        let model = self.data().model(model);
        let answer = self.refusal("nobody", &[word], word, &subject(model, field), model, field);
        Answer {
            verdict: "nobody".to_owned(),
            message: format!("nobody may {word} {}", subject(model, field)),
            ..answer
        }
    }

    fn refusal(
        &self,
        who: &str,
        refused: &[&str],
        word: &str,
        what: &str,
        model: &Model,
        field: Option<usize>,
    ) -> Answer {
        let field = field.map(|at| &model.fields[at]).filter(|field| field.rules.is_some());
        let own = field.and_then(|field| field.rules.as_ref());
        let rules = own.or_else(|| self.data().rules_of(model));
        let words = refused.join("` and `");
        let reason = Reason {
            span: rules.map_or(model.name.place(), |rules| rules.span),
            note: format!("no rule here grants them `{words}`"),
            labels: Vec::new(),
            help: vec!["add a rule for them, or the action to one that speaks of them".to_owned()],
        };
        reason.answer(false, format!("{who} may not {word} {what}"))
    }

    /// Whether somebody may call an operation, and why.
    pub(super) fn about_operation(&self, persona: &Persona, operation: OperationId) -> Said {
        let ruled = self.ruled_for_operation(persona, operation);
        if ruled.0 == Some(false) {
            return ruled;
        }
        let found = self.data().operation(operation);
        let asked = format!("call `{}`", found.name.value);
        let callers = self.analysis.access.data.operation(operation).iter().map(|role| &role.who);
        self.kept_from_the_api(persona, callers, &types_of(self.data(), &[found.kind], None), &asked).unwrap_or(ruled)
    }

    fn ruled_for_operation(&self, persona: &Persona, operation: OperationId) -> Said {
        let found = self.data().operation(operation);
        let who = self.caller(persona);
        let granted = |span, note: String, some: &str| {
            let reason = Reason { span, note, labels: Vec::new(), help: Vec::new() };
            reason.answer(true, format!("{some}{who} may call `{}`", found.name.value))
        };
        match self.analysis.access.data.decide_operation(persona, operation, found.kind) {
            DataDecision::Allowed(span) => (Some(true), granted(span, "this rule grants it".to_owned(), "")),
            DataDecision::Partly(parts) => {
                let (span, part) = parts[0];
                let note = match part {
                    Part::Claim(..) => format!("this rule grants it to {}", claim(part)),
                    _ => "this rule grants it to some".to_owned(),
                };
                (None, Answer { verdict: "in part".to_owned(), ..granted(span, note, "some of ") })
            }
            DataDecision::Denied => (Some(false), self.no_call(&who, operation)),
        }
    }

    /// The answer when nobody may call an operation.
    pub(super) fn nobody_for_operation(&self, operation: OperationId) -> Answer {
        Answer { verdict: "nobody".to_owned(), ..self.no_call("nobody", operation) }
    }

    fn no_call(&self, who: &str, operation: OperationId) -> Answer {
        let data = self.data();
        let found = data.operation(operation);
        let reason = Reason {
            span: data.rules_of_operation(found).map_or(found.name.place(), |rules| rules.span),
            note: "no rule here grants it to them".to_owned(),
            labels: Vec::new(),
            help: vec!["add a rule for them".to_owned()],
        };
        reason.answer(false, format!("{who} may not call `{}`", found.name.value))
    }

    /// Whoever calls: of the API, groups take nothing from those who are signed in, and who owns is told by the item.
    pub(super) fn caller(&self, persona: &Persona) -> String {
        match persona {
            Persona::User => "signed-in users".to_owned(),
            Persona::Owner(_) => "the owner of an item".to_owned(),
            persona => self.described(persona),
        }
    }

    fn data(&self) -> &Data {
        self.analysis.backend.data.as_ref().expect("the question named a part of it")
    }
}

fn subject(model: &Model, field: Option<usize>) -> String {
    match field {
        Some(at) => format!("`{}` of `{}`", model.fields[at].name.value, model.name.value),
        None => format!("`{}`", model.name.value),
    }
}

/// Those whom a claim tells, in words.
fn claim(part: Part<'_>) -> String {
    match part {
        Part::Claim(claim, name) => format!("users whose claim `{claim}` lists `{name}`"),
        _ => String::new(),
    }
}

fn described(part: Part<'_>, model: &Model) -> String {
    match part {
        Part::Claim(..) => claim(part),
        Part::Owner(field) => format!("items whose `{field}` names the user"),
        Part::Group(field) => format!("items whose `{field}` names one of their groups"),
        Part::Fields(fields) => {
            let names: Vec<String> = fields.iter().map(|at| format!("`{}`", model.fields[*at].name.value)).collect();
            format!("the fields {}", names.join(", "))
        }
    }
}
