//! `grants`: what a role may do with other resources, in words.

use smol_str::SmolStr;

use crate::evaluate::Value;
use crate::source::Span;
use crate::vocabulary::chain::{Argument, Method, Term};
use crate::vocabulary::lower::{At, Context, FunctionRef, Lower};
use crate::vocabulary::rules::{Gives, Rule, Rules, words_of};
use crate::vocabulary::shape::{Names, Shape};
use crate::vocabulary::words::words;

/// What a role may do with other resources: one grant for each element of the list.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct RoleGrants {
    /// The grants that could be read, in order.
    pub list: Vec<RoleGrant>,
}

/// `grant.table("Article").to(["read"])`
#[derive(Clone, Debug, PartialEq)]
pub struct RoleGrant {
    /// With what, and what.
    pub right: Right,
    /// The whole rule.
    pub span: Span,
}

/// Words, each with its place.
type Words<T> = At<Vec<At<T>>>;

/// What a grant gives.
#[derive(Clone, Debug, PartialEq)]
pub enum Right {
    /// With the table of a model, past all its rules.
    Table(At<SmolStr>, Words<TableRight>),
    /// With a bucket that is there already, by its name.
    Bucket(At<SmolStr>, Words<BucketRight>),
    /// With a function.
    Function(At<FunctionRef>, Words<FunctionRight>),
    /// With an identity of Amazon SES: an address, or a domain.
    Email(At<SmolStr>, Words<SendRight>),
    /// With a model of Amazon Bedrock, or an inference profile.
    Bedrock(At<SmolStr>, Words<InvokeRight>),
    /// With a secret of the Secrets Manager, by its name.
    Secret(At<SmolStr>, Words<ReadRight>),
    /// With parameters of the parameter store, by their path.
    Parameter(At<SmolStr>, Words<ParameterRight>),
    /// With a topic of Amazon SNS, by its name.
    Topic(At<SmolStr>, Words<TopicRight>),
    /// With a queue of Amazon SQS, by its name.
    Queue(At<SmolStr>, Words<QueueRight>),
}

/// Words with the IAM actions that they stand for.
macro_rules! rights {
    ($(#[doc = $about:literal])* $name:ident { $($(#[doc = $doc:literal])* $variant:ident = $word:literal $actions:tt),* $(,)? }) => {
        words! {
            $(#[doc = $about])*
            $name, "action" { $($(#[doc = $doc])* $variant = $word [extension()]),* }
        }

        impl $name {
            /// The IAM actions that it grants.
            pub const fn iam(self) -> &'static [&'static str] {
                match self { $(Self::$variant => &$actions),* }
            }
        }
    };
}

rights! {
    /// What may be done with the items of a table.
    TableRight {
        /// Read items and find them, in indexes too.
        Read = "read" [
            "dynamodb:BatchGetItem", "dynamodb:ConditionCheckItem", "dynamodb:DescribeTable", "dynamodb:GetItem",
            "dynamodb:Query", "dynamodb:Scan"
        ],
        /// Create, change and delete items.
        Write = "write" [
            "dynamodb:BatchWriteItem", "dynamodb:DeleteItem", "dynamodb:PutItem", "dynamodb:UpdateItem"
        ],
        /// Read items whose keys are known.
        Get = "get" ["dynamodb:BatchGetItem", "dynamodb:GetItem"],
        /// Find items by a key, in indexes too.
        Query = "query" ["dynamodb:Query"],
        /// Read all items.
        Scan = "scan" ["dynamodb:Scan"],
        /// Create items, also in place of others.
        Put = "put" ["dynamodb:PutItem"],
        /// Change items, or create them.
        Update = "update" ["dynamodb:UpdateItem"],
        /// Delete items.
        Delete = "delete" ["dynamodb:DeleteItem"],
    }
}

rights! {
    /// What may be done with the files of a bucket.
    BucketRight {
        /// Read files, and list their names.
        Read = "read" ["s3:GetObject", "s3:ListBucket"],
        /// Read files whose names are known.
        Get = "get" ["s3:GetObject"],
        /// List the names of files.
        List = "list" ["s3:ListBucket"],
        /// Upload files, new ones and over older ones.
        Write = "write" ["s3:PutObject"],
        /// Delete files.
        Delete = "delete" ["s3:DeleteObject"],
    }
}

rights! {
    /// What may be done with a function.
    FunctionRight {
        /// Call it.
        Invoke = "invoke" ["lambda:InvokeFunction"],
        /// Call it by its address, and in no other way.
        InvokeUrl = "invokeUrl" ["lambda:InvokeFunctionUrl"],
    }
}

rights! {
    /// What may be done with an identity of Amazon SES.
    SendRight {
        /// Send mails that come from it.
        Send = "send" ["ses:SendEmail", "ses:SendRawEmail"],
    }
}

rights! {
    /// What may be done with a model of Amazon Bedrock.
    InvokeRight {
        /// Ask it, also for an answer that comes bit by bit.
        Invoke = "invoke" ["bedrock:InvokeModel", "bedrock:InvokeModelWithResponseStream"],
    }
}

rights! {
    /// What may be done with a secret.
    ReadRight {
        /// Read its value.
        Read = "read" ["secretsmanager:DescribeSecret", "secretsmanager:GetSecretValue"],
    }
}

rights! {
    /// What may be done with parameters.
    ParameterRight {
        /// Read their values.
        Read = "read" ["ssm:GetParameter", "ssm:GetParameters", "ssm:GetParametersByPath"],
        /// Create and change them.
        Write = "write" ["ssm:PutParameter"],
        /// Delete them.
        Delete = "delete" ["ssm:DeleteParameter"],
    }
}

rights! {
    /// What may be done with a topic.
    TopicRight {
        /// Publish messages.
        Publish = "publish" ["sns:Publish"],
    }
}

rights! {
    /// What may be done with a queue.
    QueueRight {
        /// Send messages.
        Send = "send" ["sqs:GetQueueUrl", "sqs:SendMessage"],
        /// Receive messages, and delete them.
        Receive = "receive" [
            "sqs:ChangeMessageVisibility", "sqs:DeleteMessage", "sqs:GetQueueAttributes", "sqs:GetQueueUrl",
            "sqs:ReceiveMessage"
        ],
    }
}

/// A beginning with a name, and `.to([...])` with words of its own.
macro_rules! term {
    ($name:literal, $doc:literal, $argument:expr, $words:ty) => {
        Term {
            head: Method::new($name, $doc, &[Argument::needed($argument)]),
            then: &[Method::new("to", "What the role may do with it.", &[Argument::needed(<Vec<At<$words>>>::shape)])],
        }
    };
}

static RULES: Rules = Rules {
    title: "grants",
    parameter: "grant",
    subjects: &[&[
        term!(
            "table",
            "The table of a model, by the model's name. The rules of the model do not count there.",
            || Shape::Name(Names::Model),
            TableRight
        ),
        term!(
            "bucket",
            "A bucket that is there already, by its name. For a storage of the backend, write `access` in `defineStorage`.",
            SmolStr::shape,
            BucketRight
        ),
        term!("function", "A function made with `defineFunction`.", FunctionRef::shape, FunctionRight),
        term!(
            "email",
            "A verified identity of Amazon SES: the sender's address, or its domain for all addresses there.",
            SmolStr::shape,
            SendRight
        ),
        term!(
            "bedrock",
            "A model of Amazon Bedrock by its id, such as `\"anthropic.claude-3-haiku-20240307-v1:0\"`, or an inference \
             profile such as `\"eu.anthropic.claude-3-haiku-20240307-v1:0\"`.",
            SmolStr::shape,
            InvokeRight
        ),
        term!("secret", "A secret of the AWS Secrets Manager, by its name.", SmolStr::shape, ReadRight),
        term!(
            "parameter",
            "A parameter of the parameter store, by its path; `\"/shop/*\"` are all below.",
            SmolStr::shape,
            ParameterRight
        ),
        term!(
            "topic",
            "A topic of Amazon SNS in the stack's region and account, by its name.",
            SmolStr::shape,
            TopicRight
        ),
        term!(
            "queue",
            "A queue of Amazon SQS in the stack's region and account, by its name.",
            SmolStr::shape,
            QueueRight
        ),
    ]],
    needs: &["to"],
    keys: None,
    gives: Gives::List,
    itself: false,
    example: "grant.table(\"Article\").to([\"read\"])",
};

impl Lower for RoleGrants {
    fn shape() -> Shape {
        Shape::Rules(&RULES)
    }

    fn lower(value: &Value, cx: &mut Context<'_>) -> Option<Self> {
        let rules = RULES.read(value, cx)?;
        let list = rules.iter().filter_map(|rule| Some(RoleGrant { right: right(rule, cx)?, span: rule.value.span }));
        Some(Self { list: list.collect() })
    }
}

fn right(rule: &Rule<'_>, cx: &mut Context<'_>) -> Option<Right> {
    fn read<T: Lower, W: Lower>(
        rule: &Rule<'_>,
        cx: &mut Context<'_>,
        make: impl Fn(At<T>, Words<W>) -> Right,
    ) -> Option<Right> {
        let what = rule.subject().lower(0, cx);
        let words = words_of(rule.parts.call("to")?, cx);
        Some(make(what?, words?))
    }
    match rule.subject().method.name {
        "table" => read(rule, cx, Right::Table),
        "bucket" => read(rule, cx, Right::Bucket),
        "function" => read(rule, cx, Right::Function),
        "email" => read(rule, cx, Right::Email),
        "bedrock" => read(rule, cx, Right::Bedrock),
        "secret" => read(rule, cx, Right::Secret),
        "parameter" => read(rule, cx, Right::Parameter),
        "topic" => read(rule, cx, Right::Topic),
        _ => read(rule, cx, Right::Queue),
    }
}

impl Right {
    /// The IAM actions that it grants, each once.
    pub fn iam(&self) -> std::collections::BTreeSet<&'static str> {
        fn all<W: Copy>(words: &[At<W>], iam: fn(W) -> &'static [&'static str]) -> Vec<&'static str> {
            words.iter().flat_map(|word| iam(word.value)).copied().collect()
        }
        let actions = match self {
            Self::Table(_, words) => all(words, TableRight::iam),
            Self::Bucket(_, words) => all(words, BucketRight::iam),
            Self::Function(_, words) => all(words, FunctionRight::iam),
            Self::Email(_, words) => all(words, SendRight::iam),
            Self::Bedrock(_, words) => all(words, InvokeRight::iam),
            Self::Secret(_, words) => all(words, ReadRight::iam),
            Self::Parameter(_, words) => all(words, ParameterRight::iam),
            Self::Topic(_, words) => all(words, TopicRight::iam),
            Self::Queue(_, words) => all(words, QueueRight::iam),
        };
        actions.into_iter().collect()
    }

    /// The text by which it names what it speaks of; `None` for a function.
    pub fn name(&self) -> Option<&At<SmolStr>> {
        match self {
            Self::Table(name, _)
            | Self::Bucket(name, _)
            | Self::Email(name, _)
            | Self::Bedrock(name, _)
            | Self::Secret(name, _)
            | Self::Parameter(name, _)
            | Self::Topic(name, _)
            | Self::Queue(name, _) => Some(name),
            Self::Function(..) => None,
        }
    }

    /// Where the words stand, if they are none.
    pub fn is_empty(&self) -> bool {
        self.iam().is_empty()
    }
}
