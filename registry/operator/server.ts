import fastifySwagger from "@fastify/swagger";
import fastify, { type FastifyReply, type FastifyRequest } from "fastify";
import { jsonSchemaTransform, validatorCompiler } from "fastify-type-provider-zod";
import type { AuditRecord, RegistrySnapshot } from "../../schemas/index.ts";
import {
  checkSite,
  KeyRing,
  TokenBuckets,
  type Access,
  type ApiKeys,
  type BucketOptions,
  type SiteOptions,
} from "./access/index.ts";
import { answerError } from "./answer-error.ts";
import type { RegistryFeed } from "./events/index.ts";
import { ListCache } from "./list-cache.ts";
import { Metrics } from "./metrics/index.ts";
import { Operations, type Surroundings } from "./operations/index.ts";
import type { App } from "./routes/app.ts";
import { addEventEndpoint } from "./routes/event-endpoint.ts";
import { forwardToPlugin } from "./routes/forward.ts";
import { addHookEndpoints } from "./routes/hook-endpoints.ts";
import { addOpenEndpoints } from "./routes/open-endpoints.ts";
import {
  addConfigEndpoints,
  addPluginEndpoints,
  addRegistryEndpoints,
} from "./routes/plugin-endpoints.ts";
import { RouteTable } from "./routes/route-table.ts";
import { sendProblem } from "./send.ts";

/** Configs are pages of YAML, payloads a few documents. */
const BODY_LIMIT_BYTES = 1_048_576;
/** Longer than every plugin of a long chain may take to answer a hook; then the caller is told, and the work goes on. */
const ANSWER_DEADLINE_MS = 60_000;
/** For a client to send its request. */
const REQUEST_DEADLINE_MS = 30_000;
/** Source: Agent PM. */
const RATE: BucketOptions = { capacity: 20, refillPerSecond: 2 };
/** Enough for a person who mistypes a key; a program that guesses gets one answer every five seconds. */
const FAILURES: BucketOptions = { capacity: 10, refillPerSecond: 0.2 };

export interface OperatorServerOptions extends Surroundings, SiteOptions {
  readonly feed: RegistryFeed;
  readonly first: RegistrySnapshot;
  readonly keys: ApiKeys;
  /** Null: as many requests as the machine can take. Default: 20 at once and 2 a second, as in Agent PM. */
  readonly rate?: BucketOptions | null | undefined;
  readonly audit: (record: AuditRecord) => void;
  /** A failure of our own, for a log. */
  readonly onFailure: (error: Error) => void;
}

/** The operator API over HTTP. Nothing listens yet. */
export async function createOperatorServer(options: OperatorServerOptions): Promise<App> {
  const { registry, feed, keys, rate = RATE, onFailure } = options;
  const app = fastify({
    bodyLimit: BODY_LIMIT_BYTES,
    handlerTimeout: ANSWER_DEADLINE_MS,
    requestTimeout: REQUEST_DEADLINE_MS,
    forceCloseConnections: "idle",
    routerOptions: { ignoreTrailingSlash: true, maxParamLength: 1_000 },
  }) as unknown as App; // The type provider is a matter of types only.
  const metrics = new Metrics();
  const table = new RouteTable();
  const ring = new KeyRing(keys, new TokenBuckets(FAILURES));
  const buckets = rate && new TokenBuckets(rate);
  let latest = options.first;
  const follow = (snapshot: RegistrySnapshot): void => {
    latest = snapshot;
    table.update(snapshot);
  };
  const current = async (): Promise<RegistrySnapshot> => {
    follow(await registry.snapshot());
    return latest;
  };
  follow(options.first);
  feed.onSnapshot(follow);
  feed.onSampled((samples) => metrics.sampled(samples));

  /** Checks the key, then the budget. Answers the request when either is against it. */
  const isLetIn = (request: FastifyRequest, reply: FastifyReply, needed: Access): boolean => {
    const identified = ring.identify(request.headers, request.ip, needed);
    if (identified.kind === "problem") {
      sendProblem(reply, identified.problem);
      return false;
    }
    request.identity = identified.value;
    const waitS = buckets?.take(`${identified.value.who} ${request.ip}`) ?? 0;
    if (waitS === 0) return true;
    const detail = `Try again in ${waitS} s.`;
    sendProblem(reply, { code: "request/rate-limited", detail, retryAfterS: waitS });
    return false;
  };
  const answerByPlugin = async (request: FastifyRequest, reply: FastifyReply): Promise<void> => {
    const path = request.url.split("?", 1)[0] ?? "/";
    await current();
    const owner = table.ownerOf(request.method === "HEAD" ? "GET" : request.method, path);
    if (owner.kind === "nobody") {
      const detail = `Nothing is at ${request.method} ${path}. GET /docs says what there is.`;
      sendProblem(reply, { code: "request/not-found", detail });
      return;
    }
    if (!isLetIn(request, reply, "user")) return;
    if (owner.kind === "down") {
      const detail = `${owner.plugin} has no running instance: GET /plugins/${owner.plugin} says why.`;
      sendProblem(reply, { code: "plugin/unavailable", detail });
      return;
    }
    const { access } = request.identity ?? { access: "user" };
    await forwardToPlugin({ registry, bodyLimitBytes: BODY_LIMIT_BYTES }, request, reply, access);
  };

  const operations = new Operations({
    ...options,
    furtherErrors: (plugin) => table.problemsOf(plugin),
  });
  const list = new ListCache(
    () => registry.activity,
    () => operations.list(),
  );

  app.setValidatorCompiler(validatorCompiler);
  app.setSerializerCompiler(() => (data) => JSON.stringify(data));
  app.setErrorHandler((error, _request, reply) => answerError(error, reply, onFailure));
  readJson(app);
  app.decorateRequest("identity", null);
  app.addHook("onRequest", async (request, reply) => {
    const refusal = checkSite(options, request.headers);
    if (refusal) return sendProblem(reply, refusal);
    reply.header("cache-control", "no-store").header("x-content-type-options", "nosniff");
  });
  app.addHook("onResponse", async (request, reply) => {
    const route = request.routeOptions.url ?? "other";
    metrics.answered(request.method, route, reply.statusCode, reply.elapsedTime / 1_000);
  });
  app.addHook("onRoute", ({ method, url }) => {
    if (url === "/*") return;
    for (const one of [method].flat()) table.addOwn({ method: one, path: url });
  });
  await app.register(fastifySwagger, {
    transform: jsonSchemaTransform,
    openapi: {
      openapi: "3.1.0",
      info: {
        title: "Patchbay operator API",
        description: "Plugins of one registry: their state, configuration, telemetry and hooks.",
        version: "1",
      },
      components: {
        securitySchemes: {
          apiKey: { type: "apiKey", in: "header", name: "X-API-Key" },
          bearer: { type: "http", scheme: "bearer" },
        },
      },
    },
  });

  await app.register(async (open: App) =>
    addOpenEndpoints(open, current, () => registry.records(), metrics),
  );
  await app.register(async (scope: App) => {
    scope.addHook("onRequest", async (request, reply) => {
      if (!isLetIn(request, reply, "operator")) return reply;
    });
    addRegistryEndpoints(scope, operations, list);
    addHookEndpoints(scope, operations);
    addEventEndpoint(scope, feed.log, () => latest);
  });
  await app.register(async (scope: App) => {
    // `/plugins/feedback` is a plugin's own address as long as no plugin is called `feedback`.
    scope.addHook("onRequest", async (request, reply) => {
      const { name } = request.params as { name: string };
      await current();
      const path = request.url.split("?", 1)[0] ?? "/";
      if (!table.isPlugin(name) && table.ownerOf(request.method, path).kind !== "nobody") {
        await answerByPlugin(request, reply);
        return reply;
      }
      if (!isLetIn(request, reply, "operator")) return reply;
    });
    addPluginEndpoints(scope, operations);
    addConfigEndpoints(scope, operations);
  });
  await app.register(async (scope: App) => {
    scope.addHook("onRequest", async (request, reply) => {
      await answerByPlugin(request, reply);
      return reply;
    });
    scope.route({
      method: ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"],
      url: "/*",
      schema: { hide: true },
      handler: (_request, reply) => reply,
    });
  });
  await app.ready();
  return app;
}

/** Bodies are JSON. An empty one is none, whatever its type says: clients of Agent PM send such. */
function readJson(app: App): void {
  const parse = app.getDefaultJsonParser("error", "error");
  app.removeAllContentTypeParsers();
  app.addContentTypeParser(
    ["application/json", "application/merge-patch+json"],
    { parseAs: "string" },
    (request, body: string, done) => {
      if (body === "") done(null, undefined);
      else void parse(request, body, done);
    },
  );
}
