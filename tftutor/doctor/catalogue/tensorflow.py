"""TensorFlow itself, and Keras next to it."""

from __future__ import annotations

from tftutor.doctor.model import CatalogueEntry, Remedy

_AFTER = ("tensorflow-does-not-start", "runtime-does-not-start", "tensorflow-does-not-compute")
_BOTH = "'tensorflow~=2.21.0' 'tensorboard~=2.21.0'"

ENTRIES = (
    CatalogueEntry(
        "tensorflow-missing",
        "tensorflow",
        "error",
        "TensorFlow is not installed here",
        "ModuleNotFoundError: No module named 'tensorflow'",
        "The Python that runs the course's code has no TensorFlow. Perhaps another one has; `--python` or "
        "TFTUTOR_PYTHON can name it.",
        (Remedy((f"{{py}} -m pip install {_BOTH}",), tested="seen", note="It takes some 2 GB of disk."),),
        "own",
        explains=("tensorboard-missing", *_AFTER),
    ),
    CatalogueEntry(
        "tensorflow-mixed",
        "tensorflow",
        "error",
        "Several TensorFlow packages share one folder",
        "ImportError: ... undefined symbol: Wrapped_PyInit__pywrap_..., or: module 'tensorflow' has no "
        "attribute '__version__'",
        "tensorflow, tensorflow-cpu, tensorflow-gpu and tf-nightly all write into the same folder. The "
        "one installed last overwrites the files of the others, and removing one removes files of all. "
        "`pip check` sees nothing of it.",
        (Remedy(("{py} -m pip uninstall -y {names}", f"{{py}} -m pip install {_BOTH}"), tested="fixed"),),
        "own",
        explains=("tensorflow-incomplete", "tensorflow-other-python", "requirement-conflict", *_AFTER),
    ),
    CatalogueEntry(
        "tensorflow-incomplete",
        "tensorflow",
        "error",
        "Files of TensorFlow are missing",
        "AttributeError: module 'tensorflow' has no attribute '__version__', or an ImportError in the middle",
        "An installation broke off, a disk was full, or another TensorFlow package was removed and took "
        "shared files with it.",
        (Remedy(("{py} -m pip install --force-reinstall --no-deps {wanted}",), tested="fixed"),),
        "own",
        explains=_AFTER,
    ),
    CatalogueEntry(
        "tensorflow-other-python",
        "tensorflow",
        "error",
        "This TensorFlow was installed for another version of Python",
        "ImportError: ... cannot open shared object file, or: No module named "
        "'tensorflow.python._pywrap_...'",
        "TensorFlow holds machine code for one version of Python. PYTHONPATH or a copied folder brings it"
        " to another.",
        (
            Remedy(
                ("{py} -m pip install --force-reinstall --no-deps {wanted}",), note="And: unset PYTHONPATH"
            ),
        ),
        "own",
        explains=_AFTER,
    ),
    CatalogueEntry(
        "keras-too-old",
        "tensorflow",
        "error",
        "Keras is of an older generation than TensorFlow",
        "AttributeError: module 'tensorflow._api.v2.compat.v2.__internal__' has no attribute "
        "'register_load_context_function'",
        "From 2.16 on, TensorFlow's Keras is Keras 3; Keras 2 with it fails when the first layer is made.",
        (Remedy(("{py} -m pip install -U {wanted}",), tested="seen"),),
        "tensorflow issue #59763, keras issue #17585",
        explains=("requirement-conflict", *_AFTER),
    ),
    CatalogueEntry(
        "keras-too-new",
        "tensorflow",
        "warning",
        "Keras is of a newer generation than TensorFlow",
        "Nothing fails at first, but tf.keras.__version__ is 3 and examples for Keras 2 behave differently.",
        "TensorFlow 2.15 takes whatever package named keras it finds.",
        (Remedy(("{py} -m pip install 'keras>=2.15,<2.16'",), tested="seen"),),
        "own",
    ),
    CatalogueEntry(
        "keras-legacy-flag",
        "tensorflow",
        "error",
        "TF_USE_LEGACY_KERAS asks for a Keras that is not installed",
        "ImportError: Keras cannot be imported. Check that it is installed.",
        "With this variable set, TensorFlow takes the package tf-keras in place of Keras 3.",
        (
            Remedy(("unset TF_USE_LEGACY_KERAS",), tested="fixed"),
            Remedy(("{py} -m pip install 'tf-keras~={minor}.0'",), tested="fixed", note="To keep Keras 2."),
        ),
        "own",
        explains=_AFTER,
    ),
    CatalogueEntry(
        "keras-backend-variable",
        "tensorflow",
        "error",
        "KERAS_BACKEND asks for another library than TensorFlow",
        "ValueError: Unable to import backend : theano, or: No module named 'torch'",
        "Keras 3 can compute with TensorFlow, JAX or PyTorch, and this variable chooses. This course is "
        "about TensorFlow.",
        (Remedy(("unset KERAS_BACKEND",), tested="fixed", note="Look for it in ~/.profile and ~/.bashrc."),),
        "own",
        explains=_AFTER,
    ),
    CatalogueEntry(
        "keras-backend-file",
        "tensorflow",
        "warning",
        "A settings file of Keras asks for another library than TensorFlow",
        "ValueError: Unable to import backend : theano",
        "An older course left its choice in keras.json. tftutor's runs do not read it; your own programs do.",
        (Remedy(("mv {file} {file}.bak",), tested="fixed"),),
        "own",
    ),
    CatalogueEntry(
        "tensorflow-prerelease",
        "tensorflow",
        "warning",
        "This TensorFlow is a pre-release",
        "pip install tensorflow installs 2.22.0rc0, with keras-nightly.",
        "Where no finished version exists for a Python (3.14, say), pip takes a release candidate.",
        (Remedy((f"{{py}} -m pip install {_BOTH}",), note="On Python 3.10 to 3.13."),),
        "own",
    ),
    CatalogueEntry(
        "tensorflow-old",
        "tensorflow",
        "warning",
        "The course is written for TensorFlow 2.18 and later",
        "Some steps fail or look different.",
        "Older versions lack functions that the course uses, or print other values.",
        (Remedy((f"{{py}} -m pip install -U {_BOTH}",)),),
        "tftutor's own requirements",
    ),
    CatalogueEntry(
        "tensorflow-old-python",
        "tensorflow",
        "warning",
        "TensorFlow and its Python are both older than the course",
        "Some steps fail or look different, and pip finds nothing newer.",
        "The course is written for TensorFlow 2.18 and later, which this Python cannot have.",
        (
            Remedy(
                (
                    "python3 -m venv ~/tf",
                    "~/tf/bin/python -m pip install 'tensorflow~=2.21.0' 'tensorboard~=2.21.0'",
                    "export TFTUTOR_PYTHON=~/tf/bin/python",
                ),
                note="With a Python from 3.10 to 3.13. What you have stays as it is.",
            ),
        ),
        "tftutor's own requirements",
    ),
    CatalogueEntry(
        "tensorflow-arm",
        "tensorflow",
        "info",
        "On ARM, TensorFlow computes on the CPU only",
        "No GPU is listed, although one is there.",
        "The packages for aarch64 are built without CUDA, although they still offer `[and-cuda]` (4 GB for "
        "nothing).",
        (),
        "the build information in TensorFlow 2.21.0's package",
    ),
    CatalogueEntry(
        "log-lines-harmless",
        "tensorflow",
        "info",
        "Lines that look alarming and are not",
        "oneDNN custom operations are on; This TensorFlow binary is optimized to use available CPU "
        "instructions; successful NUMA node read from SysFS had negative value (-1); Unable to register "
        "cuDNN factory; computation placer already registered; TF-TRT Warning: Could not find TensorRT",
        "TensorFlow says this at every start, on machines on which everything works. This entry is for "
        "reading; it is never found.",
        (Remedy(("export TF_CPP_MIN_LOG_LEVEL=2",), tested="fixed", note="To see fewer of them."),),
        "own",
    ),
)
