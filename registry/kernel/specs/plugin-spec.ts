import type { PluginKind } from "../../../schemas/index.ts";

/** How instances of one implementation of an extension point are made. Source: Nexus Core, `PluginSpec`. */
export interface PluginSpec {
  readonly kind: PluginKind;
  /** As it was registered; it is found under its normalised form. */
  readonly name: string;
  readonly version: string;
  readonly factory: PluginFactory;
  readonly description: string;
}

/** Makes an instance. Called anew for every `create`. */
export type PluginFactory = (config: Readonly<Record<string, unknown>>) => unknown;

/** Where factories are registered. */
export interface SpecRegistrar {
  register(spec: PluginSpec, options?: { readonly force?: boolean }): void;
  registerFactory(registration: FactoryRegistration): void;
}

export interface FactoryRegistration {
  readonly kind: PluginKind;
  readonly name: string;
  readonly version: string;
  readonly factory: PluginFactory;
  readonly description?: string;
  /** Replaces a spec of the same kind and name, and closes its instances. Default: false. */
  readonly force?: boolean;
}

/** What a contributor is given: it registers, and may look at what is there already. */
export interface ContributorRegistry extends SpecRegistrar {
  has(kind: PluginKind, name: string): boolean;
  getSpec(kind: PluginKind, name: string): PluginSpec | null;
}

/** The name under which a spec is found: trimmed, in lower case, `_` written as `-`. */
export function normalizePluginName(name: string): string {
  return name.trim().toLowerCase().replaceAll("_", "-");
}

/** Two specs with the same key are the same extension. Names are told apart within a kind only. */
export function specKey(kind: PluginKind, name: string): string {
  return `${kind}/${normalizePluginName(name)}`;
}

/** By kind, then by name as registered. */
export function bySpecOrder(a: PluginSpec, b: PluginSpec): number {
  return compare(a.kind, b.kind) || compare(a.name, b.name);
}

function compare(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}
