import type { ManifestEntry, Problem } from "../../schemas/index.ts";
import { failed, type BuildOutcome, type Builder } from "./build-outcome.ts";
import { hookFactsOf } from "./hook-facts.ts";
import type { CallOutcome } from "./plugin-calls.ts";
import type { PluginSlot } from "./slot.ts";
import { contribute, type StagedSpec } from "./specs/contributors.ts";
import { settled, type Steps } from "./steps.ts";
import { checkPin } from "./version-pin.ts";

/** Asks a contributor what it registers. The factories are registered when the plugin is enabled. */
export function* buildContribution(
  builder: Builder,
  slot: PluginSlot,
  entry: ManifestEntry,
  contributor: unknown,
): Steps<BuildOutcome> {
  const { calls } = builder;
  const deadlineMs = builder.deadlineMs(slot.name);
  const outcome = yield* settled<CallOutcome<readonly StagedSpec[]>>(
    calls.run(slot.number, deadlineMs, () => contribute(builder.specs, contributor, entry.module)),
  );
  if (outcome.kind === "threw") {
    const doing = "Registering its factories";
    return failed(calls.problemOf("plugin/threw-on-construct", outcome.error, doing));
  }
  if (outcome.kind === "timed-out") {
    const text = `Registering its factories took over ${outcome.afterMs} ms`;
    return failed(calls.problem("plugin/timed-out", text));
  }
  const problems = checkSpecs(builder, entry, outcome.value);
  if (problems.length > 0) return failed(...problems);
  return {
    kind: "built",
    live: {
      instance: {},
      origin: contributor,
      facts: {
        name: slot.name,
        description: outcome.value[0]?.spec.description ?? "",
        version: outcome.value[0]?.spec.version ?? "",
        ...hookFactsOf([], {}),
        requiredSecrets: [],
        configSchema: undefined,
      },
      router: null,
      specs: outcome.value,
      lifetime: new AbortController(),
      enabled: false,
    },
  };
}

function checkSpecs(
  { calls }: Builder,
  { module, kind, version }: ManifestEntry,
  staged: readonly StagedSpec[],
): readonly Problem[] {
  const concerned = staged.filter(({ spec }) => kind === undefined || spec.kind === kind);
  if (concerned.length === 0) {
    const what = kind === undefined ? "nothing" : `nothing of kind ${kind}`;
    const text = `${module} is not a plugin class and registers ${what}`;
    return [calls.problem("module/not-a-plugin", text)];
  }
  return concerned.flatMap(({ spec }) => {
    const problem = checkPin(calls, `${spec.kind} ${spec.name}`, spec.version, version);
    return problem === null ? [] : [problem];
  });
}
