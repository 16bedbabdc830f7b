//! Who may, as an expression of JavaScript.

use smol_str::SmolStr;

use super::code::{Helper, Module, alternatives, bracketed, call, key as property, quoted, refuse_if, texts};
use crate::access::data::{Caller, Condition, OWNER_CLAIM, Role, Token};
use crate::model::data::Model;
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
    /// Somebody whom an item names, or whose group.
    Item {
        /// Who made the token.
        token: Token,
        /// What the item must be like.
        when: Condition,
        /// Whether the field is a list.
        list: bool,
        /// Whether a name with `::` is that of somebody else: another rule stores such names in the field.
        plain: bool,
    },
    /// A function that may use the whole API.
    Function(FunctionId),
}

impl Who {
    /// Those who have a role.
    pub(super) fn of(role: &Role, model: &Model, all: &[Role]) -> Self {
        match (role.when.field(), &role.who) {
            (Some(field), Caller::User(token)) => {
                let list = model.field(field).is_some_and(|field| field.many.list.is_some());
                let joins = |role: &Role| {
                    role.when.field() == Some(field) && claim_of(&role.when).is_some_and(|claim| claim.contains("::"))
                };
                let plain = claim_of(&role.when).is_some_and(|claim| !claim.contains("::")) && all.iter().any(joins);
                Self::Item { token: *token, when: role.when.clone(), list, plain }
            }
            _ => Self::Caller(role.who.clone()),
        }
    }

    /// The field of an item that tells them.
    fn field(&self) -> Option<&str> {
        match self {
            Self::Item { when, .. } => when.field().map(SmolStr::as_str),
            _ => None,
        }
    }
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

/// The function of a resolver that says by which rules the caller may.
pub(super) struct Rules {
    name: String,
    /// Whether a rule speaks of what items are sorted by: DynamoDB filters by everything else.
    sorts: bool,
}

impl Rules {
    /// Its call.
    pub(super) fn call(&self) -> String {
        format!("{}(ctx)", self.name)
    }

    /// That items are as the rules say, as a condition.
    pub(super) fn condition(&self, module: &mut Module) -> Option<String> {
        if self.sorts {
            return None;
        }
        module.needs(Helper::Either);
        Some(format!("either({})", self.call()))
    }

    /// That an item is as the rules say, as an expression, where no condition can ask for it.
    pub(super) fn test(&self, item: &str, module: &mut Module) -> Option<String> {
        self.sorts.then(|| self.holds(item, module))
    }

    /// Whether an item is as the rules say.
    pub(super) fn holds(&self, item: &str, module: &mut Module) -> String {
        module.needs(Helper::Fits);
        format!("fits({item}, {})", self.call())
    }
}

/// What is known of the items that a request finds.
#[derive(Clone, Default)]
pub(super) struct Sought {
    /// A field, and the value that it has if that is not null: of the partition that is asked for.
    pub(super) partition: Option<(String, String)>,
    /// The field that items are sorted by.
    pub(super) sort: Option<String>,
}

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

    /// Each of those who need no further question, and the groups: by token and claim. Those are left out whose token is
    /// enough by itself.
    fn parts(&self) -> (Vec<&Who>, Vec<Groups<'_>>) {
        let mut groups: Vec<Groups<'_>> = Vec::new();
        let mut others = Vec::new();
        for who in &self.0 {
            match who {
                Who::Caller(Caller::Group { token, .. }) if self.has_all(*token) => {}
                Who::Caller(Caller::Group { token, claim, name }) => {
                    match groups.iter_mut().find(|(of, key, _)| of == token && *key == claim.as_str()) {
                        Some((.., names)) => names.push(name),
                        None => groups.push((*token, claim, vec![name])),
                    }
                }
                Who::Item { .. } => {}
                Who::Caller(_) | Who::Function(_) => others.push(who),
            }
        }
        (others, groups)
    }

    /// Those whom only the item tells, unless their token is enough by itself.
    pub(super) fn by_item(&self) -> impl Iterator<Item = &Who> {
        self.0.iter().filter(|who| matches!(who, Who::Item { token, .. } if !self.has_all(*token)))
    }

    /// Whether who they are can be told without an item.
    pub(super) fn is_static(&self) -> bool {
        self.by_item().next().is_none()
    }

    /// Without those whom this field tells.
    pub(super) fn without_field(&self, name: Option<&str>) -> Self {
        self.0.iter().filter(|who| name.is_none() || who.field() != name).cloned().collect()
    }

    /// The fields that tell them.
    fn fields(&self) -> impl Iterator<Item = &str> {
        self.by_item().filter_map(Who::field)
    }

    fn has_all(&self, token: Token) -> bool {
        self.0.contains(&Who::Caller(Caller::User(token)))
    }

    /// The rules by which the caller may, as elements of an array: what holds for all items, then what an item must be
    /// like.
    pub(super) fn rules(&self, depth: usize, backend: &Backend, module: &mut Module) -> Vec<String> {
        let terms = self.terms(backend, module);
        let all = (!terms.is_empty()).then(|| alternatives(depth, "", &terms).trim_start().to_owned());
        all.into_iter().chain(self.by_item().map(|who| item_rule(who, module))).collect()
    }

    /// What must hold of the caller, whatever the item is: alternatives.
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
                Who::Caller(Caller::Group { .. }) | Who::Item { .. } => continue,
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
                Who::Caller(Caller::Group { .. }) | Who::Item { .. } => continue,
                Who::Function(id) => format!("the function {}", backend.function(*id).name.value),
            });
        }
        for (token, _, names) in groups {
            words.push(format!("members of {}{}", enumerated(&names, "or"), of(token)));
        }
        for who in self.by_item() {
            let Who::Item { token, when, .. } = who else { continue };
            words.push(match when {
                Condition::Group { field, .. } => format!("members of the groups in `{field}`{}", of(*token)),
                Condition::Owner { field, .. } => format!("whom `{field}` names{}", of(*token)),
                Condition::Always => continue,
            });
        }
        if words.is_empty() { "nobody".to_owned() } else { enumerated(&words, "and") }
    }
}

/// What an item must be like for somebody, as an object of JavaScript.
fn item_rule(who: &Who, module: &mut Module) -> String {
    let Who::Item { token, when, list, plain } = who else { return "false".to_owned() };
    let (field, values) = match when {
        Condition::Owner { field, .. } => (field, identities(*token, when, *plain, module)),
        Condition::Group { field, claim } => {
            module.needs(Helper::GroupsOf);
            (field, format!("groupsOf(ctx, {}, {})", quoted(mode_of(*token)), quoted(claim)))
        }
        Condition::Always => return "true".to_owned(),
    };
    let list = if *list { "list: true, " } else { "" };
    format!("{{ field: {}, {list}values: {values} }}", quoted(field))
}

/// What an item may hold that names the caller as its owner.
pub(super) fn identities(token: Token, when: &Condition, plain: bool, module: &mut Module) -> String {
    module.needs(Helper::IdentitiesOf);
    let claim = claim_of(when).unwrap_or(OWNER_CLAIM);
    let plain = if plain { ".filter((name) => !name.includes('::'))" } else { "" };
    format!("identitiesOf(ctx, {}, {}){plain}", quoted(mode_of(token)), quoted(claim))
}

/// The claim by which a condition knows owners.
fn claim_of(when: &Condition) -> Option<&str> {
    match when {
        Condition::Owner { claim, .. } => Some(claim.as_deref().unwrap_or(OWNER_CLAIM)),
        _ => None,
    }
}

/// What lets only those through who may: a statement for `request`, and, if that depends on the item, the function that
/// tells the rules. `name` is what that, or the constant that several alternatives need, is called.
pub(super) fn admission(
    name: &str,
    callers: &Callers,
    sought: &Sought,
    backend: &Backend,
    module: &mut Module,
) -> (String, Option<Rules>) {
    if callers.is_static() {
        return (guard(name, callers, backend, module), None);
    }
    let rules = active(1, "return ;".len(), callers, sought, backend, module);
    let doc = "/**\n * By which rules the caller may.\n * @param {Context} ctx\n */\n";
    module.own(format!("{doc}function {name}(ctx) {{\n  return {rules};\n}}\n"));
    let statement = refuse_if(&format!("{name}(ctx).length === 0"));
    let sorts = callers.fields().any(|field| Some(field) == sought.sort.as_deref());
    (statement, Some(Rules { name: name.to_owned(), sorts }))
}

/// The call that leaves those rules that hold for the caller.
pub(super) fn active(
    depth: usize,
    before: usize,
    callers: &Callers,
    sought: &Sought,
    backend: &Backend,
    module: &mut Module,
) -> String {
    module.needs(Helper::Active);
    let partition = sought.partition.as_ref().filter(|(field, _)| callers.fields().any(|it| it == field));
    let inner = depth + usize::from(partition.is_some());
    let elements = callers.rules(inner + 1, backend, module);
    let list = bracketed(inner, "", '[', &elements, "");
    let active = format!("active({})", list.trim());
    match partition {
        Some((field, value)) => {
            module.needs(Helper::Known);
            call(depth, before, "known", &[active, format!("{{ {}: {value} }}", property(field))])
        }
        None => active,
    }
}

/// What refuses everybody else. `name` is what the constant is called that several alternatives need. The callers are
/// told without an item.
pub(super) fn guard(name: &str, callers: &Callers, backend: &Backend, module: &mut Module) -> String {
    match &callers.terms(backend, module)[..] {
        [] => "  util.unauthorized();\n".to_owned(),
        [only] => match only.strip_prefix("util.authType() === ") {
            Some(mode) => refuse_if(&format!("util.authType() !== {mode}")),
            None => refuse_if(&format!("!{only}")),
        },
        several => {
            let allowed = alternatives(1, &format!("const {name} ="), several);
            format!("  {allowed};\n{}", refuse_if(&format!("!{name}")))
        }
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
