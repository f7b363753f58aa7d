import * as z from "zod";
import type { HostCalls, HostEvents } from "./host-protocol.ts";
import type { AuditRecord } from "./operator-api.ts";
import { pluginKindSchema } from "./plugin-kind.ts";

/**
 * What the editor and the process of its registry host say to each other beyond what every host understands: the operator
 * API over that registry, and a debugger's way to its plugins, both closed until somebody asks for them.
 */

export const operatorApiRequestSchema = z.object({
  /** What every request needs. Goes towards the host only. */
  key: z.string().min(1),
  /** 0: any free one. */
  port: z.int().min(0).max(65_535),
});
export type OperatorApiRequest = z.infer<typeof operatorApiRequestSchema>;

export const operatorApiAnswerSchema = z.discriminatedUnion("kind", [
  /** `url` has no trailing slash. */
  z.object({ kind: z.literal("open"), url: z.string() }),
  z.object({ kind: z.literal("refused"), message: z.string() }),
]);
export type OperatorApiAnswer = z.infer<typeof operatorApiAnswerSchema>;

/** Whether a debugger may attach to the thread that runs the plugins. */
export const debuggerAnswerSchema = z.discriminatedUnion("kind", [
  /** A WebSocket's URL, of V8's inspector. */
  z.object({ kind: z.literal("open"), url: z.string() }),
  z.object({ kind: z.literal("refused"), message: z.string() }),
]);
export type DebuggerAnswer = z.infer<typeof debuggerAnswerSchema>;

/** How the instance of a factory felt when it was asked. */
export const factoryHealthSchema = z.object({
  kind: pluginKindSchema,
  name: z.string(),
  /** `not-made`: the factory, or `onLoad`, failed with an empty config. `not-checked`: what it makes has no health check. */
  state: z.enum(["healthy", "unhealthy", "not-made", "not-checked"]),
  /** What it said, or why it was not made. Without values of secrets. */
  details: z.string(),
  at: z.string(),
});
export type FactoryHealth = z.infer<typeof factoryHealthSchema>;

/** What the editor may ask. */
export interface EditorCalls extends HostCalls {
  /** Opens the operator API on this machine's own address, in place of the one that is open. */
  openOperatorApi(request: OperatorApiRequest): Promise<OperatorApiAnswer>;
  /** Closes it. Requests that are being answered are waited for, but not long. */
  closeOperatorApi(): Promise<void>;
  /**
   * Has the plugins' thread listen for a debugger, on this machine's own address. Until `closeDebugger` no deadline holds and no plugin
   * is found to hang. Ends with the thread.
   */
  openDebugger(): Promise<DebuggerAnswer>;
  closeDebugger(): Promise<void>;
  /**
   * Asks the latest instance of every factory how it is. One that has made none makes one for this with an empty config, which is closed
   * again. Empty when no thread answers.
   */
  checkFactories(): Promise<FactoryHealth[]>;
}

/** What the editor is told without asking. */
export interface EditorEvents extends HostEvents {
  /** Somebody asked for a change over the operator API. Secrets are masked. */
  audited(record: AuditRecord): void;
}
