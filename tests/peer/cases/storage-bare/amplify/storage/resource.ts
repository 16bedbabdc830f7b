import { defineStorage } from "@aws-amplify/backend";
export const files = defineStorage({ name: "files" });
