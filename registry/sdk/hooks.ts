/** What planning starts from. */
export interface Idea {
  readonly constraints: readonly string[];
  readonly requirements: readonly string[];
  readonly acceptance: readonly string[];
  readonly goals: readonly string[];
  readonly nongoals: readonly string[];
  readonly risks: readonly string[];
  readonly users: string;
}

export interface AlignmentEvent {
  readonly event_id: string;
  readonly created_at: string;
  readonly timestamp: string;
  readonly title: string;
  readonly context: Record<string, unknown>;
  readonly suggestions: readonly Record<string, unknown>[];
  readonly notification: { readonly status: string; readonly [key: string]: unknown };
}

/** The plan under way. Plugins may add to it: those after them, and the caller, see what they added. */
export interface Plan {
  readonly plan_id: string;
  prd_markdown: string;
  status_digest: string;
  /** What plugins report about this plan, by plugin name. */
  plugins?: Record<string, unknown>;
  [key: string]: unknown;
}

export interface Feedback {
  readonly title: string;
  readonly rating: number | null;
  readonly comment: string | null;
  readonly submitted_by: string | null;
  readonly source: string | null;
  readonly submitted_at: string;
}

/**
 * The named arguments of each hook. The platform's own are here; a project declares its hooks beside them:
 *
 * ```ts
 * declare module "patchbay" {
 *   interface HookPayloads { ticket_created: { key: string } }
 * }
 * ```
 */
export interface HookPayloads {
  pre_plan: {
    context: Idea & { title: string; idea_context: string };
    trace: unknown;
    enable_tools: boolean;
  };
  post_alignment_event: { event: AlignmentEvent };
  post_plan: {
    plan: Plan;
    context: Omit<Idea, "constraints"> & { title: string; context: string; alignment: unknown };
  };
  post_alignment_followup: { event: AlignmentEvent; status: string };
  post_ticket_export: {
    kind: "csv" | "s3";
    destination: string;
    rows: number;
    statuses: readonly string[] | null;
  };
  on_feedback: { feedback: Feedback };
}

/**
 * What handlers of first-result hooks answer with, declared like `HookPayloads`:
 *
 * ```ts
 * declare module "patchbay" {
 *   interface HookPayloads { find_owner: { file: string } }
 *   interface HookResults { find_owner: string }
 * }
 * ```
 */
// oxlint-disable-next-line typescript/no-empty-interface, typescript/no-empty-object-type
export interface HookResults {}

/** What `emit` answers with. */
export type HookResult<Hook> = Hook extends keyof HookResults
  ? HookResults[Hook] | undefined
  : void;

/** What a hook that nobody declared a payload for answers with, as far as it is declared. */
export type DeclaredResult<Hook> = Hook extends keyof HookResults
  ? HookResults[Hook] | undefined
  : unknown;

/** What belongs to one call of a handler, besides the hook's own arguments. */
export interface HookCall {
  readonly hook: string;
  /** The plugin that emitted the event; null when the service fired it. */
  readonly source: string | null;
  /** How long the handler may take, in ms, until it is given up. */
  readonly deadlineMs: number;
  /** Aborted when the deadline passes, the caller gives up, or the plugin is disabled or reloaded. */
  readonly signal: AbortSignal;
}
