import { defineBackend } from "@aws-amplify/backend";
import { auth } from "./auth/resource.js";
import { addUser } from "./functions/add-user/resource.js";
defineBackend({ auth, addUser });
