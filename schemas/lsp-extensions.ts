import type { ConfigSchemas, RegistrySnapshot } from "./host-protocol.ts";
import type { ManifestChange } from "./manifest.ts";

/**
 * What Patchbay's language server and its editor client say beyond LSP. Any editor may leave all of it out.
 * `line` and `character` are LSP's.
 */

export interface LspPosition {
  readonly line: number;
  readonly character: number;
}
export interface LspRange {
  readonly start: LspPosition;
  readonly end: LspPosition;
}

/** `initializationOptions`. Every field may be absent. */
export interface ServerOptions {
  /** False: no `.env` and no secrets file is read, and nothing outside the workspace. Default: true. */
  readonly trusted?: boolean;
  /** More folders in which dotted module references are looked up. */
  readonly sourceRoots?: readonly string[];
  /** True: the editor knows `CLIENT_COMMANDS`. Default: false, and nothing is offered that needs one. */
  readonly clientCommands?: boolean;
  /** True: another server of the editor reports what is no valid YAML; this one then does not. Default: false. */
  readonly yamlIsChecked?: boolean;
}

/** Client to server, notification: the workspace became trusted. */
export const TRUST_GRANTED = "patchbay/trustGranted";

/** Client to server, notification: the names (never values) that the editor's secret store holds. */
export const STORED_SECRETS = "patchbay/storedSecrets";
export interface StoredSecretsParams {
  readonly names: readonly string[];
}

/** Client to server, notification: the running registry, for live errors and state; null when it stopped. */
export const REGISTRY_STATE = "patchbay/registryState";
export interface RegistryStateParams {
  readonly manifestUri: string;
  readonly snapshot: RegistrySnapshot | null;
}

/** Client to server, notification: what the classes that run say about their `config`, whenever other code runs. */
export const CONFIG_SCHEMAS = "patchbay/configSchemas";
export interface ConfigSchemasParams {
  readonly manifestUri: string;
  readonly schemas: ConfigSchemas;
}

/** Client to server, request: the text edits that carry out a change of the manifest, and nothing else. */
export const PLAN_EDIT = "patchbay/planEdit";
export interface PlanEditParams {
  readonly uri: string;
  /** The manifest as the client has it, unsaved edits included: the answer's ranges are of this text. */
  readonly text: string;
  readonly change: ManifestChange;
}
export type PlanEditResult =
  | {
      readonly kind: "edits";
      readonly edits: readonly { readonly range: LspRange; readonly newText: string }[];
    }
  | { readonly kind: "unchanged" }
  | { readonly kind: "refused"; readonly reason: string };

/** Client to server, request: where a plugin's entry stands, by name; null when there is none. */
export const LOCATE_ENTRY = "patchbay/locateEntry";
export interface LocateEntryParams {
  readonly uri: string;
  readonly plugin: string;
}

/** Commands that the server's code actions and lenses name, and that the client registers. */
export const CLIENT_COMMANDS = {
  /** Arguments: the secret's name. */
  setSecret: "patchbay.setSecret",
  /** Arguments: `MoveSecretParams`. */
  moveSecret: "patchbay.moveSecret",
  /** Arguments: a plugin's name. */
  enable: "patchbay.enable",
  disable: "patchbay.disable",
  reload: "patchbay.reload",
  openSource: "patchbay.openSource",
  openEntry: "patchbay.openEntry",
  /** Arguments: `{ plugin }`, whose hooks are to be chosen from. */
  fireHook: "patchbay.fireHook",
} as const;

/** A secret that stands in a manifest: the client reads it there, stores it, and then applies the edits. */
export interface MoveSecretParams {
  readonly uri: string;
  /** The version of the document that the ranges are about: in another one, other text stands there. */
  readonly version: number;
  readonly secret: string;
  /** Where the value stands, as it is written: with its quotes. */
  readonly value: LspRange;
  /** What takes it out of the manifest. */
  readonly edits: readonly { readonly range: LspRange; readonly newText: string }[];
}
