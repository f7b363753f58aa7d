import { type Attributes, type HrTime, ValueType } from "@opentelemetry/api";
import { hrTime } from "@opentelemetry/core";
import type { Resource } from "@opentelemetry/resources";
import {
  AggregationTemporality,
  type CollectionResult,
  type DataPoint,
  DataPointType,
  type Histogram,
  type MetricData,
  type MetricProducer,
} from "@opentelemetry/sdk-metrics";
import type { HookDurations, PluginStatus } from "../../../schemas/index.ts";
import { ATTRIBUTE, DURATION, DURATION_BOUNDS_S, FAILURES, PLUGINS, SCOPE } from "../names.ts";

/** What is known of the plugins, whenever somebody asks. */
export interface MetricsSource {
  durations(): Promise<readonly HookDurations[]>;
  statuses(): Promise<readonly PluginStatus[]>;
}

/**
 * The registry's own counters as OpenTelemetry's metrics: every call is in them, and being exported costs the calls nothing. What they
 * count since the registry began, as most backends like best; or since the last export, where that is asked for.
 */
export class HookMetrics implements MetricProducer {
  readonly #source: MetricsSource;
  readonly #resource: Resource;
  readonly #isDelta: boolean;
  readonly #began = hrTime();
  #told: readonly HookDurations[] = [];
  #toldAt: HrTime = this.#began;

  constructor(source: MetricsSource, resource: Resource, isDelta: boolean) {
    this.#source = source;
    this.#resource = resource;
    this.#isDelta = isDelta;
  }

  async collect(): Promise<CollectionResult> {
    const [durations, statuses] = await Promise.all([
      this.#source.durations(),
      this.#source.statuses(),
    ]);
    const endTime = hrTime();
    const startTime = this.#isDelta ? this.#toldAt : this.#began;
    const shown = this.#isDelta ? since(this.#told, durations) : durations;
    this.#told = durations;
    this.#toldAt = endTime;
    const at = <Value>([attributes, value]: Measured<Value>): DataPoint<Value> => ({
      startTime,
      endTime,
      attributes,
      value,
    });
    const aggregationTemporality = this.#isDelta
      ? AggregationTemporality.DELTA
      : AggregationTemporality.CUMULATIVE;
    const metrics: MetricData[] = [
      {
        descriptor: { ...DURATION, valueType: ValueType.DOUBLE },
        aggregationTemporality,
        dataPointType: DataPointType.HISTOGRAM,
        dataPoints: shown.map((each) => at([whose(each), histogramOf(each)])),
      },
      {
        descriptor: { ...FAILURES, valueType: ValueType.INT },
        aggregationTemporality,
        dataPointType: DataPointType.SUM,
        isMonotonic: true,
        dataPoints: shown.map((each) => at([whose(each), each.failures])),
      },
      {
        descriptor: { ...PLUGINS, valueType: ValueType.INT },
        aggregationTemporality: AggregationTemporality.CUMULATIVE,
        dataPointType: DataPointType.GAUGE,
        dataPoints: countStates(statuses).map(at),
      },
    ];
    const scopeMetrics = [{ scope: { name: SCOPE }, metrics }];
    return { resourceMetrics: { resource: this.#resource, scopeMetrics }, errors: [] };
  }
}

type Measured<Value> = readonly [attributes: Attributes, value: Value];

function whose({ plugin, hook }: HookDurations): Attributes {
  return { [ATTRIBUTE.plugin]: plugin, [ATTRIBUTE.hook]: hook };
}

function histogramOf({ counts, totalMs }: HookDurations): Histogram {
  return {
    buckets: { boundaries: [...DURATION_BOUNDS_S], counts: [...counts] },
    sum: totalMs / 1_000,
    count: counts.reduce((sum, count) => sum + count, 0),
  };
}

/** What was added. A plugin that went and came back counts from zero again. */
function since(
  before: readonly HookDurations[],
  now: readonly HookDurations[],
): readonly HookDurations[] {
  return now.map((each) => {
    const earlier = before.find(({ plugin, hook }) => plugin === each.plugin && hook === each.hook);
    if (!earlier || earlier.totalMs > each.totalMs) return each;
    return {
      ...each,
      counts: each.counts.map((count, column) => count - (earlier.counts[column] ?? 0)),
      totalMs: each.totalMs - earlier.totalMs,
      failures: each.failures - earlier.failures,
    };
  });
}

function countStates(statuses: readonly PluginStatus[]): Measured<number>[] {
  const counts = new Map<string, number>();
  for (const { state } of statuses) counts.set(state, (counts.get(state) ?? 0) + 1);
  return Array.from(counts, ([state, count]) => [{ [ATTRIBUTE.state]: state }, count]);
}
