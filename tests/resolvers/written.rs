//! Rules as they are written, and who may do what by them: an oracle that knows nothing of the compiler's own table.

use std::collections::BTreeSet;
use std::fmt::Write;

use proptest::prelude::*;

/// What rules let somebody do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Action {
    Create,
    Update,
    Delete,
    Get,
    List,
    Listen,
}

const READ: [Action; 3] = [Action::Get, Action::List, Action::Listen];

/// Somebody whom a rule names.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Role {
    ApiKey,
    Lambda,
    Guest,
    Identity,
    User,
    Oidc,
    Group(&'static str),
    OidcGroup(&'static str),
    /// The function that may use the whole API.
    Function,
}

impl Role {
    /// What members of a group are as well.
    fn signed_in(self) -> Option<Self> {
        match self {
            Self::Group(_) => Some(Self::User),
            Self::OidcGroup(_) => Some(Self::Oidc),
            _ => None,
        }
    }
}

pub(crate) const GROUPS: [&str; 3] = ["ADMINS", "EDITORS", "MINS"];

/// A rule: some roles, and some actions.
#[derive(Clone, Debug)]
pub(crate) struct Rule {
    roles: Vec<Role>,
    /// The words behind `.to`; all actions without it.
    to: Option<Vec<&'static str>>,
}

impl Rule {
    fn allows(&self, role: Role, action: Action) -> bool {
        let words: &[&str] = match action {
            Action::Create => &["create"],
            Action::Update => &["update"],
            Action::Delete => &["delete"],
            Action::Get => &["get", "read"],
            Action::List => &["list", "read"],
            Action::Listen => &["listen", "read"],
        };
        self.roles.contains(&role) && self.to.as_ref().is_none_or(|to| words.iter().any(|word| to.contains(word)))
    }

    fn text(&self) -> String {
        let names = |provider: &str| {
            let mut names = Vec::new();
            for role in &self.roles {
                if let Role::Group(name) | Role::OidcGroup(name) = role {
                    names.push(format!("{name:?}"));
                }
            }
            format!("allow.groups([{}]{provider})", names.join(", "))
        };
        let mut text = match self.roles[0] {
            Role::ApiKey => "allow.publicApiKey()".to_owned(),
            Role::Lambda => "allow.custom()".to_owned(),
            Role::Guest => "allow.guest()".to_owned(),
            Role::Identity => "allow.authenticated(\"identityPool\")".to_owned(),
            Role::User => "allow.authenticated()".to_owned(),
            Role::Oidc => "allow.authenticated(\"oidc\")".to_owned(),
            Role::Group(_) => names(""),
            Role::OidcGroup(_) => names(", \"oidc\"") + ".withClaimIn(\"roles\")",
            Role::Function => unreachable!("it has no rule on models"),
        };
        if let Some(to) = &self.to {
            let _ = write!(text, ".to({to:?})");
        }
        text
    }
}

/// A model with one text field for each list of rules of its own, or none.
#[derive(Clone, Debug)]
pub(crate) struct Written {
    pub(crate) fields: Vec<Option<Vec<Rule>>>,
    rules: Vec<Rule>,
    /// The words of the function's right on the whole API.
    function: Option<Vec<&'static str>>,
}

/// The name of a field.
pub(crate) fn name(field: usize) -> String {
    format!("f{field}")
}

impl Written {
    /// The definition.
    pub(crate) fn text(&self) -> String {
        let list = |rules: &[Rule]| {
            let rules: Vec<String> = rules.iter().map(Rule::text).collect();
            format!(".authorization((allow) => [{}])", rules.join(", "))
        };
        let mut text = String::from(
            "export const helper = defineFunction({ name: \"helper\", entry: \"./handler.ts\" });\n\
             export const other = defineFunction({ name: \"helper-2\", entry: \"./handler.ts\" });\n\
             export const auth = defineAuth({ loginWith: { email: true }, groups: [\"ADMINS\", \"EDITORS\", \"MINS\"] });\n\
             const schema = a.schema({\n  Thing: a.model({\n",
        );
        for (at, own) in self.fields.iter().enumerate() {
            let rules = own.as_deref().map(list).unwrap_or_default();
            let _ = writeln!(text, "    {}: a.string(){rules},", name(at));
        }
        let _ = write!(text, "  }}){},\n}})", list(&self.rules));
        if let Some(words) = &self.function {
            let _ = write!(text, ".authorization((allow) => [allow.resource(helper).to({words:?})])");
        }
        text.push_str(
            ";\nexport const data = defineData({ schema, authorizationModes: { defaultAuthorizationMode: \"userPool\",\n  \
             apiKeyAuthorizationMode: {}, lambdaAuthorizationMode: { function: other }, oidcAuthorizationMode: {\n    \
             oidcProviderName: \"sso\", oidcIssuerUrl: \"https://issuer.example.com\", tokenExpiryFromAuthInSeconds: 600,\n    \
             tokenExpireFromIssueInSeconds: 600 } } });\n",
        );
        text
    }

    fn function_may(&self, action: Action) -> bool {
        let word = match action {
            Action::Get | Action::List => "query",
            Action::Listen => "listen",
            _ => "mutate",
        };
        self.function.as_ref().is_some_and(|words| words.contains(&word))
    }

    /// Whether a role may do something with a field; without one, with what every item has by itself.
    fn may(&self, role: Role, action: Action, field: Option<usize>) -> bool {
        if role == Role::Function {
            return self.function_may(action);
        }
        let own = field.and_then(|field| self.fields[field].as_ref());
        // the model's rules say nothing where each field has its own; an item is deleted as a whole
        let speaks = own.is_some() || action == Action::Delete || self.fields.iter().any(Option::is_none);
        speaks && own.unwrap_or(&self.rules).iter().any(|rule| rule.allows(role, action))
    }

    fn all(&self) -> impl Iterator<Item = Option<usize>> {
        (0..self.fields.len()).map(Some).chain([None])
    }

    fn may_any(&self, role: Role, action: Action) -> bool {
        self.all().any(|field| self.may(role, action, field)) && self.opens(role, action)
    }

    /// Whether an action is open to a role at all: where the model's rules let it read, a field's rules open no other way.
    fn opens(&self, role: Role, action: Action) -> bool {
        let of_model = |action: Action| {
            let roles = [Some(role), role.signed_in()];
            let of_rules = |role| self.rules.iter().any(|rule| rule.allows(role, action));
            roles.into_iter().flatten().any(|role| self.may(role, action, None) || of_rules(role))
        };
        !READ.contains(&action) || of_model(action) || !READ.into_iter().any(of_model)
    }

    fn may_all(&self, role: Role, action: Action) -> bool {
        let whole = role == Role::Function || self.rules.iter().any(|rule| rule.allows(role, action));
        whole
            && (0..self.fields.len()).all(|field| self.may(role, action, Some(field)))
            && (role != Role::Function || self.may(role, action, None))
    }

    /// Whether somebody with these roles may call the operation at all.
    pub(crate) fn calls(&self, roles: &[Role], action: Action) -> bool {
        roles.iter().any(|role| match action {
            Action::Delete => self.may_all(*role, action),
            _ => self.may_any(*role, action),
        })
    }

    /// Whether somebody may read a field.
    pub(crate) fn reads(&self, roles: &[Role], field: usize) -> bool {
        let reads = |role: &Role, action: &Action| self.may(*role, *action, Some(field)) && self.opens(*role, *action);
        roles.iter().any(|role| READ.iter().any(|action| reads(role, action)))
    }

    /// Whether a mutation gives somebody back all of what it changed: if they may read anything, or are the function, or
    /// everybody who calls it may read.
    pub(crate) fn is_told(&self, roles: &[Role], action: Action) -> bool {
        let reads = |role: &Role, action: &Action| self.may_any(*role, *action);
        !self.has_blind(action)
            || roles.iter().any(|role| *role == Role::Function && self.function_may(Action::Update))
            || roles.iter().any(|role| READ.iter().any(|action| reads(role, action)))
    }

    /// Whether somebody may do something with items, and read nothing of them: for them, all fields are hidden.
    pub(crate) fn has_blind(&self, action: Action) -> bool {
        let named = self.fields.iter().flatten().chain([&self.rules]).flatten().flat_map(|rule| rule.roles.clone());
        let reads = |role: Role| {
            let roles = [Some(role), role.signed_in()];
            roles.into_iter().flatten().any(|role| READ.iter().any(|action| self.may_any(role, *action)))
        };
        // what the public may read is hidden from nobody
        let is_public = |role| [Action::Get, Action::List].into_iter().any(|action| self.may_any(role, action));
        let blind = |role| self.calls(&[role], action) && !reads(role);
        ![Role::ApiKey, Role::Guest].into_iter().any(is_public) && named.into_iter().any(blind)
    }

    /// Whether somebody who gets an item may not read a field: it has rules of its own, or some readers cannot read it.
    pub(crate) fn is_hidden(&self, field: usize) -> bool {
        if self.fields[field].is_some() {
            return true;
        }
        let named = self.fields.iter().flatten().chain([&self.rules]).flatten().flat_map(|rule| rule.roles.clone());
        let roles: BTreeSet<Role> = named.chain([Role::Function]).collect();
        // members of a group are signed in, too
        let reads = |role: Role, field| {
            let roles = [Some(role), role.signed_in()];
            let may = |role, action| self.may(role, action, field) && self.opens(role, action);
            READ.iter().any(|action| roles.into_iter().flatten().any(|role| may(role, *action)))
        };
        roles.into_iter().any(|role| self.all().any(|any| reads(role, any)) && !reads(role, Some(field)))
    }

    /// Whether everybody who is told of changes may read a field: what mutations give back holds it.
    pub(crate) fn is_delivered(&self, field: usize) -> bool {
        let named = self.fields.iter().flatten().chain([&self.rules]).flatten().flat_map(|rule| rule.roles.clone());
        let mut listeners = named.chain([Role::Function]).filter(|role| self.may_any(*role, Action::Listen));
        listeners
            .all(|role| self.reads(&[role], field) || role.signed_in().is_some_and(|role| self.reads(&[role], field)))
    }

    /// The fields that somebody may not create an item with, of those named; `id` is one that they name, too.
    pub(crate) fn refused_on_create(&self, roles: &[Role], touched: &[usize], id: bool) -> Vec<String> {
        if roles.iter().any(|role| self.may_all(*role, Action::Create)) {
            return Vec::new();
        }
        let refused = |field: &&usize| !roles.iter().any(|role| self.may(*role, Action::Create, Some(**field)));
        let mut names: Vec<String> = touched.iter().filter(refused).map(|field| name(*field)).collect();
        if id {
            names.push("id".to_owned());
        }
        names
    }

    /// The fields that somebody may not change, of those that are set and those that are set to null.
    pub(crate) fn refused_on_update(&self, roles: &[Role], touched: &[(usize, bool)]) -> Vec<String> {
        let roles: Vec<Role> = roles.iter().copied().filter(|role| self.may_any(*role, Action::Update)).collect();
        let may = |action, field| roles.iter().any(|role| self.may(*role, action, Some(field)));
        let refused =
            |(field, null): &&(usize, bool)| !may(Action::Update, *field) || (*null && !may(Action::Delete, *field));
        touched.iter().filter(refused).map(|(field, _)| name(*field)).collect()
    }
}

fn roles() -> impl Strategy<Value = Vec<Role>> {
    let groups = |make: fn(&'static str) -> Role| {
        prop::sample::subsequence(GROUPS.to_vec(), 1..=2).prop_map(move |names| names.into_iter().map(make).collect())
    };
    prop_oneof![
        4 => prop::sample::select(vec![Role::ApiKey, Role::Lambda, Role::Guest, Role::Identity, Role::User, Role::Oidc])
            .prop_map(|role| vec![role]),
        3 => groups(Role::Group),
        1 => groups(Role::OidcGroup),
    ]
}

/// Rules in which no role comes twice, as the compiler demands.
fn rules(words: Vec<Vec<&'static str>>) -> impl Strategy<Value = Vec<Rule>> {
    let rule = (roles(), prop::option::weighted(0.7, prop::sample::select(words)));
    prop::collection::vec(rule, 1..4).prop_map(|rules| {
        let mut seen = BTreeSet::new();
        let mut kept = Vec::new();
        for (mut roles, to) in rules {
            roles.retain(|role| seen.insert(*role));
            if !roles.is_empty() {
                kept.push(Rule { roles, to });
            }
        }
        kept
    })
}

/// Models with rules of every static kind.
pub(crate) fn models() -> impl Strategy<Value = Written> {
    let of_fields = || {
        rules(vec![
            vec!["read"],
            vec!["create"],
            vec!["update", "read"],
            vec!["create", "update"],
            vec!["create", "read", "delete"],
            vec!["create", "update", "delete"],
        ])
    };
    let of_models = || {
        rules(vec![
            vec!["read"],
            vec!["get"],
            vec!["list", "listen"],
            vec!["create"],
            vec!["update"],
            vec!["delete"],
            vec!["create", "update", "read"],
            vec!["create", "update", "delete"],
            vec!["update", "delete", "get"],
        ])
    };
    let function = prop::sample::subsequence(vec!["query", "mutate", "listen"], 1..=3);
    let fields = prop::collection::vec(prop::option::weighted(0.35, of_fields()), 1..4);
    (fields, of_models(), prop::option::weighted(0.4, function)).prop_map(|(fields, rules, function)| Written {
        fields,
        rules,
        function,
    })
}
