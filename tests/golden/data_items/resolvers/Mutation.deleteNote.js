import { util } from '@aws-appsync/utils';

/** @typedef {import('@aws-appsync/utils').Context} Context */

/** Mutation.deleteNote: no rule lets anybody do this. */
export function request() {
  util.unauthorized();
}

export function response() {
  return null;
}
