"""Runs probes side by side, each on its own: one that crashes or hangs costs its own line only."""

from __future__ import annotations

import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass

from tftutor.doctor.context import Context, DiagnosticProbe, FactUnknown
from tftutor.doctor.model import ProbeReport, Timing

_LONGEST_SENTENCE = 200


@dataclass(frozen=True)
class ProbeResult:
    """What came of a probe. ``report`` is None when it said nothing; the timing says why."""

    probe: DiagnosticProbe
    report: ProbeReport | None
    timing: Timing


class _Running(threading.Thread):
    """A daemon, so that a hung probe does not keep the process from ending."""

    def __init__(self, probe: DiagnosticProbe, context: Context) -> None:
        super().__init__(name=f"probe {probe.name}", daemon=True)
        self.probe = probe
        self._context = context
        self._began = time.monotonic()
        self._result: ProbeResult | None = None

    def run(self) -> None:
        try:
            report: ProbeReport | None = self.probe.examine(self._context)
            why = ""
        except FactUnknown as error:
            report, why = None, _brief(str(error))
        except Exception as error:  # noqa: BLE001 - a probe must never take the doctor down
            report, why = None, _brief(f"{type(error).__name__}: {error}")
        self._result = self._ended(report, why)

    def _ended(self, report: ProbeReport | None, why: str) -> ProbeResult:
        seconds = time.monotonic() - self._began
        probe = self.probe
        timing = Timing(probe.name, probe.area, seconds, "crashed" if report is None else "done", why)
        return ProbeResult(probe, report, timing)

    def result(self, limit: float | None) -> ProbeResult:
        """Waits until it has ended, or its time is up."""
        allowed = self.probe.seconds if limit is None else min(limit, self.probe.seconds)
        self.join(max(0.0, self._began + allowed - time.monotonic()))
        if self._result is not None:
            return self._result
        why = f"no answer within {allowed:g} s"
        timing = Timing(self.probe.name, self.probe.area, allowed, "timeout", why)
        return ProbeResult(self.probe, None, timing)


def run_probes(probes: Sequence[DiagnosticProbe], context: Context) -> list[ProbeResult]:
    """The results, in the order of the probes."""
    running = [_Running(probe, context) for probe in probes]
    for one in running:
        one.start()
    return [one.result(context.options.limit) for one in running]


def _brief(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= _LONGEST_SENTENCE else line[: _LONGEST_SENTENCE - 1] + "…"
