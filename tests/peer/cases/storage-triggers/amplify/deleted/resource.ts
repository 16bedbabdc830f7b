import { defineFunction } from "@aws-amplify/backend";
export const deleted = defineFunction({ name: "deleted", entry: "./handler.ts", resourceGroupName: "storage" });
