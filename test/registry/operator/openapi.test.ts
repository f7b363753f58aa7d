import { readFileSync } from "node:fs";
import { Validator } from "@seriousme/openapi-schema-validator";
import {
  assert,
  asyncProperty,
  constantFrom,
  dictionary,
  jsonValue,
  oneof,
  option,
  record,
  string,
} from "fast-check";
import { expect, test } from "vitest";
import { PROBLEMS } from "../../../registry/operator/problems.ts";
import { startServer, STEADY } from "./served.ts";

interface Description {
  readonly paths: Readonly<
    Record<
      string,
      Readonly<Record<string, { readonly responses: Readonly<Record<string, unknown>> }>>
    >
  >;
}

const ENDPOINTS = [
  "delete /plugins/{name}",
  "get /events",
  "get /healthz",
  "get /metrics",
  "get /plugins",
  "get /plugins/discover",
  "get /plugins/{name}",
  "get /plugins/{name}/history",
  "get /readyz",
  "patch /plugins/{name}/config",
  "post /hooks/{hook}",
  "post /plugins/install",
  "post /plugins/reload",
  "post /plugins/{name}/config",
  "post /plugins/{name}/disable",
  "post /plugins/{name}/enable",
  "post /plugins/{name}/reload",
];

test("the description is valid and names every endpoint", async () => {
  const { ask } = await startServer({ manifest: STEADY });
  const { body } = await ask<Description & Record<string, unknown>>("GET /openapi.json");
  const result = await new Validator().validate(structuredClone(body));
  expect(result.errors ?? []).toEqual([]);
  const described = Object.entries(body.paths).flatMap(([path, operations]) =>
    Object.keys(operations).map((method) => `${method} ${path}`),
  );
  expect(described.toSorted()).toEqual(ENDPOINTS);
  const page = await ask("GET /docs");
  for (const path of Object.keys(body.paths)) expect(page.text).toContain(`${path}<`);
});

test("the documentation names every endpoint and every code with its status, and no other", () => {
  const page = new URL("../../../docs/operator-api.md", import.meta.url);
  const text = readFileSync(page, "utf8");
  const endpoints = [...text.matchAll(/^\| `([A-Z]+ \/[^`]*)`/gm)].map(([, endpoint = ""]) =>
    endpoint.replace(/^[A-Z]+/, (method) => method.toLowerCase()),
  );
  expect(endpoints.toSorted()).toEqual(ENDPOINTS);
  const codes = [...text.matchAll(/^\| `([a-z-]+\/[a-z-]+)` +\| (\d{3})/gm)];
  expect(Object.fromEntries(codes.map(([, code, status]) => [code, Number(status)]))).toEqual(
    Object.fromEntries(Object.entries(PROBLEMS).map(([code, [status]]) => [code, status])),
  );
});

test("whatever is asked, the answer is one that is described, and never a failure of ours", async () => {
  const manifest = `${STEADY}- name: broken\n  module: ./plugins/steady.js:Broken\n- module: bad\n`;
  const { ask, failures } = await startServer({ manifest });
  const { body: description } = await ask<Description>("GET /openapi.json");
  const endpoints = ENDPOINTS.filter((endpoint) => endpoint !== "get /events");
  const part = oneof(
    constantFrom("steady", "broken", "invalid_plugin_0", "__proto__", "..", "%", "ping", "a b"),
    string({ maxLength: 40, unit: "binary" }),
  );
  const body = option(
    oneof(
      jsonValue({ maxDepth: 4 }),
      record({ config: jsonValue({ maxDepth: 3 }) }),
      record({ payload: dictionary(string(), jsonValue({ maxDepth: 2 })) }),
      record({
        module: constantFrom("./plugins/steady.js:Steady", "./x.js:Y", "x", "os:constants"),
        name: option(string({ maxLength: 12 })),
        config: option(jsonValue({ maxDepth: 2 })),
      }),
      string().map((text) => ({ raw: text })),
    ),
    { nil: undefined },
  );
  await assert(
    asyncProperty(constantFrom(...endpoints), part, body, async (endpoint, name, sent) => {
      const [method = "", path = ""] = endpoint.split(" ");
      const at = path.replace(/\{\w+\}/, encodeURIComponent(name.toWellFormed()));
      const isBodyless = method === "get";
      const answer = await ask<{ code?: string }>(
        `${method.toUpperCase()} ${at}`,
        isBodyless ? undefined : sent,
      );
      // A name that URLs resolve (`..`) leads elsewhere.
      const isSamePath = new URL(at, "http://localhost").pathname === at && name !== "";
      const described = Object.keys(description.paths[path]?.[method]?.responses ?? {});
      if (isSamePath) {
        const shown = `${endpoint} ${JSON.stringify([name, sent])} -> ${answer.status} ${answer.text}`;
        expect(described.includes(String(answer.status)), shown).toBe(true);
      }
      expect(answer.status).toBeLessThan(500);
      if (answer.status >= 400) expect(answer.body.code).toMatch(/^[a-z-]+\/[a-z-]+$/);
    }),
    { numRuns: 300 },
  );
  expect(failures).toEqual([]);
});
