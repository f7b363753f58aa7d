import type { FastifyRequest } from "fastify";
import * as z from "zod";
import {
  configPatchSchema,
  configUpdateSchema,
  discoveryAnswerSchema,
  historyQuerySchema,
  hookHistorySchema,
  installPreviewSchema,
  installRequestSchema,
  pluginAnswerSchema,
  pluginDetailSchema,
  pluginListQuerySchema,
  pluginListSchema,
  pluginNameParamsSchema,
  uninstallAnswerSchema,
} from "../../../schemas/index.ts";
import type { ListCache } from "../list-cache.ts";
import type { Operations } from "../operations/index.ts";
import { send } from "../send.ts";
import type { Caller } from "../types.ts";
import { answers, type App } from "./app.ts";

/** Clients of Agent PM send nothing, or an empty object. */
const noBody = z.unknown().optional();
const security = [{ apiKey: [] }, { bearer: [] }];
const about = (summary: string, description?: string) => ({
  tags: ["plugins"],
  summary,
  security,
  ...(description !== undefined && { description }),
});

/** Who asks, for the audit. */
export function callerOf(request: FastifyRequest): Caller {
  const { identity, ip, method, url } = request;
  return { who: identity?.who ?? "anonymous", from: ip, request: `${method} ${url}` };
}

/** The plugins as a whole. */
export function addRegistryEndpoints(app: App, operations: Operations, list: ListCache): void {
  app.get(
    "/plugins",
    {
      schema: {
        ...about("Every plugin, in manifest order"),
        querystring: pluginListQuerySchema,
        response: answers(pluginListSchema, 422),
      },
    },
    async ({ query }, reply) => {
      if (!query.conditions) return reply.type("application/json").send(await list.get());
      const { plugins } = await operations.list();
      return reply.send({ plugins, conditions: await operations.conditions() });
    },
  );
  app.get(
    "/plugins/discover",
    {
      schema: {
        ...about(
          "What installed packages announce",
          "Reads the packages' metadata and sources; runs no plugin code.",
        ),
        response: answers(discoveryAnswerSchema),
      },
    },
    async (_request, reply) => reply.send(await operations.discover()),
  );
  app.post(
    "/plugins/install",
    {
      schema: {
        ...about(
          "Add a plugin to the manifest and load it",
          "Everything is checked first; a plugin that cannot be loaded leaves the manifest as it was.",
        ),
        body: installRequestSchema,
        response: answers(pluginAnswerSchema, 400, 404, 409, 413, 415, 422),
      },
    },
    async (request, reply) =>
      send(reply, await operations.install(callerOf(request), request.body)),
  );
  app.post(
    "/plugins/install/preview",
    {
      schema: {
        ...about(
          "How an installation would change the manifest",
          "Everything that can be checked without running plugin code is checked; nothing is changed.",
        ),
        body: installRequestSchema,
        response: answers(installPreviewSchema, 400, 404, 409, 413, 415, 422),
      },
    },
    async (request, reply) => send(reply, await operations.previewInstall(request.body)),
  );
  app.post(
    "/plugins/reload",
    {
      schema: {
        ...about("Read the manifest again and load every plugin's newest code"),
        body: noBody,
        response: answers(pluginListSchema, 413, 415, 422),
      },
    },
    async (request, reply) => send(reply, await operations.reloadAll(callerOf(request))),
  );
}

/** One plugin, by the name that its entry has. */
export function addPluginEndpoints(app: App, operations: Operations): void {
  const params = pluginNameParamsSchema;
  app.get(
    "/plugins/:name",
    {
      schema: {
        ...about("One plugin in full"),
        params,
        response: answers(pluginDetailSchema, 404),
      },
    },
    async ({ params: { name } }, reply) => send(reply, await operations.show(name)),
  );
  app.delete(
    "/plugins/:name",
    {
      schema: {
        ...about("Disable a plugin and remove its entry"),
        params,
        body: noBody,
        response: answers(uninstallAnswerSchema, 404, 409, 413, 415, 422),
      },
    },
    async (request, reply) =>
      send(reply, await operations.uninstall(callerOf(request), request.params.name)),
  );
  app.get(
    "/plugins/:name/history",
    {
      schema: {
        ...about("The last calls of a plugin's handlers"),
        params,
        querystring: historyQuerySchema,
        response: answers(hookHistorySchema, 404, 422),
      },
    },
    async ({ params: { name }, query: { hook } }, reply) =>
      send(reply, await operations.history(name, hook)),
  );
  for (const verb of ["enable", "disable"] as const) {
    app.post(
      `/plugins/:name/${verb}`,
      {
        schema: {
          ...about(verb === "enable" ? "Take a plugin into service" : "Take it out of service"),
          params,
          body: noBody,
          response: answers(pluginAnswerSchema, 404, 409, 413, 415, 422),
        },
      },
      async (request, reply) => {
        const { name } = request.params;
        return send(reply, await operations.setEnabled(callerOf(request), name, verb === "enable"));
      },
    );
  }
  app.post(
    "/plugins/:name/reload",
    {
      schema: {
        ...about(
          "Load a plugin's newest code",
          "When it cannot be loaded, the old code goes on answering.",
        ),
        params,
        body: noBody,
        response: answers(pluginAnswerSchema, 400, 404, 413, 415, 422),
      },
    },
    async (request, reply) =>
      send(reply, await operations.reload(callerOf(request), request.params.name)),
  );
}

/** A plugin's config, which is shown with its secrets masked and taken back like that. */
export function addConfigEndpoints(app: App, operations: Operations): void {
  const common = {
    params: pluginNameParamsSchema,
    response: answers(pluginAnswerSchema, 400, 404, 409, 413, 415, 422),
  };
  app.post(
    "/plugins/:name/config",
    {
      schema: {
        ...about(
          "Replace a plugin's config",
          'A value "***" below `secrets` stands for the stored one. The class\'s own schema decides.',
        ),
        ...common,
        body: configUpdateSchema,
      },
    },
    async (request, reply) => {
      const { name } = request.params;
      return send(reply, await operations.setConfig(callerOf(request), name, request.body.config));
    },
  );
  app.patch(
    "/plugins/:name/config",
    {
      schema: {
        ...about(
          "Change parts of a plugin's config",
          "A JSON merge patch (RFC 7396) of the config: null removes a key.",
        ),
        ...common,
        body: configPatchSchema,
      },
    },
    async (request, reply) =>
      send(
        reply,
        await operations.patchConfig(callerOf(request), request.params.name, request.body),
      ),
  );
}
