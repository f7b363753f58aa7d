import { pluginKindSchema } from "../../schemas/index.ts";
import { configKeys, configValues } from "./config.ts";
import { entryKeys, isKeyAlready } from "./entry-keys.ts";
import { hookNames } from "./hooks.ts";
import { moduleReferences } from "./modules.ts";
import { descriptions, entryNames, versionRanges } from "./own-words.ts";
import type { CompletionPlace } from "./place.ts";
import { overrideKeys, secretNames, variableNames } from "./secrets.ts";
import type { Suggestion } from "./suggestion.ts";
import { wholeEntries } from "./whole-entries.ts";

/** Everything that could stand at a place. */
export async function complete(place: CompletionPlace): Promise<Suggestion[]> {
  return place.cursor.role === "key" ? completeKey(place) : completeValue(place);
}

async function completeKey(place: CompletionPlace): Promise<Suggestion[]> {
  const { path, siblings } = place.cursor;
  const [field, second, ...deeper] = path;
  if (field === undefined) {
    const isNew = siblings.length === 0 && !isKeyAlready(place.file, place.cursor);
    const entries = isNew ? await wholeEntries(place) : [];
    return place.item ? [...entryKeys(place), ...entries] : entries;
  }
  if (field !== "config") return [];
  if (second !== "secrets") return configKeys(place);
  return deeper.length === 0 ? secretNames(place) : overrideKeys(place);
}

async function completeValue(place: CompletionPlace): Promise<Suggestion[]> {
  const { path } = place.cursor;
  const [field, second] = path;
  switch (field) {
    case "name":
      return entryNames(place);
    case "description":
      return descriptions(place);
    case "version":
      return versionRanges(place);
    case "module":
      return moduleReferences(place);
    case "enabled":
      return ["true", "false"].map((label) => ({ label, kind: "Value" }));
    case "hooks":
      // An item is a name: when a plugin is called for it is said by its class.
      return path.length <= 2 ? hookNames(place) : [];
    case "kind":
      return pluginKindSchema.options.map((label) => ({ label, kind: "EnumMember" }));
    case "config":
      if (second !== "secrets") return configValues(place);
      if (path.length === 3) return variableNames(place, (name) => `{ env: ${name} }`);
      return path[3] === "env" ? variableNames(place, (name) => name) : [];
    case undefined:
    default:
      return [];
  }
}
