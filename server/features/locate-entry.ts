import { LOCATE_ENTRY, type LocateEntryParams, type LspRange } from "../../schemas/index.ts";
import type { Feature } from "./feature.ts";

/** Where a plugin's entry stands, by name. */
export const locateEntry: Feature = {
  capabilities: {},

  register: ({ connection, workspace }) =>
    connection.onRequest(LOCATE_ENTRY, ({ uri, plugin }: LocateEntryParams): LspRange | null => {
      const file = workspace.manifests.get(uri);
      const item = file?.manifest.itemNamed(plugin);
      return file && item ? file.rangeOf(item.headSpan) : null;
    }),
};
