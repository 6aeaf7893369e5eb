"""The data sets we know: where they are published, what they must contain, who may use them.

Checksums are those of the publishers, or of Keras, which fetches the same files; the digests of the
IDX files are of the decompressed content, since their gzip wrapping differs between mirrors.
"""

from __future__ import annotations

import difflib
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from tftutor.problems import UsageProblem

Reader = Literal["idx", "npz", "cifar-binary", "cifar-pickle", "cifar-archive", "text"]


@dataclass(frozen=True)
class Layout:
    """A way in which a data set is laid out in a folder.

    ``folders`` are tried below a root ("." is the root itself); ``files`` must all be there, each
    also with ".gz" for the IDX reader. A file found in "." may belong to another data set.
    """

    reader: Reader
    folders: tuple[str, ...]
    files: tuple[str, ...]


@dataclass(frozen=True)
class RemoteFile:
    """A file to fetch. ``digest`` ("md5:..." or "sha256:...") is of the bytes in the file, or of
    what gunzip makes of them when ``packed``. ``size`` is what the publisher's file has, in bytes."""

    name: str
    size: int
    digest: str
    packed: bool = False


@dataclass(frozen=True)
class Release:
    """Files that together are the data set, and the addresses (ending in "/") that have them."""

    files: tuple[RemoteFile, ...]
    bases: tuple[str, ...]

    @property
    def size(self) -> int:
        return sum(file.size for file in self.files)


@dataclass(frozen=True)
class DataSet:
    """All we know of one data set.

    shape      of one image; empty for text
    train      number of training images, or of characters
    test       number of test images
    y_column   labels have shape (n, 1) rather than (n,), as Keras returns CIFAR's
    contents   array or text file -> digest that it must have, in IDX form for images
    checksums  raw file -> digest of the published one; another one there means re-encoded images
    names      what `keras.utils.get_file` may be asked for -> file in the prepared folder
    made       how the stand-in is made, for people
    """

    name: str
    title: str
    licence: str
    layouts: tuple[Layout, ...]
    releases: tuple[Release, ...]
    shape: tuple[int, ...] = ()
    train: int = 0
    test: int = 0
    y_column: bool = False
    classes: tuple[str, ...] = ()
    stand_in_classes: tuple[str, ...] = ()
    contents: Mapping[str, str] = field(default_factory=dict)
    checksums: Mapping[str, str] = field(default_factory=dict)
    names: Mapping[str, str] = field(default_factory=dict)
    made: str = ""


IDX_FILES = (
    "train-images-idx3-ubyte",
    "train-labels-idx1-ubyte",
    "t10k-images-idx3-ubyte",
    "t10k-labels-idx1-ubyte",
)
KERAS_BASE = "https://storage.googleapis.com/tensorflow/tf-keras-datasets/"
TORONTO = "https://www.cs.toronto.edu/~kriz/"


def idx_release(sizes: tuple[int, ...], contents: Mapping[str, str], bases: tuple[str, ...]) -> Release:
    """The four gzipped IDX files, each verified by its decompressed content."""
    arrays = ("x_train.npy", "y_train.npy", "x_test.npy", "y_test.npy")
    files = tuple(
        RemoteFile(f"{name}.gz", size, contents[array], packed=True)
        for name, size, array in zip(IDX_FILES, sizes, arrays, strict=True)
    )
    return Release(files, bases)


# SHA-256 of the files whose published MD5s are 6bbc9ace..., a25bea73..., 2646ac64... and 27ae3e4e...
_MNIST = {
    "x_train.npy": "sha256:ba891046e6505d7aadcbbe25680a0738ad16aec93bde7f9b65e87a2fc25776db",
    "y_train.npy": "sha256:65a50cbbf4e906d70832878ad85ccda5333a97f0f4c3dd2ef09a8a9eef7101c5",
    "x_test.npy": "sha256:0fa7898d509279e482958e8ce81c8e77db3f2f8254e26661ceb7762c4d494ce7",
    "y_test.npy": "sha256:ff7bcfd416de33731a308c3f266cc351222c34898ecbeaf847f06e48f7ec33f2",
}
# Of the files in Debian's package dataset-fashion-mnist, decompressed.
_FASHION = {
    "x_train.npy": "sha256:c59f468a2f672dc815687fe0f83887768d799fd8a3f3276145d20f83aa44d888",
    "y_train.npy": "sha256:bad3541b69d912435c50bb6ba87bec294ff4f6a2e1246121d8633921760443d9",
    "x_test.npy": "sha256:5b4141f0afbad91edebe8549f8fcffe087ea10ca49f1dbef5c9a5cd8815ce37b",
    "y_test.npy": "sha256:0402a96d92fd2663957122ceb108a494c5af83dab82d92729df917d7dec38c34",
}
_SHAKESPEARE = "sha256:86c4e6aa9db7c042ec79f339dcb96d42b0075e16b8fc2e86bf0ca57e2dc565ed"
_SHAKESPEARE_BASES = (
    "https://storage.googleapis.com/download.tensorflow.org/data/",
    "https://raw.githubusercontent.com/karpathy/char-rnn/master/data/tinyshakespeare/",
)

MNIST = DataSet(
    name="mnist",
    title="MNIST",
    shape=(28, 28),
    train=60_000,
    test=10_000,
    licence="CC BY-SA 3.0 (Yann LeCun, Corinna Cortes)",
    layouts=(
        Layout("idx", ("mnist", "MNIST", "MNIST/raw", "."), IDX_FILES),
        Layout("npz", ("mnist", "."), ("mnist.npz",)),
    ),
    releases=(
        Release(
            (
                RemoteFile(
                    "mnist.npz",
                    11_490_434,
                    "sha256:731c5ac602752760c8e48fbffcf8c3b850d9dc2a2aedcf2cc48468fc17b673d1",
                ),
            ),
            (KERAS_BASE,),
        ),
        idx_release(
            (9_912_422, 28_881, 1_648_877, 4_542),
            _MNIST,
            (
                "https://ossci-datasets.s3.amazonaws.com/mnist/",
                "https://storage.googleapis.com/cvdf-datasets/mnist/",
            ),
        ),
    ),
    contents=_MNIST,
    classes=tuple("0123456789"),
    stand_in_classes=tuple("0123456789"),
    made="digits drawn from stroke templates with random shear, rotation, bends, thickness and noise",
)

FASHION_MNIST = DataSet(
    name="fashion_mnist",
    title="Fashion-MNIST",
    shape=(28, 28),
    train=60_000,
    test=10_000,
    licence="MIT (Zalando SE)",
    layouts=(Layout("idx", ("fashion_mnist", "fashion-mnist", "FashionMNIST/raw", "."), IDX_FILES),),
    releases=(
        idx_release(
            (26_421_880, 29_515, 4_422_102, 5_148),
            _FASHION,
            (KERAS_BASE, "http://fashion-mnist.s3-website.eu-central-1.amazonaws.com/"),
        ),
    ),
    contents=_FASHION,
    classes=(
        "T-shirt/top",
        "Trouser",
        "Pullover",
        "Dress",
        "Coat",
        "Sandal",
        "Shirt",
        "Sneaker",
        "Bag",
        "Ankle boot",
    ),
    stand_in_classes=(
        "T-shirt/top",
        "Trouser",
        "Pullover",
        "Dress",
        "Coat",
        "Sandal",
        "Shirt",
        "Sneaker",
        "Bag",
        "Ankle boot",
    ),
    made="ten silhouettes of clothes, shoes and bags, with random cut, folds, prints and noise",
)

_CIFAR10_BATCHES = (*(f"data_batch_{i}" for i in range(1, 6)), "test_batch")
SHAPES = ("disc", "ring", "square", "triangle", "cross", "star", "crescent", "bar", "frame", "wedge")
TEXTURES = ("plain", "stripes", "waves", "checks", "dots", "gradient", "rings", "grain", "grid", "patches")

CIFAR10 = DataSet(
    name="cifar10",
    title="CIFAR-10",
    shape=(32, 32, 3),
    train=50_000,
    test=10_000,
    y_column=True,
    licence="no licence stated; for research and teaching (Alex Krizhevsky, 2009)",
    layouts=(
        Layout(
            "cifar-binary",
            ("cifar10/cifar-10-batches-bin", "cifar-10-batches-bin"),
            tuple(f"{name}.bin" for name in _CIFAR10_BATCHES),
        ),
        Layout("cifar-archive", ("cifar10", "."), ("cifar-10-binary.tar.gz",)),
        Layout(
            "cifar-pickle",
            (
                "cifar10/cifar-10-batches-py",
                "cifar-10-batches-py",
                "cifar-10-batches-py-target/cifar-10-batches-py",
            ),
            _CIFAR10_BATCHES,
        ),
        Layout("cifar-archive", ("cifar10", "."), ("cifar-10-python.tar.gz",)),
    ),
    releases=(
        Release(
            (RemoteFile("cifar-10-binary.tar.gz", 170_052_171, "md5:c32a1d4ab5d03f1284b67883e8d87530"),),
            (TORONTO,),
        ),
        Release(
            (
                RemoteFile(
                    "cifar-10-python.tar.gz",
                    170_498_071,
                    "sha256:6d958be074577803d12ecdefd02955f39262c83c16fe9348329d7fe0b5c001ce",
                ),
            ),
            (TORONTO,),
        ),
    ),
    checksums={
        "cifar-10-binary.tar.gz": "md5:c32a1d4ab5d03f1284b67883e8d87530",
        "cifar-10-python.tar.gz": "sha256:6d958be074577803d12ecdefd02955f39262c83c16fe9348329d7fe0b5c001ce",
        "data_batch_1": "md5:c99cafc152244af753f735de768cd75f",
        "data_batch_2": "md5:d4bba439e000b95fd0a9bffe97cbabec",
        "data_batch_3": "md5:54ebc095f3ab1f0389bbae665268c751",
        "data_batch_4": "md5:634d18415352ddfa80567beed471001a",
        "data_batch_5": "md5:482c414d41f54cd18b22e5b47cb7c3cb",
        "test_batch": "md5:40351d587109b95175f43aff81a1287e",
    },
    classes=("airplane", "automobile", "bird", "cat", "deer", "dog", "frog", "horse", "ship", "truck"),
    stand_in_classes=SHAPES,
    made="ten coloured shapes with random textures, places, sizes and turns before cluttered backgrounds",
)

CIFAR100 = DataSet(
    name="cifar100",
    title="CIFAR-100",
    shape=(32, 32, 3),
    train=50_000,
    test=10_000,
    y_column=True,
    licence="no licence stated; for research and teaching (Alex Krizhevsky, 2009)",
    layouts=(
        Layout("cifar-binary", ("cifar100/cifar-100-binary", "cifar-100-binary"), ("train.bin", "test.bin")),
        Layout("cifar-archive", ("cifar100", "."), ("cifar-100-binary.tar.gz",)),
        Layout(
            "cifar-pickle",
            ("cifar100/cifar-100-python", "cifar-100-python", "cifar-100-python-target/cifar-100-python"),
            ("train", "test"),
        ),
        Layout("cifar-archive", ("cifar100", "."), ("cifar-100-python.tar.gz",)),
    ),
    releases=(
        Release(
            (RemoteFile("cifar-100-binary.tar.gz", 168_513_733, "md5:03b5dce01913d631647c71ecec9e9cb8"),),
            (TORONTO,),
        ),
        Release(
            (
                RemoteFile(
                    "cifar-100-python.tar.gz",
                    169_001_437,
                    "sha256:85cd44d02ba6437773c5bbd22e183051d648de2e7d6b014e1ef29b855ba677a7",
                ),
            ),
            (TORONTO,),
        ),
    ),
    checksums={
        "cifar-100-binary.tar.gz": "md5:03b5dce01913d631647c71ecec9e9cb8",
        "cifar-100-python.tar.gz": "sha256:85cd44d02ba6437773c5bbd22e183051d648de2e7d6b014e1ef29b855ba677a7",
        "train": "md5:16019d7e3df5f24257cddd939b257f8d",
        "test": "md5:f0ef6b0ae62326f3e7ffdfab6717acfc",
    },
    stand_in_classes=tuple(f"{texture} {shape}" for shape in SHAPES for texture in TEXTURES),
    made="ten coloured shapes, each in ten textures, at random places, sizes and turns",
)

SHAKESPEARE = DataSet(
    name="shakespeare",
    title="Shakespeare",
    train=1_115_394,
    licence="public domain text (the selection is Andrej Karpathy's, MIT)",
    layouts=(Layout("text", ("text", "shakespeare", "."), ("shakespeare.txt",)),),
    releases=(
        Release((RemoteFile("shakespeare.txt", 1_115_394, _SHAKESPEARE),), _SHAKESPEARE_BASES[:1]),
        Release((RemoteFile("input.txt", 1_115_394, _SHAKESPEARE),), _SHAKESPEARE_BASES[1:]),
    ),
    contents={"shakespeare.txt": _SHAKESPEARE},
    names={
        "shakespeare.txt": "shakespeare.txt",
        _SHAKESPEARE_BASES[0] + "shakespeare.txt": "shakespeare.txt",
        _SHAKESPEARE_BASES[1] + "input.txt": "shakespeare.txt",
    },
    made="documentation that Python itself ships",
)

REGISTRY: Mapping[str, DataSet] = {
    data_set.name: data_set for data_set in (MNIST, FASHION_MNIST, CIFAR10, CIFAR100, SHAKESPEARE)
}


def look_up(name: str, registry: Mapping[str, DataSet] = REGISTRY) -> DataSet:
    """The data set of that name; UsageProblem, with the nearest name, when there is none."""
    if name in registry:
        return registry[name]
    near = difflib.get_close_matches(name.lower().replace("-", "_"), registry, n=1, cutoff=0.5)
    known = ", ".join(registry)
    hint = f"Did you mean {near[0]}?" if near else f"The data sets are: {known}."
    raise UsageProblem(f"There is no data set called {name!r}.", hint)
