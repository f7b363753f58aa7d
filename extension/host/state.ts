import type { EditorCalls } from "../../schemas/index.ts";

/** Why there is no registry, and none is wanted. */
export type AbsenceReason = "no-folder" | "no-manifest" | "untrusted" | "virtual";

/** The registry host as the extension observes it. */
export type RegistryState =
  | { readonly kind: "absent"; readonly reason: AbsenceReason }
  | { readonly kind: "starting" }
  | { readonly kind: "running"; readonly host: EditorCalls; readonly processId: number }
  /** It ended without being asked to. `retryInMs` is null when it is not started again by itself. */
  | { readonly kind: "stopped"; readonly reason: string; readonly retryInMs: number | null };
