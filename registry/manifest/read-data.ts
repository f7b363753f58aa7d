import { isAlias, isMap, isScalar, isSeq, type Alias, type Node, type YAMLMap } from "yaml";
import type { AnchorScope } from "./anchors.ts";
import { MANIFEST_CODES } from "./codes.ts";
import {
  contentSpan,
  isMergeKey,
  keySpan,
  keyText,
  pairsOf,
  spanOf,
  valueOf,
  type MapPair,
  type Value,
} from "./tree.ts";
import type { ManifestProblem } from "./types.ts";

/** What a node says as plain data, with what is wrong about the way it says it. */
export interface Reading {
  readonly data: unknown;
  readonly problems: readonly ManifestProblem[];
  /** An alias names an anchor that the scope does not know. */
  readonly hasUnresolvedAlias: boolean;
}

/** Reads a node as plain data. Aliases and merge keys are followed, within the bounds of the scope. */
export function readData(text: string, node: Value, anchors: AnchorScope): Reading {
  anchors.startItem();
  const reader = new DataReader(text, anchors);
  return {
    data: reader.read(node),
    problems: reader.problems,
    hasUnresolvedAlias: reader.hasUnresolvedAlias,
  };
}

class DataReader {
  readonly problems: ManifestProblem[] = [];
  hasUnresolvedAlias = false;
  readonly #text: string;
  readonly #anchors: AnchorScope;
  /** Aliased nodes being read: an alias to one of them would never end. */
  readonly #open = new Set<Node>();
  #insideAlias = false;
  #exploded = false;

  constructor(text: string, anchors: AnchorScope) {
    this.#text = text;
    this.#anchors = anchors;
  }

  read(node: Value): unknown {
    if (!node || this.#exploded) return null;
    if (this.#insideAlias && !this.#anchors.spend()) {
      this.#exploded = true;
      return null;
    }
    if (isAlias(node)) return this.#readAlias(node);
    if (!this.#insideAlias && node.anchor) this.#anchors.define(node.anchor, node);
    if (isScalar(node)) return node.value;

    this.#open.add(node);
    const data = isMap(node) ? this.#readMap(node) : isSeq(node) ? this.#readSeq(node) : null;
    this.#open.delete(node);
    return data;
  }

  #readSeq(node: { readonly items: readonly unknown[] }): unknown[] {
    return node.items.map((item) => this.read(item as Value));
  }

  #readMap(node: YAMLMap): Record<string, unknown> {
    const data: Record<string, unknown> = {};
    const merged: Record<string, unknown>[] = [];
    const seen = new Map<string, MapPair>();
    for (const pair of pairsOf(node)) {
      if (isMergeKey(pair)) {
        merged.push(...this.#readMerge(pair));
        continue;
      }
      this.#defineKeyAnchor(pair);
      const key = keyText(pair);
      if (key === null) {
        this.#report(
          MANIFEST_CODES.wrongType,
          "error",
          "A key is plain text, not a list or a mapping.",
          pair,
        );
        continue;
      }
      this.#checkDuplicate(key, pair, seen);
      setOwn(data, key, this.read(valueOf(pair)));
    }
    for (const source of merged) {
      for (const [key, value] of Object.entries(source)) {
        if (!Object.hasOwn(data, key)) setOwn(data, key, value);
      }
    }
    return data;
  }

  #readMerge(pair: MapPair): Record<string, unknown>[] {
    const value = this.read(valueOf(pair));
    const sources: unknown[] = Array.isArray(value) ? value : [value];
    const mappings = sources.filter(isRecord);
    if (mappings.length < sources.length && !this.#exploded && !this.hasUnresolvedAlias) {
      const message = "`<<` takes a mapping, or a list of mappings: write `<<: *anchor`.";
      this.#report(MANIFEST_CODES.wrongType, "error", message, pair);
    }
    return mappings;
  }

  #readAlias(alias: Alias): unknown {
    const target = this.#anchors.find(alias.source);
    if (!target) {
      this.hasUnresolvedAlias = true;
      this.#reportAt(
        alias,
        MANIFEST_CODES.syntax,
        "No anchor of this name (`&name`) stands above this alias.",
        {
          yaml: "UNRESOLVED_ALIAS",
        },
      );
      return null;
    }
    if (this.#open.has(target)) {
      this.#reportAt(
        alias,
        MANIFEST_CODES.aliasBomb,
        "This alias stands inside the value that it names, so it would never end.",
      );
      return null;
    }
    if (this.#insideAlias) return this.read(target);

    this.#insideAlias = true;
    const data = this.read(target);
    this.#insideAlias = false;
    if (this.#exploded) {
      this.#reportAt(
        alias,
        MANIFEST_CODES.aliasBomb,
        "The aliases of this entry stand for too much: write the values out, or share less.",
      );
    }
    return data;
  }

  #defineKeyAnchor(pair: MapPair): void {
    const { key } = pair;
    if (isScalar(key) && key.anchor && !this.#insideAlias) this.#anchors.define(key.anchor, key);
  }

  #checkDuplicate(key: string, pair: MapPair, seen: Map<string, MapPair>): void {
    const first = seen.get(key);
    seen.set(key, first ?? pair);
    if (!first || this.#insideAlias) return;
    this.problems.push({
      code: MANIFEST_CODES.duplicateKey,
      severity: "warning",
      message: `\`${key}\` is written more than once here: the last one counts. Keep one of them.`,
      span: keySpan(pair),
      related: [{ span: keySpan(first), message: `\`${key}\` is written here first.` }],
      data: { key },
    });
  }

  #report(code: string, severity: "error" | "warning", message: string, pair: MapPair): void {
    if (!this.#insideAlias) this.problems.push({ code, severity, message, span: keySpan(pair) });
  }

  #reportAt(
    node: Node,
    code: string,
    message: string,
    data?: Readonly<Record<string, unknown>>,
  ): void {
    if (this.#insideAlias) return;
    const span = spanOf(node) ? contentSpan(this.#text, node) : { start: 0, end: 0 };
    this.problems.push({ code, severity: "error", message, span, ...(data && { data }) });
  }
}

/** Sets a key as an own property, `__proto__` included. */
function setOwn(target: Record<string, unknown>, key: string, value: unknown): void {
  Object.defineProperty(target, key, {
    value,
    writable: true,
    enumerable: true,
    configurable: true,
  });
}

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
