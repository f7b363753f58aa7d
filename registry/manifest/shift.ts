import type { Span } from "../base/text.ts";
import type { FieldSpans, ManifestProblem } from "./types.ts";

/** Moving what counts from a piece's start to where the piece stands in the text. */

export function shiftSpan(span: Span, by: number): Span {
  return { start: span.start + by, end: span.end + by };
}

export function shiftFields(fields: FieldSpans, by: number): FieldSpans {
  return { key: shiftSpan(fields.key, by), value: shiftSpan(fields.value, by) };
}

export function shiftProblem(problem: ManifestProblem, by: number): ManifestProblem {
  if (by === 0) return problem;
  const { span, related } = problem;
  const moved = related?.map((place) => ({ ...place, span: shiftSpan(place.span, by) }));
  return { ...problem, span: shiftSpan(span, by), ...(moved && { related: moved }) };
}
