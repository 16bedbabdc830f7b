//! `access` at a path of `defineRestApi`.

use smol_str::SmolStr;

use crate::diagnostic::{Code, Diagnostic};
use crate::evaluate::Value;
use crate::source::Span;
use crate::vocabulary::HttpMethod;
use crate::vocabulary::chain::{Argument, Call, Method, Term};
use crate::vocabulary::lower::{At, Context, Lower};
use crate::vocabulary::rules::{Gives, Rule, Rules, words_of};
use crate::vocabulary::shape::Shape;
use crate::vocabulary::words::{Words, words};

/// Who may call which methods of a path.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct RestAccess {
    /// The rules that could be read, in order.
    pub rules: Vec<RestRule>,
    /// Whether all of them could be read.
    pub whole: bool,
}

/// `allow.groups(["ADMINS"]).to(["get"])`
#[derive(Clone, Debug, PartialEq)]
pub struct RestRule {
    /// Who may, and where it says so.
    pub who: At<RestSubject>,
    /// What.
    pub actions: At<Vec<At<RestAction>>>,
    /// The whole rule.
    pub span: Span,
}

/// Who a rule of a path speaks of.
#[derive(Clone, Debug, PartialEq)]
pub enum RestSubject {
    /// Everybody, without a word on who they are.
    Public,
    /// Users who are not signed in, with credentials of the identity pool.
    Guest,
    /// Users who are signed in, with credentials of the identity pool; those in a group only if their group says the same.
    Authenticated,
    /// Users who are signed in, with a token of the user pool; those in groups, too.
    UserPool,
    /// Users in one of these groups, with credentials of the identity pool.
    Groups(Vec<At<SmolStr>>),
}

words! {
    /// What may be called: a method of HTTP, or one of the Amplify CLI's words for methods.
    RestAction, "method" {
        /// The method GET: read something.
        Get = "get",
        /// The method HEAD: read what is known of something.
        Head = "head",
        /// The method POST: make something.
        Post = "post",
        /// The method PUT: replace something.
        Put = "put",
        /// The method PATCH: change something.
        Patch = "patch",
        /// The method DELETE: delete something.
        Delete = "delete",
        /// The same as `post`.
        Create = "create",
        /// The same as `get`.
        Read = "read",
        /// The same as `put` and `patch`.
        Update = "update",
    }
}

impl RestAction {
    /// The methods that it stands for. Those of the words are the Amplify CLI's.
    pub const fn methods(self) -> &'static [HttpMethod] {
        match self {
            Self::Get | Self::Read => &[HttpMethod::Get],
            Self::Head => &[HttpMethod::Head],
            Self::Post | Self::Create => &[HttpMethod::Post],
            Self::Put => &[HttpMethod::Put],
            Self::Patch => &[HttpMethod::Patch],
            Self::Update => &[HttpMethod::Put, HttpMethod::Patch],
            Self::Delete => &[HttpMethod::Delete],
        }
    }
}

words! {
    /// How signed-in users say who they are.
    RestProvider, "provider" {
        /// With credentials of the identity pool, by which the client signs.
        IdentityPool = "identityPool",
        /// With a token of the user pool.
        UserPool = "userPool",
    }
}

static TO: &[Method] = &[Method::new("to", "What they may call.", &[Argument::needed(<Vec<At<RestAction>>>::shape)])];

/// Of groups, the one provider there is.
const OF_GROUPS: Argument = Argument::optional(|| Shape::Words(&RestProvider::words()[..1]));

static RULES: Rules = Rules {
    title: "defineRestApi.paths.access",
    parameter: "allow",
    subjects: &[&[
        Term {
            head: Method::bare("guest", "Users who are not signed in, with credentials of the identity pool."),
            then: TO,
        },
        Term {
            head: Method::either(
                "authenticated",
                "Users who are signed in and in no group, with credentials of the identity pool; with `\"userPool\"`, \
                 every signed-in user with a token of the user pool.",
                &[Argument::optional(RestProvider::shape)],
            ),
            then: TO,
        },
        Term {
            head: Method::new(
                "groups",
                "Users in one of these groups. Of several groups, the first in the list of `defineAuth` counts.",
                &[Argument::needed(<Vec<At<SmolStr>>>::shape), OF_GROUPS],
            ),
            then: TO,
        },
        Term { head: Method::new("public", "Everybody on the internet: nobody is asked who they are.", &[]), then: TO },
    ]],
    needs: &["to"],
    keys: None,
    gives: Gives::ListOrOne,
    itself: false,
    example: "allow.authenticated.to([\"get\"])",
};

impl Lower for RestAccess {
    fn shape() -> Shape {
        Shape::Rules(&RULES)
    }

    fn lower(value: &Value, cx: &mut Context<'_>) -> Option<Self> {
        let before = cx.trouble();
        let read = RULES.read(value, cx)?;
        let rules = read.iter().filter_map(|rule| lowered(rule, cx)).collect();
        Some(Self { rules, whole: cx.trouble() == before })
    }
}

fn lowered(rule: &Rule<'_>, cx: &mut Context<'_>) -> Option<RestRule> {
    let who = subject(rule.subject(), cx);
    let actions = words_of(rule.parts.call("to")?, cx);
    Some(RestRule { who: rule.at(who?), actions: actions?, span: rule.value.span })
}

fn subject(subject: &Call<'_>, cx: &mut Context<'_>) -> Option<RestSubject> {
    let before = cx.trouble();
    match subject.method.name {
        "public" => Some(RestSubject::Public),
        "guest" => Some(RestSubject::Guest),
        "authenticated" => {
            let provider: Option<RestProvider> = subject.lower(0, cx);
            // one that could not be read must not look like none
            (cx.trouble() == before).then_some(match provider {
                None | Some(RestProvider::IdentityPool) => RestSubject::Authenticated,
                Some(RestProvider::UserPool) => RestSubject::UserPool,
            })
        }
        _ => {
            let names: Vec<At<SmolStr>> = subject.lower(0, cx)?;
            by_token(subject, cx);
            (cx.trouble() == before).then_some(RestSubject::Groups(names))
        }
    }
}

/// Reports a rule for groups that come with tokens.
fn by_token(subject: &Call<'_>, cx: &mut Context<'_>) {
    let Some(RestProvider::UserPool) = subject.lower(1, cx) else { return };
    let Some(value) = subject.argument(1) else { return };
    let message = "no API checks the groups of a token: it only looks whether the token is sound";
    let help = "leave `\"userPool\"` out: then the role of each group is asked, which is exact";
    cx.report(Diagnostic::new(Code::RestAuthorizer, value.place(), message).help(help));
}
