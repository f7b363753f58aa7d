import { RandomIdGenerator, type IdGenerator } from "@opentelemetry/sdk-trace";
import type { SpanIds } from "../types.ts";

/** Ids for the spans of a thread: random ones, but for the fires whose ids were chosen elsewhere. */
export class SpanIdSource implements IdGenerator {
  readonly #random = new RandomIdGenerator();
  #chosen: SpanIds | null = null;

  /** Runs code that starts one span, with these ids. */
  choose<Result>(ids: SpanIds | null, code: () => Result): Result {
    this.#chosen = ids;
    try {
      return code();
    } finally {
      this.#chosen = null;
    }
  }

  generateTraceId(): string {
    return this.#chosen?.traceId ?? this.#random.generateTraceId();
  }

  generateSpanId(): string {
    return this.#chosen?.spanId ?? this.#random.generateSpanId();
  }
}
