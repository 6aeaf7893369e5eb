"""The packages that TensorFlow needs: there, whole, and of versions that go together."""

from __future__ import annotations

import shlex
from collections import deque
from collections.abc import Iterator

from tftutor.doctor.areas.tensorboard import html5lib_conflicts
from tftutor.doctor.areas.tensorflow import keras_conflicts
from tftutor.doctor.context import Context, DiagnosticProbe
from tftutor.doctor.installed import Distribution, Installed, installed
from tftutor.doctor.interpreter import interpreter
from tftutor.doctor.model import Detection, ProbeReport
from tftutor.doctor.tensorflow_packages import tensorflow
from tftutor.doctor.versions import Version, applies, requirement, satisfies

_CLOSURE_MAX = 500


def _needed(context: Context) -> list[Distribution]:
    """TensorFlow, TensorBoard and everything that they ask for, as far as it is here."""
    return [one for one, _ in _asking(context)]


def _asking(context: Context) -> list[tuple[Distribution, list[tuple[str, str]]]]:
    """Each needed distribution with the (name, specifier) pairs that it asks for here."""
    packages = context.fact(installed)
    environment = context.fact(interpreter).marker_environment()
    tf = tensorflow(context)
    first = [one for one in (tf, packages.get("tensorboard"), packages.get("tf-keras")) if one]
    queue, known = deque(first), {one.name for one in first}
    asked: list[tuple[Distribution, list[tuple[str, str]]]] = []
    while queue and len(asked) < _CLOSURE_MAX:
        one = queue.popleft()
        wanted = list(_wanted(one, environment))
        asked.append((one, wanted))
        for name, _ in wanted:
            found = packages.get(name)
            if found and name not in known:
                known.add(name)
                queue.append(found)
    return asked


def _wanted(distribution: Distribution, environment: dict[str, str]) -> Iterator[tuple[str, str]]:
    for line in distribution.requires:
        parsed = requirement(line)
        try:
            if parsed and applies(parsed.marker, environment):
                yield parsed.name, parsed.spec
        except ValueError:  # a marker we cannot read asks for nothing that we could check
            continue


def look_at_requirements(context: Context) -> ProbeReport:
    """What is asked for and missing, or there in a version that was not asked for: once for each package."""
    packages = context.fact(installed)
    covered = _covered_elsewhere(context)
    asked: dict[str, dict[str, str]] = {}  # package -> who asks -> specifier
    for one, wanted in _asking(context):
        for name, spec in wanted:
            asked.setdefault(name, {})[f"{one.name} {one.version_text}"] = spec
    seen = [
        found
        for name, specs in asked.items()
        if name not in covered and (found := _requirement(packages.get(name), name, specs))
    ]
    return ProbeReport("", (f"{len(packages.names())} packages installed",), tuple(seen))


def _requirement(here: Distribution | None, name: str, specs: dict[str, str]) -> Detection | None:
    """A package that is missing, or not what all of them ask for."""
    values = {"wanted": shlex.quote(name + ",".join(dict.fromkeys(filter(None, specs.values()))))}
    if here is None:
        who, spec = next(iter(specs.items()))
        more = f" (and {len(specs) - 1} more need it)" if len(specs) > 1 else ""
        return Detection("requirement-missing", f"{who} needs {name}{spec}{more}", values)
    unmet = {who: spec for who, spec in specs.items() if here.version and not _within(here.version, spec)}
    if not unmet:
        return None
    who, spec = next(iter(unmet.items()))
    more = f" (so do {len(unmet) - 1} more)" if len(unmet) > 1 else ""
    return Detection(
        "requirement-conflict", f"{who} asks for {name}{spec}{more}; {here.version} is here", values
    )


def _within(version: Version, spec: str) -> bool:
    try:
        return satisfies(version, spec)
    except ValueError:  # a specifier we cannot read forbids nothing
        return True


def _covered_elsewhere(context: Context) -> set[str]:
    """Packages that a finding of their own describes."""
    covered = {seen.values["package"] for seen in known_pairs(context)} | {"tensorboard"}
    if any(one.id.startswith("html5lib") for one in html5lib_conflicts(context)):
        covered |= {"html5lib", "bleach"}
    if any(one.id.startswith("keras-too") for one in keras_conflicts(context)):
        covered |= {"keras"}
    return covered


def known_pairs(context: Context) -> list[Detection]:
    """Pairs of versions that are known to fail, with the words in which they do."""
    packages = context.fact(installed)
    tf = tensorflow(context)
    if tf is None or tf.version is None:
        return []
    return [
        *_protobuf(tf, packages.get("protobuf")),
        *_numpy(tf, packages.get("numpy"), packages.get("ml-dtypes")),
        *_smaller(tf, packages),
    ]


def _protobuf(tf: Distribution, protobuf: Distribution | None) -> list[Detection]:
    if protobuf is None or protobuf.version is None:
        return []
    here = protobuf.version
    both = f"protobuf {here} with {tf.name} {tf.version_text}"
    asked = tf.requirement_on("protobuf")
    # TensorFlow up to 2.9.0 gives no upper end, so that its own words would not fix anything
    if tf.minor < (2, 12) and here >= Version("4"):
        return [_pair("protobuf-too-new", both, "protobuf", asked if "<" in asked else "<3.21")]
    oldest = {(2, 20): Version("5"), (2, 21): Version("6.31.1"), (2, 22): Version("6.31.1")}.get(tf.minor)
    if oldest and here < oldest:
        return [_pair("protobuf-too-old", both, "protobuf", asked or f">={oldest}")]
    if tf.minor == (2, 20) and here.release[0] == 6:
        return [Detection("protobuf-gencode-warning", both, {"package": "protobuf"})]
    if (2, 12) <= tf.minor <= (2, 19) and here >= Version("6"):
        cap = "<6" if tf.minor >= (2, 18) else "<5"
        return [_pair("protobuf-noise", both, "protobuf", cap)]
    return []


def _pair(id: str, evidence: str, package: str, spec: str) -> Detection:
    return Detection(id, evidence, {"wanted": shlex.quote(f"{package}{spec}"), "package": package})


def _numpy(tf: Distribution, numpy: Distribution | None, ml_dtypes: Distribution | None) -> list[Detection]:
    if numpy is None or numpy.version is None:
        return []
    both = f"numpy {numpy.version} with {tf.name} {tf.version_text}"
    if tf.minor <= (2, 17) and numpy.version >= Version("2"):
        return [_pair("numpy-too-new", both, "numpy", "<2")]
    new_types = ml_dtypes is not None and ml_dtypes.minor >= (0, 6)
    if tf.minor >= (2, 18) and numpy.version < Version("1.25" if new_types else "1.23"):
        return [_pair("numpy-too-old", both, "numpy", tf.requirement_on("numpy") or ">=2")]
    return []


def _smaller(tf: Distribution, packages: Installed) -> list[Detection]:
    seen = []
    typing = packages.version("typing-extensions")
    if typing and tf.minor >= (2, 16) and typing < Version("4"):
        evidence = f"typing_extensions {typing}"
        seen.append(_pair("typing-extensions-too-old", evidence, "typing-extensions", ">=4.6"))
    h5py = packages.version("h5py")
    if h5py and tf.minor <= (2, 3) and h5py >= Version("3"):
        seen.append(_pair("h5py-too-new", f"h5py {h5py} with {tf.name} {tf.version_text}", "h5py", "<3"))
    return seen


def look_at_pairs(context: Context) -> ProbeReport:
    """Versions that are known not to go together."""
    return ProbeReport(detections=tuple(known_pairs(context)))


def look_at_files(context: Context) -> ProbeReport:
    """Needed packages that are there twice, in part, or without what pip wrote down."""
    packages = context.fact(installed)
    tf = tensorflow(context)
    seen: list[Detection] = []
    for one in _needed(context):
        again = shlex.quote(f"{one.name}=={one.version_text}" if one.version else one.name)
        twins = [twin for twin in packages.all(one.name) if twin.folder == one.folder]
        if len(twins) > 1:
            evidence = f"{one.folder} has {', '.join(f'{t.name} {t.version_text}' for t in twins)}"
            seen.append(Detection("package-twice", evidence, {"wanted": shlex.quote(one.name)}))
        elif not one.has_metadata:
            seen.append(
                Detection("package-record-damaged", f"{one.info} names no version", {"wanted": again})
            )
        elif one is not tf and (missing := one.missing_files(limit=3)):
            evidence = f"{one.name} {one.version_text} lacks {', '.join(missing)}"
            seen.append(Detection("package-incomplete", evidence, {"wanted": again}))
        seen += _elsewhere(one, packages)
    return ProbeReport(detections=(*seen, *_leftovers(context), *_shared_libraries(packages)))


def _elsewhere(one: Distribution, packages: Installed) -> list[Detection]:
    """Another version further along the path, which pip may show while Python imports this one."""
    others = [other for other in packages.all(one.name) if other.folder != one.folder]
    if not others or others[0].version_text == one.version_text:
        return []
    evidence = (
        f"{one.name} {one.version_text} in {one.folder} hides {others[0].version_text} in {others[0].folder}"
    )
    return [Detection("package-two-places", evidence)]


def _leftovers(context: Context) -> list[Detection]:
    """Folders like `~ensorflow`, which pip makes while it removes something."""
    python, system = context.fact(interpreter), context.system
    found = [
        f"{folder}/{name}" for folder in python.search for name in system.names(folder) if name[:1] == "~"
    ]
    if not found:
        return []
    return [Detection("pip-leftovers", ", ".join(found[:3]), {"files": " ".join(map(shlex.quote, found))})]


def _shared_libraries(packages: Installed) -> list[Detection]:
    """One library file, claimed by two distributions of NVIDIA's, holds the one installed last."""
    owners: dict[str, list[Distribution]] = {}
    for one in packages.everything:
        if one.name.startswith("nvidia-"):
            for file in one.record():
                if ".so" in file:
                    owners.setdefault(f"{one.folder}/{file}", []).append(one)
    clashes = {tuple(o.name for o in them) for them in owners.values() if len({o.name for o in them}) > 1}
    seen = []
    for names in sorted(clashes):
        right = [name for name in names if name.endswith("-cu12")]
        wrong = [name for name in names if name not in right]
        if right and wrong:
            values = {"right": " ".join(right), "wrong": " ".join(wrong)}
            seen.append(Detection("nvidia-packages-mixed", " and ".join(names), values))
    return seen


PROBES = (
    DiagnosticProbe("requirements", "tensorflow", look_at_requirements),
    DiagnosticProbe("versions that clash", "tensorflow", look_at_pairs),
    DiagnosticProbe("files of packages", "tensorflow", look_at_files),
)
