//! `ampc access`: the table of who may do what, and questions about it.

mod admin;
mod answer;
mod data;
mod request;
mod rest;
mod statement;
mod table;

use smol_str::SmolStr;
use statement::Said;

use super::arguments::TableFormat;
use super::backend::Source;
use super::{Failure, Terminal, Verdict, leave_out};
use crate::access::data::DataAction;
use crate::access::report::Report;
use crate::access::{FileAction, Persona, Principal};
use crate::analysis::Analysis;
use crate::diagnostic::render::Answer;
use crate::diagnostic::{Code, Severity};
use crate::emit::pretty;
use crate::model::data::{ModelId, OperationId};
use crate::model::{Group, StorageId};
use crate::source::is_declarative;
use crate::vocabulary::{AdminRoute, AuthAction};

/// A definition that was read to be asked about.
pub(super) struct Answering<'t> {
    analysis: Analysis,
    /// Whether there are errors: then what is said may be wrong.
    broken: bool,
    terminal: &'t Terminal,
}

/// What a question is about.
enum Target {
    /// Users and groups.
    Auth(AuthAction),
    /// Files: all of these actions together, as they are called, with a file or the beginning of names.
    /// With `below`, it is about everything below that.
    Files { actions: &'static [FileAction], word: &'static str, storage: StorageId, key: String, below: bool },
    /// Items of a model: all of these actions together, as they are called, with one field or with all that have no
    /// rules of their own.
    Items { actions: &'static [DataAction], word: String, model: ModelId, field: Option<usize> },
    /// An operation with a handler of its own.
    Operation(OperationId),
    /// A route of the admin queries of this name.
    Admin(SmolStr, AdminRoute),
    /// A method at a path of a REST API.
    Call(rest::Call),
}

impl<'t> Answering<'t> {
    /// Reads the definition. Errors are printed as by `check`, else only what may grant more than can be seen.
    pub(super) fn new(source: &Source, leave_out: &[String], terminal: &'t Terminal) -> Result<Self, Failure> {
        let mut analysis = source.analyze()?;
        leave_out::apply(leave_out, &mut analysis.diagnostics, &analysis.sources)?;
        leave_out::refuse(&mut analysis.diagnostics, &analysis.sources, is_declarative);
        let broken = analysis.diagnostics.iter().any(|found| found.severity == Severity::Error);
        let shown = analysis.diagnostics.iter().filter(|found| broken || found.code == Code::HiddenCode);
        let mut shown: Vec<_> = shown.cloned().collect();
        terminal.report(&mut shown, &analysis.sources);
        Ok(Self { analysis, broken, terminal })
    }

    /// Prints the table.
    pub(super) fn table(&self, format: TableFormat) -> Result<Verdict, Failure> {
        let Analysis { backend, access, sources, .. } = &self.analysis;
        let report = Report::of(backend, access, sources, !self.broken);
        match format {
            TableFormat::Human if self.terminal.quiet => {}
            TableFormat::Human => self.terminal.print(&table::human(&report, &self.analysis)),
            TableFormat::Json => self.terminal.print(&pretty(&report)),
            TableFormat::Csv => self.terminal.print(&table::csv(&report)),
            TableFormat::Markdown => self.terminal.print(&table::markdown(&report, &self.analysis)),
        }
        self.verdict(true)
    }

    /// Whether somebody may do something.
    pub(super) fn can(&self, persona: &str, action: &str, resource: &str) -> Result<Verdict, Failure> {
        let persona = self.persona(persona)?;
        let (allowed, answer) = match self.target(action, resource)? {
            Target::Auth(action) => self.certain(self.about_users(&persona, action)?, "")?,
            Target::Admin(api, route) => self.about_route(&persona, &api, route),
            Target::Items { actions, word, model, field } => {
                let said = self.about_items(&persona, actions, &word, model, field);
                self.certain(said, " for every item")?
            }
            Target::Operation(operation) => {
                self.certain(self.about_operation(&persona, operation), " for all of them")?
            }
            Target::Call(asked) => self.certain(self.about_call(&persona, &asked), "")?,
            Target::Files { actions, word, storage, key, below } => {
                let question = answer::Files { actions, word, storage, key: &key, below };
                let (allowed, mut answer) = self.certain(self.about_files(&persona, &question)?, "")?;
                let others = self.below(&question, below);
                let differ = |inner: &&String| {
                    let inner = answer::Files { key: inner.as_str(), ..question };
                    self.about_files(&persona, &inner).is_ok_and(|(there, _)| there != Some(allowed))
                };
                let differing: Vec<_> = others.iter().filter(differ).map(|inner| format!("`{inner}*`")).collect();
                if !differing.is_empty() {
                    let there = format!("{} at {}", if allowed { "no" } else { "yes" }, differing.join(", "));
                    "in part".clone_into(&mut answer.verdict);
                    answer.help = Some(answer.help.map_or(there.clone(), |help| format!("{there}\n{help}")));
                    self.answer(answer);
                    return Err(Failure("neither yes nor no holds for everything there".to_owned()));
                }
                (allowed, answer)
            }
        };
        self.answer(answer);
        self.verdict(allowed)
    }

    /// Everyone who may do something.
    pub(super) fn who_can(&self, action: &str, resource: &str) -> Result<Verdict, Failure> {
        let everyone = self.analysis.access.everyone(&self.analysis.backend);
        let mut personas: Vec<Persona> = everyone.into_iter().map(Persona::of).collect();
        let target = self.target(action, resource)?;
        if matches!(target, Target::Items { .. } | Target::Operation(_)) {
            let at = personas.iter().position(|persona| *persona == Persona::User).map_or(0, |at| at + 1);
            personas.insert(at, Persona::Owner(Vec::new()));
            personas.extend([Persona::ApiKey, Persona::Authorized, Persona::Oidc]);
        }
        if let Target::Call(_) = target {
            // no rule speaks of functions, but statements may
            let stated = |id| self.analysis.access.policies.iter().any(|it| it.who == Principal::Function(id));
            personas.retain(|persona| !matches!(persona, Persona::Function(id) if !stated(*id)));
            personas.push(Persona::Public);
        }
        if matches!(target, Target::Admin(..) | Target::Auth(_)) {
            // also groups that the user pool does not list
            for group in self.analysis.access.admin.iter().filter_map(|grant| grant.group.clone()) {
                let persona = Persona::Groups(vec![group]);
                if !personas.contains(&persona) {
                    personas.push(persona);
                }
            }
        }
        let (mut answers, nobody): (Vec<(Vec<String>, Answer)>, Answer) = match target {
            Target::Items { actions, word, model, field } => {
                let ask = |persona: &Persona| self.about_items(persona, actions, &word, model, field);
                let mut answers: Vec<(Vec<String>, Answer)> = Vec::new();
                let user = ask(&Persona::User).0 == Some(true);
                for persona in &personas {
                    let (allowed, answer) = ask(persona);
                    // every owner is a signed-in user, and who is none may do it as an owner
                    let said = match persona {
                        Persona::Owner(_) => user,
                        Persona::User | Persona::Groups(_) | Persona::Oidc => {
                            self.is_said(persona, actions, model, field)
                        }
                        _ => false,
                    };
                    if allowed != Some(false) && !said {
                        let name = if persona.owns() { "owner".to_owned() } else { self.called(persona) };
                        join(&mut answers, name, answer, allowed.is_none());
                    }
                }
                (answers, self.nobody_for_items(&word, model, field))
            }
            Target::Operation(operation) => {
                let mut answers: Vec<(Vec<String>, Answer)> = Vec::new();
                for persona in personas.iter().filter(|persona| !persona.owns()) {
                    let (allowed, answer) = self.about_operation(persona, operation);
                    if allowed != Some(false) {
                        join(&mut answers, self.called(persona), answer, allowed.is_none());
                    }
                }
                (answers, self.nobody_for_operation(operation))
            }
            Target::Call(asked) => {
                let mut answers: Vec<(Vec<String>, Answer)> = Vec::new();
                for persona in &personas {
                    let (allowed, answer) = self.about_call(persona, &asked);
                    if allowed != Some(false) {
                        join(&mut answers, self.called(persona), answer, allowed.is_none());
                    }
                }
                (answers, self.nobody_for_call(&asked))
            }
            Target::Admin(api, route) => {
                let mut answers: Vec<(Vec<String>, Answer)> = Vec::new();
                for persona in &personas {
                    let (allowed, answer) = self.about_route(persona, &api, route);
                    if allowed {
                        join(&mut answers, self.called(persona), answer, false);
                    }
                }
                (answers, self.nobody_for_route(&api, route))
            }
            Target::Auth(action) => {
                let mut answers = Vec::new();
                for persona in &personas {
                    let (allowed, answer) = self.about_users(persona, action)?;
                    if allowed != Some(false) {
                        join(&mut answers, self.called(persona), answer, allowed.is_none());
                    }
                }
                (answers, self.nobody_for_users(action)?)
            }
            Target::Files { actions, word, storage, key, below } => {
                let question = answer::Files { actions, word, storage, key: &key, below };
                let inner = self.below(&question, below);
                // behind those who may be the owners of a folder
                let owners = |persona: Persona| {
                    let keeps = |name: &SmolStr| self.analysis.backend.group(name).is_some_and(Group::inherits);
                    let may_own = persona == Persona::User || persona.groups().iter().any(keeps);
                    let owner = may_own.then(|| Persona::Owner(persona.groups().to_vec()));
                    [persona].into_iter().chain(owner)
                };
                let mut answers: Vec<(Vec<String>, Answer)> = Vec::new();
                let mut all = false;
                for persona in personas.into_iter().flat_map(owners) {
                    let (mut allowed, mut answer) = self.about_files(&persona, &question)?;
                    // who may do it somewhere below is one of those who can
                    for key in &inner {
                        if allowed == Some(true) {
                            break;
                        }
                        let there = self.about_files(&persona, &answer::Files { key, ..question })?;
                        if there.0 != Some(false) {
                            (allowed, answer) = there;
                        }
                    }
                    // an owner is one of those who were asked about before
                    if allowed != Some(false) && !(all && persona.owns()) {
                        join(&mut answers, self.called(&persona), answer, allowed.is_none());
                    }
                    all = allowed == Some(true);
                }
                (answers, self.nobody_for_files(&question))
            }
        };
        let somebody = !answers.is_empty();
        for (names, answer) in &mut answers {
            answer.verdict = names.join(", ");
            answer.help = None;
            if names.len() > 1 {
                let may = answer.message.split_once(" may ").map_or("", |(_, may)| may);
                answer.message = format!("these may {may}");
            }
        }
        for (_, answer) in answers {
            self.answer(answer);
        }
        if !somebody {
            self.answer(nobody);
        }
        self.verdict(somebody)
    }

    /// An answer that is yes or no. Another one is given, and neither of both.
    fn certain(&self, (allowed, answer): Said, all: &str) -> Result<(bool, Answer), Failure> {
        if let Some(allowed) = allowed {
            return Ok((allowed, answer));
        }
        self.answer(answer);
        Err(Failure(format!("neither yes nor no holds{all}")))
    }

    fn answer(&self, mut answer: Answer) {
        if self.broken {
            answer.verdict.push_str(", as far as the definition can be read");
        }
        self.terminal.answer(&answer, &self.analysis.sources);
    }

    fn verdict(&self, yes: bool) -> Result<Verdict, Failure> {
        if self.broken {
            return Err(Failure(
                "the definition has errors, and what it means may differ from what is said here".into(),
            ));
        }
        Ok(if yes { Verdict::Clean } else { Verdict::Findings })
    }

    /// As a question names somebody.
    fn called(&self, persona: &Persona) -> String {
        match persona {
            Persona::Public => "public".to_owned(),
            Persona::ApiKey => "apiKey".to_owned(),
            Persona::Authorized => "lambda".to_owned(),
            Persona::Oidc => "oidc".to_owned(),
            Persona::Groups(names) | Persona::Owner(names) => {
                let names = names.iter().map(|name| Principal::Group(name.clone()).name(&self.analysis.backend));
                let owner = persona.owns().then(|| "entity".to_owned());
                owner.into_iter().chain(names).collect::<Vec<_>>().join("+")
            }
            _ => persona
                .principal(&self.analysis.backend)
                .map_or_else(String::new, |who| who.name(&self.analysis.backend)),
        }
    }
}

/// Adds somebody, to those for whom the same rule says the same.
fn join(answers: &mut Vec<(Vec<String>, Answer)>, name: String, answer: Answer, partly: bool) {
    let name = if partly { format!("{name} (in part)") } else { name };
    match answers.iter_mut().find(|(_, it)| it.span == answer.span && it.labels == answer.labels) {
        Some((names, _)) => names.push(name),
        None => answers.push((vec![name], answer)),
    }
}
