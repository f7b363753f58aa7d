import fastify from "fastify";
import { validatorCompiler } from "fastify-type-provider-zod";
import type { AuditRecord, RegistrySnapshot } from "../../schemas/index.ts";
import { RateLimiter, type RateLimiterOptions } from "../sdk/index.ts";
import { checkSite, Gate, KeyRing, type ApiKeys, type SiteOptions } from "./access/index.ts";
import { answerError } from "./answer-error.ts";
import { answerMalformed } from "./answer-malformed.ts";
import type { RegistryFeed } from "./events/index.ts";
import { ListCache } from "./list-cache.ts";
import { Metrics, type Counted } from "./metrics/index.ts";
import { Operations, type Surroundings } from "./operations/index.ts";
import type { App } from "./routes/app.ts";
import { describeApi } from "./routes/describe-api.ts";
import { addEventEndpoint } from "./routes/event-endpoint.ts";
import { addHookEndpoints } from "./routes/hook-endpoints.ts";
import { addOpenEndpoints } from "./routes/open-endpoints.ts";
import {
  addConfigEndpoints,
  addPluginEndpoints,
  addRegistryEndpoints,
} from "./routes/plugin-endpoints.ts";
import { PluginRoutes } from "./routes/plugin-routes.ts";
import { readJson } from "./routes/read-json.ts";
import { sendProblem } from "./send.ts";

/** Configs are pages of YAML, payloads a few documents. */
const BODY_LIMIT_BYTES = 1_048_576;
/** Longer than every plugin of a long chain may take to answer a hook; then the caller is told, and the work goes on. */
const ANSWER_DEADLINE_MS = 60_000;
/** For a client to send its request. */
const REQUEST_DEADLINE_MS = 30_000;
/** Source: Agent PM. */
const RATE: RateLimiterOptions = { capacity: 20, perSecond: 2 };
/** Enough for a person who mistypes a key; a program that guesses gets one answer every five seconds. */
const FAILURES: RateLimiterOptions = { capacity: 10, perSecond: 0.2 };
/** Whatever no other route has. */
const THE_REST = "/*";

export interface OperatorServerOptions extends Surroundings, SiteOptions {
  readonly feed: RegistryFeed;
  readonly first: RegistrySnapshot;
  readonly keys: ApiKeys;
  /** Null: as many requests as the machine can take. Default: 20 at once and 2 a second, as in Agent PM. */
  readonly rate?: RateLimiterOptions | null | undefined;
  readonly audit: (record: AuditRecord) => void;
  /** A failure of our own, for a log. */
  readonly onFailure: (error: Error) => void;
}

/** The operator API over HTTP. Nothing listens yet. */
export async function createOperatorServer(options: OperatorServerOptions): Promise<App> {
  const { registry, feed, keys, first, rate = RATE } = options;
  const gate = new Gate(
    new KeyRing(keys, new RateLimiter(FAILURES)),
    rate && new RateLimiter(rate),
  );
  const routes = new PluginRoutes({ registry, gate, first, bodyLimitBytes: BODY_LIMIT_BYTES });
  const metrics = new Metrics();
  feed.onSnapshot((snapshot) => routes.follow(snapshot));

  const app = newApp(options, metrics);
  app.addHook("onRoute", ({ method, url: path }) => {
    for (const one of path === THE_REST ? [] : [method].flat()) {
      routes.table.addOwn({ method: one, path });
    }
  });
  await describeApi(app);
  const current = (): Promise<RegistrySnapshot> => routes.current();
  const count = async (): Promise<Counted> => {
    const [snapshot, records, durations] = await Promise.all([
      current(),
      registry.records(),
      registry.durations(),
    ]);
    return { snapshot, records, durations };
  };
  await app.register(async (open: App) => addOpenEndpoints(open, current, count, metrics));
  await addOperatorEndpoints(app, options, gate, routes);
  await app.register(async (scope: App) => {
    scope.addHook("onRequest", (request, reply) => routes.answer(request, reply));
    scope.route({
      method: ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"],
      url: THE_REST,
      schema: { hide: true },
      handler: (_request, reply) => reply,
    });
  });
  await app.ready();
  return app;
}

/** What holds for every request, ours or a plugin's. */
function newApp(options: OperatorServerOptions, metrics: Metrics): App {
  const app = fastify({
    bodyLimit: BODY_LIMIT_BYTES,
    handlerTimeout: ANSWER_DEADLINE_MS,
    requestTimeout: REQUEST_DEADLINE_MS,
    forceCloseConnections: "idle",
    clientErrorHandler: answerMalformed,
    frameworkErrors: (error, _request, reply) => {
      void answerError(error, reply, options.onFailure); // A reply, which nobody waits for.
    },
    routerOptions: { ignoreTrailingSlash: true, maxParamLength: 1_000 },
  }) as unknown as App; // The type provider is a matter of types only.
  // Expectations that nobody knows are nobody's: a request is answered as if it had none (RFC 9110, 10.1.1).
  app.server.on("checkExpectation", (request, response) =>
    app.server.emit("request", request, response),
  );
  app.setValidatorCompiler(validatorCompiler);
  // What is answered was made by our own types; the tests hold it to its schemas.
  app.setSerializerCompiler(() => (data) => JSON.stringify(data));
  // Methods that nobody has routes for.
  app.setNotFoundHandler(({ method }, reply) =>
    sendProblem(reply, {
      code: "request/not-found",
      detail: `Nothing is asked with ${method} here.`,
    }),
  );
  app.setErrorHandler((error, _request, reply) => answerError(error, reply, options.onFailure));
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
  return app;
}

/** What needs the operator's key. */
async function addOperatorEndpoints(
  app: App,
  options: OperatorServerOptions,
  gate: Gate,
  routes: PluginRoutes,
): Promise<void> {
  const { registry, feed } = options;
  const furtherErrors = (plugin: string): readonly string[] => routes.table.problemsOf(plugin);
  const operations = new Operations({ ...options, furtherErrors });
  const list = new ListCache(
    () => registry.activity,
    () => operations.list(),
  );
  await app.register(async (scope: App) => {
    scope.addHook("onRequest", async (request, reply) => {
      if (!gate.lets(request, reply, "operator")) return reply;
    });
    addRegistryEndpoints(scope, operations, list);
    addHookEndpoints(scope, operations);
    addEventEndpoint(scope, feed.log, () => routes.latest);
  });
  await app.register(async (scope: App) => {
    // `/plugins/feedback` is a plugin's own address as long as no plugin is called `feedback`.
    scope.addHook("onRequest", async (request, reply) => {
      const { name } = request.params as { name: string }; // Every route here has it.
      if (await routes.owns(request, name)) return routes.answer(request, reply);
      if (!gate.lets(request, reply, "operator")) return reply;
    });
    addPluginEndpoints(scope, operations);
    addConfigEndpoints(scope, operations);
  });
}
