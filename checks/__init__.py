"""The kinds of check, by the name that authors write in a lesson's YAML."""

from __future__ import annotations

import os

# In a checkout, tftutor/checks is a link to this folder. Modules are loaded from here, so that tracebacks,
# coverage and debuggers name each file by the path under which people edit it.
__path__ = [os.path.realpath(folder) for folder in __path__]

from tftutor.checks.accuracy import AccuracyCheck, ErrorRateCheck
from tftutor.checks.base import Check
from tftutor.checks.checkpoint import CheckpointCheck
from tftutor.checks.curve import CurveCheck
from tftutor.checks.distribution import DistributionCheck
from tftutor.checks.doctor import DoctorCheck
from tftutor.checks.environment import EnvironmentCheck
from tftutor.checks.files import FilesCheck
from tftutor.checks.follows import FollowsCheck
from tftutor.checks.function import FunctionCheck
from tftutor.checks.gpu_listing import GpuListingCheck
from tftutor.checks.gradient import GradientCheck
from tftutor.checks.history import HistoryCheck
from tftutor.checks.interpreter import InterpreterCheck
from tftutor.checks.machine import Machine, MachineCheck
from tftutor.checks.measured_curve import MeasuredCurveCheck
from tftutor.checks.model import ModelCheck
from tftutor.checks.output import OutputCheck
from tftutor.checks.package import PackageCheck
from tftutor.checks.placement import PlacementCheck
from tftutor.checks.port import PortCheck
from tftutor.checks.resources import ResourcesCheck
from tftutor.checks.sequence_loss import SequenceLossCheck
from tftutor.checks.service import ServiceCheck
from tftutor.checks.source import SourceCheck
from tftutor.checks.tensorboard import TensorBoardCheck
from tftutor.checks.traces import TracesCheck
from tftutor.checks.value import ValueCheck
from tftutor.checks.workspace_file import WorkspaceFileCheck

_OF_PROGRAMS: tuple[type[Check], ...] = (
    AccuracyCheck, CheckpointCheck, CurveCheck, DistributionCheck, ErrorRateCheck, FilesCheck, FollowsCheck,
    FunctionCheck, GradientCheck, HistoryCheck, MeasuredCurveCheck, ModelCheck, OutputCheck, PlacementCheck,
    SequenceLossCheck, SourceCheck, TensorBoardCheck, TracesCheck, ValueCheck,
)  # fmt: skip
_OF_THE_MACHINE: tuple[type[MachineCheck], ...] = (
    DoctorCheck, EnvironmentCheck, GpuListingCheck, InterpreterCheck, PackageCheck, PortCheck,
    ResourcesCheck, ServiceCheck, WorkspaceFileCheck,
)  # fmt: skip

KINDS: dict[str, type[Check] | type[MachineCheck]] = {
    **{kind.kind: kind for kind in _OF_PROGRAMS},
    **{kind.kind: kind for kind in _OF_THE_MACHINE},
}

__all__ = ["KINDS", "Check", "Machine", "MachineCheck"]
