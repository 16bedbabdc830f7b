import { defineAuth } from "@aws-amplify/backend";
export const auth = defineAuth({
  loginWith: {
    email: { verificationEmailStyle: "LINK", verificationEmailBody: (l) => `go ${l("Click me")}` },
  },
  multifactor: { mode: "REQUIRED", email: true, totp: true },
  senders: {
    email: { fromEmail: "a@example.com", fromName: "Ex", replyTo: "r@example.com" },
    sms: { snsRegion: "us-east-1" },
  },
});
