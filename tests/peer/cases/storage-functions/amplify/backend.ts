import { defineBackend } from "@aws-amplify/backend";
import { auth } from "./auth/resource.js";
import { reader } from "./reader/resource.js";
import { writer } from "./writer/resource.js";
import { files } from "./storage/resource.js";
defineBackend({ auth, reader, writer, files });
