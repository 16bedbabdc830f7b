import { defineStorage } from "@aws-amplify/backend";
import { uploaded } from "../uploaded/resource.js";
import { deleted } from "../deleted/resource.js";
export const files = defineStorage({ name: "files", triggers: { onUpload: uploaded, onDelete: deleted } });
