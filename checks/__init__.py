"""The kinds of check, by the name that authors write in a lesson's YAML."""

from __future__ import annotations

import os

# In a checkout, tftutor/checks is a link to this folder. Modules are loaded from here, so that tracebacks,
# coverage and debuggers name each file by the path under which people edit it.
__path__ = [os.path.realpath(folder) for folder in __path__]

from tftutor.checks.accuracy import Accuracy, Error
from tftutor.checks.base import Check
from tftutor.checks.checkpoint import Checkpoint
from tftutor.checks.curve import Curve
from tftutor.checks.doctor import Doctor
from tftutor.checks.environment import Environment
from tftutor.checks.files import Files
from tftutor.checks.follows import Follows
from tftutor.checks.function import Function
from tftutor.checks.gpu_listing import GpuListing
from tftutor.checks.gradient import Gradient
from tftutor.checks.history import History
from tftutor.checks.interpreter import Interpreter
from tftutor.checks.machine import Machine, MachineCheck
from tftutor.checks.measured_curve import MeasuredCurve
from tftutor.checks.model import Model
from tftutor.checks.output import Output
from tftutor.checks.package import Package
from tftutor.checks.placement import Placement
from tftutor.checks.port import Port
from tftutor.checks.resources import Resources
from tftutor.checks.service import Service
from tftutor.checks.source import Source
from tftutor.checks.tensorboard import TensorBoard
from tftutor.checks.traces import Traces
from tftutor.checks.value import Value
from tftutor.checks.workspace_file import WorkspaceFile

_OF_PROGRAMS: tuple[type[Check], ...] = (
    Accuracy, Checkpoint, Curve, Error, Files, Follows, Function, Gradient, History, MeasuredCurve, Model,
    Output, Placement, Source, TensorBoard, Traces, Value,
)  # fmt: skip
_OF_THE_MACHINE: tuple[type[MachineCheck], ...] = (
    Doctor, Environment, GpuListing, Interpreter, Package, Port, Resources, Service, WorkspaceFile,
)  # fmt: skip

KINDS: dict[str, type[Check] | type[MachineCheck]] = {
    **{kind.kind: kind for kind in _OF_PROGRAMS},
    **{kind.kind: kind for kind in _OF_THE_MACHINE},
}

__all__ = ["KINDS", "Check", "Machine", "MachineCheck"]
