"""tftutor's own packages, settings, folders, course and data."""

from __future__ import annotations

from tftutor.doctor.model import CatalogueEntry, Remedy

ENTRIES = (
    CatalogueEntry(
        "own-package-missing",
        "tftutor",
        "error",
        "A package that tftutor itself needs is missing",
        "ModuleNotFoundError: No module named 'pydantic'",
        "tftutor's own environment is incomplete; TensorFlow's may be another one.",
        (Remedy(("{own} -m pip install {wanted}",)),),
        "own",
        explains=("course-unreadable",),
    ),
    CatalogueEntry(
        "settings-broken",
        "tftutor",
        "error",
        "A setting cannot be understood",
        "Every command of tftutor says so.",
        "A settings file or a variable whose name begins with TFTUTOR_ holds something unexpected.",
        (Remedy((), note="Mend the place that is named above, or move the file away."),),
        "own",
        explains=("runtime-does-not-start",),
    ),
    CatalogueEntry(
        "home-missing",
        "tftutor",
        "error",
        "There is no home folder",
        "Progress cannot be kept.",
        "HOME is not set, and this user has none: common in containers and services.",
        (
            Remedy(
                ("export HOME=/tmp/home-of-$(id -u)", 'mkdir -p "$HOME"'),
                tested="no",
                note="Choose a folder that stays, if there is one.",
            ),
        ),
        "own",
        explains=("folder-not-writable",),
    ),
    CatalogueEntry(
        "folder-not-writable",
        "tftutor",
        "error",
        "tftutor cannot write where it keeps your things",
        "Permission denied, or: Read-only file system",
        "The folder belongs to someone else, or is on a disk that is read-only.",
        (
            Remedy(("ls -ld {folder}",), note="If root owns it: sudo chown -R $USER, and the folder."),
            Remedy(
                (
                    "export XDG_STATE_HOME=/tmp/mine/state XDG_CACHE_HOME=/tmp/mine/cache",
                    "export TFTUTOR_WORKSPACE=/tmp/mine/work",
                ),
                tested="fixed",
                note="To go on at once; /tmp is emptied when the machine starts again.",
            ),
        ),
        "own",
    ),
    CatalogueEntry(
        "course-unreadable",
        "tftutor",
        "error",
        "The course cannot be read",
        "tftutor list ends with an error.",
        "Reading it failed in a way that is no fault of a lesson.",
        (Remedy(("tftutor list",), note="It says more, and where it leaves a report."),),
        "own",
    ),
    CatalogueEntry(
        "course-broken",
        "tftutor",
        "error",
        "A lesson has an error",
        "tftutor list names a file and a line.",
        "A lesson file was edited or damaged. That's for the author to fix, never for you.",
        (
            Remedy(
                ("tftutor lint --static",),
                tested="seen",
                note="It lists every problem, for whoever fixes it.",
            ),
        ),
        "own",
    ),
    CatalogueEntry(
        "data-folder-missing",
        "tftutor",
        "error",
        "The folder with data sets that was named is not there",
        "TFTUTOR_DATA_DIR names ..., and there is no such folder.",
        "The variable, or `data_dir` in a settings file, has a folder that does not exist.",
        (
            Remedy(
                ("unset TFTUTOR_DATA_DIR",),
                tested="fixed",
                note="Then data is looked for elsewhere, or generated.",
            ),
        ),
        "own",
    ),
    CatalogueEntry(
        "data-sets-missing",
        "tftutor",
        "info",
        "Not every data set is on this machine",
        "Lessons say that they use generated stand-ins.",
        "They are fetched when first needed, if this machine may; otherwise stand-ins are made.",
        (Remedy(("tftutor data fetch mnist",)),),
        "own",
    ),
)
