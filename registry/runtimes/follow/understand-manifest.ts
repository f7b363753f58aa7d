import type { Problem, SourceLocation } from "../../../schemas/index.ts";
import type { FileText } from "../../base/file-text.ts";
import type { Span } from "../../base/text.ts";
import type { KernelItem } from "../../kernel/index.ts";
import {
  MANIFEST_CODES,
  parseManifest,
  problemsOfWhole,
  type ManifestItem,
  type ManifestProblem,
} from "../../manifest/index.ts";

/** A module reference of the manifest with where it stands. */
export interface WrittenReference {
  readonly plugin: string;
  readonly reference: string;
  /** Found out when somebody asks, which takes a closer look at the entry than following it does. */
  readonly location: SourceLocation;
}

/** The manifest as the registry takes it. */
export interface ManifestContent {
  /** Null when the text says nothing that could be followed: what runs goes on. */
  readonly items: readonly KernelItem[] | null;
  readonly references: readonly WrittenReference[];
  /** The text is not YAML throughout: what could be read of it may lack entries that are only half-typed. */
  readonly isBroken: boolean;
  /** What is wrong with the manifest as a whole. */
  readonly problems: readonly Problem[];
}

/** Never throws, whatever was read. */
export function understandManifest(file: string, read: FileText): ManifestContent {
  if (read.kind === "missing") {
    const problem = wholeProblem(file, "manifest/missing", `${file} does not exist`);
    return { items: [], references: [], isBroken: false, problems: [problem] };
  }
  if (read.kind === "unreadable") {
    const message = `${file} cannot be read: ${read.reason}. What runs goes on.`;
    return {
      items: null,
      references: [],
      isBroken: true,
      problems: [wholeProblem(file, "manifest/unreadable", message)],
    };
  }
  return parse(file, read.text);
}

function parse(file: string, text: string): ManifestContent {
  const document = parseManifest(text);
  const lines = new LineIndex(file, text);
  const problems = problemsOfWhole(document).map((problem) => lines.problem(problem));
  if (document.form === "unreadable") {
    return { items: null, references: [], isBroken: true, problems };
  }
  return {
    isBroken: problems.some(({ code }) => code === MANIFEST_CODES.syntax),
    items: document.items.map((item) => kernelItem(item, lines)),
    references: document.items.flatMap((item) => writtenReference(item, lines)),
    problems,
  };
}

function kernelItem(item: ManifestItem, lines: LineIndex): KernelItem {
  const { position, entry, name, raw } = item;
  if (entry) return { kind: "valid", position, entry };
  const problems = item.problems
    .filter(({ severity }) => severity === "error")
    .map((problem) => lines.problem(problem));
  return { kind: "invalid", position, name, raw, problems };
}

function writtenReference(item: ManifestItem, lines: LineIndex): WrittenReference[] {
  const { entry } = item;
  if (!entry) return [];
  return [
    {
      plugin: entry.name,
      reference: entry.module,
      get location() {
        return lines.locate(item.spansAt(["module"])?.value ?? item.headSpan);
      },
    },
  ];
}

function wholeProblem(file: string, code: string, message: string): Problem {
  const location = { file, line: 0, character: 0 };
  return { code, message, at: new Date().toISOString(), location, stack: null };
}

/** Offsets of one text as lines and characters. */
class LineIndex {
  readonly #file: string;
  readonly #starts: readonly number[];

  constructor(file: string, text: string) {
    this.#file = file;
    const starts = [0];
    for (let at = text.indexOf("\n"); at !== -1; at = text.indexOf("\n", at + 1))
      starts.push(at + 1);
    this.#starts = starts;
  }

  locate({ start }: Span): SourceLocation {
    let low = 0;
    let high = this.#starts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((this.#starts[middle] ?? 0) <= start) low = middle;
      else high = middle - 1;
    }
    return { file: this.#file, line: low, character: start - (this.#starts[low] ?? 0) };
  }

  problem({ code, message, span }: ManifestProblem): Problem {
    return {
      code,
      message,
      at: new Date().toISOString(),
      location: this.locate(span),
      stack: null,
    };
  }
}
