"""tftutor itself: its settings, its folders, its packages, the course, the data sets."""

from __future__ import annotations

import importlib.util
import json
import shlex
import subprocess
import sys
from pathlib import Path

from tftutor.doctor.context import Context, DiagnosticProbe
from tftutor.doctor.folders import cannot_be_used, existing_parent
from tftutor.doctor.model import Detection, ProbeReport
from tftutor.problems import Problem

_PACKAGES = {"pydantic": "pydantic", "yaml": "PyYAML", "rich": "rich", "pygments": "Pygments"}
_COURSE_SECONDS = 20.0
_ROOT = Path(__file__).resolve().parents[3]
# In a process of its own: it imports packages that may be broken, and reads files that may be endless.
_READ_COURSE = """
import json, os, sys
sys.path.insert(0, sys.argv[1])
from pathlib import Path
from tftutor.course.loader import default_folder, load_all_problems
folder = os.environ.get("TFTUTOR_COURSE")
course, problems = load_all_problems(Path(folder) if folder else default_folder())
print()
print(json.dumps({"title": course.title if course else "", "steps": len(course.steps) if course else 0,
                  "problems": [str(problem) for problem in problems[:20]]}))
"""


def look_at_packages(context: Context) -> ProbeReport:
    """What tftutor itself imports, in the Python that runs it."""
    if not context.system.is_live:
        return ProbeReport(skipped=True)
    missing = [package for module, package in _PACKAGES.items() if not _can_be_found(module)]
    if not missing:
        return ProbeReport()
    values = {"own": shlex.quote(sys.executable), "wanted": " ".join(map(shlex.quote, missing))}
    return ProbeReport(
        detections=(Detection("own-package-missing", f"{', '.join(missing)} in {sys.executable}", values),)
    )


def _can_be_found(module: str) -> bool:
    try:
        return importlib.util.find_spec(module) is not None
    except (ImportError, ValueError):
        return False


def look_at_folders(context: Context) -> ProbeReport:
    """Progress, cache and the learner's files: can they be kept? And can the settings be read?"""
    if not context.system.is_live:
        return ProbeReport(skipped=True)
    from tftutor.places import places

    seen: list[Detection] = []
    if context.system.home is None:
        seen.append(Detection("home-missing", "HOME is not set, and this user has no home folder"))
    try:
        where = places(context.system.environ)
    except Problem as problem:
        seen.append(Detection("settings-broken", problem.sentence))
        return ProbeReport("", (), tuple(seen))
    except RuntimeError:  # no home folder at all
        return ProbeReport("", (), tuple(seen))
    folders = {"progress": where.state, "cache": where.cache, "your files": where.workspace}
    for what, folder in folders.items():
        why = cannot_be_used(folder)
        if why:
            seen.append(
                Detection(
                    "folder-not-writable",
                    f"{what}: {folder}: {why}",
                    {"folder": shlex.quote(str(existing_parent(folder)))},
                )
            )
    details = tuple(f"{what}: {folder}" for what, folder in folders.items())
    return ProbeReport("" if seen else "folders writable", details, tuple(seen))


def look_at_course(context: Context) -> ProbeReport:
    """Whether every lesson can be read."""
    if not context.system.is_live:
        return ProbeReport(skipped=True)
    if not all(_can_be_found(module) for module in ("pydantic", "yaml")):
        return ProbeReport("", ("course: not read, since packages are missing",))
    run = subprocess.run(
        [sys.executable, "-B", "-c", _READ_COURSE, str(_ROOT)],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        timeout=_COURSE_SECONDS,
        env=dict(context.system.environ),
        check=False,
    )
    lines = run.stdout.decode("utf-8", "replace").strip().splitlines()
    if run.returncode or not lines:
        said = run.stderr.decode("utf-8", "replace").strip().splitlines()
        return ProbeReport(
            "", (), (Detection("course-unreadable", said[-1][:300] if said else f"code {run.returncode}"),)
        )
    answer = json.loads(lines[-1])
    if answer["problems"]:
        count = len(answer["problems"])
        evidence = answer["problems"][0] + (f" (and {count - 1} more)" if count > 1 else "")
        return ProbeReport("", tuple(answer["problems"]), (Detection("course-broken", evidence),))
    return ProbeReport(f"course of {answer['steps']} steps", (f"course: {answer['title']}",))


def look_at_data(context: Context) -> ProbeReport:
    """Which data sets are here; without them there are stand-ins."""
    if not context.system.is_live:
        return ProbeReport(skipped=True)
    from tftutor.data import DataSets
    from tftutor.places import places, settings

    environ = dict(context.system.environ)
    try:
        chosen = settings(environ)
        cache = places(environ).cache
    except (Problem, RuntimeError) as problem:
        return ProbeReport("", (f"data sets: not looked at: {problem}",))
    if chosen.data_dir and not chosen.data_dir.is_dir():
        evidence = f"{chosen.data_dir}, named by {chosen.sources['data_dir']}"
        return ProbeReport("", (), (Detection("data-folder-missing", evidence),))
    if chosen.data_dir:
        environ["TFTUTOR_DATA_DIR"] = str(chosen.data_dir)
    states = DataSets(cache, environ, offline=True).status()
    details = tuple(f"data set {one.title}: {one.state} {one.where}".rstrip() for one in states)
    here = sum(one.state == "real" for one in states)
    summary = f"{here} of {len(states)} data sets"
    if here == len(states):
        return ProbeReport(summary, details)
    return ProbeReport(summary, details, (Detection("data-sets-missing", f"{summary} are here"),))


PROBES = (
    DiagnosticProbe("tftutor's packages", "tftutor", look_at_packages),
    DiagnosticProbe("tftutor's folders", "tftutor", look_at_folders),
    DiagnosticProbe("the course", "tftutor", look_at_course, seconds=_COURSE_SECONDS + 1),
    DiagnosticProbe("data sets", "tftutor", look_at_data),
)
