import type { OtlpProtocol, SamplerWish, TelemetryWish } from "./types.ts";

type Environment = Readonly<Record<string, string | undefined>>;
type Signal = "TRACES" | "METRICS";

const PROTOCOLS: readonly OtlpProtocol[] = ["http/protobuf", "http/json"];
/** Source: OpenTelemetry specification, "Periodic exporting MetricReader". */
const METRIC_INTERVAL_MS = 60_000;
/** Timers of Node take no more. */
const LONGEST_INTERVAL_MS = 2 ** 31 - 1;

/**
 * What the standard variables ask for; null when that is nothing. Without an endpoint nothing is exported unless an exporter is named:
 * most machines have no collector. Source: OpenTelemetry specification, "Environment Variable Specification".
 */
export function readTelemetryWish(environment: Environment): TelemetryWish | null {
  const read = (name: string): string => environment[name]?.trim() ?? "";
  if (read("OTEL_SDK_DISABLED").toLowerCase() === "true") return null;
  const remarks: string[] = [];
  const tracesProtocol = readSignal("TRACES", read, remarks);
  const metricsProtocol = readSignal("METRICS", read, remarks);
  if (tracesProtocol === null && metricsProtocol === null && remarks.length === 0) return null;
  return {
    traces: tracesProtocol && { protocol: tracesProtocol, sampler: readSampler(read, remarks) },
    metrics: metricsProtocol && {
      protocol: metricsProtocol,
      intervalMs: readInterval(read, remarks),
    },
    remarks,
  };
}

type Read = (name: string) => string;

/** How a signal is exported; null when it is not. */
function readSignal(signal: Signal, read: Read, remarks: string[]): OtlpProtocol | null {
  const variable = `OTEL_${signal}_EXPORTER`;
  const named = read(variable)
    .toLowerCase()
    .split(",")
    .map((name) => name.trim())
    .filter((name) => name !== "");
  const unknown = named.filter((name) => name !== "otlp" && name !== "none");
  if (unknown.length > 0) {
    remarks.push(`${variable} names ${unknown.join(", ")}: Patchbay exports by otlp, or none.`);
  }
  const own = `OTEL_EXPORTER_OTLP_${signal}_ENDPOINT`;
  const source = read(own) === "" ? "OTEL_EXPORTER_OTLP_ENDPOINT" : own;
  const endpoint = read(source);
  const isAsked = named.length > 0 ? named.includes("otlp") : endpoint !== "";
  if (!isAsked) return null;
  if (endpoint === "" || isHttpUrl(endpoint)) return readProtocol(signal, read, remarks);
  // Not what it says: a collector's address may have a password.
  remarks.push(
    `${source} is no URL that begins with http:// or https://, so no ${signal.toLowerCase()} are exported.`,
  );
  return null;
}

/** The SDK would send to its default instead, which nobody asked for. */
function isHttpUrl(text: string): boolean {
  return URL.canParse(text) && /^https?:$/.test(new URL(text).protocol);
}

function readInterval(read: Read, remarks: string[]): number {
  const variable = "OTEL_METRIC_EXPORT_INTERVAL";
  const written = read(variable);
  if (written === "") return METRIC_INTERVAL_MS;
  const interval = Number(written);
  if (interval > 0 && interval <= LONGEST_INTERVAL_MS) return interval;
  remarks.push(
    `${variable} is ${written}: it has to be a number of milliseconds, so it is ${METRIC_INTERVAL_MS}.`,
  );
  return METRIC_INTERVAL_MS;
}

function readProtocol(signal: Signal, read: Read, remarks: string[]): OtlpProtocol | null {
  const own = `OTEL_EXPORTER_OTLP_${signal}_PROTOCOL`;
  const variable = read(own) === "" ? "OTEL_EXPORTER_OTLP_PROTOCOL" : own;
  const written = read(variable).toLowerCase() || "http/protobuf";
  const protocol = PROTOCOLS.find((known) => known === written);
  if (protocol) return protocol;
  const what = signal.toLowerCase();
  remarks.push(
    `${variable} is ${written}: Patchbay speaks ${PROTOCOLS.join(" and ")}, so no ${what} are exported.`,
  );
  return null;
}

/** Default: every trace, unless who began it elsewhere does not keep it. */
function readSampler(read: Read, remarks: string[]): SamplerWish {
  const written = read("OTEL_TRACES_SAMPLER").toLowerCase() || "parentbased_always_on";
  const followsParent = written.startsWith("parentbased_");
  const argument = read("OTEL_TRACES_SAMPLER_ARG");
  const ratio = argument === "" ? 1 : Number(argument);
  switch (written.replace("parentbased_", "")) {
    case "always_on":
      return { ratio: 1, followsParent };
    case "always_off":
      return { ratio: 0, followsParent };
    case "traceidratio":
      if (ratio >= 0 && ratio <= 1) return { ratio, followsParent };
      remarks.push(`OTEL_TRACES_SAMPLER_ARG is ${argument}: it has to be a number from 0 to 1.`);
      return { ratio: 1, followsParent };
    default:
      remarks.push(`OTEL_TRACES_SAMPLER is ${written}, which Patchbay does not know.`);
      return { ratio: 1, followsParent: true };
  }
}
