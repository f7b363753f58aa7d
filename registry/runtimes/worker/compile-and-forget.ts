import { withoutCompilationCache } from "../../base/compilation-cache.ts";
import { compileModule } from "../loader/index.ts";

/** As `compileModule`, for code that is replaced again and again. */
export const compileAndForget: typeof compileModule = (...module) =>
  withoutCompilationCache(() => compileModule(...module));
