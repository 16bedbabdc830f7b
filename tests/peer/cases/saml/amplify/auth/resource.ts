import { defineAuth, secret } from "@aws-amplify/backend";
export const auth = defineAuth({
  loginWith: {
    phone: true,
    email: true,
    externalProviders: {
      saml: {
        metadata: { metadataContent: "<xml/>", metadataType: "FILE" },
        idpSignout: true,
        identifiers: ["x"],
      },
      oidc: [
        {
          clientId: secret("OID"),
          clientSecret: secret("OSEC"),
          issuerUrl: "https://i.example.com",
          attributeRequestMethod: "POST",
          endpoints: {
            authorization: "https://i/a",
            token: "https://i/t",
            userInfo: "https://i/u",
            jwksUri: "https://i/j",
          },
          identifiers: ["i"],
        },
      ],
      callbackUrls: ["http://localhost:3000/"],
      logoutUrls: ["http://localhost:3000/"],
    },
  },
});
