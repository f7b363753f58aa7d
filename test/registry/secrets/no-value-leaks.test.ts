import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import * as fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import { stringify } from "yaml";
import { createSecretChain, maskConfig, redact } from "../../../registry/secrets/index.ts";

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), "patchbay-leaks-"));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Values in letters that nothing else is written in: not even a piece of one may be seen. */
const secret = fc.stringMatching(/^[\u03b1-\u03c9]{8,24}$/u);
const LETTER = /[\u03b1-\u03c9]/u;
const name = fc.constantFrom("A", "B", "C");
const secretsByName = fc.dictionary(name, fc.oneof(secret, fc.constantFrom("", null, 0)));
const override = fc.oneof(
  secret,
  secret.map((value) => ({ value })),
  fc.record({ env: fc.constantFrom("A", "B", "UNSET", "not a name") }),
  secret.map((env) => ({ env: `${env} ` })),
  fc.constantFrom(null, "", {}, 5),
);

/** What a file may hold: whole, cut off in the middle, or followed by what is not its format. */
const damage = fc.constantFrom<(text: string) => string>(
  (text) => text,
  (text) => text.slice(0, -3),
  (text) => `${text}\n}]: "`,
  (text) => text.replaceAll(/"(?=[\u03b1-\u03c9])/gu, ""),
  (text) => `{${text}`,
  (text) => `- ${text}`,
  (text) => `a: &x ${text}\nb: *y`,
);

const world = fc.record({
  environment: fc.dictionary(name, secret),
  stored: fc.dictionary(name, secret),
  dotenv: fc.dictionary(name, secret),
  file: fc.record({
    plugins: fc.dictionary(fc.constantFrom("my-plug", "my_plug"), secretsByName),
    global: secretsByName,
  }),
  overrides: fc.dictionary(name, override),
  damage,
  ending: fc.constantFrom("yaml", "json"),
  trusted: fc.boolean(),
});

test("no status, reason, masked config or redacted text holds a value", () => {
  fc.assert(
    fc.property(world, (given) => {
      const dotenvFile = path.join(folder, ".env");
      const secretsFile = path.join(folder, `secrets.${given.ending}`);
      const dotenv = Object.entries(given.dotenv).map(([key, value]) => `${key}="${value}"`);
      writeFileSync(dotenvFile, given.damage(dotenv.join("\n")));
      const text = given.ending === "yaml" ? stringify(given.file) : JSON.stringify(given.file);
      writeFileSync(secretsFile, given.damage(text));

      const { environment, overrides, trusted } = given;
      const stored = new Map(Object.entries(given.stored));
      const chain = createSecretChain({ environment, stored, dotenvFile, secretsFile, trusted });
      const queries = ["A", "B", "C", "plugins"].map((asked) => ({
        name: asked,
        plugin: "my-plug",
        overrides,
      }));

      const shown = [
        ...queries.map((query) => chain.status(query)),
        maskConfig({ secrets: overrides, nested: [{ Secrets: overrides }] }),
      ];
      expect(JSON.stringify(shown)).not.toMatch(LETTER);

      const values = queries.map((query) => chain.resolve(query)?.value);
      const log = `values: ${values.join(", ")} ${JSON.stringify(values)}`;
      expect(redact(log, values)).not.toMatch(LETTER);
      const all = chain.valuesToRedact(["A", "B", "C"]);
      const fromPlaces = queries.filter(({ name: asked }) => !Object.hasOwn(overrides, asked));
      const others = fromPlaces.map((query) => chain.resolve(query)?.value);
      expect(redact(others.join(", "), all)).not.toMatch(LETTER);
    }),
    { numRuns: 300 },
  );
});

test("what is resolved and what is claimed agree", () => {
  fc.assert(
    fc.property(world, ({ environment, stored, overrides, file }) => {
      const secretsFile = path.join(folder, "agree.json");
      writeFileSync(secretsFile, JSON.stringify(file));
      const places = {
        environment,
        stored: new Map(Object.entries(stored)),
        dotenvFile: null,
        secretsFile,
      };
      const chain = createSecretChain({ ...places, trusted: true });
      for (const asked of ["A", "B", "C"]) {
        const query = { name: asked, plugin: "my-plug", overrides };
        const status = chain.status(query);
        const resolved = chain.resolve(query);
        expect(status.kind).toBe(resolved === null ? "missing" : "present");
        if (status.kind === "present") expect(resolved?.source).toEqual(status.source);
      }
    }),
    { numRuns: 200 },
  );
});
