import * as z from "zod";
import { readinessSchema, type RegistrySnapshot } from "../../../schemas/index.ts";
import type { Counted, Metrics } from "../metrics/index.ts";
import { renderApiPage } from "../page/index.ts";
import type { App } from "./app.ts";

const about = (summary: string) => ({ tags: ["server"], summary });

/** What needs no key, as in Agent PM: health, metrics and the description of the API. Nothing of a config is in it. */
export function addOpenEndpoints(
  app: App,
  snapshot: () => Promise<RegistrySnapshot>,
  count: () => Promise<Counted>,
  metrics: Metrics,
): void {
  app.get(
    "/healthz",
    {
      schema: {
        ...about("Whether the server answers"),
        response: { 200: z.object({ status: z.literal("ok") }) },
      },
    },
    async () => ({ status: "ok" as const }),
  );
  app.get(
    "/readyz",
    {
      schema: {
        ...about("Whether the manifest was read and its plugins were loaded"),
        response: { 200: readinessSchema, 503: readinessSchema },
      },
    },
    async (_request, reply) => {
      const { plugins, manifestProblems } = await snapshot();
      // What only runs announced plugins needs no manifest; what runs nothing without it is not ready.
      const ready = manifestProblems.every(({ code }) => {
        return code === "manifest/missing" && plugins.length > 0;
      });
      const counted = (state: string): number =>
        plugins.filter((status) => status.state === state).length;
      const failed = plugins.length - counted("active") - counted("disabled");
      return reply.code(ready ? 200 : 503).send({
        ready,
        plugins: { total: plugins.length, active: counted("active"), failed },
        problems: manifestProblems,
      });
    },
  );
  app.get(
    "/metrics",
    {
      schema: {
        ...about("Prometheus metrics, text format 0.0.4"),
        response: { 200: z.string() },
      },
    },
    async (_request, reply) =>
      reply.type("text/plain; version=0.0.4; charset=utf-8").send(metrics.text(await count())),
  );
  app.get("/openapi.json", { schema: { hide: true } }, async (_request, reply) =>
    reply.type("application/json").send(JSON.stringify(app.swagger())),
  );
  app.get("/docs", { schema: { hide: true } }, async (request, reply) => {
    const url = `${request.protocol}://${request.host}`;
    const { html, contentSecurityPolicy } = renderApiPage(app.swagger(), url);
    return reply
      .type("text/html; charset=utf-8")
      .header("content-security-policy", contentSecurityPolicy)
      .send(html);
  });
}
