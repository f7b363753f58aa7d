import { Uri, type ExtensionContext } from "vscode";
import { createApi, type PatchbayApi } from "./api.ts";
import { registerCommands } from "./commands/index.ts";
import { Dashboard } from "./dashboard/index.ts";
import { FireDocuments } from "./fire/index.ts";
import { followRegistry, LanguageService } from "./language/index.ts";
import { ManifestTracker } from "./manifest/index.ts";
import { followSaves, followWorkspace, RegistryClient } from "./host/index.ts";
import { followSecrets, SecretVault } from "./secrets/index.ts";
import { followReloads, Logs, ReloadStatus, showRegistryStatus } from "./status/index.ts";
import { PluginsView } from "./views/index.ts";

/** Ends the processes. Set while the extension is active. */
let close = async (): Promise<void> => undefined;

/** Wires the parts. Nothing is awaited: a registry that cannot start costs no editing, and the other way round. */
export function activate({
  extensionUri,
  secrets,
  subscriptions,
  workspaceState,
}: ExtensionContext): PatchbayApi {
  const startedAtMs = performance.now();
  const bundle = (name: string): string => Uri.joinPath(extensionUri, "dist", name).fsPath;
  const logs = new Logs();
  const language = new LanguageService({ serverFile: bundle("server.js"), log: logs.main });
  const manifests = new ManifestTracker();
  const vault = new SecretVault(secrets);
  const registry = new RegistryClient(bundle("host.js"), logs.main);
  close = async () => {
    await Promise.all([registry.close(), language.close()]);
  };

  void language.restart(); // never rejects: a failure is logged
  const reloads = new ReloadStatus();
  const fires = new FireDocuments(workspaceState);
  const dashboard = new Dashboard({ extensionUri, registry, manifests, log: logs.main });
  const api = createApi(registry);
  subscriptions.push(
    logs,
    manifests,
    vault,
    registry,
    reloads,
    fires,
    dashboard,
    api,
    new PluginsView(registry),
    showRegistryStatus(registry, manifests),
    followReloads(registry, reloads, logs),
    followRegistry(language, registry, manifests),
    followSecrets({ vault, manifests, registry, language, log: logs.main }),
    followSaves(registry, manifests, logs.main),
    followWorkspace(registry, manifests, vault),
    registerCommands({ registry, manifests, language, vault, logs, reloads, fires, dashboard }),
  );
  logs.main.info(`Activated in ${(performance.now() - startedAtMs).toFixed(1)} ms`);
  return api;
}

/** Ends the language server and the registry host, and settles when both are gone. */
export function deactivate(): Promise<void> {
  return close();
}
