"""Entry of the zygote: ``python start.py CONTROL_FD LEASH_FD``. Loads this folder as package ``_sandbox``."""

from __future__ import annotations

import fcntl
import importlib.util
import os
import select
import signal
import sys

_SET_SIGNAL = 10  # F_SETSIG, which `fcntl` does not name in every Python


def end_with_the_tutor(leash: int) -> None:
    """Has the kernel kill this process as soon as the other end of a pipe closes, whatever it is doing.

    Nothing else would do while TensorFlow is being imported: for seconds no line of Python runs. A
    parent-death signal would come too early, when the tutor's *thread* that started this process ends.
    """
    os.set_inheritable(leash, False)
    fcntl.fcntl(leash, fcntl.F_SETOWN, os.getpid())
    fcntl.fcntl(leash, _SET_SIGNAL, signal.SIGKILL)
    fcntl.fcntl(leash, fcntl.F_SETFL, fcntl.fcntl(leash, fcntl.F_GETFL) | os.O_ASYNC)
    if select.select([leash], [], [], 0)[0]:
        os._exit(1)  # the tutor has gone before the lines above


def load_package() -> None:
    here = os.path.dirname(os.path.abspath(__file__))
    sys.path[:] = [entry for entry in sys.path if os.path.abspath(entry or ".") != here]
    spec = importlib.util.spec_from_file_location(
        "_sandbox", os.path.join(here, "__init__.py"), submodule_search_locations=[here]
    )
    if spec is None or spec.loader is None:
        raise ImportError(here)
    module = importlib.util.module_from_spec(spec)
    sys.modules["_sandbox"] = module
    spec.loader.exec_module(module)


if __name__ == "__main__":
    end_with_the_tutor(int(sys.argv[2]))
    load_package()
    importlib.import_module("_sandbox.zygote").main(int(sys.argv[1]))
