import { defineFunction } from "@aws-amplify/backend";
export const reader = defineFunction({ name: "reader", entry: "./handler.ts" });
