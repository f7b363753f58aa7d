import { planEdit } from "../../registry/manifest/index.ts";
import {
  manifestChangeSchema,
  PLAN_EDIT,
  type PlanEditParams,
  type PlanEditResult,
} from "../../schemas/index.ts";
import type { Feature } from "./feature.ts";

/** The text edits that carry out a change of the manifest. The editor applies them, so that undo works. */
export const planEditRequest: Feature = {
  capabilities: {},

  register: ({ connection, workspace }) =>
    connection.onRequest<PlanEditResult, void>(PLAN_EDIT, (params: PlanEditParams) => {
      const { uri, change } = params;
      const file = workspace.manifests.get(uri);
      if (!file) return { kind: "refused", reason: "The manifest is not open." };
      const plan = planEdit(file.manifest, manifestChangeSchema.parse(change));
      if (plan.kind !== "edits") return plan;
      const edits = plan.edits.map(({ span, newText }) => ({ range: file.rangeOf(span), newText }));
      return { kind: "edits", edits };
    }),
};
