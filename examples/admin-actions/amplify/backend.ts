import { defineBackend } from "@aws-amplify/backend";
import { auth } from "./auth/resource";
import { addUserToGroup } from "./data/add-user-to-group/resource";

defineBackend({ auth, addUserToGroup });
