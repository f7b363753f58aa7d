/** The contracts between the processes of Patchbay, and with the outside. */
export {
  hostOptionsSchema,
  pluginSpecRecordSchema,
  registrySnapshotSchema,
  reloadReportSchema,
  fireRequestSchema,
  handlerOutcomeSchema,
  fireReportSchema,
  liveSampleSchema,
  logLineSchema,
} from "./host-protocol.ts";
export type {
  ConfigSchemas,
  HostOptions,
  PluginSpecRecord,
  RegistrySnapshot,
  ReloadReport,
  FireRequest,
  HandlerOutcome,
  FireReport,
  LiveSample,
  LogLine,
  HostCalls,
  HostEvents,
  StuckPlugin,
} from "./host-protocol.ts";
export { KNOWN_HOOKS } from "./known-hooks.ts";
export type { KnownHook } from "./known-hooks.ts";
export {
  TRUST_GRANTED,
  STORED_SECRETS,
  REGISTRY_STATE,
  CONFIG_SCHEMAS,
  PLAN_EDIT,
  LOCATE_ENTRY,
  CLIENT_COMMANDS,
} from "./lsp-extensions.ts";
export type {
  LspPosition,
  LspRange,
  ServerOptions,
  StoredSecretsParams,
  RegistryStateParams,
  ConfigSchemasParams,
  PlanEditParams,
  PlanEditResult,
  LocateEntryParams,
  MoveSecretParams,
} from "./lsp-extensions.ts";
export {
  lenientBooleanSchema,
  manifestEntrySchema,
  MANIFEST_ENTRY_KEYS,
  manifestSchema,
  manifestChangeSchema,
  USUAL_MANIFESTS,
} from "./manifest.ts";
export type { ManifestEntry, ManifestChange } from "./manifest.ts";
export { MODULE_REFERENCE_PATTERN, moduleReferenceSchema } from "./module-reference.ts";
export {
  problemDetailsSchema,
  pluginNameParamsSchema,
  hookNameParamsSchema,
  pluginListQuerySchema,
  pluginListSchema,
  pluginAnswerSchema,
  pluginDetailSchema,
  entryPointSchema,
  discoveryAnswerSchema,
  configUpdateSchema,
  configPatchSchema,
  installPreviewSchema,
  installRequestSchema,
  uninstallAnswerSchema,
  hookHistorySchema,
  historyQuerySchema,
  hookCallSchema,
  hookAnswerSchema,
  readinessSchema,
  operatorEventSchemas,
  auditRecordSchema,
} from "./operator-api.ts";
export type {
  ProblemDetails,
  PluginCondition,
  PluginDetail,
  EntryPointRecord,
  InstallPreview,
  InstallRequest,
  OperatorEventName,
  AuditRecord,
} from "./operator-api.ts";
export {
  debuggerAnswerSchema,
  factoryHealthSchema,
  operatorApiRequestSchema,
  operatorApiAnswerSchema,
} from "./editor-protocol.ts";
export type {
  DebuggerAnswer,
  FactoryHealth,
  OperatorApiRequest,
  OperatorApiAnswer,
  EditorCalls,
  EditorEvents,
} from "./editor-protocol.ts";
export { pluginKindSchema } from "./plugin-kind.ts";
export type { PluginKind } from "./plugin-kind.ts";
export {
  pluginRecordSchema,
  pluginSummarySchema,
  pluginStateSchema,
  pluginStatusSchema,
} from "./plugin-status.ts";
export type { PluginRecord, PluginSummary, PluginState, PluginStatus } from "./plugin-status.ts";
export { sourceLocationSchema, problemSchema } from "./problem.ts";
export type { SourceLocation, Problem } from "./problem.ts";
export { secretSourceSchema, secretStatusSchema } from "./secrets.ts";
export type { SecretSource, SecretStatus } from "./secrets.ts";
export {
  hookStatsSchema,
  hookSampleSchema,
  DURATION_BOUNDS_MS,
  HISTORY_LIMIT,
  ERRORS_LIMIT,
  hookLatencySchema,
} from "./telemetry.ts";
export type { HookDurations, HookStats, HookSample, HookLatency } from "./telemetry.ts";
export { fromDashboardSchema } from "./webview-protocol.ts";
export type { TargetState, ToDashboard, FromDashboard } from "./webview-protocol.ts";
