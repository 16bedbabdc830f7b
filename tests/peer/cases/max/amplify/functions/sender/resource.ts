import { defineFunction } from "@aws-amplify/backend";
export const sender = defineFunction({ resourceGroupName: "auth" });
