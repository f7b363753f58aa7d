import type { Location } from "vscode-languageserver";
import { implementationsOf, thingAt } from "../symbols/index.ts";
import type { Feature } from "./feature.ts";
import { atPlace } from "./request.ts";

/** From a hook to the methods of all plugins that are called for it; from all else to its definition. */
export const implementation: Feature = {
  capabilities: { implementationProvider: true },

  register: (context) =>
    context.connection.onImplementation(
      atPlace(context, "implementations", async (place): Promise<Location[] | null> => {
        const thing = thingAt(place);
        if (!thing) return null;
        return [...(await implementationsOf({ ...place, thing, workspace: context.workspace }))];
      }),
    ),
};
