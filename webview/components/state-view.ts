import { html, type TemplateResult } from "lit";
import type { PluginState } from "../../schemas/index.ts";
import type { StateFilter } from "../state/index.ts";
import { icons } from "./icons.ts";

interface StateView {
  readonly word: string;
  readonly icon: TemplateResult;
  /** Class of `toneStyles`. */
  readonly tone: "good" | "quiet" | "bad" | "warn";
  /** What the state means, for the tooltip. */
  readonly meaning: string;
}

/** How each state looks and is worded, everywhere on the page. */
export const STATE_VIEWS: Readonly<Record<PluginState, StateView>> = {
  active: {
    word: "Active",
    icon: icons.active,
    tone: "good",
    meaning: "Loaded and enabled: its hooks are called.",
  },
  disabled: {
    word: "Disabled",
    icon: icons.disable,
    tone: "quiet",
    meaning: "Loaded, and switched off in the manifest.",
  },
  failed: {
    word: "Failed",
    icon: icons.error,
    tone: "bad",
    meaning: "Its code could not be loaded or started.",
  },
  invalid: {
    word: "Invalid",
    icon: icons.invalid,
    tone: "bad",
    meaning: "Its entry in the manifest is wrong; nothing of it was loaded.",
  },
  quarantined: {
    word: "Quarantined",
    icon: icons.quarantined,
    tone: "bad",
    meaning: "It was stopped because it hung or exited. Reload it to try again.",
  },
  unloaded: {
    word: "Not loaded",
    icon: icons.unloaded,
    tone: "quiet",
    meaning: "Nothing has tried to load it.",
  },
};

/** A state as icon and word: colour alone tells nobody anything. */
export function stateLabel(state: PluginState): TemplateResult {
  const { word, icon, tone, meaning } = STATE_VIEWS[state];
  return html`<span class="state ${tone}" title=${meaning}
    >${icon}<span class="word">${word}</span></span
  >`;
}

/** A state where there is room for its icon only: the word is the icon's name. */
export function stateIcon(state: PluginState): TemplateResult {
  const { word, icon, tone } = STATE_VIEWS[state];
  return html`<span class="state ${tone}" title=${word}
    >${icon}<span class="visually-hidden">${word}</span></span
  >`;
}

/** How a filter by state is worded. */
export function filterWord(filter: StateFilter): string {
  if (filter === "all") return "All";
  return filter === "attention" ? "Needs attention" : STATE_VIEWS[filter].word;
}
