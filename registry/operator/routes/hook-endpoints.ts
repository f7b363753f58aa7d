import { hookAnswerSchema, hookCallSchema, hookNameParamsSchema } from "../../../schemas/index.ts";
import type { Operations } from "../operations/index.ts";
import { send } from "../send.ts";
import { answers, type App } from "./app.ts";
import { callerOf } from "./plugin-endpoints.ts";

/** Hooks. */
export function addHookEndpoints(app: App, operations: Operations): void {
  app.post(
    "/hooks/:hook",
    {
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
      const call = { hook, payload, ...(source !== undefined && { source }) };
      return send(reply, await operations.fire(callerOf(request), call));
    },
  );
}
