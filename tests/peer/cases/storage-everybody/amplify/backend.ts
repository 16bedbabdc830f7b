import { defineBackend } from "@aws-amplify/backend";
import { auth } from "./auth/resource.js";
import { tool } from "./tool/resource.js";
import { files } from "./storage/resource.js";
defineBackend({ auth, tool, files });
