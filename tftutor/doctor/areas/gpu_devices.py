"""What the driver itself says of its cards: asked in a process of its own, which may crash or hang.

NVML (the library behind nvidia-smi) answers at once. CUDA is only started with `--deep` or `--area gpu`: on a
cold machine that takes seconds.
"""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import dataclass
from typing import Any

from tftutor.doctor.areas import gpu
from tftutor.doctor.context import Context, DiagnosticProbe
from tftutor.doctor.model import Detection, ProbeReport
from tftutor.doctor.nvidia import Driver, driver, library_folders

_SECONDS = 8.0
_GIB = 1 << 30
_FREE_WANTED = 1.5 * _GIB  # TensorFlow's own libraries on the card take 0.5 GB before the first tensor
# The machine code in TensorFlow 2.18 to 2.21 is for 6.0 to 9.0; PTX carries it a little further.
_OLDEST, _NEWEST = (6, 0), (9, 0)
_PROHIBITED, _EXCLUSIVE = 2, (1, 3)
_NVML_CODES = {4: "gpu-device-permissions", 9: "gpu-module-not-loaded", 18: "gpu-driver-mismatch"}
_CUDA_CODES = {802: "gpu-not-ready", 803: "gpu-driver-mismatch", 999: "gpu-unknown-error"}
# The libcuda.so.1 that was loaded is not the driver's own: a stand-in, one for other cards.
_CUDA_NOT_OURS = {34: "gpu-stub-libraries", 804: "gpu-compat-libraries"}
_SCRIPT = """
import ctypes, json, sys
c, ref = ctypes, ctypes.byref
def say(**told):
    print(json.dumps(told), flush=True)
def number(function, handle):
    value = c.c_int(-1)
    return value.value if function(handle, ref(value)) else value.value
class Memory(c.Structure):
    _fields_ = [(name, c.c_ulonglong) for name in ("total", "free", "used")]
class Process(c.Structure):
    _fields_ = [("pid", c.c_uint), ("used", c.c_ulonglong), ("gi", c.c_uint), ("ci", c.c_uint)]
def card(nvml, i):
    handle = c.c_void_p()
    if nvml.nvmlDeviceGetHandleByIndex_v2(c.c_uint(i), ref(handle)):
        return None
    name, major, minor = c.create_string_buffer(96), c.c_int(), c.c_int()
    nvml.nvmlDeviceGetName(handle, name, c.c_uint(96))
    nvml.nvmlDeviceGetCudaComputeCapability(handle, ref(major), ref(minor))
    told = {"name": name.value.decode("utf-8", "replace"), "capability": [major.value, minor.value]}
    memory = Memory()
    if not nvml.nvmlDeviceGetMemoryInfo(handle, ref(memory)):
        told.update(total=memory.total, free=memory.free)
    now, later = c.c_uint(), c.c_uint()
    if not nvml.nvmlDeviceGetMigMode(handle, ref(now), ref(later)):
        told["mig"] = now.value
    if told.get("mig"):
        most, part = c.c_uint(), c.c_void_p()
        nvml.nvmlDeviceGetMaxMigDeviceCount(handle, ref(most))
        get = nvml.nvmlDeviceGetMigDeviceHandleByIndex
        told["parts"] = sum(not get(handle, c.c_uint(k), ref(part)) for k in range(most.value))
    for key, call in (("persistence", "nvmlDeviceGetPersistenceMode"), ("mode", "nvmlDeviceGetComputeMode")):
        if hasattr(nvml, call):
            told[key] = number(getattr(nvml, call), handle)
    if hasattr(nvml, "nvmlDeviceGetComputeRunningProcesses_v3"):
        room, processes = c.c_uint(64), (Process * 64)()
        if not nvml.nvmlDeviceGetComputeRunningProcesses_v3(handle, ref(room), processes):
            told["processes"] = [one.pid for one in processes[: room.value]]
    return told
nvml = c.CDLL(sys.argv[1])
nvml.nvmlErrorString.restype = c.c_char_p
code = nvml.nvmlInit_v2()
say(nvml=code, nvml_says=(nvml.nvmlErrorString(code) or b"").decode("utf-8", "replace"))
if not code:
    version, count = c.create_string_buffer(96), c.c_uint()
    nvml.nvmlSystemGetDriverVersion(version, c.c_uint(96))
    nvml.nvmlDeviceGetCount_v2(ref(count))
    cards = [card(nvml, i) for i in range(min(count.value, 64))]
    say(driver=version.value.decode(), cards=[one for one in cards if one])
if sys.argv[2]:
    cuda, name = c.CDLL(sys.argv[2]), c.c_char_p()
    code = cuda.cuInit(0)
    cuda.cuGetErrorName(code, ref(name))
    say(cuda=code, cuda_says=(name.value or b"").decode("utf-8", "replace"))
"""


@dataclass(frozen=True)
class DriverAnswer:
    """What the child reported before it ended: ``told`` by name, and how it ended if not well."""

    told: dict[str, Any]
    trouble: str = ""


def look(context: Context) -> ProbeReport:
    """Asks, unless the files have shown already where the chain breaks."""
    found = context.fact(driver)
    if not found.cards or not context.system.is_live or not found.nvml or gpu.broken_link(context, found):
        return ProbeReport()
    thorough = context.options.deep or "gpu" in context.options.areas
    answer = ask(found.nvml, found.cuda if thorough else "", dict(context.system.environ))
    return judged(answer, context, found)


def ask(nvml: str, cuda: str, environ: dict[str, str]) -> DriverAnswer:
    """What libnvidia-ml.so.1 at ``nvml`` and libcuda.so.1 at ``cuda`` ("" for: not asked) say."""
    try:
        run = subprocess.run(
            [sys.executable, "-I", "-S", "-c", _SCRIPT, nvml, cuda],
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=_SECONDS,
            env=environ,
            check=False,
        )
    except subprocess.TimeoutExpired as ended:
        return DriverAnswer(_told(ended.stdout or b""), f"the driver did not answer within {_SECONDS:g} s")
    said = run.stderr.decode("utf-8", "replace").strip().splitlines()
    ending = (said[-1][:200] if said else f"code {run.returncode}") if run.returncode else ""
    return DriverAnswer(_told(run.stdout), ending)


def _told(output: bytes) -> dict[str, Any]:
    told: dict[str, Any] = {}
    for line in output.decode("utf-8", "replace").splitlines():
        try:
            told.update(json.loads(line))
        except ValueError:  # cut off, or a word of a library's own
            continue
    return told


def judged(answer: DriverAnswer, context: Context, found: Driver) -> ProbeReport:
    """The answer as findings."""
    told = answer.told
    if told.get("nvml", 0) or ("nvml" not in told and answer.trouble):
        return ProbeReport("", (), (_nvml_failed(answer, found),))
    seen: list[Detection] = []
    if told.get("cuda", 0):
        seen.append(_cuda_failed(told, context))
    elif answer.trouble:
        seen.append(Detection("gpu-cuda-fails", answer.trouble))
    details = []
    for card in told.get("cards", []):
        details.append(_described(card))
        seen += _capability(card) + _parts(card) + _memory(card, context) + _modes(card)
    return ProbeReport("", tuple(details), tuple(seen))


def _nvml_failed(answer: DriverAnswer, found: Driver) -> Detection:
    code = answer.told.get("nvml")
    evidence = answer.trouble or f"nvmlInit: {answer.told.get('nvml_says') or 'error'} ({code})"
    if code == 999 and found.container:
        return Detection("gpu-lost-in-container", evidence)
    return Detection(_NVML_CODES.get(code or 0, "gpu-nvml-fails"), evidence)


def _cuda_failed(told: dict[str, Any], context: Context) -> Detection:
    code = told["cuda"]
    evidence = f"cuInit: {told.get('cuda_says') or 'error'} ({code})"
    folders = library_folders(context.system)
    holders = [folder for folder in folders if context.system.exists(f"{folder}/libcuda.so.1")]
    if code in _CUDA_NOT_OURS and holders:
        values = {"path": gpu.without(folders, holders[:1])}
        return Detection(_CUDA_NOT_OURS[code], f"{evidence}, of {holders[0]}/libcuda.so.1", values)
    return Detection(_CUDA_CODES.get(code, "gpu-cuda-fails"), evidence)


def _described(card: dict[str, Any]) -> str:
    major, minor = card["capability"]
    memory = f", {card['free'] / _GIB:.1f} of {card['total'] / _GIB:.1f} GB free" if "total" in card else ""
    return f"{card['name']}: compute capability {major}.{minor}{memory}"


def _capability(card: dict[str, Any]) -> list[Detection]:
    major, minor = card["capability"]
    evidence = f"{card['name']}: compute capability {major}.{minor}"
    if (major, minor) < _OLDEST:
        return [Detection("gpu-too-old", evidence)]
    return [Detection("gpu-too-new", evidence)] if major > _NEWEST[0] else []


def _parts(card: dict[str, Any]) -> list[Detection]:
    """A card that is divided (MIG)."""
    if not card.get("mig"):
        return []
    count = card.get("parts", 0)
    evidence = f"{card['name']}: MIG is on, with {count} part{'s' if count != 1 else ''}"
    return [Detection("gpu-divided" if count else "gpu-divided-without-parts", evidence)]


def _memory(card: dict[str, Any], context: Context) -> list[Detection]:
    if "total" not in card or card["free"] >= min(_FREE_WANTED, 0.5 * card["total"]):
        return []
    holders = [_process(pid, context) for pid in card.get("processes", [])]
    held = f"; held by {', '.join(holders[:4])}" if holders else ""
    first = str(card["processes"][0]) if holders else "PID"
    return [Detection("gpu-memory-taken", f"{_described(card)}{held}", {"pid": first})]


def _process(pid: int, context: Context) -> str:
    words = context.system.text(f"/proc/{pid}/cmdline", 4096).split("\0")
    name = " ".join(word.rpartition("/")[2] for word in words[:2] if word)
    return f"process {pid}" + (f" ({name[:60]})" if name else "")


def _modes(card: dict[str, Any]) -> list[Detection]:
    seen = []
    if card.get("mode") == _PROHIBITED:
        seen.append(Detection("gpu-exclusive", f"{card['name']}: its compute mode is `prohibited`"))
    elif card.get("mode") in _EXCLUSIVE and card.get("processes"):
        seen.append(
            Detection(
                "gpu-exclusive", f"{card['name']}: held by process {card['processes'][0]} for itself alone"
            )
        )
    if card.get("persistence") == 0:
        seen.append(Detection("gpu-persistence", f"{card['name']}: persistence mode is off"))
    return seen


PROBES = (DiagnosticProbe("the cards themselves", "gpu", look, seconds=_SECONDS + 1),)
