import { isBuiltin } from "node:module";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { ModuleSyntaxError } from "./import-problem.ts";
import { exportAll, namespaceOf, requireViewOf } from "./interop.ts";
import type { Binding, ModuleInstance } from "./module-instance.ts";

/** How running code gets at modules that were not bound beforehand. Both throw what the author should see. */
export interface Imports {
  /** Finds what a static import or a literal leads to, without evaluating it. May have to wait for Node. */
  bind(importer: ModuleInstance, specifier: string): Binding | Promise<Binding>;
  /** The same, now or never. */
  bindNow(importer: ModuleInstance, specifier: string): Binding;
  /** The file, or of what is none the name. */
  resolvePath(importer: ModuleInstance, specifier: string): string;
}

/** The imports that led to a module, innermost first. */
interface Chain {
  readonly instance: ModuleInstance;
  readonly length: number;
  readonly outer: Chain | null;
}

/** A chain of imports may be longer than a stack: after so many a new stack is begun. */
const LINKS_PER_STACK = 500;

/**
 * Evaluates an instance after everything that it imports statically, each once. Without top-level await in the graph it
 * is done when the call returns; else it returns a promise. Throws, or rejects with, what the code threw.
 */
export function evaluate(
  instance: ModuleInstance,
  imports: Imports,
  chain: Chain | null = null,
): void | Promise<void> {
  if (instance.state === "evaluated" || isIn(chain, instance)) return;
  if (instance.state === "failed") throw instance.thrown;
  // Without a promise it is further up this very call stack: a cycle.
  if (instance.state === "evaluating") return instance.pending ?? undefined;

  instance.state = "evaluating";
  const inner = { instance, length: (chain?.length ?? 0) + 1, outer: chain };
  const steps = instance.code.imports.map(
    (specifier) => () => evaluateImport(instance, specifier, imports, inner),
  );
  const runs = (): void | Promise<void> => inSequence([...steps, () => runBody(instance, imports)]);
  try {
    const done = inner.length % LINKS_PER_STACK === 0 ? Promise.resolve().then(runs) : runs();
    if (!done) {
      instance.state = "evaluated";
      return;
    }
    instance.pending = settle(instance, done);
    return instance.pending;
  } catch (error) {
    fail(instance, error);
    throw error;
  }
}

function isIn(chain: Chain | null, instance: ModuleInstance): boolean {
  for (let one = chain; one !== null; one = one.outer) if (one.instance === instance) return true;
  return false;
}

function evaluateImport(
  instance: ModuleInstance,
  specifier: string,
  imports: Imports,
  chain: Chain,
): void | Promise<void> {
  const binding = instance.bindings.get(specifier) ?? imports.bind(instance, specifier);
  if (binding instanceof Promise) {
    return binding.then((bound) => {
      instance.bindings.set(specifier, bound);
      return bound.kind === "instance" ? evaluate(bound.instance, imports, chain) : undefined;
    });
  }
  instance.bindings.set(specifier, binding);
  return binding.kind === "instance" ? evaluate(binding.instance, imports, chain) : undefined;
}

async function settle(instance: ModuleInstance, done: Promise<void>): Promise<void> {
  try {
    await done;
    instance.state = "evaluated";
  } catch (error) {
    fail(instance, error);
    throw error;
  } finally {
    instance.pending = null;
  }
}

function fail(instance: ModuleInstance, thrown: unknown): void {
  instance.state = "failed";
  instance.thrown = thrown;
}

function inSequence(steps: readonly (() => void | Promise<void>)[]): void | Promise<void> {
  for (const [index, step] of steps.entries()) {
    const waiting = step();
    if (waiting) return waiting.then(() => inSequence(steps.slice(index + 1)));
  }
}

function runBody(instance: ModuleInstance, imports: Imports): void | Promise<void> {
  const { body, file } = instance.code;
  if (body.kind === "broken") throw new ModuleSyntaxError(body.problem);
  if (body.kind === "json") {
    instance.module.exports = body.value;
    return;
  }
  const { module } = instance;
  const exports = module.exports as object;
  const folder = path.dirname(file);
  const bound = (specifier: string) => exportsOf(bindNow(instance, specifier, imports));
  const require = createRequireFor(instance, imports);
  const dynamic = async (specifier: unknown): Promise<unknown> =>
    importLazily(instance, String(specifier), imports);
  const meta = {
    // Few modules ask for it, and it costs as much as all the rest of this.
    get url() {
      return pathToFileURL(file).href;
    },
    filename: file,
    dirname: folder,
    main: false,
    resolve: (specifier: string) => resolveUrl(instance, specifier, imports),
  };
  // In the order of MODULE_PARAMETERS.
  const done = Reflect.apply(body.run, body.form === "module" ? undefined : exports, [
    exports,
    require,
    module,
    file,
    folder,
    (specifier: string) => requireViewOf(bound(specifier)),
    dynamic,
    { meta },
    (from: unknown) => exportAll(exports, namespaceOf(from)),
    exports,
    (specifier: string) => namespaceOf(bound(specifier)),
    dynamic,
    meta,
    (from: Readonly<Record<string, unknown>>) => exportAll(exports, from),
  ]);
  return body.isAsync ? (done as Promise<void>) : undefined;
}

/** As `import.meta.resolve`: what is a URL by itself need not exist. */
function resolveUrl(instance: ModuleInstance, specifier: string, imports: Imports): string {
  if (isBuiltin(specifier)) return specifier.startsWith("node:") ? specifier : `node:${specifier}`;
  try {
    const found = imports.resolvePath(instance, specifier);
    return path.isAbsolute(found) ? pathToFileURL(found).href : found;
  } catch (error) {
    if (URL.canParse(specifier)) return specifier;
    if (!/^\.{0,2}\//.test(specifier)) throw error;
    return new URL(specifier, pathToFileURL(instance.code.file)).href;
  }
}

async function importLazily(
  instance: ModuleInstance,
  specifier: string,
  imports: Imports,
): Promise<unknown> {
  const binding = instance.bindings.get(specifier) ?? (await imports.bind(instance, specifier));
  instance.bindings.set(specifier, binding);
  if (binding.kind === "instance") await evaluate(binding.instance, imports);
  return namespaceOf(exportsOf(binding));
}

function createRequireFor(instance: ModuleInstance, imports: Imports): object {
  const require = (specifier: unknown): unknown => {
    const binding = bindNow(instance, String(specifier), imports);
    if (binding.kind === "instance" && evaluate(binding.instance, imports)) {
      throw new Error(
        `${binding.instance.code.file} uses top-level await, so it cannot be required: import it instead`,
      );
    }
    return requireViewOf(exportsOf(binding));
  };
  const resolve = (specifier: unknown): string => imports.resolvePath(instance, String(specifier));
  return Object.assign(require, { resolve, cache: {}, main: undefined });
}

function bindNow(instance: ModuleInstance, specifier: string, imports: Imports): Binding {
  const binding = instance.bindings.get(specifier) ?? imports.bindNow(instance, specifier);
  instance.bindings.set(specifier, binding);
  return binding;
}

function exportsOf(binding: Binding): unknown {
  return binding.kind === "instance" ? binding.instance.module.exports : binding.exports;
}
