export type Last<T> = T extends [infer Only extends string, ...infer Rest extends readonly string[]] ? (Rest extends [] ? Only : Last<Rest>) : never;

export type Words<T> = T extends infer Word extends string ? Word : never;

export type Equal<X, Y> = (<T>() => T extends X ? 1 : 2) extends <T>() => T extends Y ? 1 : 2 ? true : false;

export type Result<T> = T extends (...given: never[]) => infer R ? R : never;

const isList = (value: unknown): value is string[] => Array.isArray(value);

export function isNamed(value: any): value is keyof Pick<
  Titles,
  "first" | "second"
> {
  return value !== undefined;
}

const readers = { title: ["Title", read<Title>], size: read<Size> };
const later = read<Title>;
const smaller = first < second;
