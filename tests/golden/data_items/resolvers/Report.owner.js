/** @typedef {import('@aws-appsync/utils').Context} Context */

/** Report.owner: the last part of what is stored. */
export function request() {
  return { payload: null };
}

/** @param {Context} ctx */
export function response(ctx) {
  return lastPart(ctx.source.owner);
}

/**
 * What follows the last `::`.
 * @param {string | null} text
 */
function lastPart(text) {
  return text?.split('::').slice(-1)[0];
}
