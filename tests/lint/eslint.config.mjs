import appsync from "@aws-appsync/eslint-plugin";

const { recommended } = appsync.configs;
const languageOptions = { ...recommended.languageOptions, parserOptions: { project: "./tsconfig.json", ecmaVersion: 2018 } };

export default [{ ...recommended, files: ["resolvers/*.js"], languageOptions }];
