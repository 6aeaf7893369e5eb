"""What the driver says of its cards, and what of the CUDA packages can be seen in files.

The course runs on the CPU too, so these are warnings.
"""

from __future__ import annotations

from tftutor.doctor.model import CatalogueEntry, Remedy, Severity, Tested, Where


def _card(
    id: str,
    title: str,
    symptom: str,
    cause: str,
    commands: tuple[str, ...],
    source: str,
    *,
    severity: Severity = "warning",
    root: bool = False,
    where: Where = "here",
    tested: Tested = "no",
    note: str = "",
    explains: tuple[str, ...] = (),
) -> CatalogueEntry:
    remedy = Remedy(commands, where=where, root=root, tested=tested, note=note)
    return CatalogueEntry(id, "gpu", severity, title, symptom, cause, (remedy,), source, explains=explains)


# What the driver says of itself and of the card: it comes before any library.
DRIVER = (
    _card(
        "gpu-lost-in-container",
        "This container has lost the GPU",
        "Failed to initialize NVML: Unknown Error, in a container in which it worked before",
        "On the host, `systemctl daemon-reload` took the card away from running containers.",
        ("sudo nvidia-ctk system create-dev-char-symlinks --create-all",),
        "nvidia-container-toolkit issues #48, #251, #1227",
        root=True,
        where="host",
        tested="seen",
        note="Then start the container again.",
        explains=("gpu-nvml-fails", "gpu-cuda-fails", "gpu-unknown-error"),
    ),
    _card(
        "gpu-nvml-fails",
        "The driver does not answer",
        "nvidia-smi ends with an error, or TensorFlow 2.21 lists no GPU and says nothing",
        "NVML, which TensorFlow 2.21 asks first, fails. Its own words are given.",
        ("sudo reboot",),
        "own",
        root=True,
        tested="seen",
        note="If it stays so: the driver is damaged, or the card has failed.",
    ),
    _card(
        "gpu-not-ready",
        "The cards wait for their fabric manager",
        "CUDA_ERROR_SYSTEM_NOT_READY: system not yet initialized",
        "Machines whose cards are joined by NVSwitch (HGX) need a service that was not started.",
        (
            "sudo apt install nvidia-fabricmanager-$(cut -d. -f1 /sys/module/nvidia/version)",
            "sudo systemctl enable --now nvidia-fabricmanager",
        ),
        "pytorch issue #35710",
        root=True,
        tested="seen",
    ),
    _card(
        "gpu-unknown-error",
        "CUDA fails with an unknown error",
        "CUDA_ERROR_UNKNOWN: unknown error",
        "Mostly after the machine slept, or where the module nvidia_uvm could not be loaded.",
        ("sudo rmmod nvidia_uvm", "sudo modprobe nvidia_uvm"),
        "tensorflow issues #53341, #32623, #394",
        root=True,
        tested="seen",
    ),
    _card(
        "gpu-cuda-fails",
        "CUDA does not start",
        "failed call to cuInit",
        "The driver's library refuses; its own words are given.",
        ("sudo reboot",),
        "own",
        root=True,
        tested="seen",
    ),
    _card(
        "gpu-uvm-missing",
        "A part of the driver is not loaded, and nothing here can load it for you",
        "CUDA_ERROR_UNKNOWN: unknown error; it works once somebody has run it with sudo",
        "CUDA needs /dev/nvidia-uvm. The program nvidia-modprobe makes it when it is first needed.",
        ("sudo apt install nvidia-modprobe", "sudo modprobe nvidia_uvm"),
        "tensorflow issue #394",
        root=True,
        explains=("gpu-unknown-error",),
    ),
    _card(
        "gpu-too-old",
        "This card is too old for TensorFlow",
        "Ignoring visible gpu device ... with Cuda compute capability ... The minimum required ...",
        "TensorFlow 2.18 to 2.21 has machine code for compute capability 6.0 and later.",
        ("export CUDA_VISIBLE_DEVICES=-1",),
        "the build information in TensorFlow 2.21.0's package",
        tested="seen",
        note="Everything in the course runs on the CPU.",
    ),
    _card(
        "gpu-too-new",
        "This card is newer than TensorFlow's machine code",
        "TensorFlow was not built with CUDA kernel binaries compatible with compute capability 12.0a. CUDA "
        "kernels will be jit-compiled from PTX, which could take 30 minutes or longer; or: "
        "CUDA_ERROR_INVALID_PTX, CUDA_ERROR_INVALID_HANDLE",
        "TensorFlow up to 2.21 was built for cards up to compute capability 9.0. The first run translates "
        "everything, and may fail.",
        ("export CUDA_VISIBLE_DEVICES=-1",),
        "tensorflow issues #89272, #90291, #97387, #99592, #101746",
        tested="seen",
        note="Then everything runs on the CPU. NVIDIA's own container of TensorFlow knows newer cards.",
    ),
)

ENTRIES = (
    _card(
        "gpu-divided",
        "This card is divided into parts (MIG)",
        "One GPU is listed, smaller than the card.",
        "A program sees one part only. The parts are listed by `nvidia-smi -L`.",
        ("nvidia-smi -L", "export CUDA_VISIBLE_DEVICES=MIG-UUID"),
        "pytorch issue #130181",
        severity="info",
    ),
    _card(
        "gpu-divided-without-parts",
        "This card is to be divided (MIG), but has no parts",
        "CUDA_ERROR_NO_DEVICE: no CUDA-capable device is detected",
        "MIG was switched on, and no part was made: CUDA then sees nothing.",
        ("sudo nvidia-smi -mig 0",),
        "NVIDIA's guide to MIG",
        root=True,
        note="That gives the card back whole. Whoever looks after the machine may have other plans for it.",
        explains=("gpu-cuda-fails",),
    ),
    _card(
        "gpu-memory-taken",
        "Somebody holds nearly all of the card's memory",
        "CUDA_ERROR_OUT_OF_MEMORY: out of memory, or: Allocator (GPU_0_bfc) ran out of memory",
        "TensorFlow takes all memory of a card unless told otherwise. Mostly it is a forgotten notebook.",
        ("kill {pid}",),
        "TensorFlow's guide to GPUs",
        tested="seen",
        note="If the process is yours. To share a card, everybody sets: export "
        "TF_FORCE_GPU_ALLOW_GROWTH=true (tftutor does).",
    ),
    _card(
        "gpu-exclusive",
        "This card does not take another program",
        "CUDA_ERROR_DEVICE_UNAVAILABLE: CUDA-capable device(s) is/are busy or unavailable",
        "Its compute mode lets only one process in, or none.",
        ("sudo nvidia-smi -c 0",),
        "NVIDIA's documentation of nvidia-smi",
        root=True,
    ),
    _card(
        "gpu-persistence",
        "The driver is started again for each program",
        "The first use of the GPU takes seconds.",
        "Persistence mode is off, so that the card is set up again each time.",
        ("sudo systemctl enable --now nvidia-persistenced",),
        "NVIDIA's driver documentation",
        severity="info",
        root=True,
    ),
    _card(
        "gpu-package-incomplete",
        "Files of a package of NVIDIA's are missing",
        "Could not load dynamic library, although pip shows the package",
        "An installation broke off, or another package owned the same files and was removed.",
        ("{py} -m pip install --force-reinstall --no-deps {wanted}",),
        "own",
        tested="fixed",
        explains=("gpu-cuda-packages-missing", "gpu-cusolver-not-found", "gpu-compiler-missing"),
    ),
    _card(
        "gpu-cudnn-too-old",
        "cuDNN is older than the one TensorFlow was built with",
        "Loaded runtime CuDNN library: 9.1.0 but source was compiled with: 9.3.0. CuDNN library needs to "
        "have matching major version and equal or higher minor version.",
        "Another package asked for an older one, and pip installed it.",
        ("{py} -m pip install {wanted}",),
        "tensorflow issue #60913",
        tested="seen",
    ),
    _card(
        "gpu-compiler-missing",
        "A part of CUDA that compiles for the card is missing",
        "libdevice not found at ./libdevice.10.bc, or: Can't find libdevice directory",
        "Some operations are compiled while a program runs, and need nvidia-cuda-nvcc-cu12.",
        ("{py} -m pip install --force-reinstall --no-deps nvidia-cuda-nvcc-cu12",),
        "tensorflow issues #56927, #58681",
        note="With CUDA from the system instead: export XLA_FLAGS=--xla_gpu_cuda_data_dir=/usr/lib/cuda",
    ),
)
