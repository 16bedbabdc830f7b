import { util } from "@aws-appsync/utils";

/** Articles of a status with the highest score, through the index of `articlesByStatus`. */
export function request(ctx) {
  return {
    operation: "Query",
    index: "articlesByStatusAndScore",
    query: {
      expression: "#status = :status",
      expressionNames: { "#status": "status" },
      expressionValues: util.dynamodb.toMapValues({ ":status": ctx.args.status }),
    },
    scanIndexForward: false,
    limit: 2,
  };
}

export function response(ctx) {
  if (ctx.error) {
    util.error(ctx.error.message, ctx.error.type);
  }
  return ctx.result.items;
}
