//! The actions of IAM. From the "Service Authorization Reference" of October 2026:
//! <https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html>.

use crate::diagnostic::closest;

/// A line for each service: its prefix and its actions, with `*` behind those that need no resource named.
static ACTIONS: &str = include_str!("actions.txt");

/// An action of a service.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Action<'t> {
    /// Its name: `CreateBucket`.
    pub(crate) name: &'t str,
    /// Whether a statement has to name resources for it, or `*` for all; others work with `*` at least as well.
    pub(crate) on_resources: bool,
}

/// The services, each with its actions.
pub(crate) fn services() -> impl Iterator<Item = (&'static str, &'static str)> {
    ACTIONS.lines().filter_map(|line| line.split_once(' '))
}

/// The actions of a service, whatever the case of its letters; `None` if there is no such service.
pub(crate) fn of(service: &str) -> Option<impl Iterator<Item = Action<'static>>> {
    let (_, actions) = services().find(|(prefix, _)| prefix.eq_ignore_ascii_case(service))?;
    Some(actions.split(' ').map(|written| match written.strip_suffix('*') {
        Some(name) => Action { name, on_resources: false },
        None => Action { name: written, on_resources: true },
    }))
}

/// The service that was probably meant.
pub(crate) fn closest_service(service: &str) -> Option<&'static str> {
    closest(service, services().map(|(prefix, _)| prefix))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn actions_are_known_with_what_they_take() {
        let find = |service: &str, name: &str| of(service)?.find(|action| action.name == name);
        assert_eq!(find("s3", "CreateBucket").map(|it| it.on_resources), Some(true));
        assert_eq!(find("S3", "ListAllMyBuckets").map(|it| it.on_resources), Some(false));
        assert!(find("s3", "CreateBukcet").is_none() && of("s4").is_none());
        assert_eq!(closest_service("dynamdb"), Some("dynamodb"));
        assert!(services().count() > 400);
    }
}
