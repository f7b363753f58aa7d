/** Plugins that installed packages announce, and what has to be known before one is added to a manifest. */
export { discoverEntryPoints } from "./discover.ts";
export { planInstall, type InstallSurroundings } from "./plan-install.ts";
export { wordLookupFailure } from "./word-lookup-failure.ts";
export { toEntryPointRecord } from "./to-record.ts";
export type {
  EntryPointListing,
  InstallPlan,
  InstallProblem,
  InstallRefusalCode,
  InstallWish,
} from "./types.ts";
