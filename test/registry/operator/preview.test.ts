import { expect, test } from "vitest";
import type { InstallPreview } from "../../../schemas/index.ts";
import { startServer } from "./served.ts";

const WISH = { module: "./plugins/steady.js:Steady", name: "second" };

async function diffIn(manifest: string): Promise<string> {
  const { ask, manifest: written } = await startServer({ manifest });
  const { status, body } = await ask<InstallPreview>("POST /plugins/install/preview", WISH);
  expect(status).toBe(200);
  expect(written()).toBe(manifest);
  return body.diff;
}

test("the lines around what is added are shown, with what is secret in them masked", async () => {
  const diff = await diffIn(
    "- name: first # kept\n  module: ./plugins/steady.js:Steady\n  config: { secrets: { KEY: s3cr3t } }\n",
  );
  expect(diff).toContain(" - name: first # kept\n");
  expect(diff).toMatch(/^\+- name: second$/m);
  expect(diff).toContain("***");
  expect(diff).not.toContain("s3cr3t");
});

test("beside an entry that is not valid only what is added is shown: what is secret there is not known", async () => {
  const diff = await diffIn("- name: 5\n  config: { secrets: { KEY: s3cr3t } }\n");
  expect(diff).toMatch(/^\+- name: second$/m);
  expect(diff).not.toMatch(/s3cr3t|name: 5/);
});

test("what would be refused is refused the same", async () => {
  const { ask } = await startServer({ manifest: "- name: second\n  module: ./x.js:X\n" });
  expect((await ask("POST /plugins/install/preview", WISH)).status).toBe(400);
  expect((await ask("POST /plugins/install/preview", {})).status).toBe(422);
});
