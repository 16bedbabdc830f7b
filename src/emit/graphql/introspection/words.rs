//! Which words of an enumeration clients can tell apart.

use smol_str::SmolStr;

/// The words of an enumeration as clients know them. Of words that differ only in case or in what separates their parts
/// (`ONE_TWO`, `oneTwo`) the last one stays, at the place of the first: clients keep them by [`constant`].
pub(super) fn distinct(words: impl Iterator<Item = SmolStr>) -> Vec<SmolStr> {
    let mut known: Vec<(String, SmolStr)> = Vec::new();
    for word in words {
        let key = constant(&word);
        match known.iter_mut().find(|(other, _)| *other == key) {
            Some((_, last)) => *last = word,
            None => known.push((key, word)),
        }
    }
    known.into_iter().map(|(_, word)| word).collect()
}

/// `oneTwo` gives `ONE_TWO`, as the published `change-case` has it.
fn constant(word: &str) -> String {
    let chars: Vec<char> = word.chars().collect();
    let mut out = String::new();
    let mut before: Option<char> = None;
    for (at, current) in chars.iter().enumerate() {
        if !current.is_ascii_alphanumeric() {
            before = None;
            continue;
        }
        let next_is_small = chars.get(at + 1).is_some_and(char::is_ascii_lowercase);
        let begins = match before {
            None => true,
            Some(before) if before.is_ascii_uppercase() => current.is_ascii_uppercase() && next_is_small,
            Some(_) => current.is_ascii_uppercase(),
        };
        if begins && !out.is_empty() {
            out.push('_');
        }
        out.push(current.to_ascii_uppercase());
        before = Some(*current);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_words_that_look_alike_the_last_one_stays() {
        let words = ["ONE_TWO", "x", "oneTwo", "X", "Y", "HTTPError", "http_error", "a1B"];
        let words = distinct(words.into_iter().map(SmolStr::new_static));
        assert_eq!(words, ["oneTwo", "X", "Y", "http_error", "a1B"]);
        assert_eq!(constant("HTTPErrorCode2x"), "HTTP_ERROR_CODE2X");
    }
}
