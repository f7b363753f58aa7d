export { hooksOf } from "./hooks-of.ts";
export { between, itemsBetween, NOTHING_SHARED, replaceBetween } from "./carry-over.ts";
export { ClassDirectory } from "./class-directory.ts";
export { isRecord } from "../../registry/base/record.ts";
export { readEntry, type Entry } from "./entry.ts";
export { camelCase, handlerOf, hookHandledBy } from "./handler.ts";
export { HookRoll, hookRollOf, type Participant } from "./hook-roll.ts";
export { keptByEntry } from "./kept-by-entry.ts";
export {
  circumstancesOf,
  entryKnower,
  freshEntry,
  knownEntries,
  settledEntries,
  KnownEntry,
  type Circumstances,
} from "./known-entry.ts";
export { areSameProblems } from "./live-registry.ts";
export { literalsIn, locate, textOf } from "./locations.ts";
export { isEdited } from "./manifest-names.ts";
export { keysIn, namesIn } from "./names-in-secret-files.ts";
export {
  partsOfModule,
  spanOfClassName,
  spanOfHook,
  spanOfModule,
  spanOfName,
  spanOfModulePath,
  spanOfModuleReference,
} from "./places.ts";
export { RECENT_MINUTES, type Calls } from "./recent-calls.ts";
export { type SeveritySetting, type Settings } from "./settings.ts";
export { readSetup, type Setup } from "./setup.ts";
export { TextFile } from "./text-file.ts";
export { TextFiles, type TextFileChange } from "./text-files.ts";
export { wordIn, type Word } from "./word.ts";
export { Workspace } from "./workspace.ts";
