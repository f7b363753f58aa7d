import { checkFactories } from "./check-factories.ts";
import { clearSecret } from "./clear-secret.ts";
import type { Command } from "./command.ts";
import { copyAsCurl } from "./copy-as-curl.ts";
import { copyOperatorApiKey, copyOperatorApiUrl } from "./copy-operator-api.ts";
import { createManifest } from "./create-manifest.ts";
import { debugPlugins } from "./debug-plugins.ts";
import { fireHook } from "./fire-hook.ts";
import { firePayload } from "./fire-payload.ts";
import { moveSecret } from "./move-secret.ts";
import { newPlugin } from "./new-plugin.ts";
import { openDashboard } from "./open-dashboard.ts";
import { openEntry } from "./open-entry.ts";
import { openManifest } from "./open-manifest.ts";
import { openProblem } from "./open-problem.ts";
import { openSource } from "./open-source.ts";
import { reload, reloadAll } from "./reload.ts";
import { restartHost } from "./restart-host.ts";
import { disable, enable } from "./set-enabled.ts";
import { setSecret } from "./set-secret.ts";
import { showLastReload } from "./show-last-reload.ts";
import { showLogs } from "./show-logs.ts";
import { showOperatorApi } from "./show-operator-api.ts";
import { showStatus } from "./show-status.ts";
import { startOperatorApi } from "./start-operator-api.ts";
import { stopOperatorApi } from "./stop-operator-api.ts";

/** Every command that Patchbay registers. */
export const COMMANDS: readonly Command[] = [
  checkFactories,
  clearSecret,
  copyAsCurl,
  copyOperatorApiKey,
  copyOperatorApiUrl,
  createManifest,
  debugPlugins,
  disable,
  enable,
  fireHook,
  firePayload,
  moveSecret,
  newPlugin,
  openDashboard,
  openEntry,
  openManifest,
  openProblem,
  openSource,
  reload,
  reloadAll,
  restartHost,
  setSecret,
  showLastReload,
  showLogs,
  showOperatorApi,
  showStatus,
  startOperatorApi,
  stopOperatorApi,
];
