import { defineStorage } from "@aws-amplify/backend";
import { reader } from "../reader/resource.js";
import { writer } from "../writer/resource.js";
export const files = defineStorage({
  name: "FilesOfAll",
  access: (allow) => ({
    "in/*": [allow.resource(reader).to(["read"]), allow.resource(writer).to(["write", "delete"])],
    "in/done/*": [allow.resource(writer).to(["write"])],
    "out/*": [allow.resource(reader).to(["list"]), allow.resource(writer).to(["get"])],
  }),
});
