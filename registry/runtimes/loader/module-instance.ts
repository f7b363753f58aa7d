import type { ModuleCode } from "./module-code.ts";
import type { Resolution } from "./resolve.ts";

/** What an import is bound to: another evaluation of the graph, or what Node or Patchbay supplied. */
export type Binding =
  | { readonly kind: "instance"; readonly instance: ModuleInstance }
  | { readonly kind: "value"; readonly exports: unknown };

/**
 * One evaluation of a module. Instances of one generation are bound to each other for good, so that old code goes on
 * with the old code that it imported while newer code runs beside it.
 */
export interface ModuleInstance {
  readonly code: ModuleCode;
  /** What CommonJS knows as `module`. */
  readonly module: { exports: unknown; readonly id: string; readonly filename: string };
  /** Where each specifier known beforehand leads. */
  readonly resolutions: ReadonlyMap<string, Resolution>;
  readonly bindings: Map<string, Binding>;
  state: "linked" | "evaluating" | "evaluated" | "failed";
  /** While code with top-level await runs. */
  pending: Promise<void> | null;
  /** What it threw, when `failed`. */
  thrown: unknown;
  /** Other new instances of its generation, by file, until the generation is complete. */
  readonly generation: Map<string, ModuleInstance>;
}

export function createInstance(
  code: ModuleCode,
  resolutions: ReadonlyMap<string, Resolution>,
  generation: Map<string, ModuleInstance>,
): ModuleInstance {
  return {
    code,
    resolutions,
    generation,
    module: { exports: emptyExports(code), id: code.file, filename: code.file },
    bindings: new Map(),
    state: "linked",
    pending: null,
    thrown: undefined,
  };
}

function emptyExports({ body }: ModuleCode): unknown {
  const exports: Record<string, unknown> = {};
  if (body.kind === "code" && body.form === "module") markAsModule(exports);
  return exports;
}

/** Says, to compiled code, that `default` is the default export and not the whole object. */
export function markAsModule(exports: object): void {
  Object.defineProperty(exports, "__esModule", { value: true, configurable: true });
}
