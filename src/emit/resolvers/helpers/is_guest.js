/**
 * Whether the caller is a guest of the identity pool.
 * @param {Context} ctx
 */
function isGuest(ctx) {
  const identity = /** @type {any} */ (ctx.identity);
  return util.authType() === 'IAM Authorization' && identity.userArn === ctx.env.GUEST;
}
