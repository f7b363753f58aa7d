import { html } from "lit";
import type { TargetState } from "../../schemas/index.ts";
import type { EmptyView } from "./empty-state.ts";
import { icons } from "./icons.ts";

/** What stands in the place of the table while no registry runs; null when one does. */
export function emptyViewOf(target: TargetState): EmptyView | null {
  switch (target.kind) {
    case "running":
      return null;
    case "starting":
      return STARTING;
    case "stopped":
      return {
        icon: icons.error,
        title: "The registry is not running",
        text: target.reason,
        actions: [
          { label: "Start", message: { kind: "start" } },
          { label: "Show Log", message: { kind: "show-log" } },
        ],
      };
    case "untrusted":
      return {
        icon: icons.untrusted,
        title: "This workspace is not trusted",
        text: html`In Restricted Mode Patchbay checks the manifest as you type, but runs no plugin
          and reads no <code>.env</code> file. Trust the workspace to run its plugins.`,
        actions: [{ label: "Manage Workspace Trust", message: { kind: "manage-trust" } }],
      };
    case "no-manifest":
      return {
        icon: icons.manifest,
        title: "No manifest in this workspace",
        text: html`Plugins are declared in <code>config/plugins.yaml</code> or
          <code>plugins.yaml</code>. If yours is elsewhere, name it in the setting
          <code>patchbay.manifest</code>.`,
        actions: [{ label: "Create Manifest", message: { kind: "create-manifest" } }],
      };
  }
}

export const STARTING: EmptyView = {
  icon: icons.loading,
  title: "Starting the registry…",
  text: "Plugins appear here as they load.",
  actions: [],
  busy: true,
};

export const NO_PLUGINS: EmptyView = {
  icon: icons.plug,
  title: "No plugins yet",
  text: "The manifest is there, but declares no plugin.",
  actions: [
    { label: "New Plugin…", message: { kind: "new-plugin" } },
    { label: "Open Manifest", message: { kind: "open-manifest" } },
  ],
};

export const NO_MANIFEST_READ: EmptyView = {
  icon: icons.warning,
  title: "The manifest cannot be read",
  text: "No plugin is loaded until the problems above are mended.",
  actions: [{ label: "Open Manifest", message: { kind: "open-manifest" } }],
};
