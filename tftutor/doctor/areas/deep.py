"""TensorFlow really started, in processes that may crash: `--deep` only."""

from __future__ import annotations

import json
import signal
import subprocess
from pathlib import Path
from typing import Any

from tftutor.doctor.context import Context, DiagnosticProbe
from tftutor.doctor.interpreter import interpreter
from tftutor.doctor.model import Detection, ProbeReport
from tftutor.problems import Problem

_START_SECONDS = 240.0
_MARK = "tftutor-env-doctor:"
_SCRIPT = (
    """
import json, sys, time
say = lambda **told: print("\\n%s" + json.dumps(told), flush=True)
began = time.time()
import tensorflow as tf
say(version=tf.__version__, seconds=time.time() - began)
gpus = [device.name for device in tf.config.list_physical_devices("GPU")]
product = tf.matmul(tf.ones([8, 8]), tf.ones([8, 8]))
image = tf.nn.conv2d(tf.ones([1, 8, 8, 1]), tf.ones([3, 3, 1, 1]), 1, "VALID")
say(gpus=gpus, right=bool(float(product[0, 0]) == 8.0 and float(image[0, 0, 0, 0]) == 9.0))
"""
    % _MARK
)


def _tensorflow(context: Context) -> ProbeReport:
    """Imports it, multiplies two matrices, convolves an image."""
    python = context.fact(interpreter)
    if python.problem or not context.system.is_live:
        return ProbeReport("TensorFlow not started", skipped=True)
    told, words = _run(context, python.path)
    if "version" not in told:
        return ProbeReport("TensorFlow does not start", (), (Detection("tensorflow-does-not-start", words),))
    if "right" not in told or not told["right"]:
        evidence = words if "right" not in told else "a product or a convolution came out with another value"
        return ProbeReport(
            f"TensorFlow {told['version']}", (), (Detection("tensorflow-does-not-compute", evidence),)
        )
    gpus = len(told["gpus"])
    devices = f"{gpus} GPU{'s' if gpus != 1 else ''}" if gpus else "the CPU"
    took = f"its import took {told['seconds']:.1f} s"
    return ProbeReport(f"TensorFlow {told['version']} computes on {devices}", (took,))


def _run(context: Context, python: str) -> tuple[dict[str, Any], str]:
    """What the child reported, and the last line of its output."""
    import tempfile

    with tempfile.TemporaryDirectory(prefix="tftutor-doctor-") as folder:
        try:
            run = subprocess.run(
                [python, "-c", _SCRIPT],
                stdin=subprocess.DEVNULL,
                capture_output=True,
                timeout=_START_SECONDS,
                env={"TF_CPP_MIN_LOG_LEVEL": "1", **context.system.environ},
                cwd=folder,
                check=False,
            )
        except subprocess.TimeoutExpired:
            return {}, f"it did not end within {_START_SECONDS:g} s"
        except OSError as error:
            return {}, f"{python}: {error.strerror}"
    told: dict[str, Any] = {}
    for line in run.stdout.decode("utf-8", "replace").splitlines():
        if line.startswith(_MARK):
            told.update(json.loads(line.removeprefix(_MARK)))
    if run.returncode < 0:
        return told, f"it was ended by {signal.Signals(-run.returncode).name}"
    lines = run.stderr.decode("utf-8", "replace").strip().splitlines()
    return told, lines[-1][:300] if lines else f"it ended with code {run.returncode}"


def _runtime(context: Context) -> ProbeReport:
    """The sandbox that learners' programs run in, with its layers as it reports them."""
    python = context.fact(interpreter)
    if python.problem or not context.system.is_live:
        return ProbeReport(skipped=True)
    import tempfile

    from tftutor.runtime import Runtime

    with tempfile.TemporaryDirectory(prefix="tftutor-doctor-") as folder:
        try:
            with Runtime(Path(python.path), scratch=Path(folder), device="auto") as runtime:
                facts = runtime.facts()
        except Problem as problem:
            return ProbeReport("", (), (Detection("runtime-does-not-start", problem.sentence),))
    off = [name for name, layer in facts.expected.items() if layer.state != "active"]
    details = tuple(f"{name}: {layer.state}: {layer.why}" for name, layer in facts.layers.items())
    if facts.preloaded:
        details += (f"{facts.preloaded} is loaded ahead; TensorFlow does not find it by itself",)
    summary = f"sandbox: {len(facts.expected) - len(off)} of {len(facts.expected)} layers"
    lacking = "; ".join(f"{name}: {facts.layers[name].state}: {facts.layers[name].why}" for name in off)
    seen = (Detection("sandbox-layers", lacking),) if off else ()
    return ProbeReport(summary, details, seen)


def look(context: Context) -> ProbeReport:
    """One after the other: each takes the memory of a whole TensorFlow."""
    bare, sandboxed = _tensorflow(context), _runtime(context)
    return ProbeReport(
        ", ".join(filter(None, (bare.summary, sandboxed.summary))),
        (*bare.details, *sandboxed.details),
        (*bare.detections, *sandboxed.detections),
        bare.skipped,
    )


PROBES = (DiagnosticProbe("TensorFlow started", "deep", look, seconds=2 * _START_SECONDS + 80),)
