import { checked, specOf } from "./checked-spec.ts";
import { NameTakenError, PluginRegistrationError } from "./errors.ts";
import {
  specKey,
  type ContributorRegistry,
  type FactoryRegistration,
  type PluginSpec,
} from "./plugin-spec.ts";

/** A spec that a contributor registered, to be taken over when all of them are known. */
export interface StagedSpec {
  readonly spec: PluginSpec;
  readonly force: boolean;
}

type Known = Pick<ContributorRegistry, "has" | "getSpec">;

/**
 * Lets a contributor say what it registers, without registering it: an object or module with `registerPlugins` or
 * `register_plugins`, a module whose default export is a function, or such a function. One that throws half-way
 * leaves nothing behind. Rejects with `PluginRegistrationError` for anything else, and with what the contributor throws.
 */
export async function contribute(
  known: Known,
  contributor: unknown,
  from: string,
): Promise<readonly StagedSpec[]> {
  const registry = new StagingRegistry(known);
  await contributorFunction(contributor, from)(registry);
  return registry.staged;
}

type Contribute = (registry: ContributorRegistry) => unknown;

function contributorFunction(contributor: unknown, from: string): Contribute {
  const object = typeof contributor === "object" || typeof contributor === "function";
  if (!object || contributor === null || isClass(contributor)) {
    const what = isClass(contributor) ? "a class" : `of type ${typeof contributor}`;
    throw new PluginRegistrationError(
      `${from} is ${what}: expected a function of the registry, or an object with registerPlugins`,
    );
  }
  const methods = contributor as Record<string, unknown>;
  for (const name of ["registerPlugins", "register_plugins", "default"]) {
    const method = methods[name];
    if (typeof method === "function") {
      return (registry) => method.call(contributor, registry) as unknown;
    }
  }
  if (typeof contributor === "function") return (registry) => contributor(registry) as unknown;
  throw new PluginRegistrationError(`${from} has no registerPlugins`);
}

/** Whether a value is written as a class. An instance of it may be a contributor; the class itself cannot be called. */
export function isClass(value: unknown): boolean {
  return typeof value === "function" && /^class\b/.test(Function.prototype.toString.call(value));
}

/** Takes registrations down, and refuses those that the registry would refuse. */
class StagingRegistry implements ContributorRegistry {
  readonly #known: Known;
  readonly #staged = new Map<string, StagedSpec>();

  constructor(known: Known) {
    this.#known = known;
  }

  get staged(): readonly StagedSpec[] {
    return Array.from(this.#staged.values());
  }

  register(spec: PluginSpec, { force = false }: { readonly force?: boolean } = {}): void {
    const valid = checked(spec);
    const key = specKey(valid.kind, valid.name);
    const taken = this.#staged.get(key);
    if (taken !== undefined && !force) throw new NameTakenError(spec, taken.spec);
    this.#staged.set(key, { spec: valid, force });
  }

  registerFactory(registration: FactoryRegistration): void {
    this.register(specOf(registration), { force: registration.force ?? false });
  }

  has(kind: PluginSpec["kind"], name: string): boolean {
    return this.#staged.has(specKey(kind, name)) || this.#known.has(kind, name);
  }

  getSpec(kind: PluginSpec["kind"], name: string): PluginSpec | null {
    return this.#staged.get(specKey(kind, name))?.spec ?? this.#known.getSpec(kind, name);
  }
}
