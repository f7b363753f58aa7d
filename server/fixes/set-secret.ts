import { planEdit } from "../../registry/manifest/index.ts";
import { CLIENT_COMMANDS, type MoveSecretParams } from "../../schemas/index.ts";
import { isRecord } from "../workspace/index.ts";
import type { ChosenFix, Fix, FixProvider, FixRequest } from "./fix.ts";

/** A missing secret is set, or taken from the environment; a plaintext one leaves the manifest. */
export const setSecret: FixProvider = (request) => {
  const { code, data } = request;
  const { secret } = data;
  if (typeof secret !== "string") return [];
  const command = {
    title: `Set Secret ${secret}…`,
    command: CLIENT_COMMANDS.setSecret,
    arguments: [secret],
  };
  if (code === "secret/missing") {
    return [
      { title: command.title, command, isPreferred: true },
      ...fromEnvironment(request, secret),
    ];
  }
  if (code === "secret/not-required") {
    const edits = override(request, secret, undefined);
    return edits ? [{ title: `Remove ${secret}`, edits }] : [];
  }
  if (code === "secret/plaintext" && isOverride(data["path"])) {
    const removed = override(request, secret, undefined);
    const moved = removed && {
      title: `Set Secret ${secret}… and remove it here`,
      edits: removed,
      command,
    };
    return [
      ...(removed ? moveToStore(request, secret, removed) : []),
      ...(moved ? [moved] : []),
      ...fromEnvironment(request, secret),
    ];
  }
  return [];
};

/** The editor reads the value where it stands, stores it and then removes it: it is never part of a message. */
function moveToStore(
  { diagnostic, file }: FixRequest,
  secret: string,
  removed: NonNullable<Fix["edits"]>,
): ChosenFix[] {
  const { uri, version } = file;
  // Only of a text that is open can it be told later whether it is still the same.
  if (version === null) return [];
  const edits = removed.map(({ span, newText }) => ({ range: file.rangeOf(span), newText }));
  const move: MoveSecretParams = { uri, version, secret, value: diagnostic.range, edits };
  const title = `Move ${secret} to the secret store`;
  const command = { title, command: CLIENT_COMMANDS.moveSecret, arguments: [move] };
  return [{ title, command, isPreferred: true }];
}

function fromEnvironment(request: FixRequest, secret: string): ChosenFix[] {
  const edits = override(request, secret, { env: secret });
  return edits ? [{ title: `Take ${secret} from an environment variable`, edits }] : [];
}

/** The edits that set, or with undefined remove, `config.secrets.<name>`. Null when they cannot be made. */
function override({ known, file }: FixRequest, name: string, value: unknown): Fix["edits"] | null {
  if (!known?.item.entry) return null;
  const { [name]: _, ...others } = isRecord(known.entry.secretOverrides)
    ? known.entry.secretOverrides
    : {};
  const secrets = value === undefined ? others : { ...others, [name]: value };
  const { secrets: __, ...rest } = known.entry.config ?? {};
  const config = Object.keys(secrets).length > 0 ? { ...known.entry.config, secrets } : rest;
  const plan = planEdit(file.manifest, { kind: "set-config", plugin: known.item.name, config });
  return plan.kind === "edits" ? plan.edits : null;
}

function isOverride(path: unknown): boolean {
  return Array.isArray(path) && path[1] === "secrets";
}
