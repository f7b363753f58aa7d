import { readFileSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import { foundFacts, namesOf, openWorkspace } from "./index-fixture.ts";

const EXAMPLES = path.resolve(import.meta.dirname, "../../../examples/typescript/plugins");

test("the facts of a TypeScript plugin are read without running it", async () => {
  const source = readFileSync(path.join(EXAMPLES, "ticket-automation.ts"), "utf8");
  const { lookup } = openWorkspace({ "plugins/ticket.ts": source });
  const found = await lookup("./plugins/ticket.ts:TicketAutomation");
  const facts = foundFacts(found);

  expect(found).toMatchObject({ isPlugin: "yes" });
  expect(facts).toMatchObject({
    name: "TicketAutomation",
    exported: true,
    abstract: false,
    complete: true,
    bases: ["PluginBase"],
    declaredName: "ticket_automation",
    description: "Create Jira issues from generated plans",
  });
  expect(facts.documentation).toMatch(/^Creates one Jira issue/);
  expect(source.slice(facts.span.start, facts.span.end)).toBe("TicketAutomation");
  expect(namesOf(facts.hooks)).toEqual([
    "pre_plan",
    "post_plan",
    "post_alignment_event",
    "post_ticket_export",
  ]);
  for (const { name, span } of [...(facts.hooks ?? []), ...(facts.requiredSecrets ?? [])]) {
    expect(source.slice(span.start, span.end)).toBe(name);
  }
  expect(namesOf(facts.requiredSecrets)).toEqual(["JIRA_API_TOKEN", "JIRA_EMAIL", "JIRA_BASE_URL"]);
  expect(namesOf(facts.methods)).toEqual([
    "onEnable",
    "exportState",
    "onReload",
    "pre_plan",
    "post_alignment_event",
    "post_ticket_export",
    "post_plan",
  ]);
  expect(facts.methods.find(({ name }) => name === "post_plan")?.parameters).toEqual([
    "{plan, context}",
    "{signal}",
  ]);
  expect(facts.configSchema).toEqual({
    type: "object",
    properties: {
      project_key: {
        type: "string",
        default: "DEMO",
        description: "Key of the Jira project that gets the issues.",
      },
      issue_type: {
        type: "string",
        default: "Task",
        description: "Type of the issues, as the Jira project names it.",
      },
      summary_prefix: {
        type: "string",
        default: "[Plan]",
        description: "What an issue's summary starts with.",
      },
      watchers: {
        type: "array",
        items: { type: "string" },
        default: [],
        description: "Accounts that watch every new issue.",
      },
    },
  });
});
