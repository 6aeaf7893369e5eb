"""Entry of the zygote: ``python start.py CONTROL_FD``. Loads this folder as the package ``_sandbox``."""

from __future__ import annotations

import importlib.util
import os
import sys


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
    load_package()
    importlib.import_module("_sandbox.zygote").main(int(sys.argv[1]))
