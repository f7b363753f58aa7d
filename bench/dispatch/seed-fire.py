"""The original's way of firing a hook, feature by feature: nanoseconds for each fire to argv[1] plugins, on stdout.

Statistics in dictionaries, a history entry with its time as text, a labelled metric for each call, and a look at whether
the handler is a coroutine. Standard library only: the metric is the least that the metrics library does for one.
"""

import inspect
import statistics
import sys
import threading
from collections import deque
from datetime import datetime, timezone
from time import perf_counter, perf_counter_ns

HISTORY = 100


class Counter:
    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.children: dict = {}

    def labels(self, **labels: str) -> "Child":
        values = tuple(str(value) for value in labels.values())
        with self.lock:
            if values not in self.children:
                self.children[values] = Child()
            return self.children[values]


class Child:
    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.value = 0.0

    def inc(self, amount: float = 1) -> None:
        with self.lock:
            self.value += amount


INVOCATIONS = Counter()
FAILURES = Counter()


class Plugin:
    enabled = True

    def __init__(self, index: int) -> None:
        self.name = f"p{index}"
        self.count = 0

    def tick(self, **payload: object) -> None:
        self.count += 1


class Registry:
    def __init__(self, plugins: list) -> None:
        self.plugins = plugins
        self.stats: dict = {}
        self.history: dict = {}
        self.errors: dict = {}

    def fire(self, hook: str, *args: object, source: object = None, **payload: object) -> None:
        for plugin in self.plugins:
            if plugin is source or not plugin.enabled:
                continue
            handler = getattr(plugin, hook, None)
            if not callable(handler):
                continue
            stats = self.stats.setdefault(plugin.name, {}).setdefault(
                hook, {"invocations": 0, "failures": 0, "total": 0.0, "last": 0.0}
            )
            stats["invocations"] += 1
            INVOCATIONS.labels(plugin=plugin.name, hook=hook).inc()
            started = perf_counter()
            error = None
            try:
                result = handler(*args, **payload)
                if inspect.iscoroutine(result):
                    result.close()  # The original would schedule it; there is none here.
            except Exception as exc:  # Whatever a plugin throws.
                error = str(exc)
                stats["failures"] += 1
                FAILURES.labels(plugin=plugin.name, hook=hook).inc()
                self.errors.setdefault(plugin.name, []).append(f"{hook}: {exc}")
            duration = (perf_counter() - started) * 1000
            stats["total"] += duration
            stats["last"] = duration
            entry = {
                "timestamp": datetime.now(timezone.utc).isoformat().replace("+00:00", "Z"),
                "status": "success" if error is None else "error",
                "duration_ms": duration,
            }
            if error is not None:
                entry["error"] = error
            self.history.setdefault(plugin.name, {}).setdefault(
                hook, deque(maxlen=HISTORY)
            ).append(entry)


def measure(size: int) -> float:
    registry = Registry([Plugin(index) for index in range(size)])
    fires = max(20, 4000 // size)
    samples = []
    for _ in range(12):
        started = perf_counter_ns()
        for _ in range(fires):
            registry.fire("tick", n=1)
        samples.append((perf_counter_ns() - started) / fires)
    return statistics.median(samples)


print(measure(int(sys.argv[1])))
