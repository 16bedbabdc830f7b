/**
 * @param {string} message
 */
function refuse(message) {
  util.error(message, 'InvalidArgumentsError');
}
