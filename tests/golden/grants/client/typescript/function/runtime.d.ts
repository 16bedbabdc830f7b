// The types of "@aws-amplify/backend/function/runtime", for projects without that package.

/** What a function that may use the API finds in its environment: `env` of "$amplify/env/<function>". */
export type DataClientEnv = {
  AWS_ACCESS_KEY_ID: string;
  AWS_SECRET_ACCESS_KEY: string;
  AWS_SESSION_TOKEN: string;
  AWS_REGION: string;
  AMPLIFY_DATA_DEFAULT_NAME: string;
} & Record<string, unknown>;

export type ResourceConfig = {
  API: {
    GraphQL: {
      endpoint: string;
      region: string;
      defaultAuthMode: "iam";
      modelIntrospection: any;
    };
  };
};

export type LibraryOptions = {
  Auth: {
    credentialsProvider: {
      getCredentialsAndIdentityId: () => Promise<{
        credentials: { accessKeyId: string; secretAccessKey: string; sessionToken: string };
      }>;
      clearCredentialsAndIdentityId: () => void;
    };
  };
};

export type DataClientConfig = { resourceConfig: ResourceConfig; libraryOptions: LibraryOptions };

/**
 * Gives back what `Amplify.configure` takes for a function that may use the API, as the schema says:
 * `a.schema({ ... }).authorization((allow) => [allow.resource(myFunction)])`. The second argument is not used.
 */
export declare const getAmplifyDataClientConfig: (env: DataClientEnv, s3Client?: unknown) => Promise<DataClientConfig>;
