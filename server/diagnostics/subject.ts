import type { ManifestDocument } from "../../registry/manifest/index.ts";
import type { ModuleFacts } from "../../registry/modules/index.ts";
import type { Problem, SecretStatus } from "../../schemas/index.ts";
import type { KnownEntry } from "../workspace/index.ts";
import type { Finding } from "./finding.ts";

/** A manifest with everything that its checks may look at. Checks are pure: they read nothing else. */
export interface ManifestSubject {
  readonly document: ManifestDocument;
  /** What each entry runs, by position; null where nothing repeats. */
  readonly works: readonly (string | null)[] | null;
  readonly around: Surroundings;
  /** What the running registry says about the manifest as a whole. */
  readonly manifestProblems: readonly Problem[];
  /** Whether nothing is still being read. */
  readonly isSettled: boolean;
}

/** What all entries of a manifest share. */
export interface Surroundings {
  /** Put together when it is asked for: to be asked for only when there is something to say. */
  readonly text: string;
  /** Every hook that something fires. */
  readonly fired: ReadonlySet<string>;
  /** Changes whenever a secret may have been set or taken away. */
  readonly secretsStamp: string;
}

/**
 * A family of checks of one entry. Finds nothing outside the entry's own span, and looks at nothing but its arguments:
 * what it found is kept until one of them changes.
 */
export interface EntryCheck {
  readonly name: string;
  find(known: KnownEntry, around: Surroundings): readonly Finding[];
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
  /** Every hook that something fires, in the manifests that name this file. */
  readonly fired: ReadonlySet<string>;
  /** What running plugins report about places in this file. */
  readonly problems: readonly {
    readonly plugin: string;
    readonly problem: Problem;
    readonly offset: number;
  }[];
}

/** A family of checks of a whole file. One that throws is logged, and the others are not touched. */
export interface Check<Subject> {
  readonly name: string;
  find(subject: Subject): readonly Finding[];
}
