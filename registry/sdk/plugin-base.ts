import type { z } from "zod";
import type { HookOptions, HookSpec } from "./hook-options.ts";
import type { DeclaredResult, HookPayloads, HookResult } from "./hooks.ts";
import type { Router } from "./router.ts";

/** Writes to the plugin's own log channel. */
export interface PluginLog {
  debug(...message: readonly unknown[]): void;
  info(...message: readonly unknown[]): void;
  warn(...message: readonly unknown[]): void;
  error(...message: readonly unknown[]): void;
}

/** What the registry gives a plugin when it constructs it. */
export interface PluginContext<Config = Record<string, unknown>> {
  /** The name in the manifest, which may differ from the class's own. */
  readonly name: string;
  /** The entry's `config`, parsed by the class's `configSchema` where it has one. */
  readonly config: Config;
  readonly log: PluginLog;
  /** A secret's value; undefined when it is missing. */
  getSecret(name: string): unknown;
  /** Fires a hook at every other plugin and waits for their handlers; answers with the result of a first-result hook. */
  emit(hook: string, payload: Record<string, unknown>): Promise<unknown>;
  isEnabled(): boolean;
}

/** What marks a plugin class, so that one made by another copy of this package is known too. */
const PLUGIN_BRAND: unique symbol = Symbol.for("patchbay.plugin");

/** A schema of zod, or a JSON Schema that is written out. */
export type ConfigSchema = z.ZodType | Readonly<Record<string, unknown>>;

type ConfigOf<Schema> = Schema extends z.ZodType ? z.output<Schema> : Record<string, unknown>;

/**
 * What a plugin extends. Only `name` has to be declared; a hook is handled by a method of its name, in either
 * spelling (`post_plan` or `postPlan`), provided that the hook is listed in `hooks` or in the manifest.
 *
 * The type parameter is the type of the class's `configSchema`, and gives `this.config` its type. A class whose schema is a JSON Schema has none.
 */
export abstract class PluginBase<Schema extends z.ZodType | undefined = undefined> {
  /** @internal */
  static readonly [PLUGIN_BRAND]: boolean = true;
  /** The plugin's name where the manifest is silent. */
  static readonly name: string = "";
  static readonly description: string = "";
  static readonly version: string = "0.0.0";
  /** The hooks that the plugin handles: names, or `HookOptions` where it matters when it is called. */
  static readonly hooks: readonly (string | HookOptions)[] = [];
  /** What the plugin promises about the hooks that it emits, by name. */
  static readonly hookSpecs: Readonly<Record<string, HookSpec>> = {};
  /** The secrets without which the plugin cannot work. */
  static readonly requiredSecrets: readonly string[] = [];
  /** Checks and completes the entry's `config` before the plugin is constructed. */
  static readonly configSchema: ConfigSchema | undefined = undefined;

  readonly #context: PluginContext<ConfigOf<Schema>>;

  constructor(context: PluginContext<ConfigOf<Schema>>) {
    this.#context = context;
  }

  /** The name in the manifest. */
  get name(): string {
    return this.#context.name;
  }
  get config(): ConfigOf<Schema> {
    return this.#context.config;
  }
  get log(): PluginLog {
    return this.#context.log;
  }
  get enabled(): boolean {
    return this.#context.isEnabled();
  }

  /** Called when the plugin becomes active: at start, when it is enabled, and after a reload. */
  onEnable?(): void | Promise<void>;
  /** Called when the plugin is disabled, removed, or about to be replaced by newer code. */
  onDisable?(): void | Promise<void>;
  /** Called on the new instance after a reload, before `onEnable`, with what the old one's `exportState` returned. */
  onReload?(state: unknown): void | Promise<void>;
  /** What the next generation should start from. Any structured-cloneable value. */
  exportState?(): unknown;
  /** HTTP routes that the operator API serves while the plugin is enabled. */
  getRouter?(): Router | null;

  /** A secret's value as text; `fallback`, by default undefined, when it is missing. Never log it. */
  getSecret(name: string): string | undefined;
  getSecret(name: string, fallback: string): string;
  getSecret(name: string, fallback?: string): string | undefined {
    const value = this.#context.getSecret(name);
    if (value === undefined || value === null || value === "") return fallback;
    return typeof value === "string" ? value : JSON.stringify(value);
  }

  /**
   * Fires a hook at every other active plugin, in manifest order, and waits for their handlers. Of a first-result hook it gives the
   * result; undefined when nobody had one. Throws when the plugin emits without end.
   */
  emit<Hook extends keyof HookPayloads>(
    hook: Hook,
    payload: HookPayloads[Hook],
  ): Promise<HookResult<Hook>>;
  emit<Hook extends string>(
    hook: Hook,
    payload: Record<string, unknown>,
  ): Promise<DeclaredResult<Hook>>;
  emit(hook: string, payload: object): Promise<unknown> {
    return this.#context.emit(hook, payload as Record<string, unknown>);
  }
}

/** A concrete plugin class, as a manifest entry names it. */
export interface PluginClass {
  new (context: PluginContext<never>): object;
  readonly name: string;
  readonly description: string;
  readonly version: string;
  readonly hooks: readonly (string | HookOptions)[];
  readonly hookSpecs?: Readonly<Record<string, HookSpec>>;
  readonly requiredSecrets: readonly string[];
  readonly configSchema: ConfigSchema | undefined;
}

/** Whether a value is a class that extends `PluginBase`, of this copy of the package or of another. */
export function isPluginClass(value: unknown): value is PluginClass {
  return typeof value === "function" && PLUGIN_BRAND in value && value !== PluginBase;
}
