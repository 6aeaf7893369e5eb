"""Files of a learner's with the names of modules."""

from __future__ import annotations

from tftutor.doctor.model import CatalogueEntry, Remedy

ENTRIES = (
    CatalogueEntry(
        "module-shadowed",
        "python",
        "error",
        "A file of yours has the name of a module that Python needs",
        "partially initialized module 'tensorflow' has no attribute 'constant' (most likely due to a "
        "circular import), or: cannot import name 'Random' from 'random' (/home/you/random.py)",
        "Python looks for modules in the folder of your program first, then in PYTHONPATH. A file named "
        "tensorflow.py or random.py there is imported in place of the real one.",
        (Remedy(("mv {file} {renamed}", "rm -rf {cache}"), tested="fixed"),),
        "tensorflow's issue tracker, many times over",
        explains=("tensorflow-does-not-start", "runtime-does-not-start", "course-unreadable"),
    ),
)
