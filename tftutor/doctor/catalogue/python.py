"""The interpreter."""

from __future__ import annotations

from tftutor.doctor.model import CatalogueEntry, Remedy

_NEW_VENV = (
    "python3 -m venv ~/tf",
    "~/tf/bin/python -m pip install 'tensorflow~=2.21.0' 'tensorboard~=2.21.0'",
    "export TFTUTOR_PYTHON=~/tf/bin/python",
)
_NO_TENSORFLOW = (
    "tensorflow-missing",
    "tensorboard-missing",
    "tensorflow-does-not-start",
    "runtime-does-not-start",
)

ENTRIES = (
    CatalogueEntry(
        "python-missing",
        "python",
        "error",
        "The Python that was named is not there",
        "The Python at ... cannot be started: No such file or directory.",
        "`--python`, TFTUTOR_PYTHON or a settings file names a file that does not exist, is a folder, or "
        "may not be run.",
        (
            Remedy(
                ("unset TFTUTOR_PYTHON",),
                tested="fixed",
                note="Then tftutor uses the Python that it runs with itself. Named by --python, leave that "
                "out; named by a settings file, correct that line.",
            ),
        ),
        "own",
        explains=(*_NO_TENSORFLOW, "pip-missing"),
    ),
    CatalogueEntry(
        "venv-base-gone",
        "python",
        "error",
        "The Python of this virtual environment is gone",
        "bash: .../bin/python: No such file or directory, although the file can be listed.",
        "A virtual environment only links to the Python it was made with. That one was removed, replaced "
        "by a system upgrade, or the folder was copied from another machine.",
        (
            Remedy(
                (
                    "python3 -m venv --clear {venv}",
                    "{py} -m pip install 'tensorflow~=2.21.0' 'tensorboard~=2.21.0'",
                ),
                note="This makes it again, in the same place, with the Python of this machine.",
            ),
        ),
        "own",
        explains=(
            *_NO_TENSORFLOW,
            "pip-missing",
            "python-missing",
            "python-fails",
            "tensorboard-command-gone",
        ),
    ),
    CatalogueEntry(
        "python-closed",
        "python",
        "error",
        "You may not use this Python",
        "bash: .../bin/python: Permission denied",
        "It is in a folder that is closed to you, mostly in somebody else's home folder. An environment "
        "that is open to everybody does not help where the Python it uses is not.",
        (
            Remedy(
                _NEW_VENV,
                tested="seen",
                note="This makes an environment of your own. Or ask whoever looks after this machine to make "
                "the environment again with a Python that all may use, such as /usr/bin/python3.",
            ),
        ),
        "own",
        explains=(*_NO_TENSORFLOW, "pip-missing", "tensorboard-command-gone"),
    ),
    CatalogueEntry(
        "python-fails",
        "python",
        "error",
        "This Python does not run",
        "The Python at ... cannot be started.",
        "The program is there, but it ends with an error or does not answer: a damaged installation, a "
        "program for another kind of processor, a Python older than 3.4, or a `.pth` file in "
        "site-packages that fails.",
        (Remedy(_NEW_VENV, note="A new virtual environment next to the damaged one is the shortest way."),),
        "own",
        explains=(*_NO_TENSORFLOW, "pip-missing"),
    ),
    CatalogueEntry(
        "python-unsuited",
        "python",
        "error",
        "There is no TensorFlow for this version of Python",
        "ERROR: Could not find a version that satisfies the requirement tensorflow==2.21.0 (from "
        "versions: ...)",
        "TensorFlow 2.21 has packages for Python 3.10 to 3.13. pip does not say so; it only finds "
        "nothing. On Python 3.14 it quietly takes a pre-release instead.",
        (
            Remedy(
                ("sudo apt install python3-venv", *_NEW_VENV),
                root=True,
                tested="fixed",
                note="Ubuntu 22.04 brings Python 3.10, Debian 12 brings 3.11, Ubuntu 24.04 brings 3.12.",
            ),
        ),
        "the files that TensorFlow 2.21.0 was published with",
        explains=(*_NO_TENSORFLOW, "externally-managed", "pip-missing"),
    ),
    CatalogueEntry(
        "externally-managed",
        "python",
        "error",
        "This Python belongs to the system, and pip may not install into it",
        "error: externally-managed-environment",
        "Debian, Ubuntu and others mark their own Python as theirs (PEP 668), since pip could break "
        "programs of the system. Packages of yours belong in a virtual environment. "
        "`--break-system-packages` does what its name says.",
        (
            Remedy(
                _NEW_VENV,
                tested="fixed",
                note="If `venv` is missing: sudo apt install python3-venv. To keep the last line for later "
                "sessions, add it to ~/.profile.",
            ),
        ),
        "PEP 668",
        explains=(*_NO_TENSORFLOW, "pip-missing"),
    ),
    CatalogueEntry(
        "pip-missing",
        "python",
        "info",
        "This Python has no pip",
        "No module named pip",
        "It was made without pip. That matters only when something is to be installed.",
        (Remedy(("{py} -m ensurepip --upgrade",), tested="fixed"),),
        "own",
    ),
)
