import { readFileSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import { ManifestFile } from "../../../registry/manifest-file/index.ts";
import { parseManifest } from "../../../registry/manifest/index.ts";
import { startServer } from "./served.ts";

const COUNT = 20;

test("clients that toggle, update and install at once lose no edit and no comment", async () => {
  const names = Array.from({ length: COUNT }, (_, index) => `plugin${index}`);
  const manifest = names
    .map(
      (name) =>
        `# about ${name}\n- name: ${name} # its name\n  module: ./plugins/steady.js:Steady\n`,
    )
    .join("");
  const { ask, folder, manifest: text } = await startServer({ manifest });
  const file = path.join(folder, "plugins.yaml");
  // A second writer, as the command line is one.
  const other = new ManifestFile(file);

  const work = names.flatMap((name, index) => [
    ask(`POST /plugins/${name}/disable`),
    ask(`PATCH /plugins/${name}/config`, { limit: index }),
    ask(`PATCH /plugins/${name}/config`, { label: `label ${index}` }),
    ask("POST /plugins/install", { module: "./plugins/steady.js:Steady", name: `new${index}` }),
    ask("GET /plugins"),
    ask("POST /hooks/ping", {}),
  ]);
  const outside = names.map((name) =>
    other.edit((document) => {
      const end = document.text.length;
      return { kind: "edits", edits: [{ span: { start: end, end }, newText: `# seen ${name}\n` }] };
    }),
  );
  const answers = await Promise.all(work);
  expect([...new Set(answers.map(({ status }) => status))]).toEqual([200]);
  expect(new Set((await Promise.all(outside)).map(({ kind }) => kind))).toEqual(
    new Set(["written"]),
  );

  const document = parseManifest(readFileSync(file, "utf8"));
  expect(document.problems).toEqual([]);
  expect(document.items).toHaveLength(2 * COUNT);
  for (const [index, name] of names.entries()) {
    expect(document.itemNamed(name)?.entry).toMatchObject({
      enabled: false,
      config: { limit: index, label: `label ${index}` },
    });
    expect(document.itemNamed(`new${index}`)?.entry).toMatchObject({ enabled: false });
    expect(text()).toContain(`# about ${name}\n- name: ${name} # its name\n`);
    expect(text()).toContain(`# seen ${name}\n`);
  }
  const { body } = await ask("GET /plugins");
  expect(body.plugins.map(({ name }) => name).toSorted()).toEqual(
    document.items.map(({ name }) => name).toSorted(),
  );
});
