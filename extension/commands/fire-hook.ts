import { window, type QuickPickItem } from "vscode";
import * as z from "zod";
import { counted } from "../base/index.ts";
import { hookChoices, PayloadFiles, samplePayload } from "../fire/index.ts";
import type { RunningCommand, RunningContext } from "./command.ts";
import { fireAndShow } from "./fire-and-show.ts";
import { pluginNamed } from "./pick-plugin.ts";

/** A hook, a row of the tree that is about one, or a plugin whose hooks are to be chosen from. */
const argumentSchema = z.union([
  z.string().transform((hook) => ({ hook, of: null })),
  z.object({ hook: z.string() }).transform(({ hook }) => ({ hook, of: null })),
  z.object({ plugin: z.string() }).transform(({ plugin }) => ({ hook: null, of: plugin })),
]);

/** Fires a hook at every plugin: with the last payload or a sample at once, or after editing it. */
export const fireHook: RunningCommand = {
  id: "patchbay.fireHook",
  needs: "registry",
  async run(context, argument) {
    const given = argumentSchema.safeParse(argument).data;
    const hook = given?.hook ?? (await pickHook(context, given?.of ?? null));
    if (hook === null) return;

    const choice = await pickPayload(context, hook);
    if (choice === null) return;
    if (choice.kind === "edit") {
      await window.showTextDocument(PayloadFiles.uriOf(hook), { preview: false });
      return;
    }
    await fireAndShow(context, hook, choice.text);
  },
};

/** `of`: the plugin whose hooks are offered; null for every hook. With one hook there is nothing to ask. */
async function pickHook({ plugins }: RunningContext, of: string | null): Promise<string | null> {
  const hooks = of === null ? null : (pluginNamed(plugins, of)?.summary.hooks ?? []);
  if (hooks?.length === 1) return hooks[0] ?? null;
  const choices = hookChoices(plugins).filter(({ hook }) => hooks?.includes(hook) ?? true);
  const items = choices.map(({ hook, handlers, when }): QuickPickItem => {
    const description =
      handlers.length === 0 ? "no active plugin" : counted(handlers.length, "plugin");
    const detail = [when, handlers.join(", ")].filter((text) => text).join(" — ");
    return { label: hook, description, detail };
  });
  const picked = await window.showQuickPick(items, {
    title: "Fire Hook",
    placeHolder: "Choose a hook",
    matchOnDetail: true,
  });
  return picked?.label ?? null;
}

type PayloadChoice = { readonly kind: "fire"; readonly text: string } | { readonly kind: "edit" };

async function pickPayload({ fires }: RunningContext, hook: string): Promise<PayloadChoice | null> {
  const last = fires.payloads.last(hook);
  const items: (QuickPickItem & { readonly choice: PayloadChoice })[] = [
    {
      label: "$(play) Fire with sample payload",
      choice: { kind: "fire", text: samplePayload(hook) },
    },
    {
      label: "$(edit) Edit payload first…",
      detail: "Opens the payload as JSON; fire it from the editor's title.",
      choice: { kind: "edit" },
    },
  ];
  if (last !== null) {
    const choice: PayloadChoice = { kind: "fire", text: last };
    items.unshift({ label: "$(history) Fire with last payload", choice });
  }
  const picked = await window.showQuickPick(items, { title: `Fire ${hook}` });
  return picked?.choice ?? null;
}
