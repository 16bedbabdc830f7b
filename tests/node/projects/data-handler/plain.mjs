import { getAmplifyDataClientConfig } from "@aws-amplify/backend-function/runtime";

export const handler = async () => {
  const { resourceConfig, libraryOptions } = await getAmplifyDataClientConfig(process.env);
  const { credentials } = await libraryOptions.Auth.credentialsProvider.getCredentialsAndIdentityId();
  const { endpoint, region, defaultAuthMode, modelIntrospection } = resourceConfig.API.GraphQL;
  return { credentials, endpoint, region, defaultAuthMode, models: Object.keys(modelIntrospection.models) };
};
