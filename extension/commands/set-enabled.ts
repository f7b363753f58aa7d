import { window } from "vscode";
import type { RegistrySnapshot } from "../../schemas/index.ts";
import { progressWhenSlow } from "../base/index.ts";
import { changeManifest } from "../manifest/index.ts";
import { isBehind } from "../views/index.ts";
import type { RunningCommand, RunningContext } from "./command.ts";
import { offerSave } from "./offer-save.ts";
import { pickPlugin, pluginNamed } from "./pick-plugin.ts";
import { reportProblem, reportState } from "./report-state.ts";

/** Enables a plugin in the manifest. */
export const enable: RunningCommand = {
  id: "patchbay.enable",
  needs: "registry",
  async run(context, argument) {
    const plugin = await pickPlugin(argument, {
      plugins: context.plugins,
      title: "Enable Plugin",
      filter: ({ summary, state }) => state !== "invalid" && !summary.enabled,
    });
    if (plugin === null) return;
    await progressWhenSlow(`Enabling ${plugin}`, setEnabled(context, plugin, true));
  },
};

/** Disables a plugin in the manifest. */
export const disable: RunningCommand = {
  id: "patchbay.disable",
  needs: "registry",
  async run(context, argument) {
    const plugin = await pickPlugin(argument, {
      plugins: context.plugins,
      title: "Disable Plugin",
      filter: ({ summary, state }) => state !== "invalid" && summary.enabled,
    });
    if (plugin === null) return;
    await progressWhenSlow(`Disabling ${plugin}`, setEnabled(context, plugin, false));
  },
};

async function setEnabled(
  context: RunningContext,
  plugin: string,
  enabled: boolean,
): Promise<void> {
  const { language, place, registry } = context;
  const outcome = await changeManifest(language, place.uri, {
    kind: "set-enabled",
    plugin,
    enabled,
  });
  switch (outcome.kind) {
    case "saved":
      return reportObserved(await registry.manifestSaved(outcome.text), plugin, enabled);
    case "unchanged":
      return reportObserved(await context.host.snapshot(), plugin, enabled);
    case "unsaved":
      return offerSave(`${plugin} is ${wordFor(enabled)}`, outcome.save);
    case "refused":
      context.logs.main.warn(`Changing ${plugin} in the manifest: ${outcome.reason}`);
      void window.showErrorMessage(`Patchbay: ${outcome.reason}`);
  }
}

/** What the registry made of it: nothing yet, as long as it cannot follow the manifest. */
function reportObserved(snapshot: RegistrySnapshot, plugin: string, enabled: boolean): void {
  const observed = pluginNamed(snapshot.plugins, plugin);
  const problem = snapshot.manifestProblems[0];
  if (observed?.summary.enabled !== enabled && problem && isBehind(snapshot.manifestProblems)) {
    const what = `${plugin} is ${wordFor(enabled)} in the manifest, which has an error and is not followed`;
    return reportProblem(what, problem);
  }
  if (observed) reportState(observed);
}

function wordFor(enabled: boolean): string {
  return enabled ? "enabled" : "disabled";
}
