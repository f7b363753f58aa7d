import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { forkHost, quantile, type ForkedHost } from "./base/forked-host.ts";

const HANGS = 100;
const CRASHES = 20;
const DEADLINE_MS = 100;
const PLUGINS = 20;
/** The thread in reserve is started when the plugins have been left alone for half a second. */
const RESERVE_READY_MS = 1_200;

interface Recovery {
  /** From the moment a plugin began to hold or end the thread until another plugin answered again. */
  readonly tookMs: number;
  readonly isRightCulprit: boolean;
  /** Whether the other plugins still knew what they had counted. */
  readonly isStateKept: boolean;
}

/** From the moment a plugin begins to hold its thread, or ends it, until the other plugins answer again. */
export async function run(): Promise<void> {
  console.log(`Recovery (${PLUGINS} plugins in one thread)`);
  console.log(
    "                                       times   right culprit   state kept   p50 ms   p95 ms",
  );
  const hang = `for (;;);`;
  print(`hang, deadline ${DEADLINE_MS} ms`, await repeat(HANGS, hang, "reserve"));
  // Ends the thread without a word, as code in C++ that gives up does.
  const crash = `process.reallyExit(1);`;
  print("crash, thread in reserve", await repeat(CRASHES, crash, "reserve"));
  print("crash, cold", await repeat(CRASHES, crash, "cold"));
}

function print(what: string, recoveries: readonly Recovery[]): void {
  const times = recoveries.map(({ tookMs }) => tookMs);
  const count = (is: (one: Recovery) => boolean): string =>
    `${recoveries.filter(is).length} of ${recoveries.length}`;
  console.log(
    [
      `  ${what.padEnd(36)}`,
      String(recoveries.length).padStart(6),
      count(({ isRightCulprit }) => isRightCulprit).padStart(16),
      count(({ isStateKept }) => isStateKept).padStart(13),
      quantile(times, 0.5).toFixed(1).padStart(9),
      quantile(times, 0.95).toFixed(1).padStart(9),
    ].join(""),
  );
}

async function repeat(times: number, body: string, start: "reserve" | "cold"): Promise<Recovery[]> {
  const recoveries: Recovery[] = [];
  for (let time = 0; time < times; time += 1) {
    recoveries.push(await measure(`p${time % PLUGINS}`, body, start));
  }
  return recoveries;
}

async function measure(
  culprit: string,
  body: string,
  start: "reserve" | "cold",
): Promise<Recovery> {
  const folder = mkdtempSync(path.join(tmpdir(), "patchbay-bench-"));
  writeWorkspace(folder, culprit, body);
  const host = await forkHost(folder, DEADLINE_MS);
  await host.calls.fire({ hook: "ping", payload: {} });
  if (start === "reserve") await delay(RESERVE_READY_MS);
  const startedAt = performance.now();
  await host.calls.fire({ hook: "hang", payload: {} });
  const counts = await countsOf(host);
  const tookMs = performance.now() - startedAt;
  const { plugins } = await host.calls.snapshot();
  const stopped = plugins.filter(({ state }) => state === "quarantined");
  await host.close();
  rmSync(folder, { recursive: true, force: true });
  return {
    tookMs,
    isRightCulprit: stopped.map(({ summary }) => summary.name).join() === culprit,
    isStateKept: counts.length === PLUGINS - 1 && counts.every((count) => count === 2),
  };
}

async function countsOf({ calls }: ForkedHost): Promise<unknown[]> {
  const { payload } = await calls.fire({ hook: "ping", payload: {} });
  return Object.values(payload ?? {});
}

function writeWorkspace(folder: string, culprit: string, body: string): void {
  mkdirSync(path.join(folder, "plugins"));
  let manifest = "";
  for (let index = 0; index < PLUGINS; index += 1) {
    const name = `p${index}`;
    writeFileSync(
      path.join(folder, `plugins/${name}.js`),
      `import { PluginBase } from "patchbay";
export class Plugin extends PluginBase {
  static hooks = ["ping", "hang"];
  pings = 0;
  ping(payload) { payload[this.name] = ++this.pings; }
  ${name === culprit ? `hang() { ${body} }` : ""}
}
`,
    );
    manifest += `- name: ${name}\n  module: ./plugins/${name}.js:Plugin\n`;
  }
  writeFileSync(path.join(folder, "plugins.yaml"), manifest);
}
