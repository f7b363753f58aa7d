/** A Python plugin whose settings are a Pydantic model. */
const BOARD_SOURCE = `from typing import Literal, Optional

from agent_pm.plugins.base import PluginBase
from pydantic import BaseModel, ConfigDict, Field


class BoardConfig(BaseModel):
    model_config = ConfigDict(extra="forbid")

    columns: int = Field(ge=1, description="How many there are.")
    labels: list[str] = []
    level: Optional[Literal["low", "high"]] = None


class Board(PluginBase):
    name = "board"
    config_schema = BoardConfig
`;

const SHAPED_SOURCE = `import { PluginBase } from "patchbay";

export class Shaped extends PluginBase {}
`;

const SHAPED_SCHEMA = {
  type: "object",
  properties: { channel: { $ref: "#/$defs/Channel" } },
  required: ["channel"],
  $defs: {
    Channel: {
      type: "object",
      description: "Where it goes.",
      properties: { name: { type: "string" } },
      required: ["name"],
      additionalProperties: false,
    },
  },
};

/** Plugins whose settings are described otherwise than by zod, and one of an installed package. */
export const DESCRIBED_FILES: Readonly<Record<string, string>> = {
  "py/board.py": BOARD_SOURCE,
  "plugins/shaped.ts": SHAPED_SOURCE,
  "plugins/shaped.schema.json": JSON.stringify(SHAPED_SCHEMA),
  "node_modules/acme-plugins/package.json": JSON.stringify({
    name: "acme-plugins",
    version: "1.4.2",
    patchbay: { entryPoints: { "agent_pm.plugins": { ticket: "./ticket:Ticket" } } },
  }),
  "node_modules/acme-plugins/ticket.js": `const { PluginBase } = require("patchbay");
/** Makes tickets elsewhere. */
exports.Ticket = class Ticket extends PluginBase {};
`,
};
