import { defineAuth, secret } from "@aws-amplify/backend";
export const auth = defineAuth({
  loginWith: {
    email: true,
    externalProviders: {
      google: { clientId: secret("GID"), clientSecret: secret("GSEC") },
      callbackUrls: ["http://localhost:3000/"],
      logoutUrls: ["http://localhost:3000/"],
    },
  },
});
