import type { Problem, SourceLocation } from "../../../schemas/index.ts";
import type { ScriptIndex } from "./source-positions.ts";

/** Thrown into plugin code that asks for a module that is not there. */
export class ModuleNotFoundError extends Error {
  override readonly name = "ModuleNotFoundError";
  /** Node's own code, for plugins that try an optional dependency. */
  readonly code = "MODULE_NOT_FOUND";
  readonly specifier: string;
  readonly importer: string;
  readonly looked: readonly string[];

  constructor(specifier: string, importer: string, looked: readonly string[]) {
    super(`Cannot find module '${specifier}' imported from ${importer}`);
    this.specifier = specifier;
    this.importer = importer;
    this.looked = looked;
  }
}

/** Thrown into plugin code that asks, lazily, for a module that does not parse. */
export class ModuleSyntaxError extends SyntaxError {
  readonly problem: Problem;

  constructor(problem: Problem) {
    super(problem.message);
    this.problem = problem;
  }
}

export function syntaxProblem(message: string, location: SourceLocation): Problem {
  return {
    code: "plugin/syntax",
    message: `Syntax error: ${message}`,
    at: new Date().toISOString(),
    location,
    stack: null,
  };
}

/** `location` is the specifier's place in the importer's source. */
export function missingImportProblem(
  { specifier, importer, looked }: ModuleNotFoundError,
  location: SourceLocation | null,
): Problem {
  return {
    code: "plugin/import-not-found",
    message: `${importer} imports "${specifier}", which was not found. Looked for: ${looked.join(", ")}`,
    at: new Date().toISOString(),
    location,
    stack: null,
  };
}

/** Words anything that was thrown while plugin code ran, with the author's positions. */
export function thrownProblem(code: string, thrown: unknown, scripts: ScriptIndex): Problem {
  if (thrown instanceof ModuleSyntaxError) return thrown.problem;
  const message = messageOf(thrown);
  const stack = thrown instanceof Error && typeof thrown.stack === "string" ? thrown.stack : "";
  const frames = scripts.framesOf(stack);
  return {
    code,
    message,
    at: new Date().toISOString(),
    location: frames[0]?.location ?? null,
    stack: frames.length === 0 ? null : [message, ...frames.map(({ text }) => text)].join("\n"),
  };
}

/** Plugins throw anything: an error whose message is a getter that throws must not take the report with it. */
export function messageOf(thrown: unknown): string {
  try {
    return thrown instanceof Error ? `${thrown.name}: ${thrown.message}` : String(thrown);
  } catch {
    return "a value that cannot be shown";
  }
}
