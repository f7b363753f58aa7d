import http from "node:http";
import { PassThrough } from "node:stream";
import { expect, onTestFinished, test } from "vitest";
import { RegistryFeed, streamEvents } from "../../../registry/operator/events/index.ts";
import { operatorEventSchemas, type OperatorEventName } from "../../../schemas/index.ts";
import { ADMIN, startServer, STEADY, type Served } from "./served.ts";

interface Event {
  readonly id: string;
  readonly name: OperatorEventName;
  readonly data: unknown;
}

/** Follows the events of a server until the test ends. */
function follow({ url }: Served, lastEventId?: string) {
  const events: Event[] = [];
  const waiting = new Set<() => void>();
  let text = "";
  let isOver = false;
  const headers = { "x-api-key": ADMIN, ...(lastEventId && { "last-event-id": lastEventId }) };
  const request = http.get(`${url}/events`, { headers, agent: false }, (response) => {
    response.setEncoding("utf8");
    response.on("data", (chunk: string) => {
      text += chunk;
      const parts = text.split("\n\n");
      text = parts.pop() ?? "";
      for (const part of parts) {
        const [, id, name, data] = /^id: (.*)\nevent: (.*)\ndata: (.*)$/s.exec(part) ?? [];
        if (id !== undefined && data !== undefined) {
          events.push({ id, name: name as OperatorEventName, data: JSON.parse(data) });
        }
      }
      for (const look of waiting) look();
    });
    response.on("end", () => {
      isOver = true;
      for (const look of waiting) look();
    });
  });
  request.on("error", () => undefined);
  onTestFinished(() => void request.destroy());
  const until = <Found>(find: () => Found | undefined | false): Promise<Found> =>
    new Promise((resolve) => {
      const look = (): void => {
        const found = find();
        if (found !== undefined && found !== false) resolve(found);
      };
      waiting.add(look);
      look();
    });
  return {
    events,
    request,
    untilEvent: (name: string, says = "") =>
      until(() =>
        events.find((event) => event.name === name && JSON.stringify(event.data).includes(says)),
      ),
    untilOver: () => until(() => isOver),
  };
}

test("the state comes first, then what changes, each as its schema says", async () => {
  const served = await startServer({ manifest: STEADY });
  const { events, untilEvent } = follow(served);
  await untilEvent("snapshot", '"steady"');
  await served.ask("POST /hooks/ping", {});
  await untilEvent("samples", '"hook":"ping"');
  await served.ask("POST /plugins/steady/disable");
  await untilEvent("plugin", '"state":"disabled"');
  await served.ask("DELETE /plugins/steady");
  await untilEvent("removed", "steady");
  for (const { name, data } of events) {
    expect(operatorEventSchemas[name].safeParse(data).error).toBeUndefined();
  }
});

test("who comes back goes on where it was, and who has another run's id starts anew", async () => {
  const served = await startServer({ manifest: STEADY });
  const first = follow(served);
  const { id } = await first.untilEvent("snapshot");
  first.request.destroy();
  await served.ask("POST /plugins/steady/disable");
  const kept = follow(served);
  await kept.untilEvent("snapshot");

  const again = follow(served, id);
  await again.untilEvent("plugin", '"state":"disabled"');
  expect(again.events.map(({ name }) => name)).not.toContain("snapshot");
  const stranger = follow(served, "ffffffffffff-1");
  await stranger.untilEvent("snapshot", '"state":"disabled"');
});

test("streams end when the server does, and it does not wait for them", async () => {
  const served = await startServer({ manifest: STEADY });
  const stream = follow(served);
  await stream.untilEvent("snapshot");
  await served.server.close();
  expect(await stream.untilOver()).toBe(true);
  await expect(fetch(`${served.url}/healthz`)).rejects.toThrow();
});

test("a client that does not read costs nothing, and gets the state when it reads again", async () => {
  const feed = new RegistryFeed();
  const response = new PassThrough({ highWaterMark: 1_024 });
  const stop = streamEvents(response as unknown as http.ServerResponse, {
    log: feed.log,
    snapshot: () => ({ plugins: [], manifestProblems: [] }),
    lastEventId: null,
  });
  const line = { plugin: "p", level: "info" as const, message: "x".repeat(1_000), at: "" };
  for (let count = 0; count < 20_000; count++) feed.logged([line]);
  expect(response.readableLength + response.writableLength).toBeLessThan(64 * 1_024);

  let text = "";
  response.setEncoding("utf8");
  let look: () => void = () => stop();
  response.on("data", (chunk: string) => {
    text += chunk;
    look();
  });
  const untilText = (pattern: RegExp): Promise<void> =>
    new Promise((resolve) => {
      look = () => void (pattern.test(text) && resolve());
    });
  await untilText(/event: snapshot[^]*event: snapshot/);
  feed.logged([{ ...line, message: "the last one" }]);
  await untilText(/the last one/);
  stop();
  expect(text.length).toBeLessThan(6 * 1_048_576);
});
