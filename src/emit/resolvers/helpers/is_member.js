/**
 * Whether a claim of the caller's token lists one of these groups.
 * @param {Context} ctx
 * @param {string} mode
 * @param {string} claim
 * @param {string[]} groups
 */
function isMember(ctx, mode, claim, groups) {
  const listed = groupsOf(ctx, mode, claim);
  return groups.some((group) => listed.includes(group));
}
