import { originalPositionFor, TraceMap, type SourceMapInput } from "@jridgewell/trace-mapping";
import type { SourceLocation } from "../../../schemas/index.ts";

/** A source map, version 3, as a transform returns it. */
export interface RawSourceMap {
  readonly version: number;
  readonly mappings: string;
  readonly sources: readonly string[];
  readonly names: readonly string[];
}

/** How to get the source maps of one script, and which file its author knows it as. */
export interface ScriptOrigin {
  readonly file: string;
  /** As its author wrote it. */
  readonly source: string;
  /** Last step first; asked for once, when the first position is looked up. */
  readonly sourceMaps: () => readonly RawSourceMap[];
}

/** Old generations may still throw: of each file, so many scripts are remembered. */
const SCRIPTS_KEPT = 8;

/** ` at run (/plugins/a.ts?3:10:5)`, ` at async /plugins/a.ts?3:10:5`; where an error is printed, brackets may follow. */
const FRAME =
  /^(\s*at (?:async )?(?:.*? \((?:.*, )?)?)((?:\/|[A-Za-z]:[\\/]).*?\?\d+):(\d+):(\d+)(\)?[ {}\],]*)$/;
const ANY_FRAME = /^\s*at /m;

/**
 * Knows every script made from a plugin's source, and so what a position in a stack means to the author.
 * Scripts are named `FILE?N`, so that generations of one file are told apart.
 */
export class ScriptIndex {
  readonly #origins = new Map<string, ScriptOrigin>();
  /** The scripts of each file, oldest first. */
  readonly #scripts = new Map<string, string[]>();
  readonly #traces = new Map<string, readonly TraceMap[]>();
  #count = 0;

  /** Those that may still run, oldest first. */
  get origins(): ReadonlyMap<string, ScriptOrigin> {
    return this.#origins;
  }

  /** Names a new script. */
  add(origin: ScriptOrigin): string {
    this.#count += 1;
    const script = `${origin.file}?${this.#count}`;
    this.#origins.set(script, origin);
    const scripts = this.#scripts.get(origin.file) ?? [];
    this.#scripts.set(origin.file, scripts);
    if (scripts.push(script) > SCRIPTS_KEPT) {
      const oldest = scripts.shift() ?? "";
      this.#origins.delete(oldest);
      this.#traces.delete(oldest);
    }
    return script;
  }

  /** `line` and `column` as V8 counts them, from 1. Null for a script that is not one of ours. */
  locate(script: string, line: number, column: number): SourceLocation | null {
    const origin = this.#origins.get(script);
    if (!origin) return null;
    let position = { line, column: Math.max(0, column - 1) };
    for (const trace of this.#tracesOf(script, origin)) {
      const original = originalPositionFor(trace, position);
      if (original.line === null) break;
      position = { line: original.line, column: original.column };
    }
    return { file: origin.file, line: position.line - 1, character: position.column };
  }

  /** The frames of a stack that are the author's, where the author wrote them. */
  framesOf(stack: string): readonly { readonly text: string; readonly location: SourceLocation }[] {
    return stack.split("\n").flatMap((line) => {
      const match = FRAME.exec(line);
      const [, before = "", script = "", row = "", column = "", after = ""] = match ?? [];
      const location = match && this.locate(script, Number(row), Number(column));
      return location ? [{ text: before + readable(location) + after, location }] : [];
    });
  }

  /** The author's part of a stack, and where it begins; null for what is in none of his files. */
  readStack(stack: string): {
    readonly stack: string | null;
    readonly location: SourceLocation | null;
  } {
    const frames = this.framesOf(stack);
    return {
      stack: frames.length === 0 ? null : frames.map(({ text }) => text).join("\n"),
      location: frames[0]?.location ?? null,
    };
  }

  /** A text with the author's positions in the stacks that stand in it, without the frames of `ownScript`. Others' frames stay. */
  mapStacks(text: string, ownScript: string): string {
    if (!ANY_FRAME.test(text)) return text;
    return text
      .split("\n")
      .filter((line) => !(ANY_FRAME.test(line) && line.includes(`${ownScript}:`)))
      .map((line) => this.framesOf(line)[0]?.text ?? line)
      .join("\n");
  }

  #tracesOf(script: string, origin: ScriptOrigin): readonly TraceMap[] {
    const known = this.#traces.get(script);
    if (known) return known;
    const traces = origin.sourceMaps().map(traceMap);
    this.#traces.set(script, traces);
    return traces;
  }
}

/** Where an offset into transformed code is in its source; 0 when the map does not say. */
export function originalOffset(
  map: RawSourceMap,
  code: string,
  offset: number,
  source: string,
): number {
  const before = code.slice(0, offset).split("\n");
  const place = { line: before.length, column: before.at(-1)?.length ?? 0 };
  const { line, column } = originalPositionFor(traceMap(map), place);
  if (line === null) return 0;
  const lines = source.split("\n").slice(0, line - 1);
  return lines.reduce((sum, { length }) => sum + length + 1, column);
}

function readable({ file, line, character }: SourceLocation): string {
  return `${file}:${line + 1}:${character + 1}`;
}

/** The library asks for the literal version 3 and mutable arrays; it changes neither. */
function traceMap(map: RawSourceMap): TraceMap {
  return new TraceMap(map as SourceMapInput);
}
