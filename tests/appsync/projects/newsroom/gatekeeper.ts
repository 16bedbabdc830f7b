/** Lets one token in, and another one that sees less. */
export const handler = async (event: { authorizationToken: string }) => {
  const { authorizationToken: token } = event;
  return {
    isAuthorized: token === "let me in" || token === "let me in a little",
    resolverContext: { token },
    deniedFields: token === "let me in a little" ? ["Seat.who"] : [],
  };
};
