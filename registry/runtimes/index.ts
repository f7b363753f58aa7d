/** Where plugin code runs. The host knows its threads by their protocol alone. */
export { createMarkerMemory, MarkerReader } from "./worker/call-marker.ts";
export type { MarkerReading } from "./worker/call-marker.ts";
export { DESCRIBE_PAUSED } from "./worker/protocol.ts";
export type {
  LoadPlan,
  PausedFrame,
  PausedPlace,
  RouteAnswer,
  RouteRequest,
  TracingStart,
  WorkerCalls,
  WorkerEvents,
  WorkerStart,
  WorkerState,
} from "./worker/protocol.ts";
export type { GraphReport, ModulePlan } from "./loader/index.ts";
export type { DirectoriesState } from "./directory/index.ts";
