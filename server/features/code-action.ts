import {
  CodeActionKind,
  CodeActionRequest,
  CodeActionTriggerKind,
  type CodeAction,
  type CodeActionParams,
  type Diagnostic,
  type WorkspaceEdit,
} from "vscode-languageserver";
import { planEdit } from "../../registry/manifest/index.ts";
import { diagnoseManifest, ownOfYaml, SOURCE } from "../diagnostics/index.ts";
import { editsThatMend, fixesOf, type Fix } from "../fixes/index.ts";
import { refactoringsAt } from "../refactorings/index.ts";
import type { TextFile } from "../workspace/index.ts";
import type { Feature, ServerContext } from "./feature.ts";
import { forText } from "./request.ts";
import { SOURCE_SELECTOR } from "./source-selector.ts";

/** Mends everything that needs no decision; may be run on save (`editor.codeActionsOnSave`). */
const FIX_ALL = `${CodeActionKind.SourceFixAll}.patchbay`;

/** Switches an entry on or off. */
const TOGGLE = `${CodeActionKind.Refactor}.toggle`;

const REFACTORINGS = [CodeActionKind.RefactorRewrite, CodeActionKind.RefactorExtract, TOGGLE];

/** Each is tried on the whole text before it is offered: beyond this many entries only when somebody asks for it. */
const MOST_TRIED_UNASKED = 200;

/** Ways of mending what is underlined, and of writing the same differently. */
export const codeAction: Feature = {
  capabilities: {
    codeActionProvider: { codeActionKinds: [CodeActionKind.QuickFix, ...REFACTORINGS, FIX_ALL] },
  },

  register: (context) =>
    context.connection.onCodeAction(
      forText(context, "code action", async (file, params: CodeActionParams, signal) => {
        const { only, diagnostics } = params.context;
        const ours = [
          ...diagnostics.filter(({ source }) => source === SOURCE),
          ...(areMendedForOthers(file, context) ? ownOfYaml(file, diagnostics) : []),
        ];
        const kinds = only ?? [CodeActionKind.QuickFix, CodeActionKind.Refactor];
        const actions = [
          ...(isAsked(CodeActionKind.QuickFix, kinds) ? await quickFixes(ours, file, context) : []),
          ...(wantsRefactorings(file, params)
            ? [
                ...refactorings(file, params.range.start, context),
                ...toggles(file, params.range.start, context),
              ].filter(({ kind }) => isAsked(kind ?? "", kinds))
            : []),
          ...(isAsked(FIX_ALL, only ?? []) ? await fixAll(file, context) : []),
        ];
        return signal.aborted ? null : actions;
      }),
    ),

  start({ connection, workspace, log }) {
    if (!workspace.setup.registersCodeActions) return;
    connection.client
      .register(CodeActionRequest.type, {
        documentSelector: SOURCE_SELECTOR,
        codeActionKinds: [CodeActionKind.QuickFix],
      })
      .catch((error: unknown) => {
        log.failed("Offering fixes in plugin sources", error);
      });
  },
};

/** Whether another server reports what is no valid YAML. */
function areMendedForOthers({ uri }: TextFile, { workspace }: ServerContext): boolean {
  return workspace.setup.yamlIsChecked && workspace.manifests.isManifest(uri);
}

/** A kind is asked for by its own name, or by that of a kind around it. */
function isAsked(kind: string, only: readonly string[]): boolean {
  return only.some((asked) => kind === asked || kind.startsWith(`${asked}.`));
}

async function quickFixes(
  diagnostics: readonly Diagnostic[],
  file: TextFile,
  { workspace }: ServerContext,
): Promise<CodeAction[]> {
  const isManifest = workspace.manifests.isManifest(file.uri);
  const actions = await Promise.all(
    diagnostics.map(async (diagnostic) =>
      (await fixesOf(diagnostic, file, workspace, isManifest))
        .filter(({ command }) => !command || workspace.setup.runsClientCommands)
        .map((fix) => toAction(fix, diagnostic, file)),
    ),
  );
  return actions.flat();
}

/** Editors ask by themselves whenever the cursor moves, to show that there is something to be had. */
function wantsRefactorings({ manifest }: TextFile, { context }: CodeActionParams): boolean {
  const isUnasked = context.triggerKind === CodeActionTriggerKind.Automatic;
  return !isUnasked || manifest.items.length <= MOST_TRIED_UNASKED;
}

function toggles(
  file: TextFile,
  position: CodeActionParams["range"]["start"],
  { workspace }: ServerContext,
): CodeAction[] {
  if (!workspace.manifests.isManifest(file.uri)) return [];
  const item = file.manifest.itemAt(file.offsetAt(position));
  if (!item?.entry) return [];
  const enabled = !item.entry.enabled;
  const change = { kind: "set-enabled" as const, plugin: item.name, enabled };
  const plan = planEdit(file.manifest, change);
  if (plan.kind !== "edits") return [];
  const title = `${enabled ? "Enable" : "Disable"} ${item.name}`;
  return [{ title, kind: TOGGLE, edit: toEdit([{ file, edits: plan.edits }]) }];
}

function refactorings(
  file: TextFile,
  position: CodeActionParams["range"]["start"],
  { workspace }: ServerContext,
): CodeAction[] {
  if (!workspace.manifests.isManifest(file.uri)) return [];
  const found = refactoringsAt(file.manifest, file.offsetAt(position));
  return found.map(({ title, kind, edits }) => ({
    title,
    kind: `${CodeActionKind.Refactor}.${kind}`,
    edit: toEdit([{ file, edits }]),
  }));
}

async function fixAll(file: TextFile, context: ServerContext): Promise<CodeAction[]> {
  const { workspace, log } = context;
  if (!workspace.manifests.isManifest(file.uri)) return [];
  const diagnostics = diagnoseManifest(file, workspace, log);
  const edits = await editsThatMend(diagnostics, file, workspace);
  if (edits.length === 0) return [];
  return [
    {
      title: "Mend everything that needs no decision",
      kind: FIX_ALL,
      edit: toEdit([{ file, edits }]),
    },
  ];
}

function toAction(
  { title, edits, elsewhere = [], command, isPreferred }: Fix,
  diagnostic: Diagnostic,
  file: TextFile,
): CodeAction {
  return {
    title,
    kind: CodeActionKind.QuickFix,
    diagnostics: [diagnostic],
    ...((edits || elsewhere.length > 0) && {
      edit: toEdit([{ file, edits: edits ?? [] }, ...elsewhere]),
    }),
    ...(command && { command }),
    ...(isPreferred && { isPreferred }),
  };
}

function toEdit(parts: NonNullable<Fix["elsewhere"]>): WorkspaceEdit {
  const changes = parts
    .filter(({ edits }) => edits.length > 0)
    .map(({ file, edits }) => [
      file.uri,
      edits.map(({ span, newText }) => ({ range: file.rangeOf(span), newText })),
    ]);
  return { changes: Object.fromEntries(changes) };
}
