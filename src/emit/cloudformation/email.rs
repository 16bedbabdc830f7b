//! The `From` of a mail.

use std::fmt::Write;

/// The sender as mail headers want it: the address alone, or a name and the address in angle brackets. A name is
/// quoted where it holds more than plain characters, and encoded where it is not ASCII (RFC 5322 and RFC 2047).
pub(super) fn sender(address: &str, name: Option<&str>) -> String {
    match name {
        None | Some("") => address.to_owned(),
        Some(name) => format!("{} <{address}>", display_name(name)),
    }
}

fn display_name(name: &str) -> String {
    let plain = |char: char| char.is_ascii_alphanumeric() || " !#$%&'*+-/=?^_`{|}~".contains(char);
    let quoted = name.len() > 1 && name.starts_with('"') && name.ends_with('"');
    if name.chars().all(plain) || (quoted && name.is_ascii()) {
        name.to_owned()
    } else if name.is_ascii() {
        let mut out = String::from("\"");
        for char in name.chars() {
            if matches!(char, '"' | '\\') {
                out.push('\\');
            }
            out.push(char);
        }
        out + "\""
    } else {
        let mut out = String::from("=?UTF-8?B?");
        base64(name.as_bytes(), &mut out);
        out + "?="
    }
}

fn base64(bytes: &[u8], out: &mut String) {
    const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    for chunk in bytes.chunks(3) {
        let bits = chunk.iter().fold(0u32, |bits, byte| bits << 8 | u32::from(*byte)) << (8 * (3 - chunk.len()));
        for place in 0..4 {
            let char = ALPHABET[(bits >> (18 - 6 * place) & 63) as usize];
            let _ = out.write_char(if place <= chunk.len() { char.into() } else { '=' });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::sender;

    #[test]
    fn names_are_written_as_mail_wants_them() {
        assert_eq!(sender("a@b.c", None), "a@b.c");
        assert_eq!(sender("a@b.c", Some("The Team")), "The Team <a@b.c>");
        assert_eq!(sender("a@b.c", Some("Team, \"A\"")), "\"Team, \\\"A\\\"\" <a@b.c>");
        assert_eq!(sender("a@b.c", Some("Zoë")), "=?UTF-8?B?Wm/Dqw==?= <a@b.c>");
        assert_eq!(sender("a@b.c", Some("Zo ë")), "=?UTF-8?B?Wm8gw6s=?= <a@b.c>");
        assert_eq!(sender("a@b.c", Some("ëë")), "=?UTF-8?B?w6vDqw==?= <a@b.c>");
    }
}
