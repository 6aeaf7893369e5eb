"""Tries every program under every configuration and writes the table of docs/sandbox.md.

    python tests/hostile/table.py --configurations all,abi6 [--programs a,b] > RESULTS
    python tests/hostile/table.py --from RESULTS ... --write docs/sandbox.md

The first prints a line for each trial: configuration, then program, ending, holes, seconds as JSON. So does
`on_kernels.py`, with kernel:user:configuration. The second replaces the tables that it has results for, each
from all results of its kind.
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

Results = dict[str, dict[str, list[str]]]  # by program and configuration, what it got hold of
_WEAK = [name for name, confinement in CONFIGURATIONS.items() if confinement.without]
_WHOLE = [name for name in CONFIGURATIONS if name not in _WEAK]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--configurations", default=",".join(_WHOLE))
    parser.add_argument("--programs", default="")
    parser.add_argument("--from", dest="files", type=Path, nargs="+", help="results of earlier trials")
    parser.add_argument("--write", type=Path, help="the page whose tables are replaced; with --from")
    parser.add_argument("--strict", action="store_true", help="no other program of this user runs")
    parser.add_argument(
        "--expendable", action="store_true", help="this user and its files may come to harm: leave layers out"
    )
    options = parser.parse_args()
    weak = [name for name in options.configurations.split(",") if name in _WEAK]
    if weak and not options.expendable:
        parser.error(f"programs really do their worst under {', '.join(weak)}: see --expendable")
    if options.files and options.write:
        here, in_machines = read(options.files)
        page = options.write.read_text()
        if here:
            page = replaced(page, "table", table(here))
        if in_machines:
            page = replaced(page, "kernels", kernels(in_machines))
            page = replaced(page, "as root", as_root(in_machines))
        options.write.write_text(page)
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


def replaced(page: str, name: str, text: str) -> str:
    """The page with this between its two marks of that name."""
    begin, end = f"<!-- {name}: begin -->", f"<!-- {name}: end -->"
    return f"{page.partition(begin)[0]}{begin}\n{text}\n{end}{page.partition(end)[2]}"


def table(results: Results) -> str:
    """Markdown: a row for each program; what it gets through is asked of the weakened configurations."""
    heads = ["program", "expected", *_WHOLE, "gets through without"]
    lines = [row_of(heads), "|---" * len(heads) + "|"]
    for name, file in programs().items():
        row = results.get(name, {})
        cells = [("**escapes**" if row[c] else "ok") if c in row else "-" for c in _WHOLE]
        untried = "" if all(c in row for c in _WEAK) else " (not all tried)"
        expected = expectation(file).replace("|", "\\|")
        lines.append(row_of([name, expected, *cells, f"{got_through(row)}{untried}"]))
    return "\n".join(lines)


def got_through(row: dict[str, list[str]]) -> str:
    """The single layers without which something was reported."""
    return ", ".join(c.removeprefix("no-") for c in _WEAK if row.get(c)) or "-"


def as_root(results: dict[str, Results]) -> str:
    """Markdown: a row for each program with which root gets through; then the names of the others."""
    lines = [row_of(["program", "gets through without"]), "|---|---|"]
    nowhere = []
    for name in programs():
        row: dict[str, list[str]] = {}
        for label, found in results.items():
            if label.partition(":")[2] == "root":
                row |= {c: found[name][c] for c in _WEAK if c in found.get(name, {})}
        if any(row.values()):
            lines.append(row_of([name, got_through(row)]))
        elif row:
            nowhere.append(name)
    return "\n".join([*lines, "", f"Nowhere: {', '.join(nowhere)}."])


def kernels(results: dict[str, Results]) -> str:
    """Markdown: for each kernel and user, how many programs were contained under all layers."""
    lines = [row_of(["kernel", "user", *_WHOLE]), "|---" * (2 + len(_WHOLE)) + "|"]
    for label, found in sorted(results.items()):
        cells = [contained({p: row[c] for p, row in found.items() if c in row}) for c in _WHOLE]
        if set(cells) != {"-"}:
            lines.append(row_of([*label.split(":"), *cells]))
    return "\n".join(lines)


def contained(trials: dict[str, list[str]]) -> str:
    if not trials:
        return "-"
    escaped = sorted(program for program, holes in trials.items() if holes)
    return f"{len(trials) - len(escaped)} of {len(trials)}{', not ' if escaped else ''}{', '.join(escaped)}"


def row_of(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"


def read(files: Sequence[Path]) -> tuple[Results, dict[str, Results]]:
    """What earlier calls printed: of this machine, and of virtual ones by kernel:user.

    Of several trials under one configuration, the holes of all.
    """
    here: Results = {}
    in_machines: dict[str, Results] = {}
    for line in "".join(file.read_text() for file in files).splitlines():
        label, _, told = line.partition(" [")
        program, _, holes, _ = json.loads(f"[{told}")
        where, _, configuration = label.rpartition(":")
        results = in_machines.setdefault(where, {}) if where else here
        results.setdefault(program, {}).setdefault(configuration, []).extend(holes)
    return here, in_machines


if __name__ == "__main__":
    sys.exit(main())
