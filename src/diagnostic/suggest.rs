//! Did-you-mean.

/// The candidate closest to `written`, if it is close enough to be worth saying: at most a third of the name away
/// (a swap of neighbours counts as one), or the same but for case and `-`/`_`. In names of one or two letters, every other
/// one would be close.
pub fn closest<'a>(written: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let length = written.chars().count();
    let limit = length / 3;
    let plain = |text: &str| text.to_lowercase().replace(['-', '_'], "");
    let written_plain = plain(written);
    candidates
        .into_iter()
        .filter(|candidate| *candidate != written)
        .filter_map(|candidate| {
            let distance = if plain(candidate) == written_plain {
                0
            } else if candidate.chars().count().abs_diff(length) > limit {
                return None; // the distance is at least that
            } else {
                strsim::osa_distance(&written.to_lowercase(), &candidate.to_lowercase())
            };
            (distance <= limit).then_some((distance, candidate))
        })
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, candidate)| candidate)
}

#[cfg(test)]
mod tests {
    use super::closest;

    #[test]
    fn only_close_names_are_suggested() {
        let groups = ["ADMINS", "EDITORS"];
        assert_eq!(closest("ADMIN", groups), Some("ADMINS"));
        assert_eq!(closest("EDTIORS", groups), Some("EDITORS"));
        assert_eq!(closest("admins", groups), Some("ADMINS"));
        assert_eq!(closest("READERS", groups), None);
        assert_eq!(closest("timeout_seconds", ["timeoutSeconds"]), Some("timeoutSeconds"));
        assert_eq!(closest("x", ["y"]), None);
        assert_eq!(closest("Fn", ["fn", "f"]), Some("fn"));
    }
}
