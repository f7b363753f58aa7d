import type { IncomingHttpHeaders } from "node:http";
import {
  hookAnswerSchema,
  hookCallSchema,
  hookNameParamsSchema,
  type FireRequest,
} from "../../../schemas/index.ts";
import type { Operations } from "../operations/index.ts";
import { send } from "../send.ts";
import { answers, type App } from "./app.ts";
import { callerOf } from "./plugin-endpoints.ts";

/** Hooks. */
export function addHookEndpoints(app: App, operations: Operations): void {
  app.post(
    "/hooks/:hook",
    {
      // Everything in a body may be left out, so all of it may.
      preValidation: async (request) => {
        request.body ??= { payload: {} };
      },
      schema: {
        tags: ["hooks"],
        summary: "Fire a hook and wait for every handler",
        description: "Plugins are called in manifest order; what each did is in the answer.",
        security: [{ apiKey: [] }, { bearer: [] }],
        params: hookNameParamsSchema,
        body: hookCallSchema,
        response: answers(hookAnswerSchema, 413, 415, 422),
      },
    },
    async (request, reply) => {
      const { payload, source } = request.body;
      const { hook } = request.params;
      const trace = traceOf(request.headers);
      const call = { hook, payload, ...(source !== undefined && { source }), ...trace };
      return send(reply, await operations.fire(callerOf(request), call));
    },
  );
}

/** Where the fire belongs in the caller's trace, if it is a part of one. Source: W3C Trace Context. */
function traceOf({ traceparent, tracestate }: IncomingHttpHeaders): Pick<FireRequest, "trace"> {
  if (typeof traceparent !== "string") return {};
  return { trace: { traceparent, ...(typeof tracestate === "string" && { tracestate }) } };
}
