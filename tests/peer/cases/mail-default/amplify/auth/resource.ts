import { defineAuth } from "@aws-amplify/backend";
export const auth = defineAuth({
  loginWith: { email: true },
  senders: {
    email: { fromEmail: "a@example.com" },
    sms: { externalId: "eid", snsCallerArn: "arn:aws:iam::123456789012:role/r" },
  },
});
