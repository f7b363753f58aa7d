import type { HookSample, LiveSample } from "../../schemas/index.ts";
import type { PluginRow, Timeline } from "./types.ts";

/** As many calls as the registry keeps for a hook; a test holds the two together. */
export const WINDOW_LIMIT = 100;

/** The timeline that these choices ask for: the present one if it fits, else an empty one that waits for its history. */
export function timelineFor(
  row: PluginRow | null,
  hook: string | null,
  present: Timeline | null,
): Timeline | null {
  const wanted = row && chooseHook(row, hook, present);
  if (!row || wanted === null) return null;
  if (present?.plugin === row.name && present.hook === wanted) return present;
  return { plugin: row.name, hook: wanted, loaded: false, samples: [] };
}

/**
 * The hook asked for, if the plugin has it; else the one that is shown, once it has calls to show (so that the page
 * does not jump when another gets busier); else the one that is called most.
 */
function chooseHook(row: PluginRow, asked: string | null, present: Timeline | null): string | null {
  if (row.hooks.some(({ hook }) => hook === asked)) return asked;
  const shown = present?.plugin === row.name ? present.hook : null;
  if (row.hooks.some(({ hook, invocations }) => hook === shown && invocations > 0)) return shown;
  const busiest = row.hooks.toSorted((one, other) => other.invocations - one.invocations)[0];
  return busiest?.hook ?? null;
}

/** Takes in the kept history. An answer for a choice that was left meanwhile changes nothing. */
export function withHistory(
  timeline: Timeline | null,
  answer: {
    readonly plugin: string;
    readonly hook: string;
    readonly samples: readonly HookSample[];
  },
): Timeline | null {
  if (timeline?.plugin !== answer.plugin || timeline.hook !== answer.hook) return timeline;
  return { ...timeline, loaded: true, samples: answer.samples.slice(-WINDOW_LIMIT) };
}

/**
 * Appends the calls of this plugin and hook. The history may already hold calls whose batch was still under way when
 * it was asked for: those are not shown twice.
 */
export function withSamples(
  timeline: Timeline | null,
  batch: readonly LiveSample[],
): Timeline | null {
  if (!timeline) return null;
  const calls = batch.filter(
    ({ plugin, hook }) => plugin === timeline.plugin && hook === timeline.hook,
  );
  if (calls.length === 0) return timeline;
  const shown = new Set(timeline.samples.map(identityOf));
  const fresh = calls.map(({ sample }) => sample).filter((call) => !shown.has(identityOf(call)));
  if (fresh.length === 0) return timeline;
  return { ...timeline, samples: [...timeline.samples, ...fresh].slice(-WINDOW_LIMIT) };
}

/** Two calls of one hook in the same millisecond that also took equally long cannot be told apart on the page. */
function identityOf({ timestamp, status, duration_ms: durationMs }: HookSample): string {
  return `${timestamp} ${status} ${durationMs}`;
}
