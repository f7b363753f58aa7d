import type { Disposable } from "vscode-languageserver";
import * as z from "zod";
import {
  REGISTRY_STATE,
  registrySnapshotSchema,
  CONFIG_SCHEMAS,
  STORED_SECRETS,
  TRUST_GRANTED,
} from "../../schemas/index.ts";
import { together } from "../base/index.ts";
import type { Feature } from "./feature.ts";

const registryStateSchema = z.object({
  manifestUri: z.string(),
  snapshot: registrySnapshotSchema.nullable(),
});
const configSchemasSchema = z.object({
  manifestUri: z.string(),
  schemas: z.record(z.string(), z.unknown()),
});
const storedSecretsSchema = z.object({ names: z.array(z.string()) });

/** What the editor knows and tells: the running registry, the names in its secret store, the workspace's trust. */
export const editorState: Feature = {
  capabilities: {},

  register({ connection, workspace, log }) {
    const listenTo = <Params>(
      method: string,
      schema: z.ZodType<Params>,
      take: (params: Params) => void,
    ): Disposable =>
      connection.onNotification(method, (params: unknown) => {
        const read = schema.safeParse(params);
        if (read.success) take(read.data);
        else log.failed(`Reading ${method}`, inOneLine(read.error));
      });
    const listeners = [
      listenTo(REGISTRY_STATE, registryStateSchema, (state) => {
        workspace.live.update(state);
      }),
      listenTo(CONFIG_SCHEMAS, configSchemasSchema, (described) => {
        workspace.live.describeConfigs(described);
      }),
      listenTo(STORED_SECRETS, storedSecretsSchema, ({ names }) => {
        workspace.secrets.storedNamesChanged(names);
      }),
      connection.onNotification(TRUST_GRANTED, () => {
        workspace.secrets.trustGranted();
      }),
    ];
    return together(listeners);
  },
};

const LONGEST_REASON = 300;

/** The first thing that is wrong: each of thousands of plugins may have the same, and is told of again with each state. */
function inOneLine({ issues: [first, ...others] }: z.ZodError): string {
  const place = first?.path.map(String).join(".") ?? "";
  const more = others.length > 0 ? ` (and ${others.length} more)` : "";
  return `${place}: ${first?.message ?? ""}`.slice(0, LONGEST_REASON) + more;
}
