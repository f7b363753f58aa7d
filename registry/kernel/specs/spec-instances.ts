import type { FactoryHealth, Problem } from "../../../schemas/index.ts";
import { NO_SLOT, type PluginCalls } from "../plugin-calls.ts";
import { PluginRegistrationError } from "./errors.ts";
import { checkHealth, hasLifecycle, lifecycleMethod, type PluginHealthStatus } from "./health.ts";
import { LiveInstances } from "./live-instances.ts";
import { normalizePluginName, type PluginSpec } from "./plugin-spec.ts";

type Feeling = Pick<FactoryHealth, "state" | "details" | "at">;

/** What factories made, from `onLoad` to `onUnload`. */
export class SpecInstances {
  readonly #calls: PluginCalls;
  readonly #deadlineMs: number;
  readonly #warn: (problem: Problem) => void;
  readonly #instances = new Map<PluginSpec, LiveInstances>();
  readonly #closing = new Set<Promise<unknown>>();

  constructor(calls: PluginCalls, deadlineMs: number, warn: (problem: Problem) => void) {
    this.#calls = calls;
    this.#deadlineMs = deadlineMs;
    this.#warn = warn;
  }

  /** Makes an instance and calls its `onLoad` with what it is told. Rejects with what either threw. */
  async make(
    spec: PluginSpec,
    config: Readonly<Record<string, unknown>>,
    told: unknown,
  ): Promise<unknown> {
    const instance = await this.#produce(spec, config);
    const failure = await this.#load(spec, instance, told);
    if (failure !== null) throw failure.error;
    return instance;
  }

  remember(spec: PluginSpec, instance: unknown): void {
    let instances = this.#instances.get(spec);
    if (instances === undefined) {
      instances = new LiveInstances();
      this.#instances.set(spec, instances);
    }
    instances.add(instance);
  }

  /** Asks the latest instance of every spec whose instances have a life, side by side. */
  healthOf(specs: readonly PluginSpec[]): Promise<PluginHealthStatus[]> {
    const checked = specs.flatMap((spec) => {
      const instance = this.#instances.get(spec)?.latest;
      const asked = this.#calls.attempt(NO_SLOT, () => hasLifecycle(instance));
      return asked.kind === "threw" || asked.value ? [{ spec, instance }] : [];
    });
    return Promise.all(
      checked.map(({ spec, instance }) =>
        checkHealth(this.#calls, normalizePluginName(spec.name), instance, this.#deadlineMs),
      ),
    );
  }

  /** Closes what a spec made. Never rejects: an instance that cannot close itself is gone all the same. */
  async retire(spec: PluginSpec): Promise<void> {
    const instances = this.#instances.get(spec)?.all() ?? [];
    this.#instances.delete(spec);
    const closing = Promise.all(instances.map((instance) => this.#unload(spec, instance)));
    this.#closing.add(closing);
    await closing;
    this.#closing.delete(closing);
  }

  /**
   * Asks what a spec made last how it is. One that made nothing makes an instance for this, with an empty config, and closes it again.
   * Never rejects.
   */
  async tryOut(spec: PluginSpec, told: unknown): Promise<FactoryHealth> {
    const { kind, name } = spec;
    const known = this.#instances.get(spec)?.latest;
    if (known !== undefined) return { kind, name, ...(await this.#feelingOf(spec, known)) };
    const making = this.#produce(spec, {});
    const made = await this.#calls.run(NO_SLOT, this.#deadlineMs, () => making);
    switch (made.kind) {
      case "returned":
        return { kind, name, ...(await this.#liveThrough(spec, made.value, told)) };
      case "threw":
        return { kind, name, ...this.#notMade(this.#calls.messageOf(made.error)) };
      case "timed-out":
        this.#unloadLater(spec, making);
        return { kind, name, ...this.#notMade(`It was not made within ${made.afterMs} ms`) };
    }
  }

  async #produce(spec: PluginSpec, config: Readonly<Record<string, unknown>>): Promise<unknown> {
    return this.#calls.mark(NO_SLOT, () => spec.factory(config));
  }

  /** Calls `onLoad`; null when it ended well. */
  async #load(
    spec: PluginSpec,
    instance: unknown,
    told: unknown,
  ): Promise<{ readonly error: unknown } | null> {
    const outcome = await this.#calls.run(NO_SLOT, this.#deadlineMs, () =>
      lifecycleMethod(instance, "onLoad")?.(told),
    );
    switch (outcome.kind) {
      case "returned":
        return null;
      case "threw":
        return outcome;
      case "timed-out": {
        const message = `onLoad of ${spec.name} did not finish within ${outcome.afterMs} ms`;
        return { error: new PluginRegistrationError(message) };
      }
    }
  }

  /** From `onLoad` to `onUnload`, which is called whatever became of the rest: what `onLoad` opened before it failed stays open otherwise. */
  async #liveThrough(spec: PluginSpec, instance: unknown, told: unknown): Promise<Feeling> {
    const failure = await this.#load(spec, instance, told);
    const feeling =
      failure === null
        ? await this.#feelingOf(spec, instance)
        : this.#notMade(this.#calls.messageOf(failure.error));
    await this.#unload(spec, instance);
    return feeling;
  }

  #notMade(details: string): Feeling {
    return { state: "not-made", details, at: this.#calls.timestamp() };
  }

  /** Closes what is made too late. */
  #unloadLater(spec: PluginSpec, making: Promise<unknown>): void {
    void making.then(
      (instance) => this.#unload(spec, instance),
      () => undefined,
    );
  }

  async #feelingOf(spec: PluginSpec, instance: unknown): Promise<Feeling> {
    const asked = this.#calls.attempt(
      NO_SLOT,
      () => lifecycleMethod(instance, "healthCheck") !== null,
    );
    if (asked.kind === "returned" && !asked.value) {
      return { state: "not-checked", details: "", at: this.#calls.timestamp() };
    }
    const { healthy, details } = await checkHealth(
      this.#calls,
      spec.name,
      instance,
      this.#deadlineMs,
    );
    const state = healthy ? "healthy" : "unhealthy";
    return { state, details: this.#calls.redaction.clean(details), at: this.#calls.timestamp() };
  }

  /** Lets go of what a spec made without calling it. */
  forget(spec: PluginSpec): void {
    this.#instances.delete(spec);
  }

  /** Resolves when everything that was retired is closed. */
  async closed(): Promise<void> {
    await Promise.all(this.#closing);
  }

  async #unload(spec: PluginSpec, instance: unknown): Promise<void> {
    const outcome = await this.#calls.run(NO_SLOT, this.#deadlineMs, () =>
      lifecycleMethod(instance, "onUnload")?.(),
    );
    const doing = `onUnload of ${spec.kind} ${spec.name}`;
    if (outcome.kind === "threw") {
      this.#warn(this.#calls.problemOf("plugin/threw-on-unload", outcome.error, doing));
    } else if (outcome.kind === "timed-out") {
      this.#warn(this.#calls.problem("plugin/timed-out", `${doing} did not finish in time`));
    }
  }
}
