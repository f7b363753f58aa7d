import type { AuditRecord } from "../../../schemas/index.ts";
import { maskConfig } from "../../secrets/index.ts";
import type { Outcome } from "../problems.ts";
import type { Caller } from "../types.ts";

/** An entry of the manifest as plain data; null: there is none. */
export type EntryData = Readonly<Record<string, unknown>> | null;

/** What is written down of a change beside who asked for it. */
export interface Change {
  readonly action: AuditRecord["action"];
  readonly plugin: string | null;
  readonly before?: EntryData;
  readonly after?: EntryData;
}

/** The line for a change that was asked for, carried out or not. */
export function auditRecord(
  { who, from, request }: Caller,
  { action, plugin, before = null, after = null }: Change,
  outcome: Outcome<unknown>,
): AuditRecord {
  return {
    at: new Date().toISOString(),
    who,
    from,
    request,
    action,
    plugin,
    outcome: outcome.kind === "done" ? "done" : outcome.problem.code,
    before: maskEntry(before),
    after: maskEntry(after),
  };
}

function maskEntry(entry: EntryData): Record<string, unknown> | null {
  return entry && (maskConfig(entry) as Record<string, unknown>); // A masked mapping is a mapping.
}
