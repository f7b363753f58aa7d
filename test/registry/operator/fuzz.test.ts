import { writeFileSync } from "node:fs";
import http from "node:http";
import { connect } from "node:net";
import {
  array,
  assert,
  asyncProperty,
  constant,
  constantFrom,
  dictionary,
  jsonValue,
  oneof,
  option,
  record,
  string,
  tuple,
  uint8Array,
} from "fast-check";
import { expect, test } from "vitest";
import { ADMIN, startServer, USER, type Served } from "./served.ts";

/** Whoever has to wait longer for an answer has none. */
const HANG_MS = 120_000;
const RUNS = Number(process.env["PATCHBAY_FUZZ_RUNS"] ?? 60);

/** What an answer may be beyond what is described for the operation: the request never got as far as one. */
const BEFORE_ANY_OPERATION = new Set([400, 403, 404, 413, 431]);

interface Operation {
  readonly responses: Readonly<Record<string, unknown>>;
}
interface Description {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
}
interface Sent {
  readonly method: string;
  readonly path: string;
  readonly headers: Headers;
  readonly body: string | null;
}
interface Heard {
  readonly status: number;
  readonly type: string;
  readonly text: string;
}

const MANIFEST = [
  "- name: steady\n  module: ./plugins/steady.js:Steady\n",
  "- name: routed\n  module: ./plugins/routed.js:Routed\n",
  "- name: broken\n  module: ./plugins/steady.js:Broken\n",
  "- module: bad\n",
].join("");

const name = oneof(
  constantFrom("steady", "routed", "broken", "invalid_plugin_0", "discover", "__proto__", "a b"),
  string({ maxLength: 40, unit: "binary" }),
);
const query = oneof(
  constant(""),
  constantFrom("?hook=ping", "?hook=", "?hook=a&hook=b", "?hook[a]=1", "?", "?%", "?hook=%zz"),
  dictionary(string({ maxLength: 8 }), string({ maxLength: 8 })).map(
    (given) => `?${new URLSearchParams(given).toString()}`,
  ),
);
const body = option(
  oneof(
    jsonValue({ maxDepth: 4 }).map((value) => JSON.stringify(value)),
    record({ config: jsonValue({ maxDepth: 3 }) }).map((value) => JSON.stringify(value)),
    record({ payload: dictionary(string(), jsonValue({ maxDepth: 2 })), source: string() }).map(
      (value) => JSON.stringify(value),
    ),
    record({
      module: constantFrom("./plugins/steady.js:Steady", "./x.js:Y", "x", "os:constants"),
      entry_point: option(string({ maxLength: 12 })),
      name: option(string({ maxLength: 12, unit: "binary" })),
      enabled: option(jsonValue({ maxDepth: 0 })),
      config: option(jsonValue({ maxDepth: 2 })),
    }).map((value) => JSON.stringify(value)),
    string({ maxLength: 60, unit: "binary" }),
    constantFrom("{", "[]", "null", '{"config":{"__proto__":{"a":1}}}', "[".repeat(5_000)),
  ),
  { freq: 5 },
);
const value = oneof(
  string({ maxLength: 30 }),
  // What may stand in a header: Latin-1 but for control characters.
  uint8Array({ min: 0xa0, maxLength: 12 }).map((bytes) => Buffer.from(bytes).toString("latin1")),
).map((text) => text.trim());
const header = oneof(
  tuple(
    constantFrom("content-type"),
    constantFrom("application/json", "text/plain", "a/b", ";", ""),
  ),
  tuple(constantFrom("host"), constantFrom("localhost", "evil.example", "127.0.0.1:1", "", "[::1")),
  tuple(constantFrom("origin", "sec-fetch-site"), constantFrom("null", "http://x", "cross-site")),
  tuple(constantFrom("last-event-id", "accept", "accept-encoding", "range", "cookie"), value),
  tuple(constantFrom("content-encoding", "expect", "x-http-method-override", "forwarded"), value),
  tuple(constantFrom("x-forwarded-for", "x-forwarded-host", "if-none-match", "te"), value),
);
type Headers = Readonly<Record<string, string>>;
const credentials = oneof(
  { weight: 6, arbitrary: constant<Headers>({ "x-api-key": ADMIN }) },
  { weight: 1, arbitrary: constant<Headers>({ authorization: `Bearer ${ADMIN}` }) },
  { weight: 1, arbitrary: constant<Headers>({ "x-api-key": USER }) },
  { weight: 1, arbitrary: constant<Headers>({}) },
  { weight: 1, arbitrary: value.map((key): Headers => ({ "x-api-key": key })) },
  { weight: 1, arbitrary: value.map((key): Headers => ({ authorization: key })) },
);

/** Asks as no well-behaved client would. Rejects when nothing is answered for too long. */
function ask(url: string, { method, path, headers, body: sent }: Sent): Promise<Heard> {
  return new Promise((resolve, reject) => {
    const { hostname, port } = new URL(url);
    const request = http.request({ hostname, port, method, path, headers, agent: false });
    const deadline = setTimeout(() => {
      request.destroy(new Error(`no answer to ${method} ${path}`));
    }, HANG_MS);
    request.on("response", (response) => {
      const type = response.headers["content-type"] ?? "";
      const heard = (text: string): void => {
        clearTimeout(deadline);
        resolve({ status: response.statusCode ?? 0, type, text });
        request.destroy();
      };
      // A stream of events has no end: that it starts is all there is to see.
      if (type.startsWith("text/event-stream")) return heard("");
      const chunks: Buffer[] = [];
      response.on("data", (chunk: Buffer) => chunks.push(chunk));
      response.on("end", () => heard(Buffer.concat(chunks).toString()));
    });
    request.on("error", reject);
    request.end(sent ?? undefined);
  });
}

/** Whether a request with these headers may be told anything but what is wrong with it. */
function isLetIn(key: Headers, path: string): boolean {
  if (/^\/(healthz|readyz|metrics|openapi\.json|docs)$/.test(path)) return true;
  const given = key["x-api-key"] ?? key["authorization"] ?? "";
  return given.includes(ADMIN) || (given === USER && path.startsWith("/routed"));
}

async function operationsOf({ ask: askServer }: Served) {
  const { body: description } = await askServer<Description>("GET /openapi.json");
  const described = Object.entries(description.paths).flatMap(([path, operations]) =>
    Object.entries(operations).map(([method, { responses }]) => ({
      method: method.toUpperCase(),
      path,
      statuses: new Set(Object.keys(responses).map(Number)),
    })),
  );
  return [
    ...described,
    { method: "GET", path: "/openapi.json", statuses: new Set([200]) },
    { method: "GET", path: "/docs", statuses: new Set([200]) },
    // What plugins serve.
    { method: "GET", path: "/routed/hello/{who}", statuses: new Set([200, 401, 429, 503]) },
    { method: "POST", path: "/routed/echo", statuses: new Set([200, 401, 429, 503]) },
    { method: "DELETE", path: "/routed", statuses: new Set([200, 401, 429, 503]) },
  ];
}

test("whatever is sent to an operation, with a key or without, the answer is one that is described, and never a failure of ours", async () => {
  const served = await startServer({ manifest: MANIFEST });
  const operations = await operationsOf(served);
  expect(operations.length).toBeGreaterThan(18);
  for (const { method, path, statuses } of operations) {
    // Each operation meets the registry as it was at first.
    writeFileSync(`${served.folder}/plugins.yaml`, MANIFEST);
    expect((await served.ask("POST /plugins/reload")).body.plugins).toHaveLength(4);
    await assert(
      asyncProperty(
        name,
        query,
        credentials,
        array(header, { maxLength: 3 }),
        body,
        async (...given) => {
          const [part, asked, key, further, sent] = given;
          const at = path.replace(/\{\w+\}/, () => encodeURIComponent(part.toWellFormed()));
          const length = sent === null ? {} : { "content-length": String(Buffer.byteLength(sent)) };
          const headers = {
            "content-type": "application/json",
            ...length,
            ...key,
            ...Object.fromEntries(further),
          };
          const heard = await ask(served.url, { method, path: at + asked, headers, body: sent });
          const shown = `${method} ${at}${asked} ${JSON.stringify([headers, sent])} -> ${heard.status} ${heard.text}`;
          expect(heard.status, shown).toBeLessThan(500);
          // A name may lead elsewhere: `discover` is an address of its own, and dots are resolved.
          const isElsewhere = path.includes("{") && /^(discover|\.*)$/.test(part);
          const isExpected = statuses.has(heard.status) || BEFORE_ANY_OPERATION.has(heard.status);
          expect(isElsewhere || isExpected, shown).toBe(true);
          if (heard.status >= 400) {
            expect(heard.type, shown).toMatch(/^application\/problem\+json\b/);
            expect(JSON.parse(heard.text), shown).toMatchObject({
              status: heard.status,
              code: expect.stringMatching(/^[a-z-]+\/[a-z-]+$/),
            });
          }
          if (!isLetIn(key, path)) expect(heard.status, shown).toBeGreaterThanOrEqual(400);
        },
      ),
      { numRuns: RUNS },
    );
  }
  expect(served.failures).toEqual([]);
  expect((await served.ask("GET /healthz")).status).toBe(200);
});

test("bytes that are no HTTP are answered or cut off, and the next client is served", async () => {
  const served = await startServer({ manifest: MANIFEST });
  const port = Number(new URL(served.url).port);
  const line = oneof(
    uint8Array({ minLength: 1, maxLength: 200 }).map((bytes) => Buffer.from(bytes)),
    constantFrom(
      "GET",
      "GET /plugins HTTP/1.1\r\n\r\n",
      "GET /%zz HTTP/1.1\r\nHost: localhost\r\n\r\n",
      "GET //evil.example/plugins HTTP/1.1\r\nHost: localhost\r\n\r\n",
      "GET http://evil.example/plugins HTTP/1.1\r\nHost: localhost\r\n\r\n",
      "OPTIONS * HTTP/1.1\r\nHost: localhost\r\n\r\n",
      "CONNECT a:1 HTTP/1.1\r\nHost: localhost\r\n\r\n",
      "PROPFIND /plugins HTTP/1.1\r\nHost: localhost\r\n\r\n",
      "POST /plugins/reload HTTP/1.1\r\nHost: localhost\r\nContent-Length: x\r\n\r\n",
      "POST /plugins/reload HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n",
      `GET /${"a".repeat(70_000)} HTTP/1.1\r\nHost: localhost\r\n\r\n`,
      `GET / HTTP/1.1\r\nHost: localhost\r\nX: ${"a".repeat(70_000)}\r\n\r\n`,
    ).map((text) => Buffer.from(text, "latin1")),
  );
  await assert(
    asyncProperty(array(line, { minLength: 1, maxLength: 3 }), async (lines) => {
      const said = await exchange(port, Buffer.concat(lines));
      for (const [, status] of said.matchAll(/^HTTP\/1\.1 (\d{3})/gm)) {
        expect(Number(status), said).toBeLessThan(500);
      }
      expect((await served.ask("GET /healthz")).status).toBe(200);
    }),
    { numRuns: RUNS },
  );
  expect(served.failures).toEqual([]);
});

test.each([
  ["no HTTP", "hello\r\n\r\n", 400, "request/malformed"],
  [
    "headers without an end",
    `GET / HTTP/1.1\r\nX: ${"a".repeat(70_000)}`,
    431,
    "request/headers-too-large",
  ],
])("%s is told as a problem", async (_, sent, status, code) => {
  const served = await startServer({ manifest: "" });
  const said = await exchange(Number(new URL(served.url).port), Buffer.from(sent));
  expect(said).toMatch(new RegExp(`^HTTP/1.1 ${status} `));
  expect(JSON.parse(said.slice(said.indexOf("\r\n\r\n")))).toMatchObject({ status, code });
});

/** Everything that the server says until it ends the connection. */
function exchange(port: number, sent: Buffer): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, "127.0.0.1");
    const deadline = setTimeout(() => {
      socket.destroy();
      reject(new Error("the connection stays open"));
    }, HANG_MS);
    let text = "";
    socket.on("data", (chunk) => (text += chunk.toString("latin1")));
    socket.on("error", () => undefined); // Cut off is an answer, too.
    socket.on("close", () => {
      clearTimeout(deadline);
      resolve(text);
    });
    socket.end(sent);
  });
}
