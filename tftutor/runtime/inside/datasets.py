"""`keras.datasets.*.load_data` and `keras.utils.get_file`, served from what this run may read."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

from . import archives

_NAMES = (
    "boston_housing", "california_housing", "cifar10", "cifar100",
    "fashion_mnist", "imdb", "mnist", "reuters",
)  # fmt: skip


class Binding(NamedTuple):
    """One place where Keras's own function is bound. ``data_set`` is empty for ``get_file``."""

    module: Any
    attribute: str
    data_set: str


def find_bindings() -> list[Binding]:
    """Every module, imported by now, in which one of those functions is bound under any name."""
    originals: dict[int, str] = {}
    for module_name, module in list(sys.modules.items()):
        last = module_name.rpartition(".")[2]
        if "keras" not in module_name:
            continue
        if last in _NAMES and "datasets" in module_name and callable(getattr(module, "load_data", None)):
            originals[id(module.load_data)] = last
        if last in ("file_utils", "data_utils") and callable(getattr(module, "get_file", None)):
            originals[id(module.get_file)] = ""
    found = []
    for module_name, module in list(sys.modules.items()):
        if "keras" in module_name:
            for attribute, value in list(vars(module).items()):
                if id(value) in originals:
                    found.append(Binding(module, attribute, originals[id(value)]))
    return found


def offer(bindings: Sequence[Binding], mounts: Sequence[dict[str, Any]], numpy: Any) -> None:
    """Binds our functions in place of Keras's. What is not mounted raises one clear sentence."""
    loaders = {name: _loader(name, mounts, numpy) for name in _NAMES}
    get_file = _get_file(mounts, numpy)
    for binding in bindings:
        replacement = loaders[binding.data_set] if binding.data_set else get_file
        setattr(binding.module, binding.attribute, replacement)


def _loader(name: str, mounts: Sequence[dict[str, Any]], numpy: Any) -> Callable[..., Any]:
    folders = [str(mount["folder"]) for mount in mounts if mount["name"] == name]
    known = sorted(str(mount["name"]) for mount in mounts)

    def load_data(*arguments: Any, **options: Any) -> Any:
        """The data set as ((x_train, y_train), (x_test, y_test)), fresh arrays."""
        if not folders:
            raise FileNotFoundError(_missing("data set", name, known))
        labels = f"_{options['label_mode']}" if options.get("label_mode") else ""

        def array(part: str) -> Any:
            special = os.path.join(folders[0], f"{part}{labels}.npy")
            plain = os.path.join(folders[0], f"{part}.npy")
            return numpy.load(special if os.path.exists(special) else plain, allow_pickle=False)

        return (array("x_train"), array("y_train")), (array("x_test"), array("y_test"))

    return load_data


def _get_file(mounts: Sequence[dict[str, Any]], numpy: Any) -> Callable[..., str]:
    paths: dict[str, str] = {}
    made: dict[str, archives.Source] = {}
    for mount in mounts:
        for asked, file in mount["files"].items():
            path = os.path.join(str(mount["folder"]), str(file))
            paths[str(asked)] = path
            paths.setdefault(os.path.basename(str(asked)), path)
        source = archives.Source(str(mount["folder"]), tuple(mount["classes"]), numpy)
        made.update(dict.fromkeys(archives.names(str(mount["name"])), source))
    known = sorted({*(os.path.basename(path) for path in paths.values()), *made})

    def get_file(
        fname: Any = None,
        origin: Any = None,
        untar: bool = False,
        md5_hash: Any = None,
        file_hash: Any = None,
        cache_subdir: str = "datasets",
        hash_algorithm: str = "auto",
        extract: bool = False,
        archive_format: Any = "auto",
        cache_dir: Any = None,
        force_download: bool = False,
    ) -> str:
        """The path of a file of this step's data, by its name or its address, or of what it unpacks to."""
        for asked in (origin, fname):
            for key in (str(asked or ""), os.path.basename(str(asked or ""))):
                if key in paths:
                    return paths[key]
                if key in made:
                    unpacked = bool(extract or untar) and key.endswith(".tar.gz")
                    target = os.path.join(
                        _cache(cache_dir, cache_subdir), _name_in_cache(fname, key, unpacked)
                    )
                    archives.put(key, made[key], target, extract=unpacked)
                    return target
        raise FileNotFoundError(_missing("file", os.path.basename(str(fname or origin)), known))

    return get_file


def _cache(asked: Any, below: str) -> str:
    """Where Keras would keep it; in the run folder, if that place is outside."""
    usual = os.path.join(os.path.expanduser("~/.keras"), below)
    wanted = os.path.join(os.path.expanduser(str(asked)), below) if asked else usual
    for folder in (wanted, usual):
        try:
            os.makedirs(folder, exist_ok=True)
            return folder
        except OSError:
            continue
    return usual


def _name_in_cache(fname: Any, published: str, unpacked: bool) -> str:
    """As Keras 3.6 and later name it: what is unpacked has a folder, named after what was asked for."""
    name = str(fname or published)
    return f"{name[: name.find('.')]}_extracted" if unpacked and fname and "." in name else name


def _missing(what: str, name: str, known: Sequence[str]) -> str:
    has = f"It has: {', '.join(known)}." if known else f"It has no {what}s at all."
    return f"This step has no {what} '{name}'. {has}"
