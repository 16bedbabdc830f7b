import { defineFunction } from "@aws-amplify/backend";
export const tool = defineFunction({ name: "tool", entry: "./handler.ts", resourceGroupName: "storage" });
