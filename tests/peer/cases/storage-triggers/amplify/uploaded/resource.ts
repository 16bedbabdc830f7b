import { defineFunction } from "@aws-amplify/backend";
export const uploaded = defineFunction({ name: "uploaded", entry: "./handler.ts", resourceGroupName: "storage" });
