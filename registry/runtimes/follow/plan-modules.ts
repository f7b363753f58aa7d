import type { Problem } from "../../../schemas/index.ts";
import {
  createFolders,
  resolveModule,
  type LookupRoots,
  type ModuleResolution,
} from "../../modules/index.ts";
import { filesOf, type ModulePlan } from "../loader/index.ts";
import type { WrittenReference } from "./understand-manifest.ts";

/** Where the manifest's references lead now. */
export interface ModulePlans {
  readonly modules: Readonly<Record<string, ModulePlan>>;
  /** Paths that were looked for in vain: when one appears, a reference may lead elsewhere. */
  readonly absent: ReadonlySet<string>;
  /** The modules that references lead to. */
  readonly files: ReadonlySet<string>;
}

/** Finds every module that the manifest names. Reads no plugin code. */
export function planModules(
  references: readonly WrittenReference[],
  roots: LookupRoots,
): ModulePlans {
  const folders = createFolders();
  const modules: Record<string, ModulePlan> = {};
  const absent = new Set<string>();
  for (const written of references) {
    if (modules[written.reference]) continue;
    const resolution = resolveModule(written.reference, roots, folders);
    if (resolution.kind === "not-found") for (const path of resolution.absent) absent.add(path);
    modules[written.reference] = planOf(resolution, written);
  }
  return { modules, absent, files: filesOf(modules) };
}

/** References that were there before and lead elsewhere now. */
export function movedReferences(before: ModulePlans, after: ModulePlans): ReadonlySet<string> {
  const moved = Object.entries(after.modules).filter(([reference, plan]) => {
    const earlier = before.modules[reference];
    return earlier !== undefined && placeOf(earlier) !== placeOf(plan);
  });
  return new Set(moved.map(([reference]) => reference));
}

/** What tells two plans for one reference apart; when a problem was observed does not. */
function placeOf(plan: ModulePlan): string {
  return plan.kind === "file" ? plan.file : `${plan.problem.code} ${plan.problem.message}`;
}

function planOf(resolution: ModuleResolution, written: WrittenReference): ModulePlan {
  const { reference } = written;
  const failed = (code: string, message: string): ModulePlan => {
    const at = new Date().toISOString();
    const problem: Problem = { code, message, at, location: written.location, stack: null };
    return { kind: "failed", problem };
  };
  switch (resolution.kind) {
    case "found":
      return resolution.language === "python"
        ? failed("plugin/no-runtime", `Python plugins are not run yet: ${resolution.file}`)
        : { kind: "file", file: resolution.file };
    case "not-found": {
      const looked = resolution.looked.slice(0, 12).join(", ");
      const rest = resolution.looked.length > 12 ? " and elsewhere" : "";
      return failed(
        "module/not-found",
        `There is no module ${reference}. Looked for: ${looked}${rest}`,
      );
    }
    case "malformed":
      return failed("module/malformed", `${reference}: ${resolution.reason}`);
    case "unreadable":
      return failed("module/unreadable", `${resolution.file} cannot be read: ${resolution.reason}`);
  }
}
