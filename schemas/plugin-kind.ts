import * as z from "zod";

/** The extension points that a factory can serve. Source: Nexus Core, `PluginKind`. */
export const pluginKindSchema = z.enum([
  "ai_provider",
  "git_platform",
  "notification_channel",
  "storage_backend",
  "input_adapter",
  "transcription_provider",
  "interactive_client",
  "event_handler",
]);
export type PluginKind = z.infer<typeof pluginKindSchema>;
