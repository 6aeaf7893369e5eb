"""Tries every program under every configuration and writes the table of docs/sandbox.md.

    python tests/hostile/table.py [--configurations all,abi6] [--programs a,b] [--write docs/sandbox.md]

Without ``--write`` it prints a line of JSON for each trial: configuration, program, ending, holes, seconds.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from hostile_targets import Targets
from hostile_trials import CONFIGURATIONS, Trial, Trials, as_json, expectation, programs

from tftutor.runtime import Runtime

_BEGIN, _END = "<!-- table: begin -->", "<!-- table: end -->"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    safe = [name for name, confinement in CONFIGURATIONS.items() if not confinement.without]
    parser.add_argument("--configurations", default=",".join(safe))
    parser.add_argument("--programs", default="")
    parser.add_argument("--write", type=Path)
    parser.add_argument("--strict", action="store_true", help="no other program of this user runs")
    parser.add_argument(
        "--expendable", action="store_true", help="this user and its files may come to harm: leave layers out"
    )
    options = parser.parse_args()
    weak = [name for name in options.configurations.split(",") if CONFIGURATIONS[name].without]
    if weak and not options.expendable:
        parser.error(f"programs really do their worst under {', '.join(weak)}: see --expendable")
    known = programs()
    names = options.programs.split(",") if options.programs else list(known)
    results: dict[str, dict[str, Trial]] = {name: {} for name in names}
    for configuration in options.configurations.split(","):
        for trial in trials(configuration, [known[name] for name in names], strict=options.strict):
            results[trial.program][configuration] = trial
            print(f"{configuration} {as_json(trial)}", flush=True)
    if options.write:
        text = options.write.read_text()
        before, after = text.partition(_BEGIN)[0], text.partition(_END)[2]
        options.write.write_text(f"{before}{_BEGIN}\n{table(results)}\n{_END}{after}")
    return 1 if any(trial.holes for row in results.values() for trial in row.values()) else 0


def trials(configuration: str, files: Sequence[Path], *, strict: bool) -> list[Trial]:
    """All of ``files`` in one runtime."""
    with tempfile.TemporaryDirectory(prefix="hostile-") as name:
        folder = Path(name)
        with (
            Targets(folder / "targets", strict=strict) as targets,
            Runtime(
                scratch=folder / "runs", device="cpu", confinement=CONFIGURATIONS[configuration]
            ) as runtime,
        ):
            tried = Trials(runtime, targets, folder)
            return [tried.of(file) for file in files]


def table(results: dict[str, dict[str, Trial]]) -> str:
    """Markdown: a row for each program, a column for each configuration."""
    columns = list(next(iter(results.values())))
    lines = ["| program | expected | " + " | ".join(columns) + " |", "|---" * (len(columns) + 2) + "|"]
    for name, row in results.items():
        cells = ["ok" if not row[column].holes else "**gets through**" for column in columns]
        lines.append(f"| {name} | {expectation(programs()[name])} | " + " | ".join(cells) + " |")
    return "\n".join(lines)


if __name__ == "__main__":
    sys.exit(main())
