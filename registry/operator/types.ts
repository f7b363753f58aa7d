import type { AuditRecord } from "../../schemas/index.ts";
import type { RegistryHost } from "../host/index.ts";

/** The part of a registry host that the API is an interface to. */
export type OperatedRegistry = Pick<
  RegistryHost,
  | "snapshot"
  | "records"
  | "history"
  | "durations"
  | "manifestSaved"
  | "reload"
  | "fire"
  | "route"
  | "checkConfig"
  | "activity"
>;

/** Who asks, as far as the API knows. */
export interface Caller {
  readonly who: AuditRecord["who"];
  /** Address of the client. */
  readonly from: string;
  /** Method and path. */
  readonly request: string;
}
