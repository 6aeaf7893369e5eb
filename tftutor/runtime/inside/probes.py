"""Evaluates probes: code of the checks that looks at what the learner's code left, and reports data."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from .libraries import Libraries
from .rerun import rerun
from .sections import Play


class ProbeContext:
    """What a probe may look at; see the docstring of the tutor's `Probe`."""

    def __init__(self, play: Play, loaded: Libraries, folder: str, reseed: Callable[[], None]) -> None:
        self.namespace = play.namespace
        self.folder = folder
        self._play = play
        self._libraries = loaded
        self._reseed = reseed

    def evaluate(self, expression: str) -> Any:
        """The value of a Python expression in the learner's namespace; raises what it raises."""
        return eval(compile(expression, "<expression>", "eval", dont_inherit=True), self.namespace)

    def rerun(self, replacing: Mapping[str, Any]) -> dict[str, Any]:
        """The namespace after running the learner's section again with other values of its names."""
        self._reseed()
        return rerun(self._play, self._libraries, replacing)


def evaluate(probe: Mapping[str, Any], context: ProbeContext) -> Any:
    """What the probe returned, or the error that it raised, as data."""
    namespace: dict[str, Any] = {"__name__": f"probe:{probe['name']}"}
    try:
        exec(compile(probe["source"], f"<probe {probe['name']}>", "exec", dont_inherit=True), namespace)
        return namespace["probe"](context, **probe["params"])
    except (KeyboardInterrupt, GeneratorExit):
        raise
    except BaseException as error:  # a function of the learner's may raise anything, SystemExit too
        described = context._play.describe(error)
        return failure(described["type"], described["message"], described["frames"])


def failure(kind: str, message: str, frames: Any = ()) -> dict[str, Any]:
    """The form in which an error of a probe goes over the pipe."""
    return {"__error__": {"type": kind, "message": message, "frames": list(frames)}}
