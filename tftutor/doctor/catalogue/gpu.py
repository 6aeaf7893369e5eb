"""From the card to TensorFlow. The course runs on the CPU too, so these are warnings."""

from __future__ import annotations

from tftutor.doctor.model import CatalogueEntry, Remedy, Tested, Where

_ALL_AFTER = (
    "gpu-cuda-packages-missing",
    "gpu-cusolver-not-found",
    "gpu-library-path",
    "gpu-hidden",
    "gpu-nvml-fails",
    "gpu-cuda-fails",
    "gpu-unknown-error",
    "gpu-uvm-missing",
)


def _gpu(
    id: str,
    title: str,
    symptom: str,
    cause: str,
    commands: tuple[str, ...],
    source: str,
    *,
    root: bool = False,
    where: Where = "here",
    tested: Tested = "no",
    note: str = "",
    explains: tuple[str, ...] = _ALL_AFTER,
) -> CatalogueEntry:
    remedy = Remedy(commands, where=where, root=root, tested=tested, note=note)
    return CatalogueEntry(id, "gpu", "warning", title, symptom, cause, (remedy,), source, explains=explains)


# Up to the driver's libraries: without these nothing after them can be had.
DRIVER = (
    _gpu(
        "gpu-not-in-container",
        "This container was started without the GPU",
        'could not select device driver "" with capabilities: [[gpu]], or: nvidia-smi: command not found',
        "The host has a GPU; a container sees it only when it is started for it.",
        (
            "sudo apt install nvidia-container-toolkit",
            "sudo nvidia-ctk runtime configure --runtime=docker",
            "sudo systemctl restart docker",
        ),
        "NVIDIA's container toolkit",
        root=True,
        where="host",
        note="Then start the container again, with: docker run --gpus all ...",
    ),
    _gpu(
        "gpu-wsl-driver",
        "A Linux driver inside WSL hides the one of Windows",
        "Failed to initialize NVML, or no GPU, inside WSL2",
        "Under WSL2 the driver is Windows's; its libraries are in /usr/lib/wsl/lib.",
        ("sudo apt purge 'nvidia-driver-*' 'libnvidia-compute-*'",),
        "WSL issues #5663, #10277",
        root=True,
        note="Then, in Windows: wsl --shutdown",
    ),
    _gpu(
        "gpu-nouveau",
        "The free driver nouveau holds the card",
        "NVIDIA-SMI has failed because it couldn't communicate with the NVIDIA driver.",
        "CUDA needs NVIDIA's own driver, and the two exclude each other.",
        (
            "printf 'blacklist nouveau\\noptions nouveau modeset=0\\n' | sudo tee "
            "/etc/modprobe.d/blacklist-nouveau.conf",
            "sudo update-initramfs -u",
            "sudo reboot",
        ),
        "NVIDIA's driver documentation",
        root=True,
    ),
    _gpu(
        "gpu-secure-boot",
        "Secure Boot keeps the driver from being loaded",
        "modprobe: ERROR: could not insert 'nvidia': Key was rejected by service",
        "The driver's module is there, but it is signed with a key that this machine does not know.",
        ("sudo mokutil --import /var/lib/shim-signed/mok/MOK.der", "sudo reboot"),
        "Ubuntu's documentation of Secure Boot",
        root=True,
        note="Choose `Enroll MOK` while it starts.",
    ),
    _gpu(
        "gpu-module-not-loaded",
        "The driver is installed but not loaded",
        "NVIDIA-SMI has failed because it couldn't communicate with the NVIDIA driver.",
        "Its module is there for this kernel, and nothing has loaded it.",
        ("sudo modprobe nvidia",),
        "NVIDIA's driver documentation",
        root=True,
    ),
    _gpu(
        "gpu-module-not-built",
        "The driver was not built for the kernel that runs",
        "NVIDIA-SMI has failed because it couldn't communicate with the NVIDIA driver.",
        "The kernel was updated, and the module for it was not made, mostly for want of the kernel's "
        "headers.",
        ("sudo apt install linux-headers-$(uname -r)", "sudo dkms autoinstall", "sudo modprobe nvidia"),
        "Ubuntu's documentation of drivers",
        root=True,
    ),
    _gpu(
        "gpu-no-driver",
        "There is an NVIDIA card, but no driver for it",
        "failed call to cuInit: INTERNAL: CUDA error: Failed call to cuInit: UNKNOWN ERROR (303)",
        "TensorFlow finds no libcuda.so.1, which the driver brings.",
        ("sudo apt update", "sudo ubuntu-drivers install", "sudo reboot"),
        "TensorFlow's installation page",
        root=True,
        tested="seen",
        note="On a server: ubuntu-drivers install --gpgpu",
    ),
    _gpu(
        "gpu-driver-mismatch",
        "The driver was updated while it was running",
        "Failed to initialize NVML: Driver/library version mismatch",
        "The kernel still runs the old half of the driver; the libraries are new. Automatic updates do this.",
        ("sudo reboot",),
        "canonical/ubuntu-server-documentation pull request #369",
        root=True,
        tested="seen",
        note="To keep it from happening again: sudo apt-mark hold 'nvidia-*' 'libnvidia-*'",
    ),
    _gpu(
        "gpu-device-permissions",
        "You may not open the card",
        "Failed to initialize NVML: Insufficient Permissions",
        "The files /dev/nvidia* are closed to your user.",
        ("sudo usermod -aG video,render $USER",),
        "own",
        root=True,
        tested="seen",
        note="Then log in again.",
    ),
    _gpu(
        "gpu-stub-libraries",
        "LD_LIBRARY_PATH leads to CUDA's empty stand-in for the driver",
        "CUDA_ERROR_STUB_LIBRARY: CUDA driver is a stub library",
        "The folder `stubs` is for building programs on machines without a card; nothing in it works.",
        ("export LD_LIBRARY_PATH={path}",),
        "own",
        tested="seen",
    ),
    _gpu(
        "gpu-compat-libraries",
        "LD_LIBRARY_PATH leads to a driver library for other machines",
        "CUDA_ERROR_COMPAT_NOT_SUPPORTED_ON_DEVICE: forward compatibility was attempted on non supported HW",
        "CUDA's folder `compat` is for data-centre cards with an older driver.",
        ("export LD_LIBRARY_PATH={path}",),
        "own",
        tested="seen",
    ),
    _gpu(
        "gpu-nvml-missing",
        "The library libnvidia-ml.so.1 is missing",
        "An empty list of GPUs, and not a word about why",
        "TensorFlow 2.21 drops every GPU silently when it cannot ask this library. Containers lack it when "
        "NVIDIA_DRIVER_CAPABILITIES has no `utility`.",
        ("sudo apt install --reinstall nvidia-utils-$(cut -d. -f1 /sys/module/nvidia/version)",),
        "own",
        root=True,
        tested="seen",
        note="For a container, on its host: docker run --gpus all "
        "-e NVIDIA_DRIVER_CAPABILITIES=compute,utility ...",
    ),
    _gpu(
        "gpu-driver-too-old",
        "The driver is too old for CUDA 12",
        "InternalError: cudaGetDevice() failed. Status: CUDA driver version is insufficient for CUDA "
        "runtime version",
        "TensorFlow 2.15 and later are built with CUDA 12, which needs driver 525.60.13 or later. The GPU"
        " is listed all the same; the first operation fails.",
        ("sudo apt update", "sudo ubuntu-drivers install", "sudo reboot"),
        "NVIDIA's table of minor-version compatibility",
        root=True,
        tested="seen",
    ),
)

# From there to TensorFlow: none of this keeps the driver from answering.
LIBRARIES = (
    _gpu(
        "gpu-tensorflow-without-cuda",
        "This TensorFlow was built for the CPU only",
        "No GPU is listed.",
        "tensorflow-cpu, and every package for ARM, knows nothing of CUDA.",
        (
            "{py} -m pip uninstall -y tensorflow-cpu",
            "{py} -m pip install 'tensorflow[and-cuda]~=2.21.0'",
        ),
        "own",
        note="It needs 6 GB of disk. On ARM there is no such package.",
        explains=("gpu-cuda-packages-missing", "gpu-cusolver-not-found", "gpu-library-path"),
    ),
    _gpu(
        "gpu-cuda-packages-missing",
        "TensorFlow does not find CUDA's libraries",
        "Could not find cuda drivers on your machine ... Cannot dlopen some GPU libraries ... Skipping "
        "registering GPU devices...",
        "Despite its words this line is not about the driver: the libraries that `[and-cuda]` installs "
        "are missing.",
        ("{py} -m pip install 'tensorflow[and-cuda]=={version}'",),
        "tensorflow issues #62328, #66750",
        tested="fixed",
        note="It needs 4.3 GB more. Then look again: with TensorFlow 2.21.0, libcusolver comes next.",
        explains=("gpu-cusolver-not-found",),
    ),
    _gpu(
        "gpu-cusolver-not-found",
        "TensorFlow 2.21.0 does not look where its own libcusolver is",
        "Cannot dlopen some GPU libraries ... Skipping registering GPU devices...",
        "The package lost one folder from its search path between 2.20 and 2.21.0. The symbolic links "
        "that the installation page recommends do not help; this one does.",
        ("ln -sf ../../cusolver/lib/libcusolver.so.11 {site}/nvidia/cublas/lib/",),
        "tensorflow pull request #112973, issue #117538",
        tested="fixed",
        note="Programs that tftutor runs need no command: it loads the library for them. The command is "
        "for programs that you run yourself. Tried with a stand-in for the driver, not yet on a real card.",
        explains=(),
    ),
    _gpu(
        "gpu-library-path",
        "LD_LIBRARY_PATH puts other libraries before TensorFlow's own",
        "Loaded runtime CuDNN library: 9.1.0 but source was compiled with: 9.3.0, or errors of the first "
        "operation",
        "The variable wins over the folders that TensorFlow's own libraries name.",
        ("export LD_LIBRARY_PATH={path}",),
        "own",
        tested="fixed",
        explains=(),
    ),
    _gpu(
        "gpu-hidden",
        "CUDA_VISIBLE_DEVICES hides every GPU",
        "CUDA_ERROR_NO_DEVICE: no CUDA-capable device is detected",
        "The variable is empty or -1, which means: none.",
        ("unset CUDA_VISIBLE_DEVICES",),
        "own",
        tested="seen",
        explains=("gpu-cuda-fails",),
    ),
)
