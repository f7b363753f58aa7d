import type { Feature, ServerContext } from "./feature.ts";
import { uriOfFile } from "../base/index.ts";
import { isRecord } from "../workspace/index.ts";

const SECTION = "patchbay";

/** The section `patchbay` of the editor's settings: asked for, of each folder, where the editor answers, else taken as it is sent. */
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
    followSettings(context);
  },
};

/** Takes the settings as they are now, and looks for the manifests that they name. */
export function followSettings(context: ServerContext): void {
  if (context.workspace.setup.asksConfiguration) ask(context);
  else findManifests(context);
}

function ask(context: ServerContext): void {
  askForSettings(context).catch((error: unknown) => {
    context.log.failed("Asking the editor for its settings", error);
  });
}

async function askForSettings(context: ServerContext): Promise<void> {
  const { connection, workspace } = context;
  const { folders } = workspace;
  const [section, ...ofFolders]: unknown[] = await connection.workspace.getConfiguration([
    { section: SECTION },
    ...folders.map((folder) => ({ scopeUri: uriOfFile(folder), section: SECTION })),
  ]);
  const own = new Map(folders.map((folder, index) => [folder, ofFolders[index]]));
  workspace.applySettings(section, own);
  findManifests(context);
}

function findManifests({ workspace, log }: ServerContext): void {
  workspace.findManifests().catch((error: unknown) => {
    log.failed("Looking for the workspace's manifests", error);
  });
}
