//! Small readings of what is written.

use crate::vocabulary::At;

/// Whether something is on, or what holds if nothing is written.
pub(super) fn on(given: Option<&At<bool>>, default: bool) -> bool {
    given.map_or(default, |given| given.value)
}
