/**
 * A hook in a class's `hooks`, with when the plugin wants to be called. Without a wish the manifest decides.
 *
 * ```ts
 * static override readonly hooks = [
 *   "post_plan",
 *   { hook: "pre_plan", order: "first" },
 *   { hook: "on_feedback", after: ["audit_log"], before: "digest" },
 * ];
 * ```
 *
 * `before` and `after` name plugins, as the manifest or their classes do, and win over `order`. Those that are not called for the
 * hook do not matter. Wishes that contradict each other are reported, and the manifest decides.
 */
export interface HookOptions {
  readonly hook: string;
  /** Before or after all plugins that do not say the same. */
  readonly order?: "first" | "last";
  readonly before?: string | readonly string[];
  readonly after?: string | readonly string[];
}

/**
 * What is promised about a hook. A plugin declares those that it emits in `static hookSpecs`, a service those that it fires in
 * `RegistryOptions.hookSpecs`:
 *
 * ```ts
 * static override readonly hookSpecs = {
 *   ticket_created: { payload: z.object({ key: z.string() }) },
 *   find_owner: { payload: z.object({ file: z.string() }), firstResult: true },
 * };
 * ```
 */
export interface HookSpec {
  /** When it is fired, for people. */
  readonly when?: string;
  /** Checked when a person or a test fires the hook; never when the service or a plugin does. */
  readonly payload?: StandardSchema;
  /**
   * The first handler that returns something other than undefined ends the fire, and `emit` and the report give what it returned:
   * `const owner = await this.emit("find_owner", { file })`. Plugins after it are not called.
   */
  readonly firstResult?: boolean;
}

/** A schema of any library that follows [Standard Schema](https://standardschema.dev): zod, valibot, arktype … */
export interface StandardSchema {
  readonly "~standard": {
    readonly version: 1;
    readonly vendor: string;
    readonly validate: (value: unknown) => unknown;
  };
}

/** What came of one of the handlers that a wrapper stands around. */
export interface HookOutcome {
  readonly kind: "answered" | "threw" | "timed-out" | "skipped";
  readonly plugin: string;
}

/** What a wrapper is told when the handlers that it stands around are done. */
export interface WrappedOutcomes {
  /** In the order in which the plugins were called. */
  readonly outcomes: readonly HookOutcome[];
  /** What ended the fire of a first-result hook; undefined when nobody did. */
  readonly value: unknown;
}

/**
 * What a handler returns that is a wrapper: a method that is a generator, asynchronous or not. It stands around all handlers that are
 * none: what is before its one `yield` runs before them and sees the payload, what is after runs after them and is told what
 * came of them.
 *
 * ```ts
 * async *post_plan({ plan }: HookPayloads["post_plan"]): HookWrapper {
 *   const startedAt = performance.now();
 *   const { outcomes } = yield;
 *   this.log.info(`${plan.plan_id}: ${outcomes.length} plugins, ${performance.now() - startedAt} ms`);
 * }
 * ```
 *
 * Of several wrappers the first in the order of calls is the outermost. One that throws, or returns before it yields, keeps nobody
 * from being called. Of a first-result hook what it returns is the result, before its `yield` (nobody else is called) or after:
 * `async *find_owner(): HookWrapper<string | undefined>`.
 */
export type HookWrapper<Result = void> = AsyncGenerator<undefined, Result, WrappedOutcomes>;
