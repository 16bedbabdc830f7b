import { greeting } from "./greeting";

/** Long names and white space, for the bundler to leave or to shorten. */
export const handler = async (recipientOfTheGreeting: { name: string }): Promise<string> => {
  const completeGreeting = greeting(recipientOfTheGreeting.name);
  return completeGreeting;
};
