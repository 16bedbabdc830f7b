//! Schemas whose rules depend on the item, as they are written.

use std::collections::BTreeSet;
use std::fmt::Write;

/// A source of chance: the same seed gives the same.
pub(crate) struct Dice(u64);

impl Dice {
    pub(crate) fn new(seed: u64) -> Self {
        Self(seed)
    }

    /// A number below another (splitmix64).
    pub(crate) fn below(&mut self, limit: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut it = self.0;
        it = (it ^ (it >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        it = (it ^ (it >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        let it = it ^ (it >> 31);
        usize::try_from(it % u64::try_from(limit).expect("a few")).expect("a few")
    }

    pub(crate) fn chance(&mut self, percent: usize) -> bool {
        self.below(100) < percent
    }

    pub(crate) fn pick<T: Clone>(&mut self, of: &[T]) -> T {
        of[self.below(of.len())].clone()
    }
}

/// What rules let somebody do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Action {
    Create,
    Update,
    Delete,
    Get,
    List,
    Listen,
}

/// Tokens that say who somebody is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Issuer {
    Pool,
    Oidc,
}

/// Whom a rule names.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Who {
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
    /// Whom a field of the item names, by a claim.
    Owner(&'static str, Issuer, &'static str),
    /// Members of the groups that a field of the item names, by the claim that lists them.
    Member(&'static str, Issuer, &'static str),
}

pub(crate) const OWN: &str = "sub::username";
pub(crate) const GROUPS_CLAIM: &str = "cognito:groups";

/// Whether a field holds a list.
pub(crate) fn is_list(field: &str) -> bool {
    ["editors", "teams"].contains(&field)
}

/// A rule: some of whom it names, and some actions.
#[derive(Clone, Debug)]
pub(crate) struct Rule {
    pub(crate) who: Vec<Who>,
    /// The words behind `.to`; all actions without it.
    pub(crate) to: Option<Vec<&'static str>>,
}

impl Rule {
    pub(crate) fn allows(&self, who: Who, action: Action) -> bool {
        let words: &[&str] = match action {
            Action::Create => &["create"],
            Action::Update => &["update"],
            Action::Delete => &["delete"],
            Action::Get => &["get", "read"],
            Action::List => &["list", "read"],
            Action::Listen => &["listen", "read"],
        };
        self.who.contains(&who) && self.to.as_ref().is_none_or(|to| words.iter().any(|word| to.contains(word)))
    }

    fn text(&self) -> String {
        let names = |provider: &str| {
            let mut names = Vec::new();
            for who in &self.who {
                if let Who::Group(name) | Who::OidcGroup(name) = who {
                    names.push(format!("{name:?}"));
                }
            }
            format!("allow.groups([{}]{provider})", names.join(", "))
        };
        let by = |issuer| if issuer == Issuer::Oidc { "\"oidc\"" } else { "" };
        let behind = |issuer| if issuer == Issuer::Oidc { ", \"oidc\"" } else { "" };
        let mut text = match self.who[0] {
            Who::ApiKey => "allow.publicApiKey()".to_owned(),
            Who::Lambda => "allow.custom()".to_owned(),
            Who::Guest => "allow.guest()".to_owned(),
            Who::Identity => "allow.authenticated(\"identityPool\")".to_owned(),
            Who::User => "allow.authenticated()".to_owned(),
            Who::Oidc => "allow.authenticated(\"oidc\")".to_owned(),
            Who::Group(_) => names(""),
            Who::OidcGroup(_) => names(", \"oidc\"") + ".withClaimIn(\"roles\")",
            Who::Function => unreachable!("it has no rule on models"),
            Who::Owner(field, issuer, claim) => {
                let mut text = match field {
                    "owner" => format!("allow.owner({})", by(issuer)),
                    "editors" => format!("allow.ownersDefinedIn({field:?}{})", behind(issuer)),
                    _ => format!("allow.ownerDefinedIn({field:?}{})", behind(issuer)),
                };
                if claim != OWN {
                    let _ = write!(text, ".identityClaim({claim:?})");
                }
                text
            }
            Who::Member(field, issuer, claim) => {
                let word = if is_list(field) { "groupsDefinedIn" } else { "groupDefinedIn" };
                let mut text = format!("allow.{word}({field:?}{})", behind(issuer));
                if claim != GROUPS_CLAIM {
                    let _ = write!(text, ".withClaimIn({claim:?})");
                }
                text
            }
        };
        if let Some(to) = &self.to {
            let _ = write!(text, ".to({to:?})");
        }
        text
    }
}

/// A field that the definition names.
#[derive(Clone, Debug)]
pub(crate) struct Field {
    pub(crate) name: &'static str,
    pub(crate) rules: Option<Vec<Rule>>,
    pub(crate) default: bool,
}

/// A model.
#[derive(Clone, Debug)]
pub(crate) struct Model {
    pub(crate) name: &'static str,
    pub(crate) fields: Vec<Field>,
    pub(crate) rules: Vec<Rule>,
    /// The fields of its index.
    pub(crate) index: Option<Vec<&'static str>>,
}

/// A field that leads to another model, and the reference: on the other model's items, or on one's own (`back`).
#[derive(Clone, Copy, Debug)]
pub(crate) struct Relation {
    pub(crate) name: &'static str,
    pub(crate) target: &'static str,
    pub(crate) reference: &'static str,
    pub(crate) many: bool,
    pub(crate) back: bool,
}

const RELATIONS: [(&str, Relation); 4] = [
    ("Folder", Relation { name: "files", target: "File", reference: "folderId", many: true, back: false }),
    ("Folder", Relation { name: "top", target: "File", reference: "topId", many: false, back: false }),
    ("File", Relation { name: "folder", target: "Folder", reference: "folderId", many: false, back: true }),
    ("File", Relation { name: "topOf", target: "Folder", reference: "topId", many: false, back: true }),
];

/// A schema: one model, `File`, or two with relations.
#[derive(Clone, Debug)]
pub(crate) struct Schema {
    pub(crate) models: Vec<Model>,
    /// The words of a function's right on the whole API.
    pub(crate) function: Option<Vec<&'static str>>,
}

impl Schema {
    pub(crate) fn model(&self, name: &str) -> &Model {
        self.models.iter().find(|model| model.name == name).expect("it is there")
    }

    pub(crate) fn relations(&self, model: &str) -> Vec<Relation> {
        let related = self.models.len() > 1;
        RELATIONS.iter().filter(|(of, _)| related && *of == model).map(|(_, relation)| *relation).collect()
    }

    /// The definition.
    pub(crate) fn text(&self) -> String {
        let list = |rules: &[Rule]| {
            let rules: Vec<String> = rules.iter().map(Rule::text).collect();
            format!(".authorization((allow) => [{}])", rules.join(", "))
        };
        let mut text = String::from(
            "export const helper = defineFunction({ name: \"helper\", entry: \"./handler.ts\" });\n\
             export const other = defineFunction({ name: \"helper-2\", entry: \"./handler.ts\" });\n\
             export const auth = defineAuth({ loginWith: { email: true }, groups: [\"ADMINS\", \"EDITORS\"] });\n\
             const schema = a.schema({\n",
        );
        for model in &self.models {
            let _ = writeln!(text, "  {}: a.model({{", model.name);
            for field in &model.fields {
                let array = if is_list(field.name) { ".array()" } else { "" };
                let rules = field.rules.as_deref().map(list).unwrap_or_default();
                let default = if field.default { ".default(\"preset\")" } else { "" };
                let _ = writeln!(text, "    {}: a.string(){array}{default}{rules},", field.name);
            }
            for relation in self.relations(model.name) {
                let Relation { name, target, reference, .. } = relation;
                let word = if relation.back {
                    let _ = writeln!(text, "    {reference}: a.id(),");
                    "belongsTo"
                } else if relation.many {
                    "hasMany"
                } else {
                    "hasOne"
                };
                let _ = writeln!(text, "    {name}: a.{word}({target:?}, {reference:?}),");
            }
            text.push_str("  })");
            if let Some(keys) = &model.index {
                let sort = keys.get(1).map(|key| format!(".sortKeys([{key:?}])")).unwrap_or_default();
                let _ = write!(
                    text,
                    ".secondaryIndexes((index) => [index({:?}){sort}.name(\"ix{}\").queryField(\"by{}\")])",
                    keys[0], model.name, model.name
                );
            }
            let _ = writeln!(text, "{},", list(&model.rules));
        }
        text.push_str("})");
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

    /// Schemas with something less, to find the smallest that shows a mistake.
    pub(crate) fn smaller(&self) -> Vec<Self> {
        let mut found = Vec::new();
        let mut with = |change: &dyn Fn(&mut Self)| {
            let mut less = self.clone();
            change(&mut less);
            found.push(less);
        };
        with(&|it| it.function = None);
        for at in 0..self.models.len() {
            let model = &self.models[at];
            if self.models.len() > 1 && model.name == "Folder" {
                with(&|it| drop(it.models.remove(at)));
            }
            with(&|it| it.models[at].index = None);
            for rule in 0..model.rules.len() {
                with(&|it| drop(it.models[at].rules.remove(rule)));
                with(&|it| it.models[at].rules[rule].to = None);
            }
            for field in 0..model.fields.len() {
                with(&|it| drop(it.models[at].fields.remove(field)));
                with(&|it| it.models[at].fields[field].rules = None);
                with(&|it| it.models[at].fields[field].default = false);
                for rule in 0..model.fields[field].rules.as_ref().map_or(0, Vec::len) {
                    with(&|it| drop(it.models[at].fields[field].rules.as_mut().expect("there").remove(rule)));
                    with(&|it| it.models[at].fields[field].rules.as_mut().expect("there")[rule].to = None);
                }
            }
        }
        found
    }

    /// A schema by chance.
    pub(crate) fn random(dice: &mut Dice) -> Self {
        let names: &[&'static str] = if dice.chance(35) { &["Folder", "File"] } else { &["File"] };
        let models = names.iter().map(|name| Model::random(name, dice)).collect();
        let function =
            dice.chance(25).then(|| dice.pick(&[vec!["query"], vec!["mutate"], vec!["query", "mutate", "listen"]]));
        Self { models, function }
    }
}

impl Model {
    fn random(name: &'static str, dice: &mut Dice) -> Self {
        let dynamic: Vec<Who> = {
            let mut all = Vec::new();
            for field in ["owner", "writer", "editors"] {
                // one claim for a field: which of several would be filled in, nothing says
                let claim = if dice.chance(30) { dice.pick(&["email", "sub", "username", "sub::email"]) } else { OWN };
                for _ in 0..if field == "owner" { 3 } else { 1 } {
                    let issuer = if dice.chance(15) { Issuer::Oidc } else { Issuer::Pool };
                    all.push(Who::Owner(field, issuer, claim));
                }
            }
            for field in ["team", "teams"] {
                let issuer = if dice.chance(15) { Issuer::Oidc } else { Issuer::Pool };
                all.push(Who::Member(field, issuer, if dice.chance(30) { "roles" } else { GROUPS_CLAIM }));
            }
            all
        };
        let all = ["read", "get", "list", "listen", "create", "update", "delete"];
        let of_model: Vec<Vec<&'static str>> = vec![
            vec!["read"],
            vec!["read"],
            vec!["create", "read"],
            vec!["read", "update"],
            vec!["read", "update", "delete"],
            vec!["create", "update", "delete"],
            vec!["create", "update", "read"],
            vec!["get", "delete"],
            vec!["list", "create"],
        ]
        .into_iter()
        .chain(all.map(|word| vec![word]))
        .collect();
        let of_field = vec![
            vec!["read"],
            vec!["create"],
            vec!["read", "delete"],
            vec!["update", "read"],
            vec!["create", "read"],
            vec!["create", "update"],
            vec!["create", "read", "update"],
        ];
        let rules = |dice: &mut Dice, most: usize, words: &[Vec<&'static str>]| {
            let mut seen = BTreeSet::new();
            let mut rules = Vec::new();
            for _ in 0..=dice.below(most) {
                let who = if dice.chance(60) {
                    vec![dice.pick(&dynamic)]
                } else {
                    dice.pick(&[
                        vec![Who::ApiKey],
                        vec![Who::Lambda],
                        vec![Who::Guest],
                        vec![Who::Identity],
                        vec![Who::User],
                        vec![Who::Oidc],
                        vec![Who::Group("ADMINS")],
                        vec![Who::Group("ADMINS")],
                        vec![Who::Group("ADMINS"), Who::Group("EDITORS")],
                        vec![Who::OidcGroup("EDITORS")],
                    ])
                };
                let to = dice.chance(60).then(|| dice.pick(words));
                if who.iter().all(|who| !seen.contains(who)) {
                    seen.extend(who.iter().copied());
                    rules.push(Rule { who, to });
                }
            }
            rules
        };
        let own = rules(dice, 3, &of_model);
        let mut fields = Vec::new();
        for field in ["f0", "f1", "f2"].into_iter().take(1 + dice.below(3)) {
            let rules = dice.chance(35).then(|| rules(dice, 2, &of_field));
            fields.push(Field { name: field, rules, default: dice.chance(10) });
        }
        let named = |fields: &[Field], field: &str| {
            let rules = fields.iter().filter_map(|field| field.rules.as_ref()).flatten().chain(&own);
            rules
                .flat_map(|rule| &rule.who)
                .any(|who| matches!(who, Who::Owner(it, ..) | Who::Member(it, ..) if *it == field))
        };
        for field in ["owner", "writer", "editors", "team", "teams"] {
            let declared = if field == "owner" { 40 } else { 100 };
            if named(&fields, field) && dice.chance(declared) {
                let rules = dice.chance(20).then(|| rules(dice, 2, &of_field));
                fields.push(Field { name: field, rules, default: false });
            }
        }
        // rules of these fields may name others
        for field in ["writer", "editors", "team", "teams"] {
            if named(&fields, field) && fields.iter().all(|it| it.name != field) {
                fields.push(Field { name: field, rules: None, default: false });
            }
        }
        let keys: Vec<&'static str> =
            fields.iter().map(|field| field.name).filter(|name| !is_list(name) && !name.starts_with("f0")).collect();
        let index = (dice.chance(50) && !keys.is_empty()).then(|| {
            let first = dice.pick(&keys);
            let second = dice.pick(&keys);
            if first == second { vec![first] } else { vec![first, second] }
        });
        Self { name, fields, rules: own, index }
    }
}
