//! The scalar types of AppSync, and what each is called in a definition.

macro_rules! scalars {
    ($($(#[doc = $doc:literal])* $variant:ident = $word:literal $graphql:literal ($shape:ident)),* $(,)?) => {
        /// The scalar types of AppSync: <https://docs.aws.amazon.com/appsync/latest/devguide/scalars.html>.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum ScalarType { $($(#[doc = $doc])* $variant),* }

        impl ScalarType {
            /// Every one, in the order of the documentation.
            pub const ALL: &'static [Self] = &[$(Self::$variant),*];

            /// As it is written: `datetime`.
            pub const fn text(self) -> &'static str {
                match self { $(Self::$variant => $word),* }
            }

            /// As GraphQL has it: `AWSDateTime`.
            pub const fn graphql(self) -> &'static str {
                match self { $(Self::$variant => $graphql),* }
            }

            pub(super) fn of(word: &str) -> Option<Self> {
                match word { $($word => Some(Self::$variant),)* _ => None }
            }
        }

        /// The beginnings, with what may follow: a list of methods, or a macro that gives one for the shape of a value.
        macro_rules! scalar_terms {
            (by $then:ident) => {
                &[$(Term {
                    head: Method::new($word, concat!($($doc, "\n"),*).trim_ascii(), &[]),
                    then: $then!(Shape::$shape),
                }),*]
            };
            ($then:expr) => {
                &[$(Term { head: Method::new($word, concat!($($doc, "\n"),*).trim_ascii(), &[]), then: $then }),*]
            };
        }
    };
}

scalars! {
    /// An identifier: a text that is not meant to be read.
    Id = "id" "ID" (Text),
    /// A text.
    String = "string" "String" (Text),
    /// A whole number from -2,147,483,648 to 2,147,483,647.
    Integer = "integer" "Int" (Number),
    /// A number.
    Float = "float" "Float" (Number),
    /// `true` or `false`.
    Boolean = "boolean" "Boolean" (Bool),
    /// A day: `2030-12-31`.
    Date = "date" "AWSDate" (Text),
    /// A time of day: `12:30:24.500Z`.
    Time = "time" "AWSTime" (Text),
    /// A moment: `2030-12-31T12:30:24.500Z`.
    Datetime = "datetime" "AWSDateTime" (Text),
    /// Seconds since the start of 1970.
    Timestamp = "timestamp" "AWSTimestamp" (Number),
    /// An address of electronic mail.
    Email = "email" "AWSEmail" (Text),
    /// Any value, as JSON.
    Json = "json" "AWSJSON" (Anything),
    /// A telephone number.
    Phone = "phone" "AWSPhone" (Text),
    /// An address in the web.
    Url = "url" "AWSURL" (Text),
    /// An address of the internet protocol, of version 4 or 6.
    IpAddress = "ipAddress" "AWSIPAddress" (Text),
}

pub(super) use scalar_terms;
