import { defineFunction } from "@aws-amplify/backend";
export const plain = defineFunction();
