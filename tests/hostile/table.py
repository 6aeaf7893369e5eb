"""Tries every program under every configuration and writes the table of docs/sandbox.md.

    python tests/hostile/table.py --configurations all,abi6 [--programs a,b] > RESULTS
    python tests/hostile/table.py --from RESULTS ... --write docs/sandbox.md

The first prints a line for each trial: configuration, then program, ending, holes, seconds as JSON.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

from hostile_targets import Targets
from hostile_trials import CONFIGURATIONS, Trial, Trials, as_json, expectation, programs

from tftutor.runtime import Runtime

Results = dict[str, dict[str, list[str]]]
_BEGIN, _END = "<!-- table: begin -->", "<!-- table: end -->"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    safe = [name for name, confinement in CONFIGURATIONS.items() if not confinement.without]
    parser.add_argument("--configurations", default=",".join(safe))
    parser.add_argument("--programs", default="")
    parser.add_argument("--from", dest="files", type=Path, nargs="+", help="results of earlier trials")
    parser.add_argument("--write", type=Path, help="the page whose table is replaced; with --from")
    parser.add_argument("--strict", action="store_true", help="no other program of this user runs")
    parser.add_argument(
        "--expendable", action="store_true", help="this user and its files may come to harm: leave layers out"
    )
    options = parser.parse_args()
    weak = [name for name in options.configurations.split(",") if CONFIGURATIONS[name].without]
    if weak and not options.expendable:
        parser.error(f"programs really do their worst under {', '.join(weak)}: see --expendable")
    if options.files and options.write:
        text = options.write.read_text()
        before, after = text.partition(_BEGIN)[0], text.partition(_END)[2]
        options.write.write_text(f"{before}{_BEGIN}\n{table(read(options.files))}\n{_END}{after}")
        return 0
    known, escaped = programs(), False
    names = options.programs.split(",") if options.programs else list(known)
    for configuration in options.configurations.split(","):
        for trial in trials(configuration, [known[name] for name in names], strict=options.strict):
            print(f"{configuration} {as_json(trial)}", flush=True)
            escaped = escaped or bool(trial.holes)
    return 1 if escaped else 0


def trials(configuration: str, files: Sequence[Path], *, strict: bool) -> Iterator[Trial]:
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
            for file in files:
                yield tried.of(file)


def table(results: Results) -> str:
    """Markdown: a row for each program; what it gets through is asked of the weakened configurations."""
    weak = [name for name, confinement in CONFIGURATIONS.items() if confinement.without]
    whole = [name for name in CONFIGURATIONS if name not in weak]
    lines = [f"| program | expected | {' | '.join(whole)} | gets through without |", "|---" * 7 + "|"]
    for name, file in programs().items():
        row = results.get(name, {})
        cells = [("**escapes**" if row[c] else "ok") if c in row else "-" for c in whole]
        through = [c.removeprefix("no-") for c in weak if row.get(c)]
        untried = "" if all(c in row for c in weak) else " (not all tried)"
        expected = expectation(file).replace("|", "\\|")
        lines.append(f"| {name} | {expected} | {' | '.join(cells)} | {', '.join(through) or '-'}{untried} |")
    return "\n".join(lines)


def read(files: Sequence[Path]) -> Results:
    """What earlier calls printed; of several trials under one configuration, the holes of all."""
    results: Results = {}
    for line in "".join(file.read_text() for file in files).splitlines():
        configuration, _, told = line.partition(" ")
        program, _, holes, _ = json.loads(told)
        results.setdefault(program, {}).setdefault(configuration, []).extend(holes)
    return results


if __name__ == "__main__":
    sys.exit(main())
