// What the definition imports, as far as types are inferred from it. The whole of `@aws-amplify/backend` brings the CDK along.
export { a, type ClientSchema } from "@aws-amplify/data-schema";
export declare function defineData(of: any): any;
export declare function defineFunction(of: any): any;
