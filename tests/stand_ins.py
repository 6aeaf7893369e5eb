"""What stands for TensorFlow, Keras and NumPy in an emulated machine, where their start takes minutes."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

STAND_INS = {
    "tensorflow": """
from types import SimpleNamespace as Names
import sys, keras
__version__, float32 = "0.0", "float32"
sys.modules["tensorflow.keras"] = keras
config = Names(list_physical_devices=lambda kind: [], set_visible_devices=lambda *a: None)
random = Names(set_seed=lambda number: None)
class Number(float):
    def __mul__(self, other): return self
    def numpy(self): return self
ones = reduce_sum = lambda value: Number(1)
""",
    "keras": """
from types import SimpleNamespace as Names
__version__, datasets, utils = "0.0", None, Names(set_random_seed=lambda number: None)
""",
    "numpy": "from . import random\n",
    "numpy/random": "def seed(number): pass\n",
}


def write_stand_ins(folder: Path, names: Iterable[str] = tuple(STAND_INS)) -> None:
    for name in names:
        (folder / name).mkdir(parents=True)
        (folder / name / "__init__.py").write_text(STAND_INS[name])
