import type { Context, SpanContext } from "@opentelemetry/api";
import type { ReadableSpan, Span, SpanProcessor } from "@opentelemetry/sdk-trace";
import { ownTimers } from "../../base/own-timers.ts";
import type { CarriedSpan } from "../types.ts";

/** Spans that wait for the end of the turn. A plugin that makes more in one turn is not worth the memory: the oldest are kept. */
const MOST_WAITING = 10_000;

export interface SpanRelayOptions {
  readonly send: (spans: CarriedSpan[]) => void;
  /** Takes the values of secrets out of a text. */
  readonly clean: (text: string) => string;
}

/** Hands over spans that ended to the thread that exports them: what is sent survives whatever a plugin does next. */
export class SpanRelay implements SpanProcessor {
  readonly #options: SpanRelayOptions;
  #waiting: CarriedSpan[] = [];

  constructor(options: SpanRelayOptions) {
    this.#options = options;
  }

  onStart(_span: Span, _parent: Context): void {
    // A span is told of when it is over.
  }

  onEnd(span: ReadableSpan): void {
    if (this.#waiting.length === 0) ownTimers.setImmediate(() => this.flush());
    if (this.#waiting.length < MOST_WAITING) this.#waiting.push(this.#carry(span));
  }

  flush(): void {
    const spans = this.#waiting;
    this.#waiting = [];
    if (spans.length > 0) this.#options.send(spans);
  }

  async forceFlush(): Promise<void> {
    this.flush();
  }

  async shutdown(): Promise<void> {
    this.flush();
  }

  #carry(span: ReadableSpan): CarriedSpan {
    const { clean } = this.#options;
    const { parentSpanContext, status, instrumentationScope } = span;
    const { name, version } = instrumentationScope;
    return {
      name: clean(span.name),
      kind: span.kind,
      context: contextOf(span.spanContext()),
      parent: parentSpanContext
        ? { ...contextOf(parentSpanContext), isRemote: parentSpanContext.isRemote === true }
        : null,
      startTime: span.startTime,
      endTime: span.endTime,
      duration: span.duration,
      status: {
        code: status.code,
        ...(status.message !== undefined && { message: clean(status.message) }),
      },
      attributes: this.#clean(span.attributes),
      events: span.events.map((event) => ({
        name: clean(event.name),
        time: event.time,
        attributes: this.#clean(event.attributes),
      })),
      links: span.links.map(({ context, attributes }) => ({
        context: contextOf(context),
        attributes: this.#clean(attributes),
      })),
      scope: { name, ...(version !== undefined && { version }) },
    };
  }

  #clean(attributes: Readonly<Record<string, unknown>> = {}): Record<string, unknown> {
    const { clean } = this.#options;
    const cleaned = (value: unknown): unknown => {
      if (typeof value === "string") return clean(value);
      return Array.isArray(value) ? value.map(cleaned) : value;
    };
    return Object.fromEntries(
      Object.entries(attributes).map(([name, value]) => [name, cleaned(value)]),
    );
  }
}

function contextOf({ traceId, spanId, traceFlags }: SpanContext): CarriedSpan["context"] {
  return { traceId, spanId, traceFlags };
}
