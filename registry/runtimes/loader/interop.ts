import { types } from "node:util";
import { markAsModule } from "./module-instance.ts";

type Namespace = Readonly<Record<string, unknown>>;

const namespaces = new WeakMap<object, Namespace>();

/** What `import * as x` gives for any exports: a marked module is its own namespace, all else is also its `default`. */
export function namespaceOf(exports: unknown): Namespace {
  if (!isObject(exports)) return primitiveNamespace(exports);
  if (isMarked(exports) && !types.isModuleNamespaceObject(exports)) return exports as Namespace;
  const known = namespaces.get(exports);
  if (known) return known;
  const namespace = makeNamespace(exports);
  namespaces.set(exports, namespace);
  return namespace;
}

/** What `require` gives: CommonJS as it is; a native ES module marked, so that its `default` is found. */
export function requireViewOf(exports: unknown): unknown {
  return types.isModuleNamespaceObject(exports) ? namespaceOf(exports) : exports;
}

/** `export *`: the names of `from` that `exports` does not have yet, live. */
export function exportAll(exports: object, from: Namespace): void {
  for (const name of Object.keys(from)) {
    if (name === "default" || name === "__esModule" || Object.hasOwn(exports, name)) continue;
    Object.defineProperty(exports, name, {
      enumerable: true,
      configurable: true,
      get: () => from[name],
      // A name that the module itself exports wins, whichever comes first.
      set: (value: unknown) => {
        Object.defineProperty(exports, name, {
          value,
          enumerable: true,
          configurable: true,
          writable: true,
        });
      },
    });
  }
}

function makeNamespace(exports: object): Namespace {
  const namespace: Record<string, unknown> = {};
  exportAll(namespace, exports as Namespace);
  const value = () =>
    types.isModuleNamespaceObject(exports) ? (exports as Namespace)["default"] : exports;
  Object.defineProperty(namespace, "default", { enumerable: true, configurable: true, get: value });
  markAsModule(namespace);
  return namespace;
}

function primitiveNamespace(value: unknown): Namespace {
  const namespace = { default: value };
  markAsModule(namespace);
  return namespace;
}

function isObject(value: unknown): value is object {
  return (typeof value === "object" && value !== null) || typeof value === "function";
}

function isMarked(exports: object): boolean {
  return Reflect.get(exports, "__esModule") === true;
}
