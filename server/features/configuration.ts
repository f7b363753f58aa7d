import type { Feature, ServerContext } from "./feature.ts";
import { isRecord } from "../workspace/index.ts";

const SECTION = "patchbay";

/** The section `patchbay` of the editor's settings: asked for where the editor answers, else taken as it is sent. */
export const configuration: Feature = {
  capabilities: {},

  register(context) {
    const { connection, workspace } = context;
    return connection.onDidChangeConfiguration(({ settings }) => {
      if (workspace.setup.asksConfiguration) ask(context);
      else if (isRecord(settings)) workspace.applySettings(settings[SECTION]);
    });
  },

  start(context) {
    if (context.workspace.setup.asksConfiguration) ask(context);
    else findManifests(context);
  },
};

function ask(context: ServerContext): void {
  askForSettings(context).catch((error: unknown) => {
    context.log.failed("Asking the editor for its settings", error);
  });
}

async function askForSettings(context: ServerContext): Promise<void> {
  const { connection, workspace } = context;
  workspace.applySettings(await connection.workspace.getConfiguration(SECTION));
  findManifests(context);
}

function findManifests({ workspace, log }: ServerContext): void {
  workspace.findManifests().catch((error: unknown) => {
    log.failed("Looking for the workspace's manifests", error);
  });
}
