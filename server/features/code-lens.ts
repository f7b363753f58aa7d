import {
  CodeLensRefreshRequest,
  CodeLensRequest,
  type CodeLens,
  type Command,
} from "vscode-languageserver";
import { counted, grouped, inSlices, nextTurn, together } from "../base/index.ts";
import { CLIENT_COMMANDS, type PluginStatus } from "../../schemas/index.ts";
import {
  knownEntries,
  settledEntries,
  type KnownEntry,
  type TextFile,
  type Workspace,
} from "../workspace/index.ts";
import type { Feature } from "./feature.ts";
import { forText } from "./request.ts";
import { SOURCE_SELECTOR } from "./source-selector.ts";

/**
 * Above each entry, while a registry runs: how its plugin does, and what may be done with it. Above the class in its
 * source: the entries that name it.
 */
export const codeLens: Feature = {
  capabilities: { codeLensProvider: {} },

  register: (context) => {
    const { connection, workspace, log } = context;
    const answers = connection.onCodeLens(
      forText(context, "code lenses", (file, _params, signal) =>
        workspace.manifests.isManifest(file.uri)
          ? lensesOfManifest(file, workspace, signal)
          : lensesOfSource(file, workspace),
      ),
    );
    const refreshes = workspace.live.onDidChange(() => {
      if (!workspace.setup.refreshesCodeLenses) return;
      connection.sendRequest(CodeLensRefreshRequest.type).catch((error: unknown) => {
        log.failed("Refreshing code lenses", error);
      });
    });
    return together([answers, refreshes]);
  },

  start({ connection, workspace, log }) {
    if (!workspace.setup.registersCodeLenses) return;
    connection.client
      .register(CodeLensRequest.type, { documentSelector: SOURCE_SELECTOR })
      .catch((error: unknown) => {
        log.failed("Offering lenses in plugin sources", error);
      });
  },
};

/** Null once nobody waits for them any more. */
async function lensesOfManifest(
  file: TextFile,
  workspace: Workspace,
  signal: AbortSignal,
): Promise<CodeLens[] | null> {
  // An edit that came with the question, and its diagnostics, go first.
  await nextTurn();
  while (!signal.aborted) {
    const { version } = file;
    const lenses = await inSlices(
      knownEntries(file, workspace),
      (known) => lensesOfEntry(known, file),
      () => !signal.aborted && file.version === version,
    );
    if (lenses) return lenses;
  }
  return null;
}

function lensesOfEntry({ item, plugin }: KnownEntry, file: TextFile): CodeLens[] {
  if (!plugin) return [];
  const range = file.rangeOf(item.headSpan);
  return commandsFor(plugin).map((command) => ({ range, command }));
}

/** What was said of a plugin stays the same object until its registry says something new. */
const commands = new WeakMap<PluginStatus, readonly Command[]>();

function commandsFor(plugin: PluginStatus): readonly Command[] {
  const known = commands.get(plugin);
  if (known) return known;
  const status = { title: wordStatus(plugin), command: "" };
  const all = [status, ...actionsFor(plugin), ...openSource(plugin)];
  commands.set(plugin, all);
  return all;
}

async function lensesOfSource(file: TextFile, workspace: Workspace): Promise<CodeLens[]> {
  const manifests = [...workspace.manifests.all()];
  const entries = await Promise.all(manifests.map((each) => settledEntries(each, workspace)));
  const uses = entries
    .flat()
    .filter(({ lookup }) => lookup?.kind === "found" && lookup.file === file.file);
  if (uses.length === 0 || !file.file) return [];
  const facts = await workspace.classes.factsOf(file.file);
  return (facts?.classes ?? []).flatMap(({ name, span }) => {
    const range = file.rangeOf(span);
    return uses
      .filter(({ lookup }) => lookup?.kind === "found" && lookup.facts.name === name)
      .flatMap(({ item, plugin }): CodeLens[] => {
        const title = `registered as ${item.name}`;
        const full = plugin ? `${title} · ${wordStatus(plugin)}` : title;
        const toEntry = {
          title: full,
          command: CLIENT_COMMANDS.openEntry,
          arguments: [item.name],
        };
        return [toEntry, ...(plugin ? actionsFor(plugin) : [])].map((command) => ({
          range,
          command,
        }));
      });
  });
}

function actionsFor({ summary, state }: PluginStatus): Command[] {
  if (state === "invalid" || state === "unloaded") return [];
  const { name, enabled, hooks } = summary;
  const toggle = enabled ? CLIENT_COMMANDS.disable : CLIENT_COMMANDS.enable;
  const fire = { title: "Fire…", command: CLIENT_COMMANDS.fireHook, arguments: [{ plugin: name }] };
  return [
    { title: enabled ? "Disable" : "Enable", command: toggle, arguments: [name] },
    { title: "Reload", command: CLIENT_COMMANDS.reload, arguments: [name] },
    ...(state === "active" && hooks.length > 0 ? [fire] : []),
  ];
}

/** In the manifest only: the lens of a source stands in it. */
function openSource({ summary, sourceFile }: PluginStatus): Command[] {
  if (sourceFile === null) return [];
  return [{ title: "Open Source", command: CLIENT_COMMANDS.openSource, arguments: [summary.name] }];
}

const STATE_WORDS: Readonly<Partial<Record<PluginStatus["state"], string>>> = {
  unloaded: "not loaded",
};

/** `active · generation 7 · 1,204 calls · p95 8 ms · 2 failed` */
function wordStatus({ state, generation, summary, latency }: PluginStatus): string {
  const stats = Object.values(summary.hook_stats);
  const calls = stats.reduce((sum, { invocations }) => sum + invocations, 0);
  const failures = stats.reduce((sum, each) => sum + each.failures, 0);
  const p95 = Math.max(0, ...Object.values(latency).map(({ p95_ms }) => p95_ms));
  const parts = [
    STATE_WORDS[state] ?? state,
    generation > 1 && `generation ${generation}`,
    calls > 0 && counted(calls, "call"),
    calls > 0 && `p95 ${p95.toFixed(1)} ms`,
    failures > 0 && `${grouped(failures)} failed`,
  ];
  return parts.filter(Boolean).join(" · ");
}
