/** @type {Record<string, string>} */
const SIGNS = { eq: '=', lt: '<', le: '<=', gt: '>', ge: '>=' };
