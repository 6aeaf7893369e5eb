"""What `--deep` sees when it starts TensorFlow. Mostly it follows from something found before."""

from __future__ import annotations

from tftutor.doctor.model import CatalogueEntry, Remedy

_ANEW = (
    "python3 -m venv ~/tf",
    "~/tf/bin/python -m pip install 'tensorflow~=2.21.0' 'tensorboard~=2.21.0'",
    "export TFTUTOR_PYTHON=~/tf/bin/python",
)

ENTRIES = (
    CatalogueEntry(
        "tensorflow-does-not-start",
        "deep",
        "error",
        "TensorFlow does not start, and its files do not show why",
        "`import tensorflow` ends with an error.",
        "None of the causes that are known here; its last words are given.",
        (Remedy(_ANEW, note="A fresh environment is the shortest way past a cause that nobody knows."),),
        "own",
        explains=("runtime-does-not-start",),
    ),
    CatalogueEntry(
        "tensorflow-does-not-compute",
        "deep",
        "error",
        "TensorFlow starts, but a simple operation fails",
        "An error or a crash at the first matrix product or convolution",
        "On a GPU: a driver or a cuDNN that does not fit. On a CPU: a damaged installation, or too little"
        " memory.",
        (Remedy(("tftutor run error-rate --device cpu",), note="If that works, the GPU is the cause."),),
        "own",
    ),
    CatalogueEntry(
        "runtime-does-not-start",
        "deep",
        "error",
        "The sandbox does not start, although TensorFlow does",
        "Every run ends with a sentence about this machine.",
        "The sandbox starts TensorFlow with fewer variables and in another folder than your shell does.",
        (Remedy((), note="Please send what is said above to who looks after tftutor."),),
        "own",
    ),
    CatalogueEntry(
        "sandbox-layers",
        "deep",
        "info",
        "Some layers of the sandbox do not hold here, or hold in part",
        "Nothing; a run is confined by the other layers.",
        "Each layer needs something of the kernel or of tftutor; the reason is given with each.",
        (),
        "own",
    ),
)
