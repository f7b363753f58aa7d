import type { FactoryHealth, PluginKind, Problem } from "../../../schemas/index.ts";
import { Listeners } from "../../base/listeners.ts";
import { NO_SLOT, type PluginCalls } from "../plugin-calls.ts";
import { checked, specOf } from "./checked-spec.ts";
import { contribute, type StagedSpec } from "./contributors.ts";
import {
  MalformedSpecError,
  NameTakenError,
  PluginNotFoundError,
  PluginRegistrationError,
} from "./errors.ts";
import type { PluginHealthStatus } from "./health.ts";
import {
  bySpecOrder,
  specKey,
  type FactoryRegistration,
  type PluginSpec,
  type SpecRegistrar,
} from "./plugin-spec.ts";
import { SpecInstances } from "./spec-instances.ts";

/** Something installed that registers plugins when it is loaded. */
export interface EntryPoint {
  readonly name: string;
  /** The announced object: a contributor. */
  load(): unknown;
}

/** What came of a contributor: what it registered, or why it registered nothing. */
export type ContributionOutcome =
  | { readonly kind: "registered"; readonly specs: readonly StagedSpec[] }
  | {
      readonly kind: "failed";
      readonly problem: Problem;
      /** The spec that has the name, if that is the reason. When it is gone, registering may be tried again. */
      readonly taken: Pick<PluginSpec, "kind" | "name"> | null;
    };

/** What came of loading entry points: how many registered their plugins, and why the others did not. */
export interface EntryPointReport {
  readonly loaded: number;
  readonly problems: readonly (Problem & { readonly entryPoint: string })[];
}

/**
 * Typed extension points: specs by kind and name, the instances that their factories made, and those instances' health.
 * Source: Nexus Core, `PluginRegistry`. Unlike there, `onLoad` and `onUnload` are called.
 */
export class SpecRegistry implements SpecRegistrar {
  readonly #calls: PluginCalls;
  readonly #deadlineMs: number;
  readonly #specs = new Map<string, PluginSpec>();
  readonly #instances: SpecInstances;
  /** By key, where a contributor registered it. */
  readonly #origins = new Map<string, string>();
  readonly #freed = new Listeners();

  constructor(calls: PluginCalls, deadlineMs: number, warn: (problem: Problem) => void) {
    this.#calls = calls;
    this.#deadlineMs = deadlineMs;
    this.#instances = new SpecInstances(calls, deadlineMs, warn);
  }

  /** Throws `PluginRegistrationError` when the name is taken and `force` is not said, and when it is no spec. */
  register(spec: PluginSpec, options: { readonly force?: boolean } = {}): void {
    const taken = checked(spec);
    const key = specKey(taken.kind, taken.name);
    const known = this.#specs.get(key);
    if (known !== undefined && options.force !== true) {
      throw new NameTakenError(spec, known);
    }
    this.#specs.set(key, Object.freeze(taken));
    this.#origins.delete(key);
    if (known !== undefined) void this.#instances.retire(known);
  }

  registerFactory(registration: FactoryRegistration): void {
    this.register(specOf(registration), { force: registration.force ?? false });
  }

  /** Removes a spec and closes its instances; done when they are closed. Rejects with `PluginNotFoundError`. */
  async unregister(kind: PluginKind, name: string): Promise<void> {
    const spec = this.getSpec(kind, name);
    if (spec === null) throw new PluginNotFoundError(kind, name);
    this.#specs.delete(specKey(kind, name));
    this.#tellFreed();
    await this.#instances.retire(spec);
  }

  /**
   * Makes an instance, and calls its `onLoad` where it has one. Rejects with `PluginNotFoundError`, and with what the factory
   * or `onLoad` threw: such an instance is not remembered.
   */
  async create(
    kind: PluginKind,
    name: string,
    config: Readonly<Record<string, unknown>> | null = null,
  ): Promise<unknown> {
    const spec = this.getSpec(kind, name);
    if (spec === null) throw new PluginNotFoundError(kind, name);
    const instance = await this.#instances.make(spec, config ?? {}, this);
    if (this.getSpec(kind, name) === spec) this.#instances.remember(spec, instance);
    return instance;
  }

  getSpec(kind: PluginKind, name: string): PluginSpec | null {
    return this.#specs.get(specKey(kind, name)) ?? null;
  }

  /** What `contribute` was told that a registered spec is from; null when it was registered otherwise. */
  originOf(kind: PluginKind, name: string): string | null {
    return this.has(kind, name) ? (this.#origins.get(specKey(kind, name)) ?? null) : null;
  }

  has(kind: PluginKind, name: string): boolean {
    return this.#specs.has(specKey(kind, name));
  }

  /** Sorted by kind, then name. */
  listSpecs(kind?: PluginKind): PluginSpec[] {
    const specs = Array.from(this.#specs.values());
    return specs.filter((spec) => kind === undefined || spec.kind === kind).toSorted(bySpecOrder);
  }

  getEventHandlers(): PluginSpec[] {
    return this.listSpecs("event_handler");
  }

  /**
   * Asks the latest instance of every spec that has `onLoad`, `onUnload` and `healthCheck`, side by side. One that
   * throws or does not answer in time is unhealthy; the others are not affected.
   */
  healthCheckAll(): Promise<PluginHealthStatus[]> {
    return this.#instances.healthOf(this.listSpecs());
  }

  /** Tries every factory out: what it made last, or else makes for this, is asked for its health. Side by side; never rejects. */
  checkFactories(): Promise<FactoryHealth[]> {
    return Promise.all(this.listSpecs().map((spec) => this.#instances.tryOut(spec, this)));
  }

  /** Lets every entry point register its plugins. One that fails takes none of the others with it, and leaves nothing registered. */
  async loadEntryPoints(entryPoints: readonly EntryPoint[]): Promise<EntryPointReport> {
    const problems: (Problem & { entryPoint: string })[] = [];
    for (const entryPoint of entryPoints) {
      const outcome = await this.#calls.run(NO_SLOT, this.#deadlineMs, async () => {
        const from = `entry point ${entryPoint.name}`;
        this.registerAll(await contribute(this, await entryPoint.load(), from));
      });
      if (outcome.kind === "returned") continue;
      const doing = `Loading entry point ${entryPoint.name}`;
      const problem =
        outcome.kind === "threw"
          ? this.#calls.problemOf("plugin/entry-point-failed", outcome.error, doing)
          : this.#calls.problem("plugin/timed-out", `${doing} took over ${outcome.afterMs} ms`);
      problems.push({ ...problem, entryPoint: entryPoint.name });
    }
    return { loaded: entryPoints.length - problems.length, problems };
  }

  /**
   * Lets a contributor, which is at `from`, register its factories in place of those that it registered before; of its own names
   * none is taken. What fails leaves those before registered. Their instances are closed in the background: see `closed`.
   */
  async contribute(
    contributor: unknown,
    from: string,
    before: readonly StagedSpec[] = [],
  ): Promise<ContributionOutcome> {
    const own = new Set(before.map(({ spec }) => spec.factory));
    const getSpec = (kind: PluginKind, name: string): PluginSpec | null => {
      const known = this.getSpec(kind, name);
      return known === null || own.has(known.factory) ? null : known;
    };
    const has = (kind: PluginKind, name: string): boolean => getSpec(kind, name) !== null;
    const outcome = await this.#calls.run(NO_SLOT, this.#deadlineMs, async () => {
      const specs = await contribute({ has, getSpec }, contributor, from);
      refuseTaken(getSpec, specs);
      return specs;
    });
    if (outcome.kind === "returned") {
      this.#retireAll(before);
      for (const { spec } of outcome.value) {
        this.register(spec, { force: true });
        this.#origins.set(specKey(spec.kind, spec.name), from);
      }
      this.#tellFreed();
      return { kind: "registered", specs: outcome.value };
    }
    if (outcome.kind === "timed-out") {
      const text = `${from} took over ${outcome.afterMs} ms`;
      return {
        kind: "failed",
        problem: this.#calls.problem("plugin/timed-out", text),
        taken: null,
      };
    }
    const { error } = outcome;
    const taken = error instanceof NameTakenError ? error.taken : null;
    return { kind: "failed", problem: this.#problemOfRefusal(error), taken };
  }

  /** Registers all that a contributor said or, when one of the names is taken, none. */
  registerAll(registrations: readonly StagedSpec[]): void {
    refuseTaken((kind, name) => this.getSpec(kind, name), registrations);
    for (const { spec, force } of registrations) this.register(spec, { force });
  }

  /** Takes specs out that are still the registered ones, and closes their instances in the background: see `closed`. */
  removeAll(registrations: readonly StagedSpec[]): void {
    this.#retireAll(registrations);
    this.#tellFreed();
  }

  /** As `removeAll`, without closing anything: their code must not be called again. */
  forgetAll(registrations: readonly StagedSpec[]): void {
    for (const known of this.#takeOut(registrations)) this.#instances.forget(known);
    this.#tellFreed();
  }

  /** Calls the listener whenever names may be free that were taken. Answers with how to stop it. */
  onDidFree(listener: () => void): () => void {
    return this.#freed.add(listener);
  }

  /** Resolves when every instance that was let go is closed. */
  async closed(): Promise<void> {
    await this.#instances.closed();
  }

  #retireAll(registrations: readonly StagedSpec[]): void {
    for (const known of this.#takeOut(registrations)) void this.#instances.retire(known);
  }

  #tellFreed(): void {
    this.#freed.tell();
  }

  #problemOfRefusal(thrown: unknown): Problem {
    const isMalformed = thrown instanceof MalformedSpecError;
    const isRefused = thrown instanceof PluginRegistrationError && !isMalformed;
    const code = thrown instanceof NameTakenError ? "plugin/name-taken" : "module/not-a-plugin";
    return isRefused
      ? this.#calls.problemOf(code, thrown, "")
      : this.#calls.problemOf("plugin/threw-on-register", thrown, "Registering its factories");
  }

  /** Removes the specs that are still the registered ones, and answers with them. */
  #takeOut(registrations: readonly StagedSpec[]): readonly PluginSpec[] {
    const known = registrations.flatMap(({ spec }) => {
      const registered = this.getSpec(spec.kind, spec.name);
      return registered?.factory === spec.factory ? registered : [];
    });
    for (const { kind, name } of known) this.#specs.delete(specKey(kind, name));
    return known;
  }
}

function refuseTaken(
  registered: SpecRegistry["getSpec"],
  registrations: readonly StagedSpec[],
): void {
  for (const { spec, force } of registrations) {
    const known = registered(spec.kind, spec.name);
    if (known !== null && !force) throw new NameTakenError(spec, known);
  }
}
