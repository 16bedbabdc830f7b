// `@aws-amplify/backend` with amp's own properties, for `.ts` files that only ampc builds. It stands in the place of
// the package's own types. Written from the compiler's own tables.
/// <reference path="./amp.d.ts" />

declare module "@aws-amplify/backend" {
  export const defineAuth: (value: amp.DefineAuth) => amp.Resource;
  export const referenceAuth: (value: amp.ReferenceAuth) => amp.Resource;
  export const defineFunction: (value?: amp.DefineFunction) => amp.DefinedFunction;
  export const secret: (value: string) => amp.Secret;
  export const ref: (value: string) => string;
  export const defineBackend: (value: { readonly [name: string]: unknown }) => any;
  export const defineData: (value: amp.DefineData) => amp.Resource;
  export const defineOutputs: (value: amp.DefineOutputs) => amp.Resource;
  export const defineStorage: (value: amp.DefineStorage) => amp.Resource;
  export const defineRestApi: (value: amp.DefineRestApi) => amp.Resource;
  export const defineAdminQueries: (value: amp.DefineAdminQueries) => amp.Resource;
  export const a: amp.A;
  export type ClientSchema<Schema> = any;
}
