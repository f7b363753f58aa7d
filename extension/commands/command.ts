import type { EditorCalls, PluginStatus } from "../../schemas/index.ts";
import type { Dashboard } from "../dashboard/index.ts";
import type { PluginDebugging } from "../debugging/index.ts";
import type { FireDocuments } from "../fire/index.ts";
import type { LanguageService } from "../language/index.ts";
import type { ManifestPlace, ManifestTracker } from "../manifest/index.ts";
import type { OperatorApi } from "../operator-api/index.ts";
import type { RegistryClient } from "../host/index.ts";
import type { SecretVault } from "../secrets/index.ts";
import type { Logs, ReloadStatus, StatusDocument } from "../status/index.ts";
import type { FactoriesView } from "../views/index.ts";

/** What every command may use. */
export interface CommandContext {
  readonly registry: RegistryClient;
  readonly manifests: ManifestTracker;
  readonly language: LanguageService;
  readonly vault: SecretVault;
  readonly logs: Logs;
  readonly reloads: ReloadStatus;
  readonly fires: FireDocuments;
  readonly status: StatusDocument;
  readonly dashboard: Dashboard;
  readonly operatorApi: OperatorApi;
  readonly debugging: PluginDebugging;
  readonly factories: FactoriesView;
  readonly activation: Activation;
}

/** What is known of the extension itself. */
export interface Activation {
  readonly version: string;
  /** How long `activate` took. */
  readonly tookMs: () => number;
}

/** With a host that answers: a command that needs one cannot be called without. */
export interface RunningContext extends CommandContext {
  readonly host: EditorCalls;
  readonly place: ManifestPlace;
  readonly plugins: readonly PluginStatus[];
}

/** A command that works whatever the registry's state. `argument` is what its caller gave: anything. */
export interface PlainCommand {
  readonly id: string;
  readonly needs: "nothing";
  run(context: CommandContext, argument: unknown): Promise<void> | void;
}

/** A command that needs a running registry. Without one the user is told why there is none. */
export interface RunningCommand {
  readonly id: string;
  readonly needs: "registry";
  run(context: RunningContext, argument: unknown): Promise<void>;
}

export type Command = PlainCommand | RunningCommand;
