import * as zod from "zod";
import * as kernel from "../../kernel/index.ts";
import * as sdk from "../../sdk/index.ts";
import { ModuleGraph, pureTransform } from "../loader/index.ts";

/** The modules of plugins that run in this process. What they import from `patchbay` are this very library's classes. */
export function createInlineGraph(onGrown: () => void = () => undefined): ModuleGraph {
  const supplied = new Map<string, unknown>([
    ["patchbay", { ...kernel, ...sdk }],
    ["zod", zod],
  ]);
  return new ModuleGraph({ transform: pureTransform, supplied, onGrown });
}
