//! Forms of texts that several rules ask for.

/// Whether Cognito takes a character in names: letters, marks, symbols, numbers and punctuation
/// (`[\p{L}\p{M}\p{S}\p{N}\p{P}]`), which leaves out blanks, control characters and what cannot be seen.
pub(super) fn is_visible(char: char) -> bool {
    let unseen = matches!(char,
        '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}'
        | '\u{e000}'..='\u{f8ff}' | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{10ffff}');
    !char.is_whitespace() && !char.is_control() && !unseen
}

/// The first character that Cognito does not take in a name, as it is told to people.
pub(super) fn invisible(name: &str) -> Option<String> {
    let char = name.chars().find(|char| !is_visible(*char))?;
    Some(if char == ' ' { "a blank".to_owned() } else { format!("the character U+{:04X}", u32::from(char)) })
}

/// Whether Amplify takes a text as the name of a resource: `^[a-zA-Z][a-zA-Z0-9-_ ]*$`.
pub(super) fn is_resource_name(name: &str) -> bool {
    name.starts_with(|char: char| char.is_ascii_alphabetic())
        && name.chars().all(|char| char.is_ascii_alphanumeric() || matches!(char, '-' | '_' | ' '))
}

/// Whether a text has the form of an ARN of a service, such as `lambda`; an empty service stands for any.
pub(super) fn is_arn(text: &str, service: &str) -> bool {
    let parts: Vec<&str> = text.splitn(6, ':').collect();
    matches!(parts.as_slice(), ["arn", partition, given, _, _, rest]
        if partition.starts_with("aws") && (service.is_empty() || *given == service) && !rest.is_empty())
}

/// The length in characters, as AWS counts.
pub(super) fn length(text: &str) -> usize {
    text.chars().count()
}
