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

  register({ connection, workspace }) {
    const listeners = [
      connection.onNotification(REGISTRY_STATE, (params: unknown) => {
        workspace.live.update(registryStateSchema.parse(params));
      }),
      connection.onNotification(CONFIG_SCHEMAS, (params: unknown) => {
        workspace.live.describeConfigs(configSchemasSchema.parse(params));
      }),
      connection.onNotification(STORED_SECRETS, (params: unknown) => {
        workspace.secrets.storedNamesChanged(storedSecretsSchema.parse(params).names);
      }),
      connection.onNotification(TRUST_GRANTED, () => {
        workspace.secrets.trustGranted();
      }),
    ];
    return together(listeners);
  },
};
