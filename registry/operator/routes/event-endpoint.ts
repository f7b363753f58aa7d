import * as z from "zod";
import type { RegistrySnapshot } from "../../../schemas/index.ts";
import { streamEvents, type EventLog } from "../events/index.ts";
import { sendProblem } from "../send.ts";
import { answers, type App } from "./app.ts";

/** Each holds a connection: more than a team has open dashboards. */
const MAX_STREAMS = 100;

/** `GET /events`. Streams end when the server closes. */
export function addEventEndpoint(app: App, log: EventLog, snapshot: () => RegistrySnapshot): void {
  const streams = new Set<() => void>();
  app.addHook("preClose", async () => {
    for (const stop of streams) stop();
  });
  app.get(
    "/events",
    {
      schema: {
        tags: ["events"],
        summary: "What happens, as it happens",
        description:
          "Server-sent events: `snapshot` first, then `plugin`, `removed`, `manifest`, `samples`, `logs` and `reloads`. " +
          "Send `Last-Event-ID` to go on where a connection ended; whoever missed too much, or reads too slowly, gets a new `snapshot`.",
        security: [{ apiKey: [] }, { bearer: [] }],
        response: answers(z.string().describe("`text/event-stream`")),
      },
    },
    async (request, reply) => {
      if (streams.size >= MAX_STREAMS) {
        const detail = `${MAX_STREAMS} clients follow the events already.`;
        return sendProblem(reply, { code: "request/too-many-streams", detail, retryAfterS: 5 });
      }
      const id = request.headers["last-event-id"];
      reply.hijack();
      reply.raw.writeHead(200, {
        "content-type": "text/event-stream; charset=utf-8",
        "cache-control": "no-store",
        "x-accel-buffering": "no",
      });
      const stop = streamEvents(reply.raw, {
        log,
        snapshot: () => {
          const { plugins, manifestProblems } = snapshot();
          return { plugins, manifestProblems };
        },
        lastEventId: typeof id === "string" ? id : null,
      });
      streams.add(stop);
      reply.raw.once("close", () => streams.delete(stop));
      return reply;
    },
  );
}
