import { Uri, type ExtensionContext } from "vscode";
import { createApi, type PatchbayApi } from "./api.ts";
import { registerCommands } from "./commands/index.ts";
import { Dashboard } from "./dashboard/index.ts";
import { PluginDebugging } from "./debugging/index.ts";
import { FireDocuments } from "./fire/index.ts";
import {
  followConfigSchemas,
  followEnter,
  followRegistry,
  LanguageService,
} from "./language/index.ts";
import { ManifestTracker } from "./manifest/index.ts";
import { ApiKeys, OperatorApi, showApiStatus } from "./operator-api/index.ts";
import { followSaves, followWorkspace, RegistryClient } from "./host/index.ts";
import { followSecrets, SecretVault } from "./secrets/index.ts";
import {
  followReloads,
  Logs,
  ReloadStatus,
  showRegistryStatus,
  StatusDocument,
} from "./status/index.ts";
import { FactoriesView, PluginsView } from "./views/index.ts";

/** Ends the processes. Set while the extension is active. */
let close = async (): Promise<unknown> => undefined;

/** Wires the parts. Nothing is awaited: a registry that cannot start costs no editing, and the other way round. */
export function activate(context: ExtensionContext): PatchbayApi {
  const startedAtMs = performance.now();
  const { extension, extensionUri, subscriptions } = context;
  const bundle = (name: string): string => Uri.joinPath(extensionUri, "dist", name).fsPath;
  const logs = new Logs();
  const log = logs.main;
  const language = new LanguageService({ serverFile: bundle("server.js"), log });
  const manifests = new ManifestTracker();
  const vault = new SecretVault(context.secrets);
  const registry = new RegistryClient(bundle("host.js"), log);
  close = () => Promise.all([registry.close(), language.close()]);
  void language.restart(); // never rejects: a failure is logged
  const reloads = new ReloadStatus();
  const status = new StatusDocument();
  const fires = new FireDocuments(context.workspaceState);
  const dashboard = new Dashboard({ extensionUri, registry, manifests, log });
  const operatorApi = new OperatorApi({
    registry,
    manifests,
    keys: new ApiKeys(context.secrets),
    memory: context.workspaceState,
    log,
  });
  const debugging = new PluginDebugging({ registry, ownFolder: bundle(""), log });
  const factories = new FactoriesView(registry);
  const api = createApi(registry, operatorApi);
  const activation = { version: String(extension.packageJSON.version), tookMs: () => tookMs };
  const parts = {
    registry,
    manifests,
    language,
    vault,
    logs,
    reloads,
    status,
    fires,
    dashboard,
    operatorApi,
    debugging,
    factories,
  };
  subscriptions.push(logs, manifests, vault, registry, reloads, status, fires, dashboard);
  subscriptions.push(operatorApi, debugging, api);
  subscriptions.push(
    new PluginsView(registry, manifests),
    factories,
    showRegistryStatus(registry, manifests),
    showApiStatus(operatorApi),
    followReloads(registry, reloads, logs),
    followRegistry(language, registry, manifests),
    followEnter(),
    followConfigSchemas(language, registry, manifests, log),
    followSecrets({ vault, manifests, registry, language, log }),
    followSaves(registry, manifests, log),
    followWorkspace(registry, manifests, vault),
    registerCommands({ ...parts, activation }),
  );
  const tookMs = performance.now() - startedAtMs;
  return api;
}

/** Ends the language server and the registry host, and settles when both are gone. */
export function deactivate(): Promise<unknown> {
  return close();
}
