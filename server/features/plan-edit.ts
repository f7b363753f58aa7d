import { planEdit } from "../../registry/manifest/index.ts";
import {
  manifestChangeSchema,
  PLAN_EDIT,
  type PlanEditParams,
  type PlanEditResult,
} from "../../schemas/index.ts";
import { TextFile } from "../workspace/index.ts";
import type { Feature } from "./feature.ts";

/** The text edits that carry out a change of the manifest. The editor applies them, so that undo works. */
export const planEditRequest: Feature = {
  capabilities: {},

  register: ({ connection, workspace }) =>
    connection.onRequest<PlanEditResult, void>(PLAN_EDIT, (params: PlanEditParams) => {
      const { uri, text, change } = params;
      const known = workspace.manifests.get(uri);
      // The editor may not have sent this text: it sends a document only when it takes it for YAML.
      const file = known?.text === text ? known : TextFile.onDisk(uri, text);
      const plan = planEdit(file.manifest, manifestChangeSchema.parse(change));
      if (plan.kind !== "edits") return plan;
      const edits = plan.edits.map(({ span, newText }) => ({ range: file.rangeOf(span), newText }));
      return { kind: "edits", edits };
    }),
};
