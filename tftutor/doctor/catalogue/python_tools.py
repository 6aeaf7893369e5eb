"""What leads people to another Python than they think."""

from __future__ import annotations

from tftutor.doctor.model import CatalogueEntry, Remedy

ENTRIES = (
    CatalogueEntry(
        "pip-elsewhere",
        "python",
        "warning",
        "The command pip installs for another Python",
        "pip says that a package is installed, and Python says that there is no such module.",
        "The shell finds a `pip` that belongs to another Python than the one that runs your programs.",
        (Remedy(("{py} -m pip --version",), tested="seen", note="Say `PYTHON -m pip` in place of `pip`."),),
        "own",
    ),
    CatalogueEntry(
        "jupyter-kernel-gone",
        "python",
        "warning",
        "A kernel of Jupyter's starts a Python that is not there",
        "FileNotFoundError: [Errno 2] No such file or directory: '.../bin/python', when a notebook is opened",
        "The environment that the kernel was made in was removed or moved.",
        (
            Remedy(
                ("{py} -m pip install ipykernel", "{py} -m ipykernel install --user --name tf"),
                note="Then choose the kernel `tf`. The one that leads nowhere is in {folder}.",
            ),
        ),
        "own",
    ),
    CatalogueEntry(
        "jupyter-kernel-elsewhere",
        "python",
        "info",
        "A kernel of Jupyter's starts another Python",
        "A notebook imports another TensorFlow than your programs, or none.",
        "Each kernel names the Python that it starts.",
        (
            Remedy(
                ("{py} -m pip install ipykernel", "{py} -m ipykernel install --user --name tf"),
            ),
        ),
        "own",
    ),
    CatalogueEntry(
        "tensorflow-gpu-name",
        "python",
        "warning",
        "A list of packages asks for tensorflow-gpu, which was given up",
        'InvalidRequirement: Expected semicolon ... python_version>"3.7", from pip',
        "Since 2.1 one package serves both; tensorflow-gpu is an empty one that fails while it is installed.",
        (
            Remedy(
                ("sed -i.bak -E 's/^[ ]*tensorflow[-_]gpu.*/tensorflow[and-cuda]/I' {file}",),
                tested="fixed",
                note="The old list is kept with the ending .bak.",
            ),
        ),
        "TensorFlow's release notes, 2.12",
    ),
    CatalogueEntry(
        "shell-brackets",
        "python",
        "info",
        "Your shell, zsh, gives brackets a meaning of their own",
        "zsh: no matches found: tensorflow[and-cuda]",
        "zsh takes [...] for a pattern of file names.",
        (Remedy(("{py} -m pip install 'tensorflow[and-cuda]'",), note="Quotes keep it as it is."),),
        "own",
    ),
)
