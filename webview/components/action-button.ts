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

/** What can be done with one plugin, in the order in which the buttons stand. */
export function actionsOf(row: PluginRow): readonly Action[] {
  const plugin = row.name;
  const actions: Action[] = [
    row.enabled
      ? { label: `Disable ${plugin}`, icon: icons.disable, message: { kind: "disable", plugin } }
      : { label: `Enable ${plugin}`, icon: icons.enable, message: { kind: "enable", plugin } },
    { label: `Reload ${plugin}`, icon: icons.reload, message: { kind: "reload", plugin } },
  ];
  if (row.sourceFile !== null) {
    actions.push({
      label: `Open source of ${plugin}`,
      icon: icons.openSource,
      message: { kind: "open-source", plugin },
    });
  }
  actions.push({
    label: `Open manifest entry of ${plugin}`,
    icon: icons.manifest,
    message: { kind: "open-entry", plugin },
  });
  return actions;
}

/** A quiet button that asks the editor to carry out the action. */
export function actionButton(from: HTMLElement, action: Action, tabIndex: 0 | -1): TemplateResult {
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
