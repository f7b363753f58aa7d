import { window, type QuickPickItem } from "vscode";
import * as z from "zod";
import { counted } from "../base/index.ts";
import { hookChoices, PayloadFiles, samplePayload } from "../fire/index.ts";
import type { RunningCommand, RunningContext } from "./command.ts";
import { fireAndShow } from "./fire-and-show.ts";

const argumentSchema = z.union([
  z.string(),
  z.object({ hook: z.string() }).transform(({ hook }) => hook),
]);

/** Fires a hook at every plugin: with the last payload or a sample at once, or after editing it. */
export const fireHook: RunningCommand = {
  id: "patchbay.fireHook",
  needs: "registry",
  async run(context, argument) {
    const given = argumentSchema.safeParse(argument);
    const hook = given.success ? given.data : await pickHook(context);
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

async function pickHook({ plugins }: RunningContext): Promise<string | null> {
  const items = hookChoices(plugins).map(({ hook, handlers, when }): QuickPickItem => {
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
