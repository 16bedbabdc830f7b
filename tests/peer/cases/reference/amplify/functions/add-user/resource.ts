import { defineFunction } from "@aws-amplify/backend";
export const addUser = defineFunction({ resourceGroupName: "auth" });
