//! Requests put to the policies of a role, by way of `iam-rs`, which evaluates as IAM does, but for this:
//!
//! - It fills variables into resources, not into conditions; [`Evaluator::new`] does the latter.
//! - A `*` in a policy does not stand for a `*` in a request, so that no file here has one in its name.
//! - A variable that the request does not know becomes empty, while IAM then takes the statement for one that does not
//!   match; [`Evaluator::new`] refuses policies with such a variable.
//! - Trust policies have no resource, which it wants: see [`Trust`].

use iam_rs::{
    Arn, Context, ContextValue, Decision, EvaluationOptions, IAMPolicy, IAMRequest, PolicyEvaluator, Principal,
    PrincipalId,
};
use serde_json::Value as Json;

use super::cloud::{ACCOUNT, IDENTITY_POOL, Role, bucket_arn};

/// The user who asks, and another one.
pub(crate) const ME: &str = "us-east-1:11111111-2222-4333-8444-555555555555";
pub(crate) const OTHER: &str = "us-east-1:11111111-2222-4333-8444-555555555556";

const VARIABLE: &str = "${cognito-identity.amazonaws.com:sub}";

/// The policies of a role that somebody has taken.
pub(crate) struct Evaluator {
    policies: PolicyEvaluator,
    who: Principal,
    context: Context,
}

fn parsed(policy: &Json) -> IAMPolicy {
    serde_json::from_value(policy.clone()).unwrap_or_else(|error| panic!("{error} in {policy}"))
}

fn evaluator(policies: Vec<IAMPolicy>, ignore_resource_constraints: bool) -> PolicyEvaluator {
    PolicyEvaluator::with_policies(policies).with_options(EvaluationOptions {
        max_statements: usize::MAX,
        ignore_resource_constraints,
        ..EvaluationOptions::default()
    })
}

/// The user's id for the variable in every condition.
fn conditions_filled(policy: &Json, id: Option<&str>) -> Json {
    let mut policy = policy.clone();
    for statement in policy["Statement"].as_array_mut().expect("a list of statements") {
        for word in ["NotAction", "NotResource", "NotPrincipal"] {
            assert!(statement.get(word).is_none(), "{statement} says what it does not speak of");
        }
        let text = statement.to_string();
        let known = if id.is_some() { text.matches(VARIABLE).count() } else { 0 };
        assert_eq!(text.matches("${").count(), known, "{statement} has a variable that is not known");
        if let (Some(id), Some(condition)) = (id, statement.get_mut("Condition")) {
            let filled = condition.to_string().replace(VARIABLE, id);
            *condition = serde_json::from_str(&filled).expect("it was JSON");
        }
    }
    policy
}

impl Evaluator {
    /// A role, taken by [`ME`] with an identity of the identity pool, or by something that is no user. What a bucket says
    /// of everybody counts as well.
    pub(crate) fn new<'a>(role: &'a Role, is_user: bool, buckets: impl IntoIterator<Item = &'a Json>) -> Self {
        for statement in role.policies.iter().flat_map(|policy| policy["Statement"].as_array().expect("a list")) {
            let names = statement["Action"].as_array().expect("a list of actions");
            let wide = names.iter().any(|name| name.as_str().is_none_or(|name| name.contains(['*', '?'])));
            assert!(!wide || statement["Effect"] == "Deny", "{statement} allows whatever there will be");
        }
        Self::of_written(role, is_user, buckets)
    }

    /// The same for a role that has what somebody wrote for it.
    pub(crate) fn of_written<'a>(role: &'a Role, is_user: bool, buckets: impl IntoIterator<Item = &'a Json>) -> Self {
        let id = is_user.then_some(ME);
        let policies = role.policies.iter().chain(buckets).map(|policy| parsed(&conditions_filled(policy, id)));
        let mut context = Context::new().with_boolean("aws:SecureTransport", true);
        if is_user {
            context = context
                .with_string("cognito-identity.amazonaws.com:sub", ME)
                .with_string("cognito-identity.amazonaws.com:aud", IDENTITY_POOL);
        }
        let who = Principal::Aws(PrincipalId::String(format!("arn:aws:sts::{ACCOUNT}:assumed-role/role/session")));
        Self { policies: evaluator(policies.collect(), false), who, context }
    }

    /// Whether a request is allowed.
    pub(crate) fn allows(&self, action: &str, resource: &str) -> bool {
        self.decided(action, resource, self.context.clone())
    }

    /// Whether a request is allowed of which more is known.
    pub(crate) fn allows_when(&self, action: &str, resource: &str, known: &[(&str, ContextValue)]) -> bool {
        let mut context = self.context.clone();
        for (key, value) in known {
            context.insert((*key).to_owned(), value.clone());
        }
        self.decided(action, resource, context)
    }

    /// Whether the names below a prefix may be listed; without one, all names of the bucket are asked for.
    pub(crate) fn lists(&self, bucket: &str, prefix: Option<&str>) -> bool {
        let context = self.context.clone();
        let context = match prefix {
            Some(prefix) => context.with_string("s3:prefix", prefix),
            None => context,
        };
        self.decided("s3:ListBucket", &bucket_arn(bucket), context)
    }

    /// The same request over a connection that anybody can read.
    pub(crate) fn allows_in_the_open(&self, action: &str, resource: &str) -> bool {
        self.decided(action, resource, self.context.clone().with_boolean("aws:SecureTransport", false))
    }

    fn decided(&self, action: &str, resource: &str, context: Context) -> bool {
        let resource = Arn::parse(resource).unwrap_or_else(|error| panic!("{resource}: {error}"));
        let request = IAMRequest::new_with_context(self.who.clone(), action, resource, context);
        self.policies.evaluate(&request).expect("policies that can be evaluated").decision == Decision::Allow
    }
}

/// Somebody who wants to take a role.
#[derive(Debug)]
pub(crate) struct Caller {
    pub(crate) who: Principal,
    pub(crate) context: Context,
}

impl Caller {
    /// A user of an identity pool, with what the pool says of how the user came.
    pub(crate) fn user(pool: &str, came: &[&str]) -> Self {
        let mut context = Context::new()
            .with_string("cognito-identity.amazonaws.com:aud", pool)
            .with_string("cognito-identity.amazonaws.com:sub", ME);
        let came = came.iter().map(|&it| it.to_owned()).collect();
        context.insert("cognito-identity.amazonaws.com:amr".to_owned(), ContextValue::StringList(came));
        Self { who: Self::federated("cognito-identity.amazonaws.com"), context }
    }

    pub(crate) fn service(name: &str) -> Self {
        Self { who: Principal::Service(PrincipalId::String(name.to_owned())), context: Context::new() }
    }

    pub(crate) fn account(arn: &str) -> Self {
        Self { who: Principal::Aws(PrincipalId::String(arn.to_owned())), context: Context::new() }
    }

    pub(crate) fn federated(name: &str) -> Principal {
        Principal::Federated(PrincipalId::String(name.to_owned()))
    }
}

/// Who may take a role.
pub(crate) struct Trust(PolicyEvaluator);

impl Trust {
    pub(crate) fn of(policy: &Json) -> Self {
        Self(evaluator(vec![parsed(&conditions_filled(policy, None))], true))
    }

    /// Whether the caller is let in by this action.
    pub(crate) fn admits(&self, caller: &Caller, action: &str) -> bool {
        let role = Arn::parse("arn:aws:iam::123456789012:role/any").expect("an ARN");
        let request = IAMRequest::new_with_context(caller.who.clone(), action, role, caller.context.clone());
        self.0.evaluate(&request).expect("a policy that can be evaluated").decision == Decision::Allow
    }
}

/// What is relied on here, each in small.
#[test]
fn the_evaluator_does_what_iam_documents() {
    let role = |statements: &str| Role {
        policies: vec![
            serde_json::from_str(&format!(r#"{{"Version":"2012-10-17","Statement":[{statements}]}}"#)).expect("JSON"),
        ],
        trust: None,
    };
    let of = |statements: &str| Evaluator::new(&role(statements), true, []);
    let allow = r#"{"Effect":"Allow","Action":["s3:GetObject"],"Resource":["arn:aws:s3:::b/m/*"]}"#;
    let deny = r#"{"Effect":"Deny","Action":["s3:*"],"Resource":["arn:aws:s3:::b/m/p/*"]}"#;

    // nothing without a statement, whole names of actions, `*` over folders, and not the folder's own name without `/`
    let policy = of(allow);
    assert!(policy.allows("s3:GetObject", "arn:aws:s3:::b/m/p/x"));
    assert!(policy.allows("s3:GetObject", "arn:aws:s3:::b/m/"));
    for (action, resource) in [
        ("s3:GetObjectAcl", "b/m/x"),
        ("s3:GetObject", "b/m"),
        ("s3:GetObject", "b/mm/x"),
        ("s3:GetObject", "b/M/x"),
        ("s3:GetObject", "bb/m/x"),
        ("s3:GetObject", "b/x/m/x"),
    ] {
        assert!(!policy.allows(action, &format!("arn:aws:s3:::{resource}")), "{action} {resource}");
    }

    // a Deny counts more than an Allow, before and after it, also from another policy
    for text in [format!("{allow},{deny}"), format!("{deny},{allow}")] {
        let policy = of(&text);
        assert!(policy.allows("s3:GetObject", "arn:aws:s3:::b/m/x"));
        assert!(!policy.allows("s3:GetObject", "arn:aws:s3:::b/m/p/x"));
    }
    let bucket = &role(deny).policies[0];
    assert!(!Evaluator::new(&role(allow), true, [bucket]).allows("s3:GetObject", "arn:aws:s3:::b/m/p/x"));

    // the variable in resources and in conditions
    let own = format!(
        r#"{{"Effect":"Allow","Action":["s3:GetObject"],"Resource":["arn:aws:s3:::b/m/{VARIABLE}/*"]}},
           {{"Effect":"Allow","Action":["s3:ListBucket"],"Resource":["arn:aws:s3:::b"],
             "Condition":{{"StringLike":{{"s3:prefix":["m/{VARIABLE}/*","m/{VARIABLE}/"]}}}}}}"#
    );
    let policy = of(&own);
    assert!(policy.allows("s3:GetObject", &format!("arn:aws:s3:::b/m/{ME}/x")));
    assert!(!policy.allows("s3:GetObject", &format!("arn:aws:s3:::b/m/{OTHER}/x")));
    assert!(!policy.allows("s3:GetObject", "arn:aws:s3:::b/m//x"));
    assert!(policy.lists("b", Some(&format!("m/{ME}/"))) && policy.lists("b", Some(&format!("m/{ME}/x"))));
    for prefix in [Some("m/"), Some(""), None, Some(&*format!("m/{OTHER}/")), Some(&*format!("m/{ME}"))] {
        assert!(!policy.lists("b", prefix), "{prefix:?}");
    }

    // one of several values is enough, and no value is none of them
    let trust = Trust::of(
        &role(
            r#"{"Effect":"Allow","Action":["sts:AssumeRoleWithWebIdentity"],
            "Principal":{"Federated":"cognito-identity.amazonaws.com"},
            "Condition":{"StringEquals":{"cognito-identity.amazonaws.com:aud":"pool"},
                         "ForAnyValue:StringLike":{"cognito-identity.amazonaws.com:amr":"authenticated"}}}"#,
        )
        .policies[0],
    );
    let takes = |pool, came| trust.admits(&Caller::user(pool, came), "sts:AssumeRoleWithWebIdentity");
    assert!(takes("pool", &["authenticated", "cognito-idp.us-east-1.amazonaws.com/x"]));
    assert!(!takes("pool", &["unauthenticated"]) && !takes("pool", &[]) && !takes("other", &["authenticated"]));
    let bare = Caller { context: Context::new(), ..Caller::user("pool", &[]) };
    assert!(!trust.admits(&bare, "sts:AssumeRoleWithWebIdentity"));
}
