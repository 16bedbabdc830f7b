//! Who may, as an expression of JavaScript.

use super::code::{Helper, Module, alternatives, quoted, texts};
use crate::access::data::{Caller, Token};
use crate::model::{Backend, FunctionId};
use crate::names;

/// The variable of the API that says how guests are told: the ARN of their sessions.
pub(super) const GUEST: &str = "GUEST";
/// The variable of the API that holds the ID of the identity pool.
pub(super) const IDENTITY_POOL: &str = "IDENTITY_POOL";

/// The variable of the API that says how a function is told: how the ARNs of its sessions begin.
pub(super) fn function_variable(function: &str) -> String {
    names::function_role(function).to_string()
}

/// Somebody who may.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Who {
    /// Somebody whom a rule names.
    Caller(Caller),
    /// A function that may use the whole API.
    Function(FunctionId),
}

/// Those who may: one of them is enough.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Callers(Vec<Who>);

impl FromIterator<Who> for Callers {
    fn from_iter<I: IntoIterator<Item = Who>>(all: I) -> Self {
        let mut callers = Self::default();
        all.into_iter().for_each(|who| callers.add(who));
        callers
    }
}

/// Groups that are looked for in one claim.
type Groups<'a> = (Token, &'a str, Vec<&'a str>);

impl Callers {
    pub(super) fn add(&mut self, who: Who) {
        if !self.0.contains(&who) {
            self.0.push(who);
        }
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = &Who> {
        self.0.iter()
    }

    pub(super) fn is_nobody(&self) -> bool {
        self.0.is_empty()
    }

    /// Each of those who need no further question, and the groups: by token and claim, those left out whose token is
    /// enough by itself.
    fn parts(&self) -> (Vec<&Who>, Vec<Groups<'_>>) {
        let mut groups: Vec<Groups<'_>> = Vec::new();
        let mut others = Vec::new();
        for who in &self.0 {
            let Who::Caller(Caller::Group { token, claim, name }) = who else {
                others.push(who);
                continue;
            };
            if self.0.contains(&Who::Caller(Caller::User(*token))) {
                continue;
            }
            match groups.iter_mut().find(|(of, key, _)| of == token && *key == claim.as_str()) {
                Some((.., names)) => names.push(name),
                None => groups.push((*token, claim, vec![name])),
            }
        }
        (others, groups)
    }

    /// What must hold of the caller: alternatives.
    pub(super) fn terms(&self, backend: &Backend, module: &mut Module) -> Vec<String> {
        let (others, groups) = self.parts();
        let mode = |mode: &str| format!("util.authType() === {}", quoted(mode));
        let mut terms = Vec::new();
        for who in others {
            let (helper, term) = match who {
                Who::Caller(Caller::ApiKey) => (None, mode("API Key Authorization")),
                Who::Caller(Caller::Lambda) => (None, mode("Lambda Authorization")),
                Who::Caller(Caller::User(token)) => (None, mode(mode_of(*token))),
                Who::Caller(Caller::Guest) => (Some(Helper::IsGuest), "isGuest(ctx)".to_owned()),
                Who::Caller(Caller::Identity) => (Some(Helper::IsSignedIn), "isSignedIn(ctx)".to_owned()),
                Who::Caller(Caller::Group { .. }) => continue,
                Who::Function(id) => {
                    let variable = function_variable(&backend.function(*id).name.value);
                    (Some(Helper::IsFunction), format!("isFunction(ctx, ctx.env.{variable})"))
                }
            };
            terms.push(term);
            if let Some(helper) = helper {
                module.needs(helper);
            }
        }
        for (token, claim, names) in groups {
            module.needs(Helper::IsMember);
            let (mode, claim) = (quoted(mode_of(token)), quoted(claim));
            terms.push(format!("isMember(ctx, {mode}, {claim}, {})", texts(names)));
        }
        terms
    }

    /// In words: "the API key and members of ADMINS".
    pub(super) fn words(&self, backend: &Backend) -> String {
        let (others, groups) = self.parts();
        let of = |token: Token| if token == Token::Oidc { " by OpenID Connect" } else { "" };
        let mut words: Vec<String> = Vec::new();
        for who in others {
            words.push(match who {
                Who::Caller(Caller::ApiKey) => "the API key".to_owned(),
                Who::Caller(Caller::Lambda) => "whom the authorizer lets through".to_owned(),
                Who::Caller(Caller::User(token)) => format!("signed-in users{}", of(*token)),
                Who::Caller(Caller::Guest) => "guests".to_owned(),
                Who::Caller(Caller::Identity) => "signed-in users of the identity pool".to_owned(),
                Who::Caller(Caller::Group { .. }) => continue,
                Who::Function(id) => format!("the function {}", backend.function(*id).name.value),
            });
        }
        for (token, _, names) in groups {
            words.push(format!("members of {}{}", enumerated(&names, "or"), of(token)));
        }
        if words.is_empty() { "nobody".to_owned() } else { enumerated(&words, "and") }
    }
}

/// What refuses everybody else. `name` is what the constant is called that several alternatives need.
pub(super) fn guard(name: &str, callers: &Callers, backend: &Backend, module: &mut Module) -> String {
    let refusal = "    util.unauthorized();\n  }\n";
    match &callers.terms(backend, module)[..] {
        [] => "  util.unauthorized();\n".to_owned(),
        [only] => match only.strip_prefix("util.authType() === ") {
            Some(mode) => format!("  if (util.authType() !== {mode}) {{\n{refusal}"),
            None => format!("  if (!{only}) {{\n{refusal}"),
        },
        several => {
            let allowed = alternatives(1, &format!("const {name} ="), several);
            format!("  {allowed};\n  if (!{name}) {{\n{refusal}")
        }
    }
}

/// A member of an object: whether the caller is one of them.
pub(super) fn member(depth: usize, before: &str, callers: &Callers, backend: &Backend, module: &mut Module) -> String {
    match &callers.terms(backend, module)[..] {
        [] => format!("{before}false"),
        terms => alternatives(depth, before.trim_end(), terms),
    }
}

/// What `util.authType()` gives for a token.
const fn mode_of(token: Token) -> &'static str {
    match token {
        Token::UserPool => "User Pool Authorization",
        Token::Oidc => "Open ID Connect Authorization",
    }
}

/// "a, b and c"
fn enumerated<T: AsRef<str>>(words: &[T], last: &str) -> String {
    match words {
        [] => String::new(),
        [only] => only.as_ref().to_owned(),
        [others @ .., end] => {
            let others: Vec<&str> = others.iter().map(AsRef::as_ref).collect();
            format!("{} {last} {}", others.join(", "), end.as_ref())
        }
    }
}

impl Module {
    /// What it does, and for whom; the refusal of everybody, if that is nobody.
    pub(super) fn begun(backend: &Backend, type_name: &str, field: &str, callers: &Callers) -> Self {
        if !callers.is_nobody() {
            return Self::new(format!("{type_name}.{field}: for {}.", callers.words(backend)));
        }
        let mut module = Self::new(format!("{type_name}.{field}: no rule lets anybody do this."));
        "  util.unauthorized();\n".clone_into(&mut module.request);
        "  return null;\n".clone_into(&mut module.response);
        module
    }
}
