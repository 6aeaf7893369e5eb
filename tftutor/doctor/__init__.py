"""What stops a learner's TensorFlow, named by its cause, with the command that fixes it.

    report = diagnose(Options())
    print(report.next_step)

Probes look at one thing each and say what they found; the catalogue holds what is known of every
finding; the conclusion folds what follows from something else under its root. Standard library only;
TensorFlow is never imported here.
"""

from __future__ import annotations

from tftutor.doctor.catalogue import CATALOGUE
from tftutor.doctor.diagnosis import diagnose
from tftutor.doctor.model import AREAS, AreaReport, CatalogueEntry, Finding, Options, Remedy, Report, Severity

__all__ = [
    "AREAS",
    "CATALOGUE",
    "AreaReport",
    "CatalogueEntry",
    "Finding",
    "Options",
    "Remedy",
    "Report",
    "Severity",
    "diagnose",
]
