import { readdir, readFile } from "node:fs/promises";
import path from "node:path";
import { Ajv } from "ajv";
import { describe, expect, test } from "vitest";
import { generateJsonSchemas } from "../../schemas/json-schemas.ts";

const folder = path.join(import.meta.dirname, "../../schemas/generated");
const repair = "schemas/generated/ does not fit the zod schemas any more: run `npm run schemas`";

const module = "acme.plugins:Ticket";

function accepts(manifest: unknown): boolean {
  const schema = generateJsonSchemas()["manifest.schema.json"];
  return new Ajv({ strict: false }).validate(schema ?? {}, manifest);
}

describe("the generated JSON Schemas", () => {
  test("are what the zod schemas say", async () => {
    const schemas = generateJsonSchemas();
    expect(await readdir(folder), repair).toEqual(Object.keys(schemas).toSorted());
    for (const [file, schema] of Object.entries(schemas)) {
      const written: unknown = JSON.parse(await readFile(path.join(folder, file), "utf8"));
      expect(written, repair).toEqual(JSON.parse(JSON.stringify(schema)));
    }
  });

  test.each([
    ["an empty manifest", null],
    ["a list of entries", [{ name: "a", module }]],
    ["a mapping, with and without an inner name", { a: { module }, b: { name: "c", module } }],
    [
      "every field and a key of another tool's",
      [
        {
          name: "a",
          module,
          enabled: "Yes",
          description: null,
          hooks: ["x"],
          config: { k: 1 },
          kind: "ai_provider",
          version: "^1",
          owner: "me",
        },
      ],
    ],
  ])("accept %s", (_, manifest) => {
    expect(accepts(manifest)).toBe(true);
  });

  test.each([
    ["a list in which a name is missing", [{ module }]],
    ["a malformed module reference", [{ name: "a", module: "x-y:Z" }]],
    ["a word that is no boolean", [{ name: "a", module, enabled: "maybe" }]],
    ["a config that is a list", [{ name: "a", module, config: [] }]],
    ["an entry that is a text", ["a"]],
  ])("reject %s", (_, manifest) => {
    expect(accepts(manifest)).toBe(false);
  });
});
