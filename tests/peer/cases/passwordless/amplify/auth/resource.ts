import { defineAuth } from "@aws-amplify/backend";
export const auth = defineAuth({
  loginWith: { email: { otpLogin: true }, phone: { otpLogin: true }, webAuthn: { relyingPartyId: "localhost" } },
  passwordlessOptions: { preferredChallenge: "EMAIL_OTP" },
});
