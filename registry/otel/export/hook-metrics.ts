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
  /** Since when those are counted that began anew, by plugin and hook. */
  readonly #beganAnew = new Map<string, HrTime>();
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
    const shown = durations.map((each) => this.#counted(each));
    this.#told = durations;
    this.#toldAt = endTime;
    const at = <Value>([attributes, value, startTime = endTime]: Measured<Value>) =>
      ({ startTime, endTime, attributes, value }) satisfies DataPoint<Value>;
    const aggregationTemporality = this.#isDelta
      ? AggregationTemporality.DELTA
      : AggregationTemporality.CUMULATIVE;
    const metrics: MetricData[] = [
      {
        descriptor: { ...DURATION, valueType: ValueType.DOUBLE },
        aggregationTemporality,
        dataPointType: DataPointType.HISTOGRAM,
        dataPoints: shown.map(([each, startTime]) =>
          at([whose(each), histogramOf(each), startTime]),
        ),
      },
      {
        descriptor: { ...FAILURES, valueType: ValueType.INT },
        aggregationTemporality,
        dataPointType: DataPointType.SUM,
        isMonotonic: true,
        dataPoints: shown.map(([each, startTime]) => at([whose(each), each.failures, startTime])),
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

  /** What is told of a plugin's hook, and since when that is counted. */
  #counted(now: HookDurations): readonly [HookDurations, HrTime] {
    const key = `${now.plugin}\n${now.hook}`;
    const earlier = this.#told.find((one) => one.plugin === now.plugin && one.hook === now.hook);
    if (earlier && isLess(now, earlier)) this.#beganAnew.set(key, this.#toldAt);
    else if (earlier && this.#isDelta) return [added(earlier, now), this.#toldAt];
    return [now, this.#isDelta ? this.#toldAt : (this.#beganAnew.get(key) ?? this.#began)];
  }
}

/** `startTime` is left out for gauges: they tell of one moment. */
type Measured<Value> = readonly [attributes: Attributes, value: Value, startTime?: HrTime];

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

/** Something counts from zero again: a plugin went and came back. */
function isLess(now: HookDurations, earlier: HookDurations): boolean {
  return (
    now.totalMs < earlier.totalMs ||
    now.failures < earlier.failures ||
    now.counts.some((count, column) => count < (earlier.counts[column] ?? 0))
  );
}

function added(earlier: HookDurations, now: HookDurations): HookDurations {
  return {
    ...now,
    counts: now.counts.map((count, column) => count - (earlier.counts[column] ?? 0)),
    totalMs: now.totalMs - earlier.totalMs,
    failures: now.failures - earlier.failures,
  };
}

function countStates(statuses: readonly PluginStatus[]): Measured<number>[] {
  const counts = new Map<string, number>();
  for (const { state } of statuses) counts.set(state, (counts.get(state) ?? 0) + 1);
  return Array.from(counts, ([state, count]) => [{ [ATTRIBUTE.state]: state }, count]);
}
