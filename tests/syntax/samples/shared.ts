/* eslint-disable */
export enum Group {
  Admins = "ADMINS",
  Editors = "EDITORS",
  Readers,
}

export const enum Level { Low = 1, High = Low << 2 }

export const groups = [Group.Admins, Group.Editors] as const satisfies readonly string[];
export const brand: { name: string; "color-scheme"?: string } = { name: 'Caf\u00e9 \x41 \u{1F600}\
 more', };
interface Options<T = unknown> extends Partial<Record<string, T>> { readonly a?: T; b(): void }
export type Union =
  | { kind: "a"; value: (x: number) => string }
  | { kind: "b" }
  | Exclude<keyof Options<string>, "a">[];
declare const injected: Options;
export * from "./more";
export * as more from "./more";
export { a as b, type Options, default as c } from './other';
let counter = 0, limit = 0xFF, ratio = .5, big = 1_000_000;
var legacy = counter?.toFixed?.(2)![0] ?? (limit > 3 && ratio <= 1 || !big);
const nested = (a: string) => (b?: number) => ({ a, b, [`${a}-key`]: b, get c() { return 1 }, d() {}, });
const body = (name: string, { code, link: url }: { code: string; link: string }) => { return `<b>${name}</b> ${code ? `<a href="${url}">${code}</a>` : ""}`; };
const größe = { "日本": [1, 2, 3], naïve: null, };
export const text = "line\nbreak\t\"quoted\" \\ done" + 'it\'s' + `a ${1 + 2} b`;
