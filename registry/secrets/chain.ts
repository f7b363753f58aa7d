import type { SecretStatus } from "../../schemas/index.ts";
import { dotenvFormat, formatOfSecretsFile, SecretFile, type FileContents } from "./read-values.ts";
import {
  askDotenv,
  askEnvironment,
  askManifest,
  askSecretsFile,
  askStore,
  type Step,
} from "./steps.ts";
import type { ResolvedSecret, SecretChain, SecretPlaces, SecretQuery } from "./types.ts";

/** `.env` also says `PORT=8080` and `APP=patchbay`: to hide those would make logs unreadable. */
const SECRET_NAME = /TOKEN|SECRET|KEY|PASS|PWD|CREDENTIAL|AUTH|PRIVATE|DSN/i;

/**
 * Asks `config.secrets`, the environment, the editor's store, `.env` and the secrets file, in this order. Files are
 * read when they are asked for and again as soon as they changed.
 */
export function createSecretChain(places: SecretPlaces): SecretChain {
  const files = new FileCache(places);

  function* steps(query: SecretQuery): Generator<Step> {
    yield askManifest(query, places.environment);
    yield askEnvironment(query, places.environment);
    yield askStore(query, places.stored);

    const { dotenvFile, secretsFile } = places;
    if (dotenvFile !== null) yield askDotenv(query, dotenvFile, files.dotenv(dotenvFile));
    if (secretsFile !== null) yield askSecretsFile(query, secretsFile, files.secrets(secretsFile));
    else yield { kind: "absent", looked: ["a secrets file (PLUGIN_SECRET_PATH is not set)"] };
  }

  return {
    status: (query) => statusOf(query.name, steps(query)),
    resolve: (query) => firstPresent(steps(query)),
    valuesToRedact(names) {
      const asked = new Set(names);
      const { dotenvFile, secretsFile } = places;
      const dotenv = dotenvFile === null ? {} : valuesOf(files.dotenv(dotenvFile));
      const secretInDotenv = Object.entries(dotenv)
        .filter(([name]) => asked.has(name) || SECRET_NAME.test(name))
        .map(([, value]) => value);
      return [
        ...Array.from(asked, (name) => places.environment[name]),
        ...places.stored.values(),
        ...secretInDotenv,
        secretsFile === null ? null : valuesOf(files.secrets(secretsFile)),
      ];
    },
    invalidate: () => files.forget(),
  };
}

/** A value that was found is certain whatever could not be read before it: the plugin gets exactly this one. */
function statusOf(name: string, steps: Iterable<Step>): SecretStatus {
  const looked: string[] = [];
  let unreadable: { readonly file: string; readonly reason: string } | null = null;

  for (const step of steps) {
    if (step.kind === "present") return { kind: "present", name, source: step.source };
    if (step.kind === "unreadable") unreadable ??= step;
    else looked.push(...step.looked);
    if (step.kind === "hidden") break;
  }
  return unreadable
    ? { kind: "unknown", name, unreadable: unreadable.file, reason: unreadable.reason }
    : { kind: "missing", name, looked };
}

function firstPresent(steps: Iterable<Step>): ResolvedSecret | null {
  for (const step of steps) {
    if (step.kind === "hidden") return null;
    if (step.kind !== "present") continue;
    return step.value === null ? null : { value: step.value, source: step.source };
  }
  return null;
}

function valuesOf(contents: FileContents): Readonly<Record<string, unknown>> {
  return contents.kind === "read" ? contents.values : {};
}

/** The files behind the current places: a place that moves to another path starts afresh. */
class FileCache {
  readonly #places: SecretPlaces;
  #dotenv: { readonly path: string; readonly file: SecretFile } | null = null;
  #secrets: { readonly path: string; readonly file: SecretFile } | null = null;

  constructor(places: SecretPlaces) {
    this.#places = places;
  }

  dotenv(path: string): FileContents {
    if (!this.#places.trusted) return WITHHELD;
    if (this.#dotenv?.path !== path) {
      this.#dotenv = { path, file: new SecretFile(path, dotenvFormat) };
    }
    const contents = this.#dotenv.file.read();
    // `.env` is also a usual name for a Python virtual environment: such a folder holds no secrets.
    return contents.kind === "folder" ? { kind: "absent" } : contents;
  }

  secrets(path: string): FileContents {
    if (!this.#places.trusted) return WITHHELD;
    if (this.#secrets?.path !== path) {
      this.#secrets = { path, file: new SecretFile(path, formatOfSecretsFile(path)) };
    }
    const contents = this.#secrets.file.read();
    return contents.kind === "folder" ? { kind: "unreadable", reason: "it is a folder" } : contents;
  }

  forget(): void {
    this.#dotenv?.file.forget();
    this.#secrets?.file.forget();
  }
}

const WITHHELD: FileContents = { kind: "unreadable", reason: "the workspace is not trusted" };
