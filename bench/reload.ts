import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { createServer, type ViteDevServer } from "vite";
import { forkHost, quantile, type ForkedHost } from "./base/forked-host.ts";

const SAVES = 100;
/** Saves before anything counts: both sides compile themselves first. */
const WARM_UP = 10;
const CASES = [
  { kilobytes: 1, plugins: 1 },
  { kilobytes: 1, plugins: 100 },
  { kilobytes: 50, plugins: 1 },
] as const;

/** From a save in the editor until the new code answers, against Vite's SSR module reload. In turns, in one run. */
export async function run(): Promise<void> {
  console.log("Save to live (ms over 100 saves; ratios are at p50)");
  console.log("  size   plugins   ours p50   ours p95   vite p50   vite p95   vite/ours");
  for (const { kilobytes, plugins } of CASES) {
    const { ours, vite } = await measure(kilobytes, plugins);
    const columns = [
      `${kilobytes} KB`.padStart(6),
      String(plugins).padStart(10),
      ...[ours, vite].flatMap((times) =>
        [0.5, 0.95].map((at) => quantile(times, at).toFixed(2).padStart(11)),
      ),
      `${(quantile(vite, 0.5) / quantile(ours, 0.5)).toFixed(2)}x`.padStart(12),
    ];
    console.log(columns.join(""));
  }
}

async function measure(
  kilobytes: number,
  plugins: number,
): Promise<{ ours: readonly number[]; vite: readonly number[] }> {
  const folder = mkdtempSync(path.join(tmpdir(), "patchbay-bench-"));
  writeWorkspace(folder, kilobytes, plugins);
  const host = await forkHost(folder, 5_000);
  const server = await createServer({
    root: folder,
    configFile: false,
    logLevel: "silent",
    server: { middlewareMode: true, hmr: false, watch: null },
    appType: "custom",
  });
  const ours: number[] = [];
  const vite: number[] = [];
  for (let save = 1; save <= WARM_UP + SAVES; save += 1) {
    const counts = save > WARM_UP;
    const oursMs = await saveWithPatchbay(host, folder, pluginSource(save, kilobytes), save);
    const viteMs = await saveWithVite(server, folder, peerSource(save, kilobytes), save);
    if (counts) ours.push(oursMs);
    if (counts) vite.push(viteMs);
  }
  await server.close();
  await host.close();
  rmSync(folder, { recursive: true, force: true });
  return { ours, vite };
}

async function saveWithPatchbay(
  { calls }: ForkedHost,
  folder: string,
  text: string,
  save: number,
): Promise<number> {
  const file = path.join(folder, "plugins/p0.ts");
  const startedAt = performance.now();
  writeFileSync(file, text);
  const [report] = await calls.sourceSaved(file, text);
  const tookMs = performance.now() - startedAt;
  const { payload } = await calls.fire({ hook: "ping", payload: {} });
  if (report?.kind !== "reloaded" || payload?.["p0"] !== save) {
    throw new Error(`Save ${save} is not live: ${JSON.stringify(report)}`);
  }
  return tookMs;
}

async function saveWithVite(
  server: ViteDevServer,
  folder: string,
  text: string,
  save: number,
): Promise<number> {
  const file = path.join(folder, "peer/p0.ts");
  const startedAt = performance.now();
  writeFileSync(file, text);
  server.moduleGraph.onFileChange(file);
  const loaded: Record<string, unknown> = await server.ssrLoadModule("/peer/p0.ts");
  const tookMs = performance.now() - startedAt;
  if (loaded["save"] !== save) throw new Error(`Vite's save ${save} is not live.`);
  return tookMs;
}

function writeWorkspace(folder: string, kilobytes: number, plugins: number): void {
  mkdirSync(path.join(folder, "plugins"));
  mkdirSync(path.join(folder, "peer"));
  const names = Array.from({ length: plugins }, (_, index) => `p${index}`);
  for (const name of names) {
    writeFileSync(path.join(folder, `plugins/${name}.ts`), pluginSource(0, kilobytes));
  }
  const entries = names.map((name) => `- name: ${name}\n  module: ./plugins/${name}.ts:Plugin\n`);
  writeFileSync(path.join(folder, "plugins.yaml"), entries.join(""));
}

function pluginSource(save: number, kilobytes: number): string {
  return `import { PluginBase } from "patchbay";
export class Plugin extends PluginBase {
  static override readonly hooks: readonly string[] = ["ping"];
  ping(payload: Record<string, unknown>): void { payload[this.name] = ${save}; }
}
${filler(kilobytes)}`;
}

function peerSource(save: number, kilobytes: number): string {
  return `class PluginBase { readonly name: string = "p0"; }
export const save: number = ${save};
export class Plugin extends PluginBase {
  static readonly hooks: readonly string[] = ["ping"];
  ping(payload: Record<string, unknown>): void { payload[this.name] = save; }
}
${filler(kilobytes)}`;
}

function filler(kilobytes: number): string {
  const count = Math.max(0, Math.round((kilobytes * 1_024 - 300) / fillerLine(0).length));
  return Array.from({ length: count }, (_, index) => fillerLine(index)).join("");
}

function fillerLine(index: number): string {
  return `function helper${index}(a: number, b: string): string { return b + String(a * ${index}); }\n`;
}
