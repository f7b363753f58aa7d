import { declarationOf, thingAt } from "../symbols/index.ts";
import type { Feature } from "./feature.ts";
import { atPlace } from "./request.ts";

/** From a hook or a secret to where the class declares it; from all else to its definition. */
export const declaration: Feature = {
  capabilities: { declarationProvider: true },

  register: (context) =>
    context.connection.onDeclaration(
      atPlace(context, "declaration", (place) => {
        const thing = thingAt(place);
        return thing && declarationOf({ ...place, thing, workspace: context.workspace });
      }),
    ),
};
