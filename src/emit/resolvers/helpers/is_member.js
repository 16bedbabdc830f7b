/**
 * Whether a claim of the caller's token lists one of these groups.
 * @param {Context} ctx
 * @param {string} mode
 * @param {string} claim
 * @param {string[]} groups
 */
function isMember(ctx, mode, claim, groups) {
  const claims = /** @type {any} */ (ctx.identity)?.claims;
  const listed = [claims?.[claim]].flat();
  return util.authType() === mode && groups.some((group) => listed.includes(group));
}
