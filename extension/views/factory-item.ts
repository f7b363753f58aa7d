import path from "node:path";
import {
  MarkdownString,
  Range,
  ThemeColor,
  ThemeIcon,
  TreeItem,
  TreeItemCollapsibleState,
  Uri,
  workspace,
  type Command,
} from "vscode";
import type { SourceLocation } from "../../schemas/index.ts";
import type { FactoryHealth } from "../../schemas/index.ts";
import { ago, firstLine } from "../base/index.ts";
import {
  factoryRowId,
  type FactoryNode,
  type FileProblemNode,
  type SpecNode,
} from "./factory-node.ts";

/** How a row of the factories looks and reads. A click opens the file that is behind it. */
export function factoryItemOf(node: FactoryNode): TreeItem {
  const item = itemOf(node);
  item.id = factoryRowId(node);
  return item;
}

function itemOf(node: FactoryNode): TreeItem {
  switch (node.type) {
    case "kind": {
      const item = new TreeItem(node.kind, TreeItemCollapsibleState.Expanded);
      item.iconPath = new ThemeIcon("symbol-interface");
      item.description = node.specs.length > 1 ? String(node.specs.length) : "";
      item.accessibilityInformation = {
        label: `Kind ${node.kind}, ${node.specs.length === 1 ? "1 factory" : `${node.specs.length} factories`}`,
      };
      return item;
    }
    case "spec":
      return specItem(node);
    case "file-problem":
      return problemItem(node);
  }
}

const HEALTH = {
  healthy: { words: "healthy", icon: ["pass-filled", "testing.iconPassed"] },
  unhealthy: { words: "unhealthy", icon: ["error", "problemsErrorIcon.foreground"] },
  "not-made": {
    words: "cannot be made with an empty config",
    icon: ["warning", "problemsWarningIcon.foreground"],
  },
  "not-checked": { words: "has no health check", icon: null },
} as const;

/** `healthy: 3 models · 2 min ago`. */
function feelingOf({ state, details, at }: FactoryHealth): string {
  const words = HEALTH[state].words + (details === "" ? "" : `: ${firstLine(details)}`);
  return `${words} · ${ago(Date.now() - Date.parse(at))}`;
}

function specItem({ spec, health }: SpecNode): TreeItem {
  const { kind, name, version, description, file } = spec;
  const item = new TreeItem(name);
  const look = health && HEALTH[health.state].icon;
  item.iconPath = look ? new ThemeIcon(look[0], new ThemeColor(look[1])) : new ThemeIcon("package");
  item.description = [version, health ? feelingOf(health) : "", description]
    .filter((part) => part !== "")
    .join(" · ");
  item.tooltip = new MarkdownString()
    .appendMarkdown("**")
    .appendText(name)
    .appendMarkdown("** ")
    .appendText(`${version}, ${kind}\n\n${description}`)
    .appendMarkdown("\n\n")
    .appendText(
      `Registered by ${file === null ? "an entry of the manifest" : workspace.asRelativePath(file)}.`,
    );
  if (health && health.details !== "")
    item.tooltip.appendMarkdown("\n\n").appendText(health.details);
  item.accessibilityInformation = {
    label: `Factory ${name}, ${item.description.replaceAll(" · ", ", ")}`,
  };
  if (file !== null) item.command = openAt({ file, line: 0, character: 0 });
  return item;
}

function problemItem({ problem }: FileProblemNode): TreeItem {
  const { code, location, message, stack } = problem;
  const item = new TreeItem(location ? path.basename(location.file) : code);
  item.iconPath = new ThemeIcon("error", new ThemeColor("problemsErrorIcon.foreground"));
  item.description = firstLine(message);
  const tooltip = new MarkdownString().appendMarkdown(`**${code}**\n\n`).appendText(message);
  if (stack !== null) tooltip.appendCodeblock(stack, "text");
  item.tooltip = tooltip;
  item.accessibilityInformation = { label: `Problem: ${message}` };
  if (location) item.command = openAt(location);
  return item;
}

function openAt({ file, line, character }: SourceLocation): Command {
  const selection = new Range(line, character, line, character);
  return { command: "vscode.open", title: "Open", arguments: [Uri.file(file), { selection }] };
}
