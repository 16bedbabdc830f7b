//! The table of codes. Each row: code, name, severity, title. The explanation that `ampc explain` prints is the page of
//! that name in `docs/codes`. A code, once released, keeps its meaning; a retired one is never used again.
//!
//! Ranges: 01 reading, 02 evaluation, 03 vocabulary, 04 auth, 05 functions, 06 access, 07 names, limits and the graph of
//! resources, 08 building, 09 files, 10 schemas, 11 rules and resolvers
//! of data, 12 REST APIs, 13 admin queries, 14 policies and references. Holes are codes that were given up before the first release.

use super::Severity::{self, Error, Note, Warning};

/// What is fixed about a code.
#[derive(Debug)]
pub struct CodeRow {
    /// The code itself.
    pub code: Code,
    /// As it is printed: `AMP0101`.
    pub text: &'static str,
    /// Its usual severity.
    pub severity: Severity,
    /// One line for lists.
    pub title: &'static str,
    /// What, why it matters, a wrong and a right example; Markdown.
    pub page: &'static str,
}

macro_rules! codes {
    ($($text:ident $name:ident $severity:ident $title:literal)*) => {
        /// A kind of finding. The names are for this code base; people see `AMP0101`.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[allow(missing_docs, reason = "each has a title and a page")]
        pub enum Code { $($name),* }

        /// All codes, in order.
        pub static CODES: &[CodeRow] = &[$(CodeRow {
            code: Code::$name,
            text: stringify!($text),
            severity: $severity,
            title: $title,
            page: include_str!(concat!("../../docs/codes/", stringify!($text), ".md")),
        }),*];
    };
}

codes! {
    AMP0101 Unexpected Error "something stands here that does not belong"
    AMP0102 MissingComma Error "a comma is missing"
    AMP0103 MissingValue Error "a value is missing"
    AMP0104 MissingName Error "a name is missing"
    AMP0105 UnclosedBracket Error "a bracket is never closed"
    AMP0106 StrayBracket Error "a closing bracket has no opening one"
    AMP0107 UnclosedText Error "a string, template or comment is never closed"
    AMP0108 MisspeltKeyword Error "a keyword is misspelt"
    AMP0109 ReservedWord Error "a word of the language is used as a name"
    AMP0110 NestedTooDeep Error "something is nested too deeply"
    AMP0111 MissingBraces Error "properties stand without braces"
    AMP0112 MissingModule Error "an import does not say from where"
    AMP0113 BadEscape Error "an escape in a string means nothing"

    AMP0201 UnknownName Error "name that nothing declares"
    AMP0202 NotImported Error "builder that is not imported"
    AMP0203 DeclaredTwice Error "name declared twice"
    AMP0204 ConstantCycle Error "constant defined by itself"
    AMP0205 ImportCycle Warning "files that import each other"
    AMP0206 ImportNotFound Error "import of a file that is not there"
    AMP0207 NoSuchExport Error "import of a name that is not exported"
    AMP0208 NoSuchMember Error "member that an object does not have"
    AMP0209 VariableUnset Error "environment variable that is not set"
    AMP0210 WrongOperand Error "operation on a value that it does not fit"
    AMP0211 NotCallable Error "call of something that cannot be called"
    AMP0212 HiddenSpread Error "spread or key that cannot be seen"
    AMP0213 TooDeep Error "constants nested too deeply"
    AMP0214 TooLarge Error "constants that multiply beyond measure"
    AMP0215 TwoBackends Error "two calls of `defineBackend`"
    AMP0216 NotAResource Error "something in `defineBackend` that is no resource"
    AMP0217 NothingDeclared Error "file without a backend"
    AMP0218 ImportUnreadable Error "import of a file that cannot be read"
    AMP0219 NotRun Warning "package that is not run"

    AMP0301 UnknownProperty Error "unknown property"
    AMP0302 WrongType Error "value of the wrong type"
    AMP0303 OutOfRange Error "number outside its range"
    AMP0304 UnknownWord Error "unknown word"
    AMP0305 DuplicateKey Error "property set twice"
    AMP0306 MissingProperty Error "required property missing"
    AMP0307 UnknownMethod Error "unknown method"
    AMP0308 UnfinishedRule Error "unfinished rule"
    AMP0309 HiddenValue Error "value that cannot be seen"
    AMP0310 UnknownBuilder Error "unknown builder"
    AMP0311 WrongArguments Error "wrong number of arguments"
    AMP0312 NotCompiled Warning "schema that nothing takes"
    AMP0313 HiddenCode Error "code that cannot be seen"
    AMP0314 WrongPlaceholder Error "placeholder used wrongly"
    AMP0315 Extension Warning "amp's own in a file of Amplify"
    AMP0316 UnknownEdition Error "edition that is not known"
    AMP0317 DynamicReference Warning "text that CloudFormation replaces"
    AMP0318 NotSupported Error "builder that is not supported"

    AMP0401 TwoAuths Error "two auths in one backend"
    AMP0402 NoSignIn Error "no way to sign in"
    AMP0403 GroupName Error "malformed group name"
    AMP0404 GroupTwice Error "group listed twice"
    AMP0405 UnknownGroup Error "unknown group"
    AMP0406 UnusedGroup Note "group that no rule names"
    AMP0408 CustomAttribute Error "custom attribute that Cognito does not take"
    AMP0409 MessageWithoutCode Error "message without its code"
    AMP0410 MessageLength Error "message too short or too long"
    AMP0411 Factors Error "factors of sign-in that do not go together"
    AMP0412 FactorsOff Warning "second factor that some or all cannot use"
    AMP0413 Passkeys Error "passkeys without a domain"
    AMP0414 Address Error "address that users cannot come back to"
    AMP0415 DomainPrefix Error "malformed domain prefix"
    AMP0416 ProviderName Error "provider's name that cannot be used"
    AMP0417 Mapping Error "attribute that a provider cannot fill"
    AMP0418 Sender Error "sender that Cognito cannot use"
    AMP0419 Recovery Warning "password recovery that users may not have"
    AMP0420 ReferencedForm Error "malformed id of an existing resource"
    AMP0421 ProviderAddress Error "address that is none of a provider"
    AMP0422 SamePrecedence Error "two groups of one precedence"
    AMP0423 PrecedenceGap Note "precedence that is not next in line"
    AMP0424 GuestsOff Error "guests that are let in and kept out"

    AMP0501 NoEntry Error "missing entry file"
    AMP0502 EntryKind Error "entry file that cannot be run"
    AMP0503 OldRuntime Warning "runtime without security updates"
    AMP0504 RuntimeAndEntry Error "runtime that does not fit the entry file"
    AMP0505 BadSchedule Error "schedule that would not run"
    AMP0506 ScheduleTooFast Error "schedule faster than the function"
    AMP0507 ScheduleTwice Error "the same schedule twice"
    AMP0508 VariableName Error "malformed name of an environment variable"
    AMP0509 ReservedVariable Error "reserved environment variable"
    AMP0510 EnvironmentSize Error "environment larger than 4 KB"
    AMP0511 Layers Error "malformed layer"
    AMP0512 LogLevel Error "log level without JSON"
    AMP0513 CustomFunction Error "function made by code"
    AMP0514 Durable Error "runtime too old for a durable function"
    AMP0515 Placement Note "placement is the compiler's"
    AMP0516 Unreached Warning "resource outside of the backend"

    AMP0601 NotAFunction Error "access for something that is not a function"
    AMP0602 NoActions Error "rule that grants nothing"
    AMP0603 ActionTwice Warning "action granted twice"

    AMP0604 StoragePath Error "malformed path of storage"
    AMP0605 PathsOverlap Error "paths that override each other twice"
    AMP0606 PrincipalTwice Error "the same users twice on one path"
    AMP0607 NoFolders Error "rule for owners on a path without folders of users"
    AMP0608 OpensFolders Warning "rule that opens the folders of all users"
    AMP0609 GroupLoses Warning "group that loses what signed-in users have"
    AMP0610 GuestWrites Warning "guests that may write or delete"
    AMP0611 NoUsers Error "rule for users in a backend without auth"
    AMP0612 NamesListed Warning "names that can be listed all the same"
    AMP0613 DefaultStorage Error "not one default among several storages"
    AMP0614 CallsItself Note "function that may call itself by what it writes"
    AMP0615 Origin Error "origin that no browser sends"
    AMP0616 Lifecycle Error "lifecycle rule that deletes nothing"
    AMP0617 SharedRole Error "one role for users with different rights"
    AMP0618 DurableTrigger Error "durable function that an event cannot call"
    AMP0619 HalfOfWrite Warning "one of `create` and `update` without the other"

    AMP0701 DuplicateName Error "two resources of one name"
    AMP0702 ClashingNames Error "names that cannot be told apart"
    AMP0703 ResourceName Error "malformed name"
    AMP0704 TooMany Error "more than AWS takes"
    AMP0710 TemplateTooLarge Error "more than one template can hold"
    AMP0711 PolicyTooLarge Error "more permissions than one role can hold"

    AMP0801 NoBundler Error "esbuild is needed and not installed"
    AMP0802 NotBundled Error "the code of a function cannot be bundled"
    AMP0803 BundleWarning Warning "esbuild warns about the code of a function"
    AMP0804 LayoutChanged Error "resources that would move to another stack"

    AMP1001 TwoDatas Error "two data definitions in one backend"
    AMP1002 DataName Error "name that GraphQL does not take"
    AMP1003 DataClash Error "two things of one name"
    AMP1004 EmptyType Error "type without content"
    AMP1005 UnknownType Error "type that is not there"
    AMP1006 Identifier Error "identifier that cannot identify"
    AMP1007 DataIndex Error "index that cannot be made"
    AMP1008 RelationShape Error "relation that does not fit the other side"
    AMP1009 DefaultValue Error "default that does not fit its field"
    AMP1010 FieldTest Error "test that does not fit its field"
    AMP1011 OperationShape Error "operation that lacks something"
    AMP1012 HandlerName Error "handler that names no function"
    AMP1013 SubscriptionSource Error "subscription without a source"
    AMP1014 EndlessType Error "type that needs itself"
    AMP1015 TimeNotFilled Warning "time that nobody fills in"

    AMP1102 NoDataRule Error "model or operation without a rule"
    AMP1103 DataAction Error "action that does not fit its rule"
    AMP1104 DataSubject Error "rule that cannot stand here"
    AMP1105 ModeOff Error "rule by a way that is off"
    AMP1106 RoleTwice Error "the same callers twice in one list of rules"
    AMP1107 RuleField Error "field that a rule cannot compare"
    AMP1108 HiddenRequired Error "required field that some readers cannot read"
    AMP1109 DefaultModeUnused Warning "default mode that no rule uses"
    AMP1110 RuleShadowed Warning "rule that adds nothing"
    AMP1111 RelationTells Warning "relation that tells a field with rules of its own"
    AMP1112 IndexClosed Warning "index that nobody may ask"
    AMP1113 OwnerGivesAway Warning "owner who may give an item away"
    AMP1114 IndexWithoutOwner Warning "index that lacks a field of a rule"
    AMP1115 DeafListener Warning "listener who hears nothing"
    AMP1116 WritesUnread Warning "who may change an item and not read it"
    AMP1117 ClaimChangeable Warning "claim that users can change themselves"
    AMP1118 ClaimEmpty Error "claim without a name"
    AMP1119 OwnersApart Warning "owners of one field who are taken for each other"
    AMP1120 ResolverCode Error "code of a resolver that cannot be used"
    AMP1121 CreatesNothing Warning "who may create and never can"

    AMP1201 RestPath Error "malformed path of a REST API"
    AMP1202 RestPathsOverlap Error "paths of a REST API that open each other"
    AMP1203 RestAuthorizer Error "rules that one authorizer cannot hold"
    AMP1204 RestPublic Warning "path that everybody may call"
    AMP1205 RestTimeout Warning "function slower than its API"

    AMP1301 AdminWithoutUsers Error "admin queries in a backend without auth"
    AMP1302 AdminForNobody Error "admin queries that nobody can use"
    AMP1303 AdminGroupName Error "group of admins that cannot be told apart"
    AMP1304 AdminGroupUnlisted Warning "group of admins that the user pool does not list"
    AMP1305 AdminTwice Warning "group or route of admin queries named twice"
    AMP1306 AdminScope Warning "tokens that admin queries do not take"

    AMP1401 PolicyAction Error "action that IAM does not have"
    AMP1402 PolicyForm Error "statement that IAM does not take"
    AMP1403 WidePolicy Warning "statement that allows very much"
    AMP1404 GuestPolicy Error "action that AWS withholds from guests"
    AMP1405 UnknownReference Error "reference that leads nowhere"
    AMP1406 GrantName Error "grant for what is not there"
    AMP1407 OpenUrl Warning "function that everybody may call"
}

impl Code {
    /// What is fixed about this code.
    pub fn row(self) -> &'static CodeRow {
        &CODES[self as usize]
    }

    /// The code as it is printed.
    pub fn text(self) -> &'static str {
        self.row().text
    }

    /// The code of a text such as `AMP0101`, in any case; `None` if there is none.
    pub fn from_text(text: &str) -> Option<Self> {
        CODES.iter().find(|row| row.text.eq_ignore_ascii_case(text)).map(|row| row.code)
    }
}

impl std::fmt::Display for Code {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.text())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_ascend_and_pages_follow_the_form() {
        assert!(CODES.is_sorted_by(|a, b| a.text < b.text));
        for row in CODES {
            assert_eq!(Code::from_text(&row.text.to_lowercase()), Some(row.code));
            let heading = format!("# {}: {}\n", row.text, row.title);
            assert!(row.page.starts_with(&heading), "{} does not begin with {heading:?}", row.text);
        }
        let _ = (Note, Warning);
    }
}
