import { PluginBase, type HookPayloads } from "patchbay";

const THRESHOLDS = { low: 0.2, medium: 0.5, high: 0.8 };

/** Throws while the module is loaded: the level below does not exist. Write `high` and save to mend it. */
const ALERT_ABOVE = thresholdOf("severe");

/** Warns when a plan names more risks than the team can watch. */
export class RiskRadar extends PluginBase {
  static override readonly name = "risk_radar";
  static override readonly description = "Warn about risky plans";
  static override readonly hooks = ["pre_plan"] as const;

  pre_plan({ context }: HookPayloads["pre_plan"]): void {
    const share = context.risks.length / Math.max(1, context.requirements.length);
    if (share > ALERT_ABOVE) this.log.warn(`${context.title}: ${context.risks.length} risks`);
  }
}

function thresholdOf(level: string): number {
  const threshold = new Map(Object.entries(THRESHOLDS)).get(level);
  if (threshold === undefined) throw new Error(`Unknown risk level: ${level}`);
  return threshold;
}
