"""TensorBoard and html5lib."""

from __future__ import annotations

from tftutor.doctor.model import CatalogueEntry, Remedy

_STORY = """\
In 2017, `tensorboard` ended with "No module named 'html5lib.filters.base'" for many people. TensorBoard
cleaned texts with bleach, bleach used html5lib, and html5lib's release 0.99999999 (eight nines) had moved
its files: filters/_base.py became filters/base.py, and sanitizer.py went away. bleach 1.5 needed the old
arrangement, bleach 2.0 the new one. Jupyter brought the one, TensorFlow pinned the other. The recipe that
went around (html5lib with eight nines) is right with bleach 2 only; with bleach 1.5 it makes another
error, about html5lib.sanitizer. TensorBoard 1.9 brought copies of its own in 2018 and ended the story.
Who applies the old recipe today gets a third error: html5lib of that age does not run on Python 3.10."""
_SAME = ("tensorflow-does-not-start",)

ENTRIES = (
    CatalogueEntry(
        "tensorboard-mixed",
        "tensorboard",
        "error",
        "Several TensorBoard packages share one folder",
        "tensorboard: command not found, after one of them was removed; or an error of the other version",
        "tensorboard, tb-nightly and tensorflow-tensorboard write the same files and the same command.",
        (
            Remedy(
                (
                    "{py} -m pip uninstall -y tb-nightly tensorboard tensorflow-tensorboard",
                    "{py} -m pip install 'tensorboard~=2.21.0'",
                ),
                tested="fixed",
            ),
        ),
        "TensorBoard's own diagnose_tensorboard.py",
        explains=("tensorboard-command-gone", "tensorboard-pkg-resources", "package-incomplete"),
    ),
    CatalogueEntry(
        "tensorboard-missing",
        "tensorboard",
        "error",
        "TensorBoard is not installed",
        "tensorboard: command not found, or: TBNotInstalledError: TensorBoard is not installed, missing "
        "implementation for tf.summary.scalar",
        "From 2.21 on, TensorFlow no longer brings TensorBoard, and tf.summary cannot write without it.",
        (Remedy(("{py} -m pip install {wanted}",), tested="fixed"),),
        "tensorflow pull request #110709, keras pull request #22376",
    ),
    CatalogueEntry(
        "html5lib-filters-base",
        "tensorboard",
        "error",
        "html5lib is older than this bleach can use",
        "ModuleNotFoundError: No module named 'html5lib.filters.base'",
        "TensorBoard before 1.9 uses bleach and html5lib of yours; bleach 2 needs html5lib from "
        "0.99999999 on.",
        (
            Remedy(
                ("{py} -m pip install --force-reinstall --no-deps 'html5lib==0.9999999' 'bleach==1.5.0'",),
                tested="fixed",
                note="TensorFlow 1.9 and later have none of this.",
            ),
        ),
        "tensorboard issues #588, #604, #854; bleach issue #267",
        explains=_SAME,
        story=_STORY,
    ),
    CatalogueEntry(
        "html5lib-sanitizer",
        "tensorboard",
        "error",
        "html5lib is newer than this bleach can use",
        "ModuleNotFoundError: No module named 'html5lib.sanitizer'",
        "bleach 1.5 needs a file that html5lib lost with 0.99999999. The famous recipe makes this out of a "
        "healthy environment.",
        (
            Remedy(
                ("{py} -m pip install --force-reinstall --no-deps 'html5lib==0.9999999' 'bleach==1.5.0'",),
                tested="fixed",
            ),
        ),
        "tensorboard issue #604",
        explains=_SAME,
        story=_STORY,
    ),
    CatalogueEntry(
        "html5lib-too-old",
        "tensorboard",
        "warning",
        "This html5lib does not run on today's Python",
        "ImportError: cannot import name 'Mapping' from 'collections'",
        "Someone applied the recipe of 2017. Today's TensorBoard does not use this package at all.",
        (Remedy(("{py} -m pip install -U html5lib",), tested="fixed"),),
        "own",
        story=_STORY,
    ),
    CatalogueEntry(
        "tensorboard-six",
        "tensorboard",
        "error",
        "TensorBoard needs six, and nothing told pip so",
        "tensorboard/_vendor/html5lib/html5parser.py ... ModuleNotFoundError: No module named 'six'",
        "TensorBoard 2.9 to 2.13 uses the package without asking for it.",
        (Remedy(("{py} -m pip install six",), tested="fixed"),),
        "own",
        story=_STORY,
    ),
    CatalogueEntry(
        "tensorboard-pkg-resources",
        "tensorboard",
        "error",
        "TensorBoard needs pkg_resources, which setuptools no longer has",
        "tensorboard/default.py ... ModuleNotFoundError: No module named 'pkg_resources'",
        "TensorBoard up to 2.20 uses it; setuptools dropped it with version 82, and a virtual environment"
        " of Python 3.12 and later has no setuptools to begin with.",
        (Remedy(("{py} -m pip install 'setuptools<82'",), tested="fixed"),),
        "tensorboard issues #7064, #7096, #7107",
    ),
    CatalogueEntry(
        "tensorboard-imghdr",
        "tensorboard",
        "error",
        "This TensorBoard is too old for Python 3.13",
        "ModuleNotFoundError: No module named 'imghdr'",
        "TensorBoard up to 2.19 uses a module that Python 3.13 no longer has.",
        (Remedy(("{py} -m pip install -U 'tensorboard>=2.20' 'setuptools<82'",), tested="seen"),),
        "TensorBoard's release notes, 2.20",
    ),
    CatalogueEntry(
        "tensorboard-numpy2",
        "tensorboard",
        "error",
        "This TensorBoard is too old for NumPy 2",
        "AttributeError: `np.string_` was removed in the NumPy 2.0 release",
        "TensorBoard up to 2.17 uses names that NumPy 2 no longer has.",
        (Remedy(("{py} -m pip install 'numpy<2'",), tested="fixed"),),
        "TensorBoard's release notes, 2.18",
    ),
    CatalogueEntry(
        "tensorboard-protobuf",
        "tensorboard",
        "error",
        "protobuf is older than the one this TensorBoard was made with",
        "VersionError: ... when loading tensorboard/compat/proto/summary.proto: gencode 6.31.1 runtime "
        "5.29.5",
        "TensorBoard 2.21 needs protobuf 6.31.1 or later.",
        (Remedy(("{py} -m pip install 'protobuf>=6.31.1,<8'",), tested="fixed"),),
        "own",
        explains=("requirement-conflict",),
    ),
    CatalogueEntry(
        "tensorboard-command-gone",
        "tensorboard",
        "warning",
        "The command tensorboard is missing or leads nowhere",
        "tensorboard: command not found, or: bad interpreter: No such file or directory",
        "The environment was moved or copied, or a second TensorBoard package was removed and took the "
        "command with it.",
        (Remedy(("{py} -m pip install --force-reinstall --no-deps {wanted}",), tested="fixed"),),
        "own",
    ),
    CatalogueEntry(
        "tensorboard-info-folder",
        "tensorboard",
        "warning",
        "A folder that every TensorBoard on this machine writes to is closed to you",
        "PermissionError: [Errno 13] Permission denied: '/tmp/.tensorboard-info/...'",
        "The first user who started TensorBoard made the folder; it should be open to all.",
        (
            Remedy(("sudo chmod 777 {folder}",), root=True),
            Remedy(("export TMPDIR=~/tmp", "mkdir -p ~/tmp"), note="Without an administrator."),
        ),
        "tensorboard issue #2010",
    ),
)
