import { definitionOf, thingAt } from "../symbols/index.ts";
import type { Feature } from "./feature.ts";
import { atPlace } from "./request.ts";

/** From `module:` and `name:` to the class, from a hook to its method, from a secret to its line in `.env` or the secrets file. */
export const definition: Feature = {
  capabilities: { definitionProvider: true },

  register: (context) =>
    context.connection.onDefinition(
      atPlace(context, "definition", (place) => {
        const thing = thingAt(place);
        return thing && definitionOf({ ...place, thing, workspace: context.workspace });
      }),
    ),
};
