import { expect, test } from "vitest";
import { foundFacts, namesOf, openWorkspace } from "./index-fixture.ts";

const TICKET = `"""Tickets."""
from agent_pm.plugins.base import PluginBase

EXTRA = ("post_plan",)

class TicketAutomationPlugin(PluginBase):
    """Creates tickets.

    One per plan.
    """

    name = "ticket_automation"
    description: str = "Create " "tickets"
    hooks = ("pre_plan", *EXTRA)
    required_secrets = ["JIRA_API_TOKEN"] + ["JIRA_EMAIL"]

    def __init__(self, config): ...

    async def post_plan(self, *, plan: dict, context=None, **rest) -> None:
        """After the plan."""
        self.emit("ticket_created", key=1)

    @staticmethod
    def helper(a): ...

    def get_router(self):
        @router.post("/sync")
        def sync(): ...
        return router, "/plugins/tickets"

def register_plugins(registry):
    registry.register(PluginSpec(kind=PluginKind.AI_PROVIDER, name="ai", version="1.0"))
    registry.register_factory("storage_backend", "json", VERSION, make)
`;

test("the facts of a Python plugin are read without running it", async () => {
  const { lookup, index, at } = openWorkspace({ "agent_pm/plugins/ticket.py": TICKET });
  const found = await lookup("agent_pm.plugins.ticket:TicketAutomationPlugin");
  const facts = foundFacts(found);

  expect(found).toMatchObject({ isPlugin: "yes", file: at("agent_pm/plugins/ticket.py") });
  expect(facts).toMatchObject({
    declaredName: "ticket_automation",
    description: "Create tickets",
    documentation: "Creates tickets.\n\nOne per plan.",
  });
  expect(namesOf(facts.hooks)).toEqual(["pre_plan", "post_plan"]);
  expect(namesOf(facts.requiredSecrets)).toEqual(["JIRA_API_TOKEN", "JIRA_EMAIL"]);
  expect(namesOf(facts.emits)).toEqual(["ticket_created"]);
  expect(facts.routes).toMatchObject([{ method: "POST", name: "/sync" }]);
  expect(facts.methods.map(({ name, parameters }) => [name, ...parameters])).toEqual([
    ["post_plan", "plan", "context", "**rest"],
    ["helper", "a"],
    ["get_router"],
  ]);
  expect(facts.methods[0]?.documentation).toBe("After the plan.");
  for (const { name, span } of facts.hooks ?? []) {
    expect(TICKET.slice(span.start, span.end)).toBe(name);
  }

  const module = await index.facts(at("agent_pm/plugins/ticket.py"));
  expect(module?.contributes).toMatchObject([
    { kind: "ai_provider", name: "ai", version: "1.0" },
    { kind: "storage_backend", name: "json", version: null },
  ]);
});
