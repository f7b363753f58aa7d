import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { Worker } from "node:worker_threads";
import { forkHost, type ForkedHost } from "./base/forked-host.ts";

const RELOADS = 1_000;
/** Every fifth save is broken in one of three ways. */
const FAULTS = ["export const x = ;", `throw new Error("at import");`, ""] as const;
const WARM_UP = 200;
const PLUGINS = 50;
/** An odd number: the middle one counts. */
const ROUNDS = 5;
/** What a process takes settles only after it has been left alone, thread in reserve included. */
const SETTLED_MS = 1_500;

/** What reloads leave behind, and what plugins take, as far as the operating system and V8 can tell. */
export async function run(): Promise<void> {
  await measureReloads();
  await measurePlugins();
}

/** What the plugins' thread says of itself. */
interface Vitals {
  readonly heapBytes: number;
  readonly handles: number;
}

async function measureReloads(): Promise<void> {
  const folder = mkdtempSync(path.join(tmpdir(), "patchbay-bench-"));
  mkdirSync(path.join(folder, "plugins"));
  const file = path.join(folder, "plugins/one.ts");
  writeFileSync(file, source(0, ""));
  writeFileSync(path.join(folder, "plugins/vitals.js"), VITALS);
  writeFileSync(
    path.join(folder, "plugins.yaml"),
    "- name: one\n  module: ./plugins/one.ts:One\n- name: vitals\n  module: ./plugins/vitals.js:Vitals\n",
  );
  const host = await forkHost(folder, 5_000);
  let serving = 0;
  let wrong = 0;
  let before = await vitalsOf(host);
  for (let save = 1; save <= WARM_UP + RELOADS; save += 1) {
    const isBroken = save % 5 === 0;
    const text = source(save, isBroken ? (FAULTS[(save / 5) % FAULTS.length] ?? "") : null);
    writeFileSync(file, text);
    await host.calls.sourceSaved(file, text);
    if (!isBroken) serving = save;
    const { payload } = await host.calls.fire({ hook: "ping", payload: {} });
    if (payload?.["save"] !== serving) wrong += 1;
    if (save === WARM_UP) before = await vitalsOf(host);
  }
  const after = await vitalsOf(host);
  await host.close();
  rmSync(folder, { recursive: true, force: true });
  const grownPerReload = (after.heapBytes - before.heapBytes) / RELOADS / 1_024;
  console.log(`${RELOADS} reloads of a plugin of 4 KB, a fifth of them broken`);
  console.log(`  wrong fires                 ${wrong} of ${WARM_UP + RELOADS}`);
  console.log(`  heap growth per reload (KB) ${grownPerReload.toFixed(2)}`);
  console.log(`  handles before and after    ${before.handles} and ${after.handles}`);
}

async function vitalsOf({ calls }: ForkedHost): Promise<Vitals> {
  const { payload } = await calls.fire({ hook: "vitals", payload: {} });
  return { heapBytes: Number(payload?.["heapBytes"]), handles: Number(payload?.["handles"]) };
}

const VITALS = `import { PluginBase } from "patchbay";
import v8 from "node:v8";
import vm from "node:vm";
export class Vitals extends PluginBase {
  static hooks = ["vitals"];
  async vitals(payload) {
    v8.setFlagsFromString("--expose-gc");
    const collect = vm.runInNewContext("gc");
    for (let turn = 0; turn < 3; turn += 1) {
      await new Promise((resolve) => setTimeout(resolve, 50));
      collect();
    }
    payload.heapBytes = v8.getHeapStatistics().used_heap_size;
    payload.handles = process.getActiveResourcesInfo().length;
  }
}`;

/** A plugin that starts a timer and does not end it; null is no fault, and an empty one throws in \`onEnable\`. */
function source(save: number, fault: string | null): string {
  const filler = Array.from(
    { length: 40 },
    (_, index) =>
      `function helper${index}(a: number, b: string): string { return b + String(a * ${index}); }\n`,
  ).join("");
  return `import { PluginBase } from "patchbay";
export class One extends PluginBase {
  static override readonly hooks: readonly string[] = ["ping"];
  override onEnable(): void {
    setInterval(() => this.name, 1_000);
    ${fault === "" && save > 0 ? `throw new Error("on enable");` : ""}
  }
  ping(payload: Record<string, unknown>): void { payload["save"] = ${save}; }
}
${filler}${fault ?? ""}
`;
}

async function measurePlugins(): Promise<void> {
  // The first host of a build compiles what those after it find compiled, and takes more for it.
  await residentOfHost(1);
  const rounds: number[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    const none = await residentOfHost(1);
    rounds.push((await residentOfHost(1 + PLUGINS)) - none);
  }
  const added = rounds.toSorted((a, b) => a - b)[(ROUNDS - 1) / 2] ?? 0;
  const workers = await residentOfWorkers();
  console.log(`\n${PLUGINS} more plugins (MB of resident memory)`);
  console.log(
    `  in the plugins' thread      ${added.toFixed(1)} (${((added * 1_024) / PLUGINS).toFixed(0)} KB each)`,
  );
  console.log(`  in a worker thread each     ${workers.toFixed(1)}`);
  console.log(`  ratio                       ${(workers / Math.max(added, 0.1)).toFixed(0)}x`);
}

async function residentOfHost(plugins: number): Promise<number> {
  const folder = mkdtempSync(path.join(tmpdir(), "patchbay-bench-"));
  mkdirSync(path.join(folder, "plugins"));
  let manifest = "";
  for (let index = 0; index < plugins; index += 1) {
    writeFileSync(path.join(folder, `plugins/p${index}.ts`), source(0, null));
    manifest += `- name: p${index}\n  module: ./plugins/p${index}.ts:One\n`;
  }
  writeFileSync(path.join(folder, "plugins.yaml"), manifest);
  const host = await forkHost(folder, 5_000);
  await host.calls.fire({ hook: "ping", payload: {} });
  await delay(SETTLED_MS);
  const resident = residentMb(host.pid);
  await host.close();
  rmSync(folder, { recursive: true, force: true });
  return resident;
}

const IDLE_THREAD = new URL(
  "data:text/javascript,import { parentPort } from 'node:worker_threads'; parentPort.on('message', () => {});",
);

/** What as many threads take that do nothing but be there. */
async function residentOfWorkers(): Promise<number> {
  const before = residentMb(process.pid);
  const workers = Array.from({ length: PLUGINS }, () => new Worker(IDLE_THREAD));
  await Promise.all(
    workers.map((worker) => new Promise((resolve) => worker.once("online", resolve))),
  );
  await delay(SETTLED_MS);
  const added = residentMb(process.pid) - before;
  await Promise.all(workers.map((worker) => worker.terminate()));
  return added;
}

/** Source: proc(5), VmRSS of /proc/PID/status. */
function residentMb(pid: number): number {
  const status = readFileSync(`/proc/${pid}/status`, "utf8");
  return Number(/^VmRSS:\s+(\d+) kB/m.exec(status)?.[1]) / 1_024;
}
