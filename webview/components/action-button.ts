import { html, type TemplateResult } from "lit";
import type { FromDashboard } from "../../schemas/index.ts";
import type { PluginRow } from "../state/index.ts";
import { ask } from "./events.ts";
import { icons } from "./icons.ts";

interface Action {
  readonly label: string;
  readonly icon: TemplateResult;
  readonly message: FromDashboard;
}

/** What a row offers: null where this plugin has nothing to offer, so that the buttons stand in columns. */
export function rowActions(row: PluginRow): readonly (Action | null)[] {
  return [toggle(row), reload(row), row.sourceFile === null ? openEntry(row) : openSource(row)];
}

/** What the details offer: everything that can be done with the plugin. */
export function detailActions(row: PluginRow): readonly Action[] {
  const source = row.sourceFile === null ? null : openSource(row);
  return [toggle(row), reload(row), source, openEntry(row)].filter((action) => action !== null);
}

/** An entry that breaks the schema can only be mended. */
function toggle({ name: plugin, enabled, state }: PluginRow): Action | null {
  if (state === "invalid") return null;
  return enabled
    ? { label: `Disable ${plugin}`, icon: icons.disable, message: { kind: "disable", plugin } }
    : { label: `Enable ${plugin}`, icon: icons.enable, message: { kind: "enable", plugin } };
}

/** What was never loaded cannot be loaded again. */
function reload({ name: plugin, state }: PluginRow): Action | null {
  if (state === "invalid" || state === "unloaded") return null;
  return { label: `Reload ${plugin}`, icon: icons.reload, message: { kind: "reload", plugin } };
}

function openSource({ name: plugin }: PluginRow): Action {
  const label = `Open source of ${plugin}`;
  return { label, icon: icons.openSource, message: { kind: "open-source", plugin } };
}

function openEntry({ name: plugin }: PluginRow): Action {
  const label = `Open manifest entry of ${plugin}`;
  return { label, icon: icons.manifest, message: { kind: "open-entry", plugin } };
}

/** A quiet button that asks the editor to carry out the action; where there is none, the room of one. */
export function actionButton(
  from: HTMLElement,
  action: Action | null,
  tabIndex: 0 | -1,
): TemplateResult {
  if (action === null) return html`<span class="no-action"></span>`;
  return html`<button
    class="icon-button"
    type="button"
    tabindex=${tabIndex}
    title=${action.label}
    aria-label=${action.label}
    @click=${(event: Event) => {
      event.stopPropagation(); // the row behind it would be chosen
      ask(from, action.message);
    }}
  >
    ${action.icon}
  </button>`;
}
