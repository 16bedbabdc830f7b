/**
 * What an index sorts by: several fields as one text. All of them must be given, or none; a null leaves the item out
 * of the index.
 * @param {Record<string, any>} input
 * @param {string[]} fields
 * @param {string} what
 */
function composite(input, fields, what) {
  const missing = fields.filter((name) => !Object.keys(input).includes(name));
  if (missing.length === fields.length) {
    return {};
  }
  if (missing.length > 0) {
    util.error(`When ${what}, you must provide all fields for the key. Missing key: '${missing[0]}'.`);
  }
  const values = fields.map((name) => input[name]);
  return { [fields.join('#')]: values.includes(null) ? null : values.join('#') };
}
