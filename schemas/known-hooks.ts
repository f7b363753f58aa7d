import * as z from "zod";

const text = z.string();
const texts = z.array(z.string());

/** A hook that the platform itself fires: when, and with which named arguments. Source: Agent PM, every `fire` call. */
export interface KnownHook {
  readonly when: string;
  readonly payload: z.ZodType;
  /** A payload that a person can fire as it stands. */
  readonly sample: Readonly<Record<string, unknown>>;
}

const idea = {
  constraints: texts,
  requirements: texts,
  acceptance: texts,
  goals: texts,
  nongoals: texts,
  risks: texts,
  users: text,
};
const sampleIdea = {
  constraints: ["Ship within two sprints"],
  requirements: ["Export the backlog as CSV"],
  acceptance: ["A CSV with one row per ticket is downloaded"],
  goals: ["Cut weekly reporting from two hours to five minutes"],
  nongoals: ["Replace the ticket tracker"],
  risks: ["The export may hold customer names"],
  users: "Project managers",
};
const alignmentEvent = z.looseObject({
  event_id: text,
  created_at: text,
  timestamp: text,
  title: text,
  context: z.record(z.string(), z.unknown()),
  suggestions: z.array(z.record(z.string(), z.unknown())),
  notification: z.looseObject({ status: text }),
});
const sampleEvent = {
  event_id: "evt-1042",
  created_at: "2026-01-15T09:30:00Z",
  timestamp: "2026-01-15T09:30:00Z",
  title: "Backlog export",
  context: { goals: sampleIdea.goals },
  suggestions: [{ initiative: "Reporting revamp", similarity: 0.82, slack_channel: "#planning" }],
  notification: { status: "success", channel: "#planning" },
};

/** The hooks of the platform by name, in the order in which a plan goes through them. */
export const KNOWN_HOOKS: Readonly<Record<string, KnownHook>> = {
  pre_plan: {
    when: "At the start of planning, before any model is called.",
    payload: z.object({
      context: z.looseObject({ title: text, idea_context: text, ...idea }),
      trace: z.unknown(),
      enable_tools: z.boolean(),
    }),
    sample: {
      context: {
        title: "Backlog export",
        idea_context: "Managers copy tickets by hand",
        ...sampleIdea,
      },
      trace: null,
      enable_tools: false,
    },
  },
  post_alignment_event: {
    when: "When an alignment event is recorded; every plan records one, before post_plan.",
    payload: z.object({ event: alignmentEvent }),
    sample: { event: sampleEvent },
  },
  post_plan: {
    when: "After the plan is assembled; not when the input guardrail rejects it.",
    payload: z.object({
      plan: z.looseObject({ plan_id: text, prd_markdown: text, status_digest: text }),
      context: z.looseObject({ title: text, context: text }),
    }),
    sample: {
      plan: {
        plan_id: "plan-2031",
        prd_markdown: "# Backlog export\n\nManagers download the backlog as CSV.",
        status_digest: "Ready for review",
        critic_review: { status: "pass", issues: [] },
        revision_history: [],
        related_initiatives: [],
        alignment_notification: { status: "success" },
        alignment_insights: [],
        alignment_event: sampleEvent,
        alignment_event_id: "evt-1042",
      },
      context: {
        title: "Backlog export",
        context: "Managers copy tickets by hand",
        requirements: sampleIdea.requirements,
        acceptance: sampleIdea.acceptance,
        goals: sampleIdea.goals,
        nongoals: sampleIdea.nongoals,
        risks: sampleIdea.risks,
        users: sampleIdea.users,
        alignment: [],
      },
    },
  },
  post_alignment_followup: {
    when: "When a follow-up to an alignment event is stored.",
    payload: z.object({ event: alignmentEvent, status: text }),
    sample: { event: sampleEvent, status: "acknowledged" },
  },
  post_ticket_export: {
    when: "After tickets were exported as CSV (at least one row) or to S3.",
    payload: z.object({
      kind: z.enum(["csv", "s3"]),
      destination: text,
      rows: z.int(),
      statuses: texts.nullable(),
    }),
    sample: {
      kind: "csv",
      destination: "exports/backlog.csv",
      rows: 12,
      statuses: ["open", "in progress"],
    },
  },
  on_feedback: {
    when: "When the feedback plugin receives feedback.",
    payload: z.object({
      feedback: z.looseObject({
        title: text,
        rating: z.number().nullable(),
        comment: text.nullable(),
        submitted_by: text.nullable(),
        source: text.nullable(),
        submitted_at: text,
      }),
    }),
    sample: {
      feedback: {
        title: "Export works",
        rating: 5,
        comment: "Saved me an afternoon",
        submitted_by: "dana",
        source: "dashboard",
        submitted_at: "2026-01-15T10:00:00Z",
      },
    },
  },
};
