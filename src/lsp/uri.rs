//! `file:` URIs to paths and back. A URI of another scheme (`untitled:Untitled-1`) is its own path.

use gen_lsp_types::Uri;

/// The path that a URI means, with `/` between the parts.
pub(super) fn to_path(uri: &Uri) -> String {
    let Some(rest) = uri.0.strip_prefix("file://") else { return uri.0.clone() };
    // an authority, if there is one, is `localhost`
    let path = rest.find('/').map_or(rest, |at| &rest[at..]);
    let path = decode(path);
    // `/C:/folder` is `C:/folder`
    let drive = path.len() > 2 && path.as_bytes()[2] == b':' && path.as_bytes()[1].is_ascii_alphabetic();
    if drive { path[1..].to_owned() } else { path }
}

/// The URI of a path that [`to_path`] gave, or that was found beside one.
pub(super) fn from_path(path: &str) -> Uri {
    if path.split_once(':').is_some_and(|(scheme, _)| scheme.len() > 1 && !scheme.contains('/')) {
        return Uri(path.to_owned());
    }
    let mut uri = String::from(if path.starts_with('/') { "file://" } else { "file:///" });
    for byte in path.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~/".contains(&byte) {
            uri.push(char::from(byte));
        } else {
            uri.push('%');
            uri.extend([byte >> 4, byte & 15].map(|digit| char::from(b"0123456789ABCDEF"[usize::from(digit)])));
        }
    }
    Uri(uri)
}

/// Without percent signs; what is not UTF-8 afterwards is left as it was.
fn decode(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((&first, tail)) = rest.split_first() {
        let digits = tail.get(..2).and_then(|two| std::str::from_utf8(two).ok());
        let escaped = digits.and_then(|two| u8::from_str_radix(two, 16).ok());
        if let (b'%', Some(byte)) = (first, escaped) {
            bytes.push(byte);
            rest = &tail[2..];
        } else {
            bytes.push(first);
            rest = tail;
        }
    }
    String::from_utf8(bytes).unwrap_or_else(|_| text.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_survive_the_round_trip() {
        for path in ["/a/b.amp", "/with space/é#?%41/x.ts", "C:/Users/me/x.amp", "untitled:Untitled-1"] {
            assert_eq!(to_path(&from_path(path)), path);
        }
        assert_eq!(from_path("/a b").0, "file:///a%20b");
        assert_eq!(to_path(&Uri("file:///c%3A/x.amp".into())), "c:/x.amp");
        assert_eq!(to_path(&Uri("file://localhost/x.amp".into())), "/x.amp");
        assert_eq!(to_path(&Uri("file:///100%.amp".into())), "/100%.amp");
        assert_eq!(to_path(&Uri("file:///%ff".into())), "/%ff");
    }
}
