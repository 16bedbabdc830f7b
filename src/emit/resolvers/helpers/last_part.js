/**
 * What follows the last `::`.
 * @param {string | null} text
 */
function lastPart(text) {
  return text?.split('::').slice(-1)[0];
}
