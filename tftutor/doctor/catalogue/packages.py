"""The packages that TensorFlow needs."""

from __future__ import annotations

from tftutor.doctor.model import CatalogueEntry, Remedy, Severity, Tested

_AFTER = ("tensorflow-does-not-start", "runtime-does-not-start", "tensorflow-does-not-compute")
_INSTALL = "{py} -m pip install {wanted}"


def _pair(
    id: str,
    severity: Severity,
    title: str,
    symptom: str,
    cause: str,
    source: str,
    tested: Tested = "seen",
    explains: tuple[str, ...] = (),
) -> CatalogueEntry:
    """Two versions that do not go together, fixed by installing one again."""
    return CatalogueEntry(
        id,
        "tensorflow",
        severity,
        title,
        symptom,
        cause,
        (Remedy((_INSTALL,), tested=tested),),
        source,
        explains=(*explains, *_AFTER) if severity == "error" else explains,
    )


ENTRIES = (
    CatalogueEntry(
        "package-twice",
        "tensorflow",
        "error",
        "A package is recorded twice in one folder",
        "pip shows one version, Python imports another, or imports fail in the middle.",
        "An upgrade broke off, or two tools (pip and conda, pip and apt) wrote into the same folder.",
        (
            Remedy(
                ("{py} -m pip uninstall -y {wanted}", "{py} -m pip uninstall -y {wanted}", _INSTALL),
                tested="fixed",
                note="Twice on purpose: each time removes one of the two.",
            ),
        ),
        "own",
        explains=("package-incomplete", "package-record-damaged", "requirement-conflict", *_AFTER),
    ),
    CatalogueEntry(
        "package-record-damaged",
        "tensorflow",
        "warning",
        "What pip wrote down about a package is damaged",
        "pip warns of an invalid distribution, or cannot remove the package.",
        "Its METADATA is empty or cut off: an installation broke off, or a disk was full.",
        (Remedy(("{py} -m pip install --ignore-installed --no-deps {wanted}",), tested="fixed"),),
        "own",
    ),
    CatalogueEntry(
        "package-incomplete",
        "tensorflow",
        "error",
        "Files of a package that TensorFlow needs are missing",
        "ModuleNotFoundError or ImportError from inside a package that is installed",
        "An installation broke off, or another package owned the same files and was removed.",
        (Remedy(("{py} -m pip install --force-reinstall --no-deps {wanted}",), tested="fixed"),),
        "own",
        explains=_AFTER,
    ),
    _pair(
        "protobuf-too-new",
        "error",
        "protobuf is too new for this TensorFlow",
        "TypeError: Descriptors cannot be created directly. (also printed as: cannot not be created "
        "directly)",
        "TensorFlow up to 2.11 was made with an older protobuf, and up to 2.9.0 it did not say so: a fresh "
        "installation of those versions is broken today, and `pip check` finds nothing.",
        "own",
        "fixed",
        ("requirement-conflict",),
    ),
    _pair(
        "protobuf-too-old",
        "error",
        "protobuf is older than the one this TensorFlow was made with",
        "VersionError: Detected mismatched Protobuf Gencode/Runtime major versions ... gencode 6.31.1 "
        "runtime 5.29.5, or: cannot import name 'runtime_version' from 'google.protobuf'",
        "Another package asked for an older protobuf, and pip installed it over the one TensorFlow needs.",
        "own",
        "seen",
        ("requirement-conflict", "tensorboard-protobuf"),
    ),
    _pair(
        "protobuf-noise",
        "warning",
        "protobuf is newer than this TensorFlow knows",
        "AttributeError: 'MessageFactory' object has no attribute 'GetPrototype', again and again; "
        "TensorFlow still starts.",
        "TensorFlow 2.12 to 2.19 was made with protobuf 4 and 5; from 6 on, a function it calls is gone.",
        "own",
    ),
    CatalogueEntry(
        "protobuf-gencode-warning",
        "tensorflow",
        "info",
        "protobuf warns that it is one generation newer than TensorFlow",
        "UserWarning: Protobuf gencode version 5.28.3 is exactly one major version older than the runtime",
        "TensorFlow 2.20 was made with protobuf 5 and works with 6. The warning is harmless.",
        (Remedy((), note="Nothing needs to be done."),),
        "tensorflow issue #98980",
    ),
    _pair(
        "numpy-too-new",
        "error",
        "NumPy 2 with a TensorFlow that was built with NumPy 1",
        "A module that was compiled using NumPy 1.x cannot be run in NumPy 2.x ... ImportError: "
        "numpy.core.umath failed to import; or: TypeError: Unable to convert function return value to a "
        "Python type",
        "TensorFlow up to 2.17 holds machine code for NumPy 1.",
        "tensorflow issues #90245, #98406",
        "fixed",
        ("requirement-conflict", "tensorboard-numpy2"),
    ),
    _pair(
        "numpy-too-old",
        "error",
        "NumPy is too old for what TensorFlow brings",
        "AttributeError: module 'numpy' has no attribute 'exceptions'",
        "ml_dtypes from 0.6 on, which TensorFlow brings, uses what NumPy has since 1.25.",
        "own",
        "seen",
        ("requirement-conflict",),
    ),
    _pair(
        "typing-extensions-too-old",
        "error",
        "typing_extensions is too old",
        "ImportError: cannot import name 'Self' from 'typing_extensions'",
        "TensorFlow asks for any version, but uses what came with 4.0.",
        "own",
    ),
    _pair(
        "h5py-too-new",
        "error",
        "h5py 3 with a TensorFlow that knows h5py 2",
        "AttributeError: 'str' object has no attribute 'decode', when a .h5 file is loaded",
        "h5py 3 gives texts where h5py 2 gave bytes; TensorFlow up to 2.3 expects bytes.",
        "tensorflow issue #44467",
        "fixed",
    ),
    CatalogueEntry(
        "requirement-missing",
        "tensorflow",
        "error",
        "A package that TensorFlow or TensorBoard needs is missing",
        "ModuleNotFoundError: No module named ...",
        "It was removed, or the installation was made with --no-deps.",
        (Remedy((_INSTALL,), tested="fixed"),),
        "own",
        explains=_AFTER,
    ),
    CatalogueEntry(
        "requirement-conflict",
        "tensorflow",
        "warning",
        "A package is here in a version that TensorFlow did not ask for",
        "Often nothing; sometimes an AttributeError or an ImportError later on.",
        "Another package, installed later, asked for this version; pip installs it and only prints a "
        "warning.",
        (Remedy((_INSTALL,), tested="fixed"),),
        "own",
    ),
    CatalogueEntry(
        "package-two-places",
        "tensorflow",
        "warning",
        "Two versions of a package are on the path, and one hides the other",
        "`pip install -U` seems to have no effect.",
        "PYTHONPATH or the folder ~/.local comes before the folder that pip installs into.",
        (Remedy(("unset PYTHONPATH", "export PYTHONNOUSERSITE=1"), tested="fixed"),),
        "own",
    ),
    CatalogueEntry(
        "pip-leftovers",
        "tensorflow",
        "info",
        "pip left folders behind that begin with ~",
        "WARNING: Ignoring invalid distribution ~ensorflow",
        "pip renames what it removes, and deletes it at the end; it was stopped before.",
        (Remedy(("rm -rf {files}",), tested="fixed"),),
        "own",
    ),
    CatalogueEntry(
        "nvidia-packages-mixed",
        "tensorflow",
        "error",
        "Two packages of NVIDIA's own the same library",
        "CUDNN_STATUS_SUBLIBRARY_VERSION_MISMATCH, or a library that is gone after one package was removed",
        "PyTorch brings libraries for CUDA 13, TensorFlow for CUDA 12, into the same files; the last one "
        "wins.",
        (
            Remedy(
                (
                    "{py} -m pip uninstall -y {wrong}",
                    "{py} -m pip install --force-reinstall --no-deps {right}",
                ),
                tested="seen",
                note="Keep PyTorch in a virtual environment of its own.",
            ),
        ),
        "pytorch issue #188892",
        explains=("package-incomplete", "gpu-package-incomplete"),
    ),
)
