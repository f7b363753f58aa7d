import type { Problem, ManifestEntry } from "../../schemas/index.ts";

/** How the kernel gets at plugin code. The worker evaluates a module graph of its own; a Node service imports. */
export interface ModuleLoader {
  /**
   * Evaluates the module behind a reference. With `fresh`, every module of its graph that changed is evaluated again and nothing
   * of the old generation is touched. Never rejects for what the plugin's code or the file system did.
   */
  load(reference: string, options: { readonly fresh: boolean }): Promise<LoadOutcome>;
}
export type LoadOutcome =
  | {
      readonly kind: "loaded";
      readonly exports: Readonly<Record<string, unknown>>;
      readonly file: string;
    }
  | { readonly kind: "failed"; readonly problem: Problem };

/** Called around every piece of plugin code, so that another thread can tell who is running and since when. */
export interface CallMarker {
  /** `slot` is the plugin's slot number in the registry: stable while the plugin stays in the manifest. */
  enter(slot: number): void;
  leave(): void;
}

/** An item of the manifest as the kernel takes it. */
export type KernelItem =
  | { readonly kind: "valid"; readonly position: number; readonly entry: ManifestEntry }
  | {
      readonly kind: "invalid";
      readonly position: number;
      /** Its own name or `invalid_plugin_<k>`. */
      readonly name: string;
      readonly raw: unknown;
      readonly problems: readonly Problem[];
    };
