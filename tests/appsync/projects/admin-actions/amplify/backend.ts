import { defineBackend } from "@aws-amplify/backend";
import { auth } from "./auth/resource";
import { data } from "./data/resource";
import { addUserToGroup } from "./data/add-user-to-group/resource";

defineBackend({ auth, data, addUserToGroup });
