import { defineFunction } from "@aws-amplify/backend";
export const writer = defineFunction({ name: "writer", entry: "./handler.ts" });
