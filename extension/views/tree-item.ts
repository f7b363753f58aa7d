import { MarkdownString, ThemeColor, ThemeIcon, TreeItem, TreeItemCollapsibleState } from "vscode";
import { counted, duration, firstLine } from "../base/index.ts";
import {
  conditionOf,
  isFailing,
  sourceOf,
  summaryOf,
  whereabouts,
  type Condition,
} from "./describe-plugin.ts";
import type {
  HookNode,
  PluginNode,
  ProblemNode,
  RouteNode,
  SecretNode,
  TreeNode,
} from "./tree-node.ts";

const ICONS: Readonly<Record<Condition, ThemeIcon>> = {
  active: icon("pass-filled", "testing.iconPassed"),
  kept: icon("warning", "problemsWarningIcon.foreground"),
  troubled: icon("warning", "problemsWarningIcon.foreground"),
  "needs-secret": icon("key", "problemsWarningIcon.foreground"),
  disabled: icon("circle-slash", "disabledForeground"),
  failed: icon("error", "problemsErrorIcon.foreground"),
  invalid: icon("bracket-error", "problemsErrorIcon.foreground"),
  quarantined: icon("stop-circle", "problemsErrorIcon.foreground"),
  unloaded: icon("circle-outline", "disabledForeground"),
  stopped: icon("debug-disconnect", "disabledForeground"),
};

/** How a row looks and reads. `live` is false while no registry runs: then nothing is claimed about its state. */
export function treeItemOf(node: TreeNode, live: boolean): TreeItem {
  const item = itemOf(node, live);
  item.id = node.id;
  return item;
}

function itemOf(node: TreeNode, live: boolean): TreeItem {
  switch (node.kind) {
    case "plugin":
      return pluginItem(node, live);
    case "hook":
      return hookItem(node);
    case "secret":
      return secretItem(node);
    case "problem":
      return problemItem(node);
    case "route":
      return routeItem(node);
  }
}

function pluginItem({ plugin }: PluginNode, live: boolean): TreeItem {
  const condition = live ? conditionOf(plugin) : "stopped";
  const item = new TreeItem(plugin.summary.name, TreeItemCollapsibleState.Collapsed);
  item.iconPath = ICONS[condition];
  item.description = summaryOf(plugin, condition);
  item.contextValue = pluginContext({ plugin, live });
  item.accessibilityInformation = {
    label: `${plugin.summary.name}, ${item.description.replaceAll(" · ", ", ")}`,
  };
  return item;
}

/** Words that `when` clauses in package.json look for. */
function pluginContext({
  plugin,
  live,
}: {
  readonly plugin: PluginNode["plugin"];
  readonly live: boolean;
}): string {
  const words = ["plugin"];
  if (live && plugin.state !== "invalid") words.push(plugin.summary.enabled ? "enabled" : "off");
  if (live && plugin.state !== "invalid" && plugin.state !== "unloaded") words.push("loadable");
  if (sourceOf(plugin) !== null) words.push("source");
  if (isFailing(plugin)) words.push("failing");
  return words.join(" ");
}

function hookItem({ hook, stats, p95Ms }: HookNode): TreeItem {
  const failures = stats?.failures ?? 0;
  const item = new TreeItem(hook);
  // In its own colour, which looks like a warning's in most themes, the icon would claim one.
  item.iconPath = icon(
    "symbol-event",
    failures > 0 ? "problemsWarningIcon.foreground" : "icon.foreground",
  );
  item.description = [
    stats && stats.invocations > 0 ? counted(stats.invocations, "call") : "not called yet",
    failures > 0 ? counted(failures, "failure") : "",
    p95Ms !== null && stats ? `p95 ${duration(p95Ms)}` : "",
  ]
    .filter((part) => part !== "")
    .join(" · ");
  item.contextValue = "hook";
  item.accessibilityInformation = {
    label: `Hook ${hook}, ${item.description.replaceAll(" · ", ", ")}`,
  };
  return item;
}

function secretItem({ secret }: SecretNode): TreeItem {
  const item = new TreeItem(secret.name);
  item.iconPath =
    secret.kind === "present"
      ? new ThemeIcon("key")
      : icon("key", "problemsWarningIcon.foreground");
  item.description = whereabouts(secret);
  const stored = secret.kind === "present" && secret.source.kind === "secret-store";
  item.contextValue = `secret ${stored ? "stored" : secret.kind}`;
  item.accessibilityInformation = { label: `Secret ${secret.name}, ${item.description}` };
  if (secret.kind === "missing") {
    item.command = {
      command: "patchbay.setSecret",
      title: "Set Secret…",
      arguments: [secret.name],
    };
  }
  return item;
}

function problemItem(node: ProblemNode): TreeItem {
  const { problem } = node;
  const item = new TreeItem(firstLine(problem.message));
  item.iconPath = icon("error", "problemsErrorIcon.foreground");
  item.description = problem.code;
  item.contextValue = "problem";
  item.accessibilityInformation = { label: `Problem: ${problem.message}` };
  item.command = { command: "patchbay.openProblem", title: "Open Problem", arguments: [node] };
  return item;
}

function routeItem({ method, path }: RouteNode): TreeItem {
  const item = new TreeItem(`${method} ${path}`);
  item.iconPath = new ThemeIcon("globe");
  item.contextValue = "route";
  item.accessibilityInformation = { label: `Route ${method} ${path}` };
  return item;
}

/** Made only when the row is pointed at: a list of hundreds needs none. */
export function tooltipOf(node: TreeNode): MarkdownString {
  const text = new MarkdownString(undefined, true);
  switch (node.kind) {
    case "plugin":
      return pluginTooltip(text, node);
    case "hook":
      return hookTooltip(text, node);
    case "secret":
      return secretTooltip(text, node);
    case "problem":
      text.appendMarkdown(`**${node.problem.code}**\n\n`).appendText(node.problem.message);
      if (node.problem.stack !== null) text.appendCodeblock(node.problem.stack, "text");
      return text;
    case "route":
      return text.appendText(`Served by ${node.parent.plugin.summary.name} while it is enabled.`);
  }
}

function pluginTooltip(text: MarkdownString, { plugin }: PluginNode): MarkdownString {
  const { summary } = plugin;
  text
    .appendMarkdown("**")
    .appendText(summary.name)
    .appendMarkdown(`** · ${summaryOf(plugin)}\n\n`);
  if (summary.description) text.appendText(summary.description).appendMarkdown("\n\n");
  if (plugin.module !== null) text.appendMarkdown("$(symbol-class) ").appendText(plugin.module);
  for (const problem of plugin.problems) {
    text.appendMarkdown(`\n\n$(error) **${problem.code}** `).appendText(problem.message);
  }
  for (const secret of plugin.secrets) {
    text.appendMarkdown("\n\n$(key) ").appendText(`${secret.name}: ${whereabouts(secret)}`);
  }
  return text;
}

function hookTooltip(text: MarkdownString, { hook, stats, p95Ms }: HookNode): MarkdownString {
  text.appendMarkdown("**").appendText(hook).appendMarkdown("**\n\n");
  if (!stats) return text.appendMarkdown("Not called since the registry started.");
  text.appendMarkdown(
    [
      `- ${counted(stats.invocations, "call")}, ${counted(stats.failures, "failure")}`,
      `- last ${duration(stats.last_duration_ms)}, average ${duration(stats.avg_duration_ms)}`,
    ].join("\n"),
  );
  if (p95Ms !== null) text.appendMarkdown(`\n- p95 ${duration(p95Ms)} over the calls kept`);
  return text;
}

function secretTooltip(text: MarkdownString, { secret }: SecretNode): MarkdownString {
  text
    .appendMarkdown("**")
    .appendText(secret.name)
    .appendMarkdown("** ")
    .appendText(whereabouts(secret));
  if (secret.kind === "missing") {
    text.appendMarkdown("\n\nLooked at, in this order:\n");
    for (const place of secret.looked) text.appendMarkdown("\n1. ").appendText(place);
  }
  if (secret.kind === "unknown") {
    text
      .appendMarkdown("\n\n")
      .appendText(`${secret.unreadable} could not be read: ${secret.reason}`);
  }
  return text;
}

function icon(id: string, color: string): ThemeIcon {
  return new ThemeIcon(id, new ThemeColor(color));
}
