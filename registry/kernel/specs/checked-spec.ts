import { pluginKindSchema } from "../../../schemas/index.ts";
import { MalformedSpecError } from "./errors.ts";
import { normalizePluginName, type FactoryRegistration, type PluginSpec } from "./plugin-spec.ts";

const KINDS: readonly unknown[] = pluginKindSchema.options;

/** Under the normalised name. Throws `PluginRegistrationError` for what no types have checked, as in a plugin of plain JavaScript. */
export function specOf(registration: FactoryRegistration): PluginSpec {
  const { kind, name, version, factory, description } = registration;
  const spec = checked({ kind, name, version, factory, description: description ?? "" });
  return { ...spec, name: normalizePluginName(name) };
}

/** A copy. Throws as `specOf` does. */
export function checked(spec: PluginSpec): PluginSpec {
  const { kind, name, version, factory, description }: { [Key in keyof PluginSpec]?: unknown } =
    spec;
  if (!KINDS.includes(kind)) {
    const known = KINDS.join(", ");
    throw new MalformedSpecError(
      `${JSON.stringify(kind)} is no kind of plugin. There are ${known}`,
    );
  }
  if (typeof name !== "string")
    throw new MalformedSpecError(`The name of a plugin of kind ${spec.kind} is no text`);
  if (typeof version !== "string") {
    throw new MalformedSpecError(`The version of ${spec.kind} ${JSON.stringify(name)} is no text`);
  }
  if (typeof factory !== "function") {
    throw new MalformedSpecError(
      `The factory of ${spec.kind} ${JSON.stringify(name)} is no function`,
    );
  }
  return { ...spec, description: typeof description === "string" ? description : "" };
}
