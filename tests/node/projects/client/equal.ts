// Every member of every entry, Amplify's inference against what ampc writes: identical but for the ones named here
import type { Schema as Peer } from "./amplify/data/resource";
import type { Schema as Mine } from "./amp.out/client/typescript/schema";

export type Equal<X, Y> = (<T>() => T extends X ? 1 : 2) extends <T>() => T extends Y ? 1 : 2 ? true : false;
type Both<X, Y> = [X] extends [Y] ? ([Y] extends [X] ? true : false) : false;
type Flat<T> = T extends (...a: any) => any ? T : T extends object ? { [K in keyof T]: Flat<T[K]> } : T;
type Without<T> = { [K in keyof T as T[K] extends (...a: any) => any ? never : K]: T[K] };
type Keys = keyof Peer & keyof Mine;
type Members<K extends Keys> = Exclude<keyof Peer[K], "__meta"> & keyof Mine[K];
type Different<K extends Keys> = { [M in Members<K>]: Equal<Peer[K][M], Mine[K][M]> extends true ? never : M }[Members<K>];
type Apart<K extends Keys> = { [M in Members<K>]: Both<Peer[K][M], Mine[K][M]> extends true ? never : M }[Members<K>];

function holds<_T extends true>(): void {}
holds<Equal<keyof Peer, keyof Mine>>();
// 1. assignable both ways: all but `summary`, where the peer gives the builder's `RefType` for an `a.ref` in an inline return type
holds<Equal<{ [K in Keys as Apart<K> extends never ? never : K]: Apart<K> }, { summary: "type" | "returnType" | "functionHandler" }>>();
// 2. identical: all but the types with lazy loaders (the peer wraps what they load in `Prettify`, ampc does not),
//    indexes (the peer has `{ pk } & { sk? }`, ampc one object) and the return of `a.json()` (`{}` where ampc has `object`)
type Loaders = "Article" | "Author" | "Comment" | "Image" | "Tag" | "ArticleTag" | "Order" | "Line" | "Node" | "Audit";
holds<Equal<Exclude<{ [K in Keys]: Different<K> extends never ? never : K }[Keys], undefined>,
  Loaders | "findArticles" | "summary" | "addUserToGroup" | "likeArticle" | "likeMore" | "likeStrict" | "liked" | "articleMade">>();
holds<Equal<Different<"Article">, "type" | "secondaryIndexes">>();
holds<Equal<{ [K in Exclude<Loaders, "Article">]: Different<K> }[Exclude<Loaders, "Article">], "type">>();
holds<Equal<Different<"addUserToGroup">, "returnType" | "functionHandler">>();
// 3. without the loaders, identical as well
type Bare<K extends Keys> = Equal<Without<Peer[K]["type"]>, Without<Mine[K]["type"]>>;
holds<Equal<{ [K in Loaders]: Bare<K> }[Loaders], true>>();
// 4. the index inputs, flattened, are identical
holds<Equal<Flat<Peer["Article"]["secondaryIndexes"]>, Flat<Mine["Article"]["secondaryIndexes"]>>>();
// 5. keys and switched off operations
type Meta<S, K extends keyof S> = S[K] extends { __meta: { listOptionsPkParams: infer L; disabledOperations: infer D } } ? [L, D] : never;
type Models = Loaders | "Country" | "Plain";
holds<Equal<{ [K in Models]: Equal<Flat<Meta<Peer, K>>, Flat<Meta<Mine, K>>> }[Models], true>>();
