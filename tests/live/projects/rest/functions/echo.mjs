export const handler = async (event) => ({
  statusCode: 200,
  headers: { "content-type": "application/json" },
  body: JSON.stringify({
    format: event.version,
    method: event.httpMethod ?? event.requestContext.http.method,
    path: event.path ?? event.rawPath,
    below: event.pathParameters?.proxy ?? null,
    id: event.pathParameters?.id ?? null,
    claims: event.requestContext.authorizer?.claims ?? event.requestContext.authorizer?.jwt?.claims ?? null,
    body: event.body ?? null,
  }),
});
