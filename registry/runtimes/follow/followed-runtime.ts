import type { ReloadReport } from "../../../schemas/index.ts";
import type { KernelItem } from "../../kernel/index.ts";
import type { GraphReport, ModulePlan } from "../loader/index.ts";

/** What a manifest asks for. */
export interface ManifestPlan {
  readonly items: readonly KernelItem[];
  readonly modules: Readonly<Record<string, ModulePlan>>;
}

/** What runs the plugins of a manifest: a thread that is supervised, or this very process. */
export interface FollowedRuntime {
  /** Makes the plugins those of the plan, touching only what changed. */
  follow(plan: ManifestPlan): Promise<void>;
  /** A file that plugins may be made of holds another text, from which a reload is asked for within a moment. */
  anticipate(file: string, text: string): void;
  /**
   * Reloads plugins from their newest code, in the given order. `texts` are what changed, newer than the disk may be; null: the file is
   * gone. When there are none, anything may have.
   */
  reload(
    plugins: readonly string[],
    texts: Readonly<Record<string, string | null>>,
    startedAt: number,
  ): Promise<ReloadReport[]>;
  /** `.env` or the secrets file changed. */
  secretFilesChanged(): Promise<void>;
  /** The files behind each module reference, as of its last load. */
  readonly graphs: GraphReport;
}
