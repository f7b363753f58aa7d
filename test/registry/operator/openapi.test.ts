import { readFileSync } from "node:fs";
import { Validator } from "@seriousme/openapi-schema-validator";
import { expect, test } from "vitest";
import { PROBLEMS } from "../../../registry/operator/problems.ts";
import { startServer, STEADY } from "./served.ts";

interface Description {
  readonly paths: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
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
  "post /plugins/install/preview",
  "post /plugins/reload",
  "post /plugins/{name}/config",
  "post /plugins/{name}/disable",
  "post /plugins/{name}/enable",
  "post /plugins/{name}/reload",
];

test("the description is valid and names every endpoint", async () => {
  const { ask, url } = await startServer({ manifest: STEADY });
  const { body } = await ask<Description & Record<string, unknown>>("GET /openapi.json");
  const result = await new Validator().validate(structuredClone(body));
  expect(result.errors ?? []).toEqual([]);
  const described = Object.entries(body.paths).flatMap(([path, operations]) =>
    Object.keys(operations).map((method) => `${method} ${path}`),
  );
  expect(described.toSorted()).toEqual(ENDPOINTS);
  const page = await ask("GET /docs");
  for (const path of Object.keys(body.paths)) expect(page.text).toContain(`${path}<`);
  expect(page.text).toContain(` ${url}/plugins`);
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
