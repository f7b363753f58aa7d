import type { ScaffoldParts } from "./parts.ts";

/** A plugin in Python with its test, for the interpreter's own test runner. */
export function pythonFiles(parts: ScaffoldParts): Readonly<Record<string, string>> {
  const { stem, kind } = parts;
  return {
    [`plugins/${stem}.py`]: kind ? contributor(parts, kind) : pluginClass(parts),
    [`plugins/test_${stem}.py`]: kind ? contributorTest(parts) : hookTest(parts),
  };
}

function pluginClass({ name, className, hooks }: ScaffoldParts): string {
  const handlers = hooks.map(
    (hook) => `
    def ${hook}(self, **payload):
        logger.info("${hook}: %s", ", ".join(payload))
`,
  );
  const listed = hooks.map((hook) => JSON.stringify(hook)).join(", ");
  return `import logging

from agent_pm.plugins.base import PluginBase

logger = logging.getLogger(__name__)


class ${className}(PluginBase):
    """Writes a line to its log for every call."""

    name = ${JSON.stringify(name)}
    description = "Writes a line to its log for every call."
    hooks = (${listed}${hooks.length === 1 ? "," : ""})
${handlers.join("")}`;
}

function hookTest({ stem, className, hooks }: ScaffoldParts): string {
  const tests = hooks.map(
    (hook) => `
    def test_answers_${hook}(self):
        self.assertIsNone(self.plugin.${hook}(example=1))
`,
  );
  return `import sys
import types
import unittest
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

try:
    import agent_pm.plugins.base  # noqa: F401
except ImportError:
    # Where the platform is not installed, something stands in for it.
    for module in ("agent_pm", "agent_pm.plugins", "agent_pm.plugins.base"):
        sys.modules[module] = types.ModuleType(module)
    sys.modules["agent_pm.plugins.base"].PluginBase = object

from ${stem} import ${className}


class ${className}Test(unittest.TestCase):
    def setUp(self):
        self.plugin = ${className}.__new__(${className})
${tests.join("")}

if __name__ == "__main__":
    unittest.main()
`;
}

function contributor({ name }: ScaffoldParts, kind: NonNullable<ScaffoldParts["kind"]>): string {
  return `"""Registers what others create by kind and name."""

from nexus.plugins import PluginKind


class Provider:
    def __init__(self, config):
        self.config = config


def register_plugins(registry):
    registry.register_factory(
        kind=PluginKind.${kind.toUpperCase()},
        name=${JSON.stringify(name)},
        version="0.1.0",
        factory=Provider,
        force=True,
    )
`;
}

function contributorTest({ stem, name }: ScaffoldParts): string {
  return `import sys
import types
import unittest
from pathlib import Path
from unittest import mock

sys.path.insert(0, str(Path(__file__).parent))

try:
    import nexus.plugins  # noqa: F401
except ImportError:
    # Where the platform is not installed, something stands in for it.
    for module in ("nexus", "nexus.plugins"):
        sys.modules[module] = types.ModuleType(module)
    sys.modules["nexus.plugins"].PluginKind = mock.MagicMock()

from ${stem} import register_plugins


class RegisterTest(unittest.TestCase):
    def test_registers_its_factory(self):
        registry = mock.Mock()
        register_plugins(registry)
        self.assertEqual(registry.register_factory.call_args.kwargs["name"], ${JSON.stringify(name)})


if __name__ == "__main__":
    unittest.main()
`;
}
