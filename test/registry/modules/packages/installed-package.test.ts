import { describe, expect, test } from "vitest";
import { openWorkspace } from "../index-fixture.ts";

const PLUGIN = `export class Ticket extends PluginBase {}\n`;
const PYTHON = "class Ticket(PluginBase):\n    pass\n";
const SITE_PACKAGES = ".venv/lib/python3.12/site-packages";

async function installed(
  reference: string,
  files: Readonly<Record<string, string>>,
): Promise<unknown> {
  const lookup = await openWorkspace(files).lookup(reference);
  if (lookup.kind !== "found") throw new Error(`not found: ${JSON.stringify(lookup)}`);
  const { name, version } = lookup.installed ?? {};
  return lookup.installed && `${name} ${version}`;
}

describe("the package that a plugin was installed with", () => {
  test.each([
    ["an npm package", "acme/ticket:Ticket", "node_modules/acme", "acme"],
    ["a scoped one", "@acme/plugins/ticket:Ticket", "node_modules/@acme/plugins", "@acme/plugins"],
  ])("is known of %s", async (_, reference, folder, name) => {
    const files = {
      [`${folder}/package.json`]: JSON.stringify({ name, version: "1.4.0" }),
      [`${folder}/ticket.js`]: PLUGIN,
    };
    expect(await installed(reference, files)).toBe(`${name} 1.4.0`);
  });

  test("is known of a workspace's own package by the name that the manifest uses", async () => {
    const files = {
      "package.json": JSON.stringify({
        name: "acme",
        version: "2.0.0",
        exports: { "./ticket": "./lib/ticket.js" },
      }),
      "lib/ticket.js": PLUGIN,
    };
    expect(await installed("acme/ticket:Ticket", files)).toBe("acme 2.0.0");
    expect(await installed("./lib/ticket.js:Ticket", files)).toBeNull();
  });

  test.each([
    ["of the same name", "Acme_Tickets", {}],
    ["that lists the module at its top", "acme-all", { "top_level.txt": "other\nacme_tickets\n" }],
    ["that recorded its files", "acme-all", { RECORD: "acme_tickets/__init__.py,sha256=x,0\n" }],
  ])("is the Python distribution %s", async (_, name, metadata) => {
    const info = `${SITE_PACKAGES}/${name.replaceAll("-", "_")}-3.1.dist-info`;
    const files = {
      ".venv/pyvenv.cfg": "",
      [`${SITE_PACKAGES}/acme_tickets/plugin.py`]: PYTHON,
      [`${info}/METADATA`]: `Metadata-Version: 2.1\nName: ${name}\nVersion: 3.1\n`,
      ...Object.fromEntries(
        Object.entries(metadata).map(([file, text]) => [`${info}/${file}`, text]),
      ),
    };
    expect(await installed("acme_tickets.plugin:Ticket", files)).toBe(`${name} 3.1`);
  });

  test.each(["", "{", '{"name": 5, "version": "1.0.0"}', '{"name": "acme"}'])(
    "is not known when its metadata is %j",
    async (text) => {
      const files = { "node_modules/acme/package.json": text, "node_modules/acme/a.js": PLUGIN };
      const lookup = await openWorkspace(files).lookup("acme/a:Ticket");
      expect(lookup).not.toMatchObject({ installed: expect.anything() });
    },
  );
});
