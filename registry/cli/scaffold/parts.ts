import type { ScaffoldWish } from "./write-plugin.ts";

/** What the files of a plugin are made of. */
export interface ScaffoldParts extends ScaffoldWish {
  /** Name of the source file without its ending. */
  readonly stem: string;
  readonly className: string;
  readonly payloads: ReadonlyMap<string, unknown>;
}
