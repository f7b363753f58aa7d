import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { asyncProperty, array, assert, constantFrom } from "fast-check";
import { expect, onTestFinished, test } from "vitest";
import type { LogLine } from "../../../../schemas/index.ts";
import { followLogs } from "../../../../registry/cli/log-stream/index.ts";
import { RegistryFeed, streamEvents } from "../../../../registry/operator/events/index.ts";

/** A service's events, over connections that break. */
interface Service {
  readonly url: string;
  write: (message: string) => void;
  /** As a network does. */
  breakConnections: () => void;
  /** Forgets what was written, and is another run. */
  restart: () => void;
  /** Answers with this status from now on; null: as it should. */
  refuse: (status: number | null) => void;
  /** How often it was asked. */
  readonly asked: () => number;
}

async function startService(): Promise<Service> {
  let feed = new RegistryFeed();
  let refusal: number | null = null;
  let asked = 0;
  const server = createServer((request, response) => {
    asked += 1;
    if (refusal !== null) {
      response.writeHead(refusal).end();
      return;
    }
    const id = request.headers["last-event-id"];
    response.writeHead(200, { "content-type": "text/event-stream" });
    streamEvents(response, {
      log: feed.log,
      snapshot: () => ({ plugins: [] }),
      lastEventId: typeof id === "string" ? id : null,
    });
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    write: (message) => feed.logged([{ at: "now", level: "info", plugin: "p", message }]),
    breakConnections: () => server.closeAllConnections(),
    restart() {
      feed = new RegistryFeed();
      server.closeAllConnections();
    },
    refuse: (status) => (refusal = status),
    asked: () => asked,
  };
}

interface Followed {
  readonly seen: string[];
  readonly told: string[];
  readonly outcome: ReturnType<typeof followLogs>;
  stop: () => void;
}

function follow({ url }: Pick<Service, "url">, isFollowing = true): Followed {
  const interruption = new AbortController();
  onTestFinished(() => interruption.abort());
  const [seen, told]: [string[], string[]] = [[], []];
  const address = { url, key: null, isAsked: true };
  const outcome = followLogs(address, {
    follow: isFollowing,
    signal: interruption.signal,
    onLine: ({ message }: LogLine) => seen.push(message),
    find: () => Promise.resolve(address),
    onLost: () => told.push("lost"),
    onBack: () => told.push("back"),
  });
  return { seen, told, outcome, stop: () => interruption.abort() };
}

test("every line is read once and in order, however often the connection breaks or the service starts again", async () => {
  const step = constantFrom("write", "write", "break", "restart" as const);
  await assert(
    asyncProperty(array(step, { maxLength: 12 }), async (steps) => {
      const service = await startService();
      service.write("first");
      const { seen, stop, outcome } = follow(service);
      const written = ["first"];
      await expect.poll(() => seen).toEqual(written);
      for (const [index, each] of steps.entries()) {
        if (each === "break") service.breakConnections();
        else if (each === "restart") {
          // What a service wrote last is lost with it, when nobody has read it by then.
          await expect.poll(() => seen).toEqual(written);
          service.restart();
        } else {
          written.push(String(index));
          service.write(String(index));
        }
      }
      await expect.poll(() => seen).toEqual(written);
      stop();
      expect(await outcome).toEqual({ kind: "done", value: null });
    }),
    { numRuns: 8 },
  );
});

test("that the service is gone is told once, and so is its return", async () => {
  const service = await startService();
  service.write("one");
  const { seen, told, stop } = follow(service);
  await expect.poll(() => seen).toEqual(["one"]);
  service.refuse(503);
  service.breakConnections();
  const before = service.asked();
  await expect.poll(service.asked).toBeGreaterThan(before + 2);
  expect(told).toEqual(["lost"]);
  service.refuse(null);
  await expect.poll(() => told).toEqual(["lost", "back"]);
  stop();
});

test("who is refused by its key asks no more", async () => {
  const service = await startService();
  service.refuse(401);
  expect(await follow(service).outcome).toMatchObject({ kind: "problem" });
  service.refuse(null);
  service.write("one");
  const { seen, told, outcome } = follow(service);
  await expect.poll(() => seen).toEqual(["one"]);
  service.refuse(403);
  service.breakConnections();
  expect(await outcome).toMatchObject({ kind: "problem" });
  expect(told).toEqual(["lost"]);
});

test("of more lines than are kept those that are kept are read", async () => {
  const service = await startService();
  for (let line = 0; line < 2_500; line += 1) service.write(String(line));
  const { seen, outcome } = follow(service, false);
  expect(await outcome).toEqual({ kind: "done", value: null });
  expect(seen).toHaveLength(1_900);
  expect(seen.at(-1)).toBe("2499");
});
