import { defineAuth, secret } from "@aws-amplify/backend";
import { addUserToGroup } from "../data/add-user-to-group/resource";
import { postConfirmation } from "./post-confirmation/resource";
import { brand, groups as groupNames } from "../shared";

/**
 * Who may sign in, and how.
 * @see https://docs.amplify.aws/react/build-a-backend/auth/
 */
export const auth = defineAuth({
  loginWith: {
    email: {
      verificationEmailStyle: "CODE",
      verificationEmailSubject: `Welcome to ${brand.name}!`,
      verificationEmailBody: (createCode) => `Use this code to confirm your account: ${createCode()}`,
      userInvitation: {
        emailSubject: "You're invited",
        emailBody: (user, code) =>
          `Hello ${user()}, your temporary password for ${brand.name} is ${code()}`,
      },
    },
    phone: true,
    externalProviders: {
      google: {
        clientId: secret("GOOGLE_CLIENT_ID"),
        clientSecret: secret("GOOGLE_CLIENT_SECRET"),
        scopes: ["email", "profile"],
        attributeMapping: { email: "email", fullname: "name" },
      },
      saml: { name: "Partner", metadata: { metadataContent: "https://partner.example.com/saml", metadataType: "URL" } },
      callbackUrls: ["http://localhost:3000/", process.env.CALLBACK_URL ?? "https://example.com/"],
      logoutUrls: ["http://localhost:3000/signed-out"], // the second one follows with the launch
    },
  },
  userAttributes: {
    preferredUsername: { mutable: true, required: false },
    "custom:tenant": { dataType: "String", mutable: false, minLen: 1, maxLen: 64 },
    "custom:level": { dataType: "Number", min: 0, max: 1_000 },
  },
  multifactor: { mode: "OPTIONAL", sms: true, totp: true },
  groups: [...groupNames, "SUPPORT"],
  triggers: { postConfirmation },
  accountRecovery: "EMAIL_ONLY",
  access: (allow) => [
    allow.resource(addUserToGroup).to(["addUserToGroup", "getUser"]),
    allow.resource(postConfirmation).to(["manageUsers"]),
  ],
});
