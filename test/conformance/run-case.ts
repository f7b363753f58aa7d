import { expect } from "vitest";
import type { FireReport, HookStats, ReloadReport } from "../../schemas/index.ts";
import type { Case, Expectation, Step } from "./corpus.ts";
import type { Target } from "./target.ts";

/** What the steps so far led to. */
interface Seen {
  fired: FireReport | null;
  reports: readonly ReloadReport[];
}

/** Takes a target, which was started in the case's world, through its steps. */
export async function runCase(target: Target, { steps }: Case): Promise<void> {
  const seen: Seen = { fired: null, reports: [] };
  for (const step of steps) await runStep(target, step, seen);
}

async function runStep(target: Target, step: Step, seen: Seen): Promise<void> {
  if ("manifest" in step) await target.saveManifest(step.manifest);
  else if ("refresh" in step) await target.refresh?.();
  else if ("file" in step) await target.saveFile(step.file, step.text);
  else if ("reload" in step) seen.reports = await target.reload(step.reload);
  else if ("fire" in step) {
    for (let times = 0; times < step.times; times++) {
      const payload = structuredClone(step.payload);
      seen.fired = await target.fire(step.fire, payload, step.source);
    }
  } else await check(target, step.expect, seen);
}

async function check(target: Target, expected: Expectation, seen: Seen): Promise<void> {
  const records = await target.records();
  if (expected.log) expect(await target.takeLog(expected.log.length)).toEqual(expected.log);
  if (expected.records) expect(records).toMatchObject(expected.records);
  if (expected.statuses) expect(await target.statuses()).toMatchObject(expected.statuses);
  if (expected.outcomes) expect(seen.fired?.outcomes).toMatchObject(expected.outcomes);
  if (expected.payload) expect(seen.fired?.payload).toEqual(expected.payload);
  if (expected.reports) expect(seen.reports).toMatchObject(expected.reports);
  for (const [plugin, hooks] of Object.entries(expected.kept ?? {})) {
    const history = records.find(({ name }) => name === plugin)?.hook_history ?? {};
    const kept = Object.entries(history).map(([hook, samples]) => [hook, samples.length]);
    expect(Object.fromEntries(kept)).toEqual(hooks);
  }
  if (expected.rounded) {
    for (const { hook_stats } of records) Object.values(hook_stats).forEach(checkRounding);
  }
  const shown = JSON.stringify([records, await target.statuses(), seen]);
  for (const text of expected.nowhere ?? []) expect(shown).not.toContain(text);
}

function checkRounding(stats: HookStats): void {
  const { invocations, total_duration_ms, last_duration_ms, avg_duration_ms } = stats;
  for (const ms of [total_duration_ms, last_duration_ms, avg_duration_ms]) {
    expect(ms).toBe(Number(ms.toFixed(3)));
  }
  // Both were rounded after the division.
  expect(Math.abs(avg_duration_ms - total_duration_ms / invocations)).toBeLessThanOrEqual(0.001);
}
