import type { ManifestDocument, SharedItems } from "../../registry/manifest/index.ts";
import type { ClassLookup } from "../../registry/modules/index.ts";
import {
  between,
  circumstancesOf,
  entryKnower,
  itemsBetween,
  NOTHING_SHARED,
  replaceBetween,
  type Circumstances,
  type KnownEntry,
  type TextFile,
  type Workspace,
} from "../workspace/index.ts";
import { workOf } from "./check-repeats.ts";
import { moved, type Finding } from "./finding.ts";
import { firedHooks } from "./fired-hooks.ts";
import type { ManifestSubject, Surroundings } from "./subject.ts";
import { Tally } from "./tally.ts";

/** What an entry means for the others. */
interface Part {
  readonly lookup: ClassLookup | null;
  /** Its class is known, or it names none. */
  readonly isSettled: boolean;
  readonly work: string | null;
}

/** What was found in an entry. */
interface Found {
  readonly findings: readonly Finding[];
  /** What their places count from. */
  readonly base: number;
}

export interface EntryFindings {
  readonly findings: readonly Finding[];
  /** False when a check failed: it is tried again with the next diagnostics. */
  readonly isComplete: boolean;
}

const NOTHING_FOUND: Found = { findings: [], base: 0 };

/**
 * The entries of one manifest and what was found in each, carried over from one version of the text to the next: an
 * edit costs what the entries cost that it touches, however many there are.
 */
export class Survey {
  #document: ManifestDocument | null = null;
  #circumstances: Circumstances | null = null;
  #fired: ReadonlySet<string> | null = null;
  #parts: readonly Part[] = [];
  #found: readonly Found[] = [];
  readonly #lookups = new Tally<ClassLookup | null>();
  readonly #works = new Tally<string>();
  #unsettled = 0;

  /** Takes over what the text says now and what is known around it; has `find` look at the entries concerned. */
  update(
    file: TextFile,
    workspace: Workspace,
    find: (known: KnownEntry, around: Surroundings) => EntryFindings,
  ): ManifestSubject {
    const document = file.manifest;
    const circumstances = circumstancesOf(file, workspace);
    const know = entryKnower(file, workspace);
    const snapshot = workspace.live.snapshotOf(file.uri);
    // A registry knows entries by their positions, too.
    const isMoved = snapshot !== null && document.itemCount !== this.#document?.itemCount;
    const shared = isMoved ? NOTHING_SHARED : this.#sharedWith(document, circumstances);
    const touched = itemsBetween(document, shared).map(know);
    const { secretsStamp } = circumstances;
    const around = surroundingsOf(file, this.#learn(touched, shared), secretsStamp);
    const isFiredAlike = around.fired === this.#fired;
    const stale = isFiredAlike ? touched : document.items.map(know);
    const isComplete = this.#look(stale, isFiredAlike ? shared : NOTHING_SHARED, (known) =>
      find(known, around),
    );
    this.#document = document;
    this.#fired = around.fired;
    this.#circumstances = isComplete ? circumstances : null;
    const works = this.#works.hasRepeats ? this.#parts.map(({ work }) => work) : null;
    const manifestProblems = snapshot?.manifestProblems ?? [];
    return { document, around, works, manifestProblems, isSettled: this.#unsettled === 0 };
  }

  /** What was found in all entries, where they stand now. */
  findings(): readonly Finding[] {
    const all: Finding[] = [];
    this.#found.forEach(({ findings, base }, position) => {
      if (findings.length === 0) return;
      const by = (this.#document?.item(position)?.base ?? base) - base;
      all.push(...moved(findings, by));
    });
    return all;
  }

  #sharedWith(document: ManifestDocument, now: Circumstances): SharedItems {
    const { roots, classesStamp, secretsStamp, registryStamp } = this.#circumstances ?? {};
    const isSame =
      roots === now.roots &&
      classesStamp === now.classesStamp &&
      secretsStamp === now.secretsStamp &&
      registryStamp === now.registryStamp;
    return isSame && this.#document ? document.sharedWith(this.#document) : NOTHING_SHARED;
  }

  /** Counts in what entries mean for the others; says which hooks are fired. */
  #learn(known: readonly KnownEntry[], shared: SharedItems): ReadonlySet<string> {
    const parts = known.map(partOf);
    let isNew = this.#fired === null;
    for (const { lookup, work, isSettled } of between(this.#parts, shared)) {
      if (this.#lookups.remove(lookup)) isNew = true;
      if (work !== null) this.#works.remove(work);
      if (!isSettled) this.#unsettled -= 1;
    }
    for (const { lookup, work, isSettled } of parts) {
      if (this.#lookups.add(lookup)) isNew = true;
      if (work !== null) this.#works.add(work);
      if (!isSettled) this.#unsettled += 1;
    }
    this.#parts = replaceBetween(this.#parts, shared, parts);
    return isNew || !this.#fired ? firedHooks(this.#lookups.things()) : this.#fired;
  }

  /** Says whether no check failed. */
  #look(
    known: readonly KnownEntry[],
    shared: SharedItems,
    find: (known: KnownEntry) => EntryFindings,
  ): boolean {
    const found = known.map((each) => ({ ...find(each), base: each.item.base }));
    const kept = found.map(({ findings, base }) =>
      findings.length > 0 ? { findings, base } : NOTHING_FOUND,
    );
    this.#found = replaceBetween(this.#found, shared, kept);
    return found.every(({ isComplete }) => isComplete);
  }
}

function partOf(known: KnownEntry): Part {
  const { lookup, entry } = known;
  return { lookup, isSettled: entry.module === null || lookup !== null, work: workOf(known) };
}

function surroundingsOf(
  file: TextFile,
  fired: ReadonlySet<string>,
  secretsStamp: string,
): Surroundings {
  return {
    fired,
    secretsStamp,
    get text() {
      return file.text;
    },
  };
}
