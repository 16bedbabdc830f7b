//! Plurals of the names of models: what queries and indexes are called.
//!
//! The rules are those of `pluralize` 8.0.0, by which Amplify forms plurals. They hold for a whole name, whatever words
//! it is made of.

#[cfg(test)]
mod tests;

/// The plural of a name, as Amplify forms it.
pub fn plural(name: &str) -> String {
    let lower = name.to_lowercase();
    if IRREGULAR.iter().any(|(_, plural)| *plural == lower) {
        return in_the_case_of(name, &lower);
    }
    if let Some((_, plural)) = IRREGULAR.iter().find(|(singular, _)| *singular == lower) {
        return in_the_case_of(name, plural);
    }
    if UNCOUNTABLE.contains(&lower.as_str()) {
        return name.to_owned();
    }
    let chars: Vec<char> = name.chars().collect();
    RULES.iter().find_map(|rule| rule.apply(&chars)).unwrap_or_else(|| with_s(&chars))
}

/// The last rule: an `s`, unless there is one. It is capital behind what has no small letters: `API` gives `APIS`.
fn with_s(name: &[char]) -> String {
    let mut out: String = name.iter().collect();
    if let Some(last) = name.last()
        && last.is_ascii()
        && !last.eq_ignore_ascii_case(&'s')
    {
        out.push_str(&in_the_case_of(&last.to_string(), "s"));
    }
    out
}

/// What names that end in a certain way become. Alternatives are separated by `|`, `[...]` is a choice of characters as
/// in regular expressions, `^` the beginning of the name.
struct Rule {
    /// What stays.
    stems: &'static str,
    /// What is replaced.
    endings: &'static str,
    /// What it is replaced by.
    by: &'static str,
}

impl Rule {
    fn apply(&self, name: &[char]) -> Option<String> {
        let fits = |ending: &str| {
            let ending = length_at_end(ending, name)?;
            let before = &name[..name.len() - ending];
            let stem = self.stems.split('|').filter_map(|stem| length_at_end(stem, before)).max()?;
            Some((stem, ending))
        };
        // of several, the one that begins first
        let (stem, ending) = self.endings.split('|').filter_map(fits).max_by_key(|(stem, ending)| stem + ending)?;
        let (before, found) = name.split_at(name.len() - stem - ending);
        let (text, stem): (String, String) = (found.iter().collect(), found[..stem].iter().collect());
        Some(before.iter().collect::<String>() + &in_the_case_of(&text, &(stem + self.by)))
    }
}

/// How many characters at the end of a name a pattern fits.
fn length_at_end(pattern: &str, name: &[char]) -> Option<usize> {
    let (pattern, whole) = pattern.strip_prefix('^').map_or((pattern, false), |pattern| (pattern, true));
    let length = units(pattern).count();
    let end = &name[name.len().checked_sub(length)?..];
    let fits = units(pattern).zip(end).all(|(unit, found)| {
        let found = found.to_lowercase().next().unwrap_or(*found);
        match unit.strip_prefix("[^") {
            Some(others) => !others.contains(found),
            None => unit.contains(found),
        }
    });
    (fits && (!whole || name.len() == length)).then_some(length)
}

/// The parts of a pattern that stand for one character each: letters, and choices without the bracket at their end.
fn units(pattern: &str) -> impl Iterator<Item = &str> {
    let mut rest = pattern;
    std::iter::from_fn(move || {
        let first = rest.chars().next()?;
        let end = if first == '[' { rest.find(']')? } else { first.len_utf8() };
        let (unit, behind) = rest.split_at(end);
        rest = behind.strip_prefix(']').unwrap_or(behind);
        Some(unit)
    })
}

/// A text in capitals, small letters or with one capital, like another.
fn in_the_case_of(like: &str, text: &str) -> String {
    if like == text {
        text.to_owned()
    } else if like == like.to_lowercase() {
        text.to_lowercase()
    } else if like == like.to_uppercase() {
        text.to_uppercase()
    } else if like.chars().next().is_some_and(char::is_uppercase) {
        super::capitalized(&text.to_lowercase())
    } else {
        text.to_lowercase()
    }
}

const fn rule(stems: &'static str, endings: &'static str, by: &'static str) -> Rule {
    Rule { stems, endings, by }
}

/// The first one that fits holds.
const RULES: &[Rule] = &[
    rule("pok[eé]mon|[^aeiou]ese|deer|fish|measles|o[iu]s|pox|sheep", "", ""),
    rule("", "^thou", "you"),
    rule("", "m[ae]n", "men"),
    rule("eaux", "", ""),
    rule("child", "|ren", "ren"),
    rule("pe", "rson|ople", "ople"),
    rule("^m|^titm|^l", "ice|ouse", "ice"),
    rule("matr|cod|mur|sil|vert|ind|append", "ix|ex", "ices"),
    rule("x|ch|ss|sh|zz", "", "es"),
    rule("[^ch][ieo][ln]", "ey", "ies"),
    rule("[^aeiouy]|qu", "y", "ies"),
    rule("kni|wi|li", "fe", "ves"),
    rule("ar|l|ea|eo|oa|hoo", "f", "ves"),
    rule("", "sis", "ses"),
    rule("apheli|hyperbat|periheli|asyndet|noumen|phenomen|criteri|organ|prolegomen|hedr|automat", "a|on", "a"),
    rule(
        "agend|addend|millenni|dat|extrem|bacteri|desiderat|strat|candelabr|errat|ov|symposi|curricul|automat|quor",
        "a|um",
        "a",
    ),
    rule("hero|ato|gro", "", "es"),
    rule("seraph|cherub", "|im", "im"),
    rule("alumn|alg|vertebr", "a|ae", "ae"),
    rule("alumn|syllab|vir|radi|nucle|fung|cact|stimul|termin|bacill|foc|uter|loc|strat", "us|i", "i"),
    rule("[^l]ias|[aeiou]las|[ejzr]as|[iu]am", "", ""),
    rule("e[mn]u", "|s", "s"),
    rule("alias|[^aou]us|t[lm]as|gas|ris", "", "es"),
    rule("ax|test", "is", "es"),
    rule("[^aeiou]ese", "", ""),
];

const IRREGULAR: &[(&str, &str)] = &[
    ("i", "we"),
    ("me", "us"),
    ("he", "they"),
    ("she", "they"),
    ("them", "them"),
    ("myself", "ourselves"),
    ("yourself", "yourselves"),
    ("itself", "themselves"),
    ("herself", "themselves"),
    ("himself", "themselves"),
    ("themself", "themselves"),
    ("is", "are"),
    ("was", "were"),
    ("has", "have"),
    ("this", "these"),
    ("that", "those"),
    ("echo", "echoes"),
    ("dingo", "dingoes"),
    ("volcano", "volcanoes"),
    ("tornado", "tornadoes"),
    ("torpedo", "torpedoes"),
    ("genus", "genera"),
    ("viscus", "viscera"),
    ("stigma", "stigmata"),
    ("stoma", "stomata"),
    ("dogma", "dogmata"),
    ("lemma", "lemmata"),
    ("schema", "schemata"),
    ("anathema", "anathemata"),
    ("ox", "oxen"),
    ("axe", "axes"),
    ("die", "dice"),
    ("yes", "yeses"),
    ("foot", "feet"),
    ("eave", "eaves"),
    ("goose", "geese"),
    ("tooth", "teeth"),
    ("quiz", "quizzes"),
    ("human", "humans"),
    ("proof", "proofs"),
    ("carve", "carves"),
    ("valve", "valves"),
    ("looey", "looies"),
    ("thief", "thieves"),
    ("groove", "grooves"),
    ("pickaxe", "pickaxes"),
    ("passerby", "passersby"),
];

#[rustfmt::skip]
const UNCOUNTABLE: &[&str] = &[
    "adulthood", "advice", "agenda", "aid", "aircraft", "alcohol", "ammo", "analytics", "anime", "athletics", "audio",
    "bison", "blood", "bream", "buffalo", "butter", "carp", "cash", "chassis", "chess", "clothing", "cod", "commerce",
    "cooperation", "corps", "debris", "diabetes", "digestion", "elk", "energy", "equipment", "excretion", "expertise",
    "firmware", "flounder", "fun", "gallows", "garbage", "graffiti", "hardware", "headquarters", "health", "herpes",
    "highjinks", "homework", "housework", "information", "jeans", "justice", "kudos", "labour", "literature",
    "machinery", "mackerel", "mail", "media", "mews", "moose", "music", "mud", "manga", "news", "only", "personnel",
    "pike", "plankton", "pliers", "police", "pollution", "premises", "rain", "research", "rice", "salmon", "scissors",
    "series", "sewage", "shambles", "shrimp", "software", "species", "staff", "swine", "tennis", "traffic",
    "transportation", "trout", "tuna", "wealth", "welfare", "whiting", "wildebeest", "wildlife", "you",
];
