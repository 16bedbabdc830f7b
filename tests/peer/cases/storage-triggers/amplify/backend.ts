import { defineBackend } from "@aws-amplify/backend";
import { auth } from "./auth/resource.js";
import { uploaded } from "./uploaded/resource.js";
import { deleted } from "./deleted/resource.js";
import { files } from "./storage/resource.js";
defineBackend({ auth, uploaded, deleted, files });
