/**
 * Whether the caller is signed in with credentials of the identity pool.
 * @param {Context} ctx
 */
function isSignedIn(ctx) {
  const identity = /** @type {any} */ (ctx.identity);
  return (
    util.authType() === 'IAM Authorization' &&
    identity.cognitoIdentityPoolId === ctx.env.IDENTITY_POOL &&
    identity.cognitoIdentityAuthType === 'authenticated'
  );
}
