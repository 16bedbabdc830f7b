import { defineFunction } from "@aws-amplify/backend";

export const addUserToGroup = defineFunction({ name: "add-user-to-group", entry: "./handler.ts" });
export const authorizer = defineFunction({ name: "authorizer", entry: "./handler.ts" });
export const countTickets = defineFunction({ name: "count-tickets", entry: "./handler.ts" });
export const measure = defineFunction({ name: "measure", entry: "./handler.ts" });
export const publishPost = defineFunction({ name: "publish-post", entry: "./handler.ts" });
export const worker = defineFunction({ name: "worker", entry: "./handler.ts" });
