import type { PluginKind } from "../../../schemas/index.ts";
import { normalizePluginName, type PluginSpec } from "./plugin-spec.ts";

/** A spec cannot be registered: its name is taken, or what should have registered it cannot. */
export class PluginRegistrationError extends Error {
  override readonly name: string = "PluginRegistrationError";
}

/** What should be registered is no spec: its author's mistake. */
export class MalformedSpecError extends PluginRegistrationError {}

/** Another spec of that kind has the name. Says which version it is. */
export class NameTakenError extends PluginRegistrationError {
  /** The one that has the name. */
  readonly taken: Pick<PluginSpec, "kind" | "name">;

  constructor(spec: PluginSpec, known: PluginSpec) {
    const name = JSON.stringify(normalizePluginName(spec.name));
    super(`${spec.kind} plugin ${name} is registered already, with version ${known.version}`);
    this.taken = { kind: known.kind, name: known.name };
  }
}

/** There is no spec of that kind and name. */
export class PluginNotFoundError extends Error {
  override readonly name: string = "PluginNotFoundError";

  constructor(kind: PluginKind, plugin: string) {
    super(`No plugin of kind ${kind} is called ${JSON.stringify(plugin)}`);
  }
}
