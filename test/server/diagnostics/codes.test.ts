import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import { DIAGNOSTIC_CODES } from "../../../server/diagnostics/index.ts";

const root = path.resolve(import.meta.dirname, "../../..");
const page = readFileSync(path.join(root, "docs/diagnostics.md"), "utf8");
const sections = new Map(
  page
    .split(/^## /m)
    .slice(1)
    .map((section) => {
      const [title = "", ...body] = section.split("\n");
      return [title.trim(), body.join("\n").trim()] as const;
    }),
);

/** What answers somebody who asked for a change has codes of its own, for its refusals. */
const ANSWERING = /^(?:operator|discovery|cli)\b/;
/** Of the areas that diagnostics have. */
const CODE_OF_DIAGNOSTIC =
  /\bcode: "((?:manifest|module|hook|secret|config|plugin|suppression)\/[a-z-]+)"/g;

test("every code has a section in the documentation, and every section has a code", () => {
  expect([...sections.keys()].toSorted()).toEqual(Object.keys(DIAGNOSTIC_CODES).toSorted());
});

test("every section says what the code means and how to mend it", () => {
  for (const [code, body] of sections) {
    expect(body.split(/\n\n+/).length, code).toBeGreaterThanOrEqual(2);
  }
});

test("every code that the registry or the server writes is in the table", () => {
  const written = ["registry", "server"].flatMap((folder) =>
    readdirSync(path.join(root, folder), { recursive: true, encoding: "utf8" })
      .filter((file) => file.endsWith(".ts") && !ANSWERING.test(file))
      .flatMap((file) => {
        const text = readFileSync(path.join(root, folder, file), "utf8");
        return [...text.matchAll(CODE_OF_DIAGNOSTIC)].map(([, code]) => code);
      }),
  );
  const unknown = [...new Set(written)].filter(
    (code) => code && !Object.hasOwn(DIAGNOSTIC_CODES, code),
  );
  expect(unknown).toEqual([]);
});
