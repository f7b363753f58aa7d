import type { ManifestDocument } from "../../registry/manifest/index.ts";
import type { ModuleFacts } from "../../registry/modules/index.ts";
import type { Problem, SecretStatus } from "../../schemas/index.ts";
import type { KnownEntry } from "../workspace/index.ts";
import type { Finding } from "./finding.ts";

/** A manifest with everything that its checks may look at. Checks are pure: they read nothing else. */
export interface ManifestSubject {
  readonly document: ManifestDocument;
  readonly entries: readonly KnownEntry[];
}

/** One use of a class by a manifest's entry. */
export interface ClassUse {
  readonly plugin: string;
  readonly className: string;
  readonly secrets: readonly SecretStatus[];
}

/** A plugin's source file that is open in the editor. */
export interface SourceSubject {
  readonly text: string;
  /** Of exactly this text; null when nothing is known about it. */
  readonly facts: ModuleFacts | null;
  readonly uses: readonly ClassUse[];
  /** What running plugins report about places in this file. */
  readonly problems: readonly {
    readonly plugin: string;
    readonly problem: Problem;
    readonly offset: number;
  }[];
}

/** A family of checks. One that throws is logged, and the others are not touched. */
export interface Check<Subject> {
  readonly name: string;
  find(subject: Subject): readonly Finding[];
}
