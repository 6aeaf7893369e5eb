"""TensorFlow and Keras as they lie on the disk, and the settings they read."""

from __future__ import annotations

import json
import re
import shlex

from tftutor.doctor.context import Context, DiagnosticProbe
from tftutor.doctor.installed import Distribution, installed
from tftutor.doctor.interpreter import interpreter
from tftutor.doctor.model import Detection, ProbeReport
from tftutor.doctor.tensorflow_packages import NEWEST_PYTHON, OLDEST, OLDEST_PYTHON, tensorflow, tensorflows

# Enough of TensorFlow's 15,000 files to notice a half installation.
_TELLING = (".so", ".so.2", "/__init__.py")


def look_at_tensorflow(context: Context) -> ProbeReport:
    """Is it there, once, whole, and for this Python?"""
    found = tensorflows(context)
    python = context.fact(interpreter)
    if not found:
        return ProbeReport(
            "not installed", (), (Detection("tensorflow-missing", f"no TensorFlow in {_places(context)}"),)
        )
    first = found[0]
    seen: list[Detection] = []
    names = sorted({one.name for one in found})
    if len(names) > 1:
        evidence = " and ".join(f"{one.name} {one.version_text}" for one in found)
        seen.append(Detection("tensorflow-mixed", evidence, {"names": " ".join(names)}))
    seen += _incomplete(first)
    seen += _other_python(first, python.version)
    version = first.version
    if version and version.is_prerelease:
        seen.append(Detection("tensorflow-prerelease", f"{first.name} {version}"))
    if version and version.minor < OLDEST:
        suited = python.version is None or OLDEST_PYTHON <= python.version[:2] <= NEWEST_PYTHON
        evidence = f"{first.name} {version} in {first.folder}"
        seen.append(Detection("tensorflow-old" if suited else "tensorflow-old-python", evidence))
    if python.machine == "aarch64":
        seen.append(Detection("tensorflow-arm", "this machine is aarch64"))
    return ProbeReport(f"{first.name} {first.version_text}", (f"in {first.folder}",), tuple(seen))


def _places(context: Context) -> str:
    python = context.fact(interpreter)
    return ", ".join(place for place in python.search if place.endswith("-packages")) or python.path


def _incomplete(distribution: Distribution) -> list[Detection]:
    """Files that were installed and are gone: another variant was removed, or an installation broke off."""
    missing = distribution.missing_files(only=_TELLING, limit=3)
    name = shlex.quote(f"{distribution.name}=={distribution.version_text}")
    if not missing:
        return []
    evidence = f"{distribution.folder} lacks {', '.join(missing)} ..."
    return [Detection("tensorflow-incomplete", evidence, {"wanted": name})]


def _other_python(distribution: Distribution, version: tuple[int, int, int] | None) -> list[Detection]:
    """Wheels hold machine code for one Python: cp311 cannot be imported by 3.12."""
    built = {found[1] for tag in distribution.tags if (found := re.match(r"cp(3\d+)-cp3", tag))}
    if version is None or not built or f"{version[0]}{version[1]}" in built:
        return []
    made_for = f"3.{sorted(built)[0][1:]}"
    return [
        Detection(
            "tensorflow-other-python",
            f"{distribution.info} is for Python {made_for}; this is {version[0]}.{version[1]}",
            {"wanted": shlex.quote(f"{distribution.name}=={distribution.version_text}")},
        )
    ]


def look_at_keras(context: Context) -> ProbeReport:
    """Keras next to TensorFlow, and the switches that choose another one."""
    keras = context.fact(installed).get("keras")
    summary = f"Keras {keras.version_text}" if keras else ""
    seen = (*keras_conflicts(context), *_legacy_keras(context, tensorflow(context)), *_backend(context))
    return ProbeReport(summary, (), seen)


def keras_conflicts(context: Context) -> list[Detection]:
    """Keras and TensorFlow of different generations."""
    tf, keras = tensorflow(context), context.fact(installed).get("keras")
    if not tf or not keras or tf.version is None or keras.version is None:
        return []
    both = f"keras {keras.version_text} with {tf.name} {tf.version_text}"
    if tf.minor >= (2, 16) and keras.minor < (3, 0):
        wanted = shlex.quote(f"keras{tf.requirement_on('keras') or '>=3'}")
        return [Detection("keras-too-old", both, {"wanted": wanted})]
    if tf.minor == (2, 15) and keras.minor >= (3, 0):
        return [Detection("keras-too-new", both)]
    return []


def _legacy_keras(context: Context, tf: Distribution | None) -> list[Detection]:
    flag = context.system.variable("TF_USE_LEGACY_KERAS")
    if flag.lower() not in ("1", "true") or tf is None or context.fact(installed).get("tf-keras"):
        return []
    major, minor = tf.minor
    return [Detection("keras-legacy-flag", f"TF_USE_LEGACY_KERAS={flag}", {"minor": f"{major}.{minor}"})]


def _backend(context: Context) -> list[Detection]:
    """KERAS_BACKEND reaches the tutor's runs; keras.json only the learner's own programs."""
    system = context.system
    chosen = system.variable("KERAS_BACKEND")
    if chosen:
        if chosen.lower() == "tensorflow":
            return []
        return [Detection("keras-backend-variable", f"KERAS_BACKEND={chosen[:40]}")]
    home = system.variable("KERAS_HOME") or (f"{system.home}/.keras" if system.home else "")
    file = f"{home}/keras.json"
    try:
        settings = json.loads(system.text(file) or "{}") if home else {}
        named = settings.get("backend", "tensorflow")
    except (ValueError, AttributeError, RecursionError):
        named = "a file that cannot be read as JSON"
    if named == "tensorflow":
        return []
    return [Detection("keras-backend-file", f"{file}: {str(named)[:60]}", {"file": shlex.quote(file)})]


PROBES = (
    DiagnosticProbe("TensorFlow's files", "tensorflow", look_at_tensorflow),
    DiagnosticProbe("Keras", "tensorflow", look_at_keras),
)
