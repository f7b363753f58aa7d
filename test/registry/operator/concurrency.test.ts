import { readFileSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import { ManifestFile } from "../../../registry/manifest-file/index.ts";
import { parseManifest } from "../../../registry/manifest/index.ts";
import { startServer, type Served } from "./served.ts";

const CLIENTS = 50;
/** `PATCHBAY_CONCURRENCY_MS=60000` for the whole minute. */
const DURATION_MS = Number(process.env["PATCHBAY_CONCURRENCY_MS"] ?? 8_000);

/** What one client was told that it had changed: all of it must be in the manifest at the end. */
interface Told {
  readonly client: number;
  enabled: boolean;
  /** Its own key in its own entry's config, and in the config that all clients share. */
  own: number;
  shared: number;
  /** Whether the plugin that it installs and removes is there. */
  installed: boolean;
  changes: number;
}

test(
  `${CLIENTS} clients that toggle, update and install at once lose no edit and no comment`,
  async () => {
    const names = Array.from({ length: CLIENTS }, (_, client) => `plugin${client}`);
    const entries = [...names, "shared"].map(
      (name) =>
        `# about ${name}\n- name: ${name} # its name\n  module: ./plugins/steady.js:Steady\n`,
    );
    const served = await startServer({ manifest: entries.join("") });
    const file = path.join(served.folder, "plugins.yaml");
    const end = performance.now() + DURATION_MS;

    const [seen, ...told] = await Promise.all([
      writeBeside(new ManifestFile(file), end),
      ...names.map((_, client) => operate(served, client, end)),
    ]);
    const text = readFileSync(file, "utf8");
    const document = parseManifest(text);
    expect(document.problems).toEqual([]);
    expect(text.match(/^# seen \d+$/gm) ?? []).toEqual(
      Array.from({ length: seen }, (_, count) => `# seen ${count}`),
    );
    for (const entry of entries) expect(text).toContain(entry);
    const shared = document.itemNamed("shared")?.entry?.config ?? {};
    for (const { client, enabled, own, shared: count, installed } of told) {
      const entry = document.itemNamed(`plugin${client}`)?.entry;
      expect([entry?.enabled ?? true, entry?.config?.["own"]]).toEqual([enabled, own]);
      expect(shared[`client${client}`]).toBe(count);
      expect(document.itemNamed(`installed${client}`) !== null).toBe(installed);
    }
    // Everybody had a turn, and the registry runs what the manifest says.
    expect(Math.min(...told.map(({ changes }) => changes))).toBeGreaterThan(0);
    const { body } = await served.ask("GET /plugins");
    expect(body.plugins.map(({ name, enabled }) => [name, enabled])).toEqual(
      document.items.map(({ name, entry }) => [name, entry?.enabled ?? true]),
    );
    expect(served.failures).toEqual([]);
  },
  DURATION_MS + 120_000,
);

/** One change after the other, each different, until the time is over. */
async function operate({ ask }: Served, client: number, end: number): Promise<Told> {
  const told: Told = { client, enabled: true, own: 0, shared: 0, installed: false, changes: 0 };
  const name = `plugin${client}`;
  const change = async (request: string, body?: unknown): Promise<void> => {
    const { status, text } = await ask(request, body);
    expect(status, `${request}: ${text}`).toBe(200);
    told.changes++;
  };
  const turns: readonly (() => Promise<void>)[] = [
    async () => {
      await change(`PATCH /plugins/${name}/config`, { own: told.own + 1 });
      told.own++;
    },
    async () => {
      await change("PATCH /plugins/shared/config", { [`client${client}`]: told.shared + 1 });
      told.shared++;
    },
    async () => {
      await change(`POST /plugins/${name}/${told.enabled ? "disable" : "enable"}`);
      told.enabled = !told.enabled;
    },
    async () => {
      const at = `installed${client}`;
      const wish = { module: "./plugins/steady.js:Steady", name: at };
      if (told.installed) await change(`DELETE /plugins/${at}`);
      else await change("POST /plugins/install", wish);
      told.installed = !told.installed;
    },
    () => change("GET /plugins"),
    () => change("POST /hooks/ping", {}),
  ];
  // All of them once, however slow the machine, and each client starts with another one.
  for (let turn = 0; turn < turns.length || performance.now() < end; turn++) {
    await turns[(turn + client) % turns.length]?.();
  }
  return told;
}

/** A second writer, as the command line is one: adds a comment at the end, again and again. */
async function writeBeside(manifest: ManifestFile, end: number): Promise<number> {
  let seen = 0;
  do {
    const write = await manifest.edit(({ text }) => {
      const at = { start: text.length, end: text.length };
      return { kind: "edits", edits: [{ span: at, newText: `# seen ${seen}\n` }] };
    });
    expect(write.kind).toBe("written");
    seen++;
  } while (performance.now() < end);
  return seen;
}
