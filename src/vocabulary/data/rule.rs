//! `.authorization((allow) => [...])`: of a schema, a model, a field or an operation.

use smol_str::SmolStr;

use crate::evaluate::Value;
use crate::source::Span;
use crate::vocabulary::chain::{Argument, Method, Term};
use crate::vocabulary::lower::{At, Context, FunctionRef, Lower};
use crate::vocabulary::rules::{self, Rules};
use crate::vocabulary::shape::Shape;
use crate::vocabulary::words::{Words as _, words};

/// Who may do what.
#[derive(Clone, Debug, PartialEq)]
pub struct Rule {
    /// Who may, and where it says so.
    pub who: At<Subject>,
    /// By which way they say who they are, if it is named.
    pub provider: Option<At<Provider>>,
    /// What they may do; without it, everything.
    pub actions: Option<At<Vec<At<Action>>>>,
    /// Which part of a token is compared.
    pub claim: Option<At<SmolStr>>,
    /// The whole rule.
    pub span: Span,
}

/// Rules as they stand together.
#[derive(Clone, Debug, PartialEq)]
pub struct Claims {
    /// The rules that could be read, in order.
    pub rules: Vec<Rule>,
    /// Whether all could be read.
    pub whole: bool,
    /// Where the word `authorization` stands.
    pub span: Span,
}

/// Who a rule speaks of.
#[derive(Clone, Debug, PartialEq)]
pub enum Subject {
    /// Whoever has the API key.
    ApiKey,
    /// Users who are not signed in.
    Guest,
    /// Users who are signed in.
    Authenticated,
    /// The user, or one of the users, whom a field names; `owner` if none is written.
    Owner {
        /// The field.
        field: Option<At<SmolStr>>,
        /// Whether the field lists several.
        many: bool,
    },
    /// Users in one of these groups.
    Groups(Vec<At<SmolStr>>),
    /// Users in the group, or in one of the groups, that a field names.
    GroupsIn {
        /// The field.
        field: At<SmolStr>,
        /// Whether the field lists several.
        many: bool,
    },
    /// Whom the function of the mode `lambda` lets through.
    Custom,
    /// A function.
    Function(At<FunctionRef>),
}

words! {
    /// What may be done with the items of a model, with a field, or by a function with the whole API.
    Action, "action" {
        /// Add items.
        Create = "create",
        /// Change items.
        Update = "update",
        /// Delete items.
        Delete = "delete",
        /// Read items: `get`, `list`, `listen`, `search` and `sync`.
        Read = "read",
        /// Read one item.
        Get = "get",
        /// List items, also by an index.
        List = "list",
        /// Search items. There is no such operation in Amplify Gen 2.
        Search = "search",
        /// Read what changed. There is no such operation in Amplify Gen 2.
        Sync = "sync",
        /// Be told of changes.
        Listen = "listen",
        /// For functions: all queries.
        Query = "query",
        /// For functions: all mutations.
        Mutate = "mutate",
    }
}

words! {
    /// By which way callers say who they are.
    Provider, "provider" {
        /// A token of the user pool.
        UserPools = "userPools",
        /// Credentials of the identity pool.
        IdentityPool = "identityPool",
        /// A token of another provider.
        Oidc = "oidc",
        /// The function of the mode `lambda`.
        Function = "function",
    }
}

const PROVIDER: Argument = Argument::optional(Provider::shape);
const TEXT: Argument = Argument::needed(SmolStr::shape);
const TEXTS: Argument = Argument::needed(<Vec<At<SmolStr>>>::shape);

/// Up to here, actions are those of models and fields; from here on, those of functions with the whole API.
const OF_BOTH: usize = Action::Listen as usize;

const TO: Method = Method::new(
    "to",
    "What they may do; without it, everything.",
    &[Argument::needed(|| Shape::List(|| Shape::Words(&Action::words()[..=OF_BOTH])))],
);
const TO_API: Method = Method::new(
    "to",
    "What it may do with the whole API; without it, everything.",
    &[Argument::needed(|| Shape::List(|| Shape::Words(&Action::words()[OF_BOTH..])))],
);
const IDENTITY_CLAIM: Method =
    Method::new("identityClaim", "The part of the token that is compared with the field.", &[TEXT]);
const WITH_CLAIM_IN: Method =
    Method::new("withClaimIn", "The part of the token that lists the user's groups.", &[TEXT]);

macro_rules! subjects {
    ($($name:literal $doc:literal ($($argument:expr),*) [$($then:expr),*]),* $(,)?) => {
        &[$(Term { head: Method::new($name, $doc, &[$($argument),*]), then: &[$($then),*] }),*]
    };
}

static RULES: Rules = Rules {
    title: "authorization",
    parameter: "allow",
    subjects: subjects! {
        "publicApiKey" "Whoever has the API key." () [TO],
        "guest" "Users who are not signed in, with credentials of the identity pool." () [TO],
        "authenticated" "Users who are signed in." (PROVIDER) [TO],
        "owner" "The user who made the item: the field `owner` says who." (PROVIDER) [TO, IDENTITY_CLAIM],
        "ownerDefinedIn" "The user whom a field names." (TEXT, PROVIDER) [TO, IDENTITY_CLAIM],
        "ownersDefinedIn" "The users whom a field lists." (TEXT, PROVIDER) [TO, IDENTITY_CLAIM],
        "group" "Users in this group." (TEXT, PROVIDER) [TO, WITH_CLAIM_IN],
        "groups" "Users in one of these groups. All groups of a user count." (TEXTS, PROVIDER) [TO, WITH_CLAIM_IN],
        "groupDefinedIn" "Users in the group that a field names." (TEXT, PROVIDER) [TO, WITH_CLAIM_IN],
        "groupsDefinedIn" "Users in one of the groups that a field lists." (TEXT, PROVIDER) [TO, WITH_CLAIM_IN],
        "custom" "Whom the function of the mode `lambda` lets through." (PROVIDER) [TO],
        "resource" "A function made with `defineFunction`." (Argument::needed(FunctionRef::shape)) [TO_API],
    },
    needs: &[],
    keys: None,
    single: true,
    itself: false,
    example: "allow.groups([\"ADMINS\"]).to([\"read\"])",
};

impl Lower for Claims {
    fn shape() -> Shape {
        Shape::Rules(&RULES)
    }

    fn lower(value: &Value, cx: &mut Context<'_>) -> Option<Self> {
        let before = cx.trouble();
        let read = RULES.read(value, cx)?;
        let rules: Vec<Rule> = read.iter().filter_map(|rule| lowered(rule, cx)).collect();
        Some(Self { rules, whole: cx.trouble() == before, span: value.place() })
    }
}

fn lowered(rule: &rules::Rule<'_>, cx: &mut Context<'_>) -> Option<Rule> {
    let before = cx.trouble();
    let head = rule.subject();
    let name = head.method.name;
    let who = match name {
        "publicApiKey" => Some(Subject::ApiKey),
        "guest" => Some(Subject::Guest),
        "authenticated" => Some(Subject::Authenticated),
        "owner" => Some(Subject::Owner { field: None, many: false }),
        "ownerDefinedIn" | "ownersDefinedIn" => {
            head.lower(0, cx).map(|field| Subject::Owner { field: Some(field), many: name == "ownersDefinedIn" })
        }
        "group" => head.lower(0, cx).map(|group| Subject::Groups(vec![group])),
        "groups" => head.lower(0, cx).map(Subject::Groups),
        "groupDefinedIn" | "groupsDefinedIn" => {
            head.lower(0, cx).map(|field| Subject::GroupsIn { field, many: name == "groupsDefinedIn" })
        }
        "custom" => Some(Subject::Custom),
        _ => head.lower(0, cx).map(Subject::Function),
    };
    let provider_at = head.method.arguments.map_or(0, <[Argument]>::len).saturating_sub(1);
    let provider = if name == "resource" { None } else { optional_provider(head, provider_at, cx) };
    let actions = rule.parts.call("to").map(|to| rules::words_of(to, cx));
    let claim = ["identityClaim", "withClaimIn"].iter().find_map(|name| rule.parts.call(name));
    let claim = claim.map(|call| call.lower(0, cx));
    // a part that could not be read must not look like one that is not there: the rule would say more
    if cx.trouble() != before {
        return None;
    }
    let (actions, claim) = (actions.flatten(), claim.flatten());
    Some(Rule { who: rule.at(who?), provider, actions, claim, span: rule.value.span })
}

fn optional_provider(
    head: &crate::vocabulary::chain::Call<'_>,
    index: usize,
    cx: &mut Context<'_>,
) -> Option<At<Provider>> {
    let takes_it = head.method.argument(index).is_some_and(|shape| matches!(shape, Shape::Words(_)));
    if takes_it { head.lower(index, cx) } else { None }
}
