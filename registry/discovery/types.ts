import type { SecretStatus } from "../../schemas/index.ts";
import type { Announcement } from "../modules/index.ts";

/** What the sources say about an announced plugin, without running them. */
export interface EntryPointListing extends Announcement {
  /** An entry of the manifest has exactly this module. */
  readonly isConfigured: boolean;
  readonly facts: EntryPointFacts | null;
  /** Why nothing is known about it; null when something is. */
  readonly error: string | null;
}

export interface EntryPointFacts {
  readonly pluginName: string;
  /** Null where the announced thing is not a plugin class. */
  readonly description: string | null;
  readonly hooks: readonly string[];
}

/** What somebody wants to be installed. One of `module` and `entryPoint` is there; `module` wins. */
export interface InstallWish {
  readonly module?: string | null | undefined;
  readonly entryPoint?: string | null | undefined;
  /** Default: what the class declares, else the class's name in lower case. */
  readonly name?: string | null | undefined;
  readonly enabled: boolean;
  readonly config?: Readonly<Record<string, unknown>> | null | undefined;
  readonly description?: string | null | undefined;
}

export type InstallRefusalCode =
  | "request/invalid"
  | "entry-point/not-found"
  | "entry-point/ambiguous"
  | "manifest/refused"
  | "plugin/exists"
  | "module/malformed"
  | "module/not-found"
  | "module/class-not-found"
  | "module/not-a-plugin"
  | "module/unreadable"
  | "config/invalid";

/** One thing that is wrong with a wish. */
export interface InstallProblem {
  readonly code: InstallRefusalCode;
  /** The part of the wish that is at fault: `["config", "project_key"]`. */
  readonly path: readonly (string | number)[];
  /** What is wrong and what to do about it; never a value of `config`. */
  readonly message: string;
}

/** What came of looking at a wish. Nothing was written or run. */
export type InstallPlan =
  | {
      readonly kind: "planned";
      /** The entry to add, with its keys in the order in which they are written. */
      readonly entry: Readonly<Record<string, unknown>> & { readonly name: string };
      /** The secrets that the class requires. A missing one does not prevent the installation. */
      readonly secrets: readonly SecretStatus[];
    }
  /** All problems, the one that decides first. */
  | { readonly kind: "refused"; readonly problems: readonly [InstallProblem, ...InstallProblem[]] };
