import { readFileSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import { ATTRIBUTE, DURATION, FAILURES, PLUGINS } from "../../../registry/otel/names.ts";

const page = readFileSync(
  path.resolve(import.meta.dirname, "../../../docs/opentelemetry.md"),
  "utf8",
);

test("the page names every attribute", () => {
  for (const attribute of Object.values(ATTRIBUTE)) expect(page).toContain(`\`${attribute}\``);
});

test("the page names every metric with its unit, and no other", () => {
  const written = [...page.matchAll(/^\| `(patchbay\.[a-z.]+)` +\| `([^`]+)`/gm)];
  expect(written.map(([, name, unit]) => [name, unit])).toEqual(
    [DURATION, FAILURES, PLUGINS].map(({ name, unit }) => [name, unit]),
  );
});
