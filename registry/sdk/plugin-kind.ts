import type { PluginKind as Kind } from "../../schemas/index.ts";

/** The extension points. Source: Nexus Core, `PluginKind`. */
export const PluginKind = {
  AI_PROVIDER: "ai_provider",
  GIT_PLATFORM: "git_platform",
  NOTIFICATION_CHANNEL: "notification_channel",
  STORAGE_BACKEND: "storage_backend",
  INPUT_ADAPTER: "input_adapter",
  TRANSCRIPTION_PROVIDER: "transcription_provider",
  INTERACTIVE_CLIENT: "interactive_client",
  EVENT_HANDLER: "event_handler",
} as const satisfies { readonly [One in Kind as Uppercase<One>]: One };

/** One of the extension points: a text such as `ai_provider`. */
export type PluginKind = Kind;
