import {
  decodedMappings,
  encodedMappings,
  TraceMap,
  type DecodedSourceMap,
} from "@jridgewell/trace-mapping";
import type { RawSourceMap } from "./source-positions.ts";

type Segment = DecodedSourceMap["mappings"][number][number];

/**
 * Sucrase loses count behind the first template that ends in an expression: of whatever follows it says the same column. Lines are
 * right, so in those the place is where the text of the line begins.
 */
export function mendColumns(map: RawSourceMap, source: string, code: string): RawSourceMap {
  // The library asks for the literal version 3 and mutable arrays; it changes neither.
  const trace = new TraceMap({ ...map, version: 3, sources: [...map.sources], names: [] });
  const lines = decodedMappings(trace);
  const last = columnOf(lines.findLast((segments) => segments.length > 0)?.at(-1));
  const good = lines.findLastIndex((segments) =>
    segments.some((segment) => columnOf(segment) !== last),
  );
  const indentations = [indentationsOf(code), indentationsOf(source)] as const;
  const mended = lines.map((segments, line): Segment[] => {
    if (line <= good || segments.length === 0) return [...segments];
    const [before = 0, written = 0] = indentations.map((all) => all[line]);
    const start: Segment = [0, 0, line, 0];
    return written === 0 ? [start] : [start, [Math.max(1, before), 0, line, written]];
  });
  const result = new TraceMap({
    version: 3,
    mappings: mended,
    names: [],
    sources: [...map.sources],
  });
  return { version: 3, mappings: encodedMappings(result), names: [], sources: map.sources };
}

function columnOf(segment: Readonly<Segment> | undefined): number {
  return segment?.[3] ?? 0;
}

function indentationsOf(text: string): number[] {
  return text.split("\n").map((line) => line.length - line.trimStart().length);
}
