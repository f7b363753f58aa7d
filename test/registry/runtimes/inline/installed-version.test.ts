import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { openManifest } from "../../../../registry/index.ts";

const CLASS = (member: string): string => `const { PluginBase } = require("patchbay");
exports.Ticket = class Ticket extends PluginBase { ${member} };
`;

/** The state of an entry that pins the plugin of an installed package of version 1.4.2. */
async function stateOf(range: string, member = ""): Promise<string> {
  const folder = mkdtempSync(path.join(tmpdir(), "patchbay-installed-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const write = (file: string, text: string): void => {
    mkdirSync(path.dirname(path.join(folder, file)), { recursive: true });
    writeFileSync(path.join(folder, file), text);
  };
  write("node_modules/acme/package.json", JSON.stringify({ name: "acme", version: "1.4.2" }));
  write("node_modules/acme/ticket.js", CLASS(member));
  write("plugins.yaml", `- {name: t, module: acme/ticket:Ticket, version: "${range}"}\n`);
  const platform = await openManifest(path.join(folder, "plugins.yaml"));
  const [status] = platform.registry.statuses();
  await platform.close();
  return [status?.state, ...(status?.problems ?? []).map(({ code }) => code)].join(" ");
}

test("a class that states no version has that of its package", async () => {
  expect(await stateOf("^1.4.0")).toBe("active");
  expect(await stateOf("^2.0.0")).toBe("failed version/not-satisfied");
});

test("a class that states its version has that one", async () => {
  expect(await stateOf("^3.0.0", 'static version = "3.1.0";')).toBe("active");
  expect(await stateOf("^1.4.0", 'static version = "3.1.0";')).toBe("failed version/not-satisfied");
});
