//! `defineAuth.userAttributes`.

use smol_str::SmolStr;

use crate::evaluate::Value;
use crate::vocabulary::Words;
use crate::vocabulary::lower::{At, Context, Lower};
use crate::vocabulary::primitive::keyed;
use crate::vocabulary::record::record;
use crate::vocabulary::shape::{Keyed, Prefixed, Shape};
use crate::vocabulary::words::words;

words! {
    /// A standard attribute of OpenID Connect.
    StandardAttribute, "attribute" {
        /// The postal address (`address`).
        Address = "address",
        /// The date of birth, as `2001-12-31` (`birthdate`).
        Birthdate = "birthdate",
        /// The mail address (`email`).
        Email = "email",
        /// The family name (`family_name`).
        FamilyName = "familyName",
        /// The gender (`gender`).
        Gender = "gender",
        /// The given name (`given_name`).
        GivenName = "givenName",
        /// The language and country (`locale`).
        Locale = "locale",
        /// The middle name (`middle_name`).
        MiddleName = "middleName",
        /// The whole name (`name`).
        Fullname = "fullname",
        /// The nickname (`nickname`).
        Nickname = "nickname",
        /// The phone number (`phone_number`).
        PhoneNumber = "phoneNumber",
        /// The address of a picture (`picture`).
        ProfilePicture = "profilePicture",
        /// The name that the user wants to be called (`preferred_username`).
        PreferredUsername = "preferredUsername",
        /// The address of a page about the user (`profile`).
        ProfilePage = "profilePage",
        /// The time zone (`zoneinfo`).
        Timezone = "timezone",
        /// When the attributes were changed last (`updated_at`).
        LastUpdateTime = "lastUpdateTime",
        /// The address of the user's own site (`website`).
        Website = "website",
    }
}

impl StandardAttribute {
    /// As Cognito calls it.
    pub const fn cognito_name(self) -> &'static str {
        match self {
            Self::Address => "address",
            Self::Birthdate => "birthdate",
            Self::Email => "email",
            Self::FamilyName => "family_name",
            Self::Gender => "gender",
            Self::GivenName => "given_name",
            Self::Locale => "locale",
            Self::MiddleName => "middle_name",
            Self::Fullname => "name",
            Self::Nickname => "nickname",
            Self::PhoneNumber => "phone_number",
            Self::ProfilePicture => "picture",
            Self::PreferredUsername => "preferred_username",
            Self::ProfilePage => "profile",
            Self::Timezone => "zoneinfo",
            Self::LastUpdateTime => "updated_at",
            Self::Website => "website",
        }
    }
}

/// What is known of a user, in the order of the text.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct UserAttributes {
    /// Standard attributes.
    pub standard: Vec<(At<StandardAttribute>, StandardSettings)>,
    /// Attributes of one's own, without the `custom:`.
    pub custom: Vec<(At<SmolStr>, CustomAttribute)>,
}

static ATTRIBUTES: Keyed = Keyed {
    title: "defineAuth.userAttributes",
    noun: "attribute",
    words: StandardAttribute::words,
    value: StandardSettings::shape,
    prefixed: Some(Prefixed {
        prefix: "custom:",
        doc: "An attribute of your own: at most 20 characters behind `custom:`.",
        value: CustomAttribute::shape,
    }),
    rows: &[],
    aliases: COGNITO_NAMES,
};

/// What Cognito and OpenID Connect, and people, call some attributes.
pub(super) const COGNITO_NAMES: &[(&str, &str)] = &[
    ("name", "fullname"),
    ("picture", "profilePicture"),
    ("profile", "profilePage"),
    ("zoneinfo", "timezone"),
    ("updated_at", "lastUpdateTime"),
    ("firstName", "givenName"),
    ("lastName", "familyName"),
    ("surname", "familyName"),
    ("mail", "email"),
    ("phone", "phoneNumber"),
    ("birthday", "birthdate"),
    ("dateOfBirth", "birthdate"),
    ("username", "preferredUsername"),
];

impl Lower for UserAttributes {
    fn shape() -> Shape {
        Shape::Keyed(&ATTRIBUTES)
    }

    fn lower(value: &Value, cx: &mut Context<'_>) -> Option<Self> {
        let found = keyed(value, cx, &ATTRIBUTES, |_, _| {})?;
        Some(Self { standard: found.words, custom: found.prefixed })
    }
}

record! {
    /// A standard attribute.
    StandardSettings = "an attribute" {
        /// Whether a user must give it at sign-up. It cannot be changed once the pool is made.
        required: At<bool> = "required" [default("false")],
        /// Whether it can be changed later.
        mutable: At<bool> = "mutable" [default("true")],
    }
}

record! {
    /// An attribute of one's own.
    CustomAttribute = "a custom attribute" {
        /// What it holds.
        data_type: At<DataType> = "dataType" [required()],
        /// Whether it can be changed later.
        mutable: At<bool> = "mutable" [default("true")],
        /// The least number of characters, for a `String`.
        min_len: At<f64> = "minLen" [unit("characters"), aliases(&["minLength"])],
        /// The greatest number of characters, for a `String`; at most 2048.
        max_len: At<f64> = "maxLen" [unit("characters"), aliases(&["maxLength"])],
        /// The least value, for a `Number`.
        min: At<f64> = "min",
        /// The greatest value, for a `Number`.
        max: At<f64> = "max",
    }
}

words! {
    /// What an attribute holds.
    DataType, "data type" {
        /// A text.
        String = "String",
        /// A number.
        Number = "Number",
        /// `true` or `false`.
        Boolean = "Boolean",
        /// A time.
        DateTime = "DateTime",
    }
}
