/**
 * What an item may hold that names the caller, first what is stored; nothing for a token of another mode.
 * @param {Context} ctx
 * @param {string} mode
 * @param {string} claim
 * @returns {string[]}
 */
function identitiesOf(ctx, mode, claim) {
  const claims = /** @type {any} */ (ctx.identity)?.claims ?? {};
  const username = claims.username ?? claims['cognito:username'];
  const parts = claim.split('::').map((name) => (name === 'username' ? username : claims[name]));
  if (util.authType() !== mode || parts.some((part) => !part)) {
    return [];
  }
  return parts.length > 1 ? [parts.join('::'), ...parts] : parts;
}
