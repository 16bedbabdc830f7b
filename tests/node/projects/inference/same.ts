// Every member and every path: what Amplify infers, and what ampc writes.
import type { ModelPath } from "@aws-amplify/data-schema/runtime";
import type { Schema as Peer } from "./amplify/data/resource";
import type { Schema as Mine } from "./amp.out/client/typescript/schema";
type Equal<X, Y> = (<T>() => T extends X ? 1 : 2) extends <T>() => T extends Y ? 1 : 2 ? true : false;
type Both<X, Y> = [X] extends [Y] ? ([Y] extends [X] ? true : false) : false;
type Members<K extends keyof Peer> = Exclude<keyof Peer[K], "__meta">;
type Differs = { [K in keyof Peer]: { [M in Members<K>]: M extends keyof Mine[K]
  ? Both<Peer[K][M], Mine[K][M]> extends true ? never : [K, M] : [K, M] }[Members<K>] }[keyof Peer];
type Flat<S, K extends keyof S> = S[K] extends { __meta: { flatModel: infer F extends Record<string, unknown> } }
  ? ModelPath<F> : never;
type OtherPaths = { [K in keyof Peer]: Equal<Flat<Peer, K>, Flat<Mine, K>> extends true ? never : K }[keyof Peer];
function holds<_T extends true>(): void {}
holds<Equal<keyof Peer, keyof Mine>>();
holds<Equal<Differs, never>>();
holds<Equal<OtherPaths, never>>();
