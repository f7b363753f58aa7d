import type { ToDashboard } from "../../schemas/index.ts";
import { announceChanges } from "./announce.ts";
import { toRows } from "./rows.ts";
import { timelineFor, withHistory, withSamples } from "./timeline.ts";
import type { Choices, DashboardState, PluginRow, Timeline } from "./types.ts";

export function initialState(choices: Choices): DashboardState {
  return {
    target: { kind: "starting" },
    rows: null,
    manifestProblems: [],
    choices,
    timeline: null,
    announcement: "",
  };
}

/** The state after a message of the extension. */
export function receive(state: DashboardState, message: ToDashboard): DashboardState {
  switch (message.kind) {
    case "target": {
      const { target } = message;
      if (target.kind === "running") return { ...state, target };
      // Another registry counts from the start: nothing of the last one may be shown as if it were this one's.
      return { ...initialState(state.choices), target };
    }
    case "snapshot": {
      const rows = toRows(message.snapshot, state.rows);
      return withTimeline({
        ...state,
        rows,
        manifestProblems: message.snapshot.manifestProblems,
        announcement: announceChanges(state.rows, rows) || state.announcement,
      });
    }
    case "samples":
      return showTimeline(state, withSamples(state.timeline, message.samples));
    case "history":
      return showTimeline(state, withHistory(state.timeline, message));
  }
}

/** The state after the person chose something else to look at. */
export function choose(state: DashboardState, change: Partial<Choices>): DashboardState {
  const choices = { ...state.choices, ...change };
  // Another plugin's timeline starts with its own hook unless one was asked for too.
  if (change.plugin !== undefined && change.hook === undefined) {
    return withTimeline({ ...state, choices: { ...choices, hook: null } });
  }
  return withTimeline({ ...state, choices });
}

/** The row whose details are open; null when none is chosen or the manifest no longer names it. */
export function chosenRow({ rows, choices }: DashboardState): PluginRow | null {
  return rows?.find((row) => row.key === choices.plugin) ?? null;
}

function withTimeline(state: DashboardState): DashboardState {
  return showTimeline(state, timelineFor(chosenRow(state), state.choices.hook, state.timeline));
}

/** The same state when the timeline is the same: nothing is rendered then. */
function showTimeline(state: DashboardState, timeline: Timeline | null): DashboardState {
  return timeline === state.timeline ? state : { ...state, timeline };
}
