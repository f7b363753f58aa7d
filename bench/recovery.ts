import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { forkHost, quantile } from "./base/forked-host.ts";

const HANGS = 20;
const DEADLINE_MS = 100;
const PLUGINS = 20;

/** From the moment a plugin begins to hold the thread until another plugin answers again. */
export async function run(): Promise<void> {
  const times: number[] = [];
  let rightCulprit = 0;
  for (let hang = 0; hang < HANGS; hang += 1) {
    const { tookMs, culprit } = await measure(hang % PLUGINS);
    times.push(tookMs);
    if (culprit === `p${hang % PLUGINS}`) rightCulprit += 1;
  }
  console.log(
    `Recovery from a hang (deadline ${DEADLINE_MS} ms, ${PLUGINS} plugins in the thread)`,
  );
  console.log(`  right culprit  ${rightCulprit} of ${HANGS}`);
  console.log(
    `  hang to serving again (ms)  p50 ${quantile(times, 0.5).toFixed(0)}  p95 ${quantile(times, 0.95).toFixed(0)}`,
  );
}

async function measure(hanging: number): Promise<{ tookMs: number; culprit: string | null }> {
  const folder = mkdtempSync(path.join(tmpdir(), "patchbay-bench-"));
  writeWorkspace(folder, hanging);
  const host = await forkHost(folder, DEADLINE_MS);
  const startedAt = performance.now();
  const report = await host.calls.fire({ hook: "hang", payload: {} });
  const { payload } = await host.calls.fire({ hook: "ping", payload: {} });
  const tookMs = performance.now() - startedAt;
  if (Object.keys(payload ?? {}).length !== PLUGINS - 1)
    throw new Error("The others do not serve.");
  const culprit = report.outcomes.find(({ kind }) => kind === "timed-out");
  await host.close();
  rmSync(folder, { recursive: true, force: true });
  return { tookMs, culprit: culprit?.plugin ?? null };
}

function writeWorkspace(folder: string, hanging: number): void {
  mkdirSync(path.join(folder, "plugins"));
  let manifest = "";
  for (let index = 0; index < PLUGINS; index += 1) {
    const body = index === hanging ? "hang() { for (;;); }" : "";
    writeFileSync(
      path.join(folder, `plugins/p${index}.js`),
      `import { PluginBase } from "patchbay";
export class Plugin extends PluginBase {
  static hooks = ["ping", "hang"];
  ping(payload) { payload[this.name] = true; }
  ${body}
}
`,
    );
    manifest += `- name: p${index}\n  module: ./plugins/p${index}.js:Plugin\n`;
  }
  writeFileSync(path.join(folder, "plugins.yaml"), manifest);
}
