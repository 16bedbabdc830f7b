import { defineBackend } from "@aws-amplify/backend";
import { plain } from "./functions/plain/resource.js";
import { big, named, cronf, jsonlog } from "./functions/big/resource.js";
defineBackend({ plain, big, named, cronf, jsonlog });
