"""Failures built from the published packages: the symptom, the cause, and that the command ends both.

All of this is slow and needs the package index; a test is left out where a Python or the index is missing.
`.ci/run` runs it after the course is verified.
What needs TensorFlow itself shares one environment, which is copied by hard links for each fault.
"""

from __future__ import annotations

import os
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from doctor_support import Environment, found, other_python, pip, reach_the_index, says

from tftutor.doctor import Report

pytestmark = [pytest.mark.slow, pytest.mark.environments]

PACKAGES = ("python", "tensorflow", "tensorboard")
IMPORT = "import tensorflow as tf; print('it works', tf.__version__)"


def errors(report: Report) -> list[str]:
    return [root.id for root in report.roots if root.severity == "error"]


def python(env: Environment, code: str) -> str:
    return says(env, str(env.python), "-W", "ignore", "-c", code)


@pytest.fixture
def made(tmp_path: Path) -> Iterator[Path]:
    """A folder for environments that is emptied at once: they are large."""
    folder = tmp_path / "made"
    folder.mkdir()
    yield folder
    subprocess.run(["rm", "-rf", str(folder)], check=False, timeout=120)


def fresh(folder: Path, version: str, *packages: str) -> Environment:
    """An environment of that Python with these packages; "then" begins another call of pip."""
    env = Environment.of(folder / "env", other_python(version))
    reach_the_index(env)
    for step in " ".join(packages).split(" then "):
        pip(env, *step.split())
    return env


def test_really_html5lib_of_2017_on_todays_python(bare: Environment) -> None:
    reach_the_index(bare)
    pip(bare, "six", "html5lib==0.9999999")
    words = (str(bare.python), "-c", "import html5lib; print('it works')")
    assert "cannot import name 'Mapping'" in says(bare, *words)
    bare.install_all({"tensorboard": "2.21.0", "numpy": "2.4.6", "protobuf": "6.33.0"})
    known = {root.id: root for root in bare.report("tensorboard").roots}
    assert [*known] == ["html5lib-too-old"]
    bare.fix(known["html5lib-too-old"])
    assert "it works" in says(bare, *words)
    assert bare.ids("tensorboard") == []


@pytest.mark.parametrize(
    ("packages", "symptom", "cause"),
    [
        (
            ("tensorboard==2.20.0", "setuptools>=82"),
            "No module named 'pkg_resources'",
            "tensorboard-pkg-resources",
        ),
        (("tensorboard==2.11.2", "setuptools<81", "numpy<2"), "No module named 'six'", "tensorboard-six"),
        (
            ("tensorboard==2.16.2", "setuptools<81", "numpy>=2"),
            "`np.string_` was removed",
            "tensorboard-numpy2",
        ),
        (("tensorboard==2.21.0", "then", "protobuf==5.29.5"), "VersionError", "tensorboard-protobuf"),
    ],
)
def test_really_tensorboard(bare: Environment, packages: tuple[str, ...], symptom: str, cause: str) -> None:
    reach_the_index(bare)
    for step in " ".join(packages).split(" then "):
        pip(bare, *step.split())
    command = (str(bare.python.parent / "tensorboard"), "--version")
    assert symptom in says(bare, *command)
    report = bare.report("tensorboard")
    assert found(report) == [cause]
    bare.fix(report.roots[0])
    assert symptom not in says(bare, *command)
    assert re.search(r"^2\.\d+\.\d+$", says(bare, *command), re.MULTILINE)
    assert bare.ids("tensorboard") == []


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Environment]:
    """TensorFlow 2.21 for the CPU, and TensorBoard. Never used itself.

    TFTUTOR_CPU_ENVIRONMENT may name an environment that has both, to save the installation.
    """
    folder = tmp_path_factory.mktemp("shared")
    ready = os.environ.get("TFTUTOR_CPU_ENVIRONMENT")
    if ready:
        env = Environment(Path(ready), {}, folder)
        reach_the_index(env)
        yield env
        return
    yield fresh(folder, "3.11", "tensorflow-cpu==2.21.0", "tensorboard==2.21.0")
    subprocess.run(["rm", "-rf", str(folder)], check=False, timeout=120)


@pytest.fixture
def whole(shared: Environment, made: Path) -> Environment:
    return shared.copy(made / "copy")


@pytest.mark.parametrize("version", ["2.18.1", "2.19.1", "2.20.0"])
def test_really_healthy_before(made: Path, version: str) -> None:
    env = fresh(made, "3.11", f"tensorflow-cpu=={version}", "setuptools<81")
    assert f"it works {version}" in python(env, IMPORT)
    assert "." in says(env, str(env.python.parent / "tensorboard"), "--version")
    assert env.ids(*PACKAGES, "gpu") == []


def test_really_healthy(whole: Environment) -> None:
    assert "it works" in python(whole, IMPORT)
    assert whole.ids(*PACKAGES, "gpu") == []


MAKE_A_LAYER = f"{IMPORT.partition(';')[0]}; tf.keras.layers.Dense(1); print('it works')"
SUMMARY = "import tensorflow as tf\nwith tf.summary.create_file_writer('x').as_default():\n"
SUMMARY += "  tf.summary.scalar('a', 1.0, step=0); print('it works')"


@pytest.mark.parametrize(
    ("broken_by", "code", "symptom", "cause"),
    [
        ("uninstall -y tensorboard", SUMMARY, "TBNotInstalledError", "tensorboard-missing"),
        ("install protobuf==5.29.5", IMPORT, "VersionError", "protobuf-too-old"),
        ("install protobuf==4.25.8", IMPORT, "runtime_version", "protobuf-too-old"),
        ("install keras==2.15.0", MAKE_A_LAYER, "Error", "keras-too-old"),
        ("install --no-deps numpy==1.24.4", IMPORT, "Error", "numpy-too-old"),
        ("uninstall -y absl-py", IMPORT, "No module named 'absl'", "requirement-missing"),
    ],
)
def test_really_tensorflow(whole: Environment, broken_by: str, code: str, symptom: str, cause: str) -> None:
    subprocess.run(
        [whole.python, "-m", "pip", "-q", *broken_by.split()],
        env=whole.environ,
        capture_output=True,
        timeout=280,
    )
    said = python(whole, code)
    assert symptom in said and "it works" not in said
    report = whole.report(*PACKAGES)
    assert errors(report) == [cause]
    whole.fix(report.roots[0])
    assert "it works" in python(whole, code)
    assert whole.ids(*PACKAGES) == []


@pytest.mark.parametrize(
    ("variable", "symptom", "cause"),
    [
        ("TF_USE_LEGACY_KERAS=1", "Keras cannot be imported", "keras-legacy-flag"),
        ("KERAS_BACKEND=theano", "Unable to import backend", "keras-backend-variable"),
    ],
)
def test_really_variables_of_keras(whole: Environment, variable: str, symptom: str, cause: str) -> None:
    name, _, value = variable.partition("=")
    whole.environ[name] = value
    assert symptom in python(whole, MAKE_A_LAYER)
    report = whole.report(*PACKAGES)
    assert found(report) == [cause]
    whole.fix(report.roots[0])
    assert "it works" in python(whole, MAKE_A_LAYER)


def test_really_a_file_named_tensorflow(whole: Environment) -> None:
    (whole.cwd / "tensorflow.py").write_text("import tensorflow as tf\nprint(tf.constant(1))\n")
    assert "has no attribute 'constant'" in python(whole, IMPORT)
    report = whole.report(*PACKAGES)
    assert found(report) == ["module-shadowed"]
    whole.fix(report.roots[0])
    assert "it works" in python(whole, IMPORT)


def test_really_another_tensorflow_removed_half_of_it(whole: Environment) -> None:
    """tensorflow over tensorflow-cpu, then one of them removed: what remains has no `__version__`."""
    pip(whole, "--no-deps", "tensorflow==2.21.0")
    assert errors(whole.report(*PACKAGES)) == ["tensorflow-mixed"]
    words = [str(whole.python), "-m", "pip", "uninstall", "-qy", "tensorflow"]
    subprocess.run(words, env=whole.environ, check=True, timeout=280)
    assert "it works" not in python(whole, IMPORT)
    report = whole.report(*PACKAGES)
    assert errors(report) == ["tensorflow-incomplete"]
    whole.fix(report.roots[0])
    assert "it works" in python(whole, IMPORT)
    assert whole.ids(*PACKAGES) == []


@pytest.mark.parametrize(
    ("nines", "bleach", "symptom", "cause"),
    [
        ("0.9999999", "2.1.3", "No module named 'html5lib.filters.base'", "html5lib-filters-base"),
        ("0.99999999", "1.5.0", "No module named 'html5lib.sanitizer'", "html5lib-sanitizer"),
    ],
)
def test_really_html5lib_in_2017(made: Path, nines: str, bleach: str, symptom: str, cause: str) -> None:
    env = fresh(made, "3.6", "pip==21.3.1", "then", "tensorflow==1.3.0")
    board = (str(env.python.parent / "tensorboard"), "--help")
    assert "--logdir" in says(env, *board)
    pip(env, f"bleach=={bleach}")
    pip(env, f"html5lib=={nines}")
    assert symptom in says(env, *board)
    report = env.report(*PACKAGES)
    assert errors(report) == [cause]
    env.fix(report.roots[0])
    assert "--logdir" in says(env, *board)
    assert errors(env.report(*PACKAGES)) == []


def test_really_two_tensorboards(bare: Environment) -> None:
    reach_the_index(bare)
    pip(bare, "tensorboard==2.21.0", "setuptools>=82")
    pip(bare, "tb-nightly")
    command = (str(bare.python.parent / "tensorboard"), "--version")
    assert not re.search(r"^2\.21\.0$", says(bare, *command), re.MULTILINE)
    report = bare.report("tensorboard")
    assert errors(report) == ["tensorboard-mixed"]
    bare.fix(report.roots[0])
    assert re.search(r"^2\.21\.0$", says(bare, *command), re.MULTILINE)


def test_really_tensorboard_on_python_3_13(made: Path) -> None:
    env = fresh(made, "3.13", "tensorboard==2.19.0", "setuptools<81")
    command = (str(env.python.parent / "tensorboard"), "--version")
    assert "No module named 'imghdr'" in says(env, *command)
    report = env.report("tensorboard")
    assert errors(report) == ["tensorboard-imghdr"]
    env.fix(report.roots[0])
    assert re.search(r"^2\.\d+\.\d+$", says(env, *command), re.MULTILINE)


def test_really_two_faults_of_an_old_tensorflow_in_the_right_order(made: Path) -> None:
    """A fresh installation of TensorFlow 2.8 fails today, first for protobuf, then for NumPy."""
    env = fresh(made, "3.9", "tensorflow-cpu==2.8.0")
    assert "Descriptors cannot" in python(env, IMPORT)
    report = env.report("python", "tensorflow")
    assert errors(report) == ["protobuf-too-new", "numpy-too-new"]
    env.fix(report.roots[0])
    assert "() -> handle" in python(env, IMPORT)
    again = env.report("python", "tensorflow")
    assert errors(again) == ["numpy-too-new"]
    env.fix(again.roots[0])
    assert "it works 2.8.0" in python(env, IMPORT)
    assert errors(env.report("python", "tensorflow")) == []


def test_really_numpy_2_with_tensorflow_2_15(made: Path) -> None:
    env = fresh(made, "3.10", "tensorflow-cpu==2.15.1", "then", "numpy==2.2.6")
    assert "numpy.core.umath failed to import" in python(env, IMPORT)
    report = env.report("python", "tensorflow")
    assert errors(report) == ["numpy-too-new"]
    env.fix(report.roots[0])
    assert "it works 2.15.1" in python(env, IMPORT)


def test_really_h5py_with_tensorflow_1_15(made: Path) -> None:
    env = fresh(made, "3.7", "tensorflow==1.15.0", "protobuf<3.21", "h5py==3.8.0")
    code = (
        "import tensorflow as tf; m = tf.keras.Sequential([tf.keras.layers.Dense(1, input_shape=(1,))]); "
        "m.save('m.h5'); tf.keras.models.load_model('m.h5'); print('it works')"
    )
    assert "has no attribute 'decode'" in python(env, code)
    report = env.report("python", "tensorflow")
    assert errors(report) == ["h5py-too-new"]
    env.fix(report.roots[0])
    assert "it works" in python(env, code)


def test_really_a_python_without_tensorflow(made: Path) -> None:
    env = Environment.of(made / "env", other_python("3.8"))
    reach_the_index(env)
    words = (str(env.python), "-m", "pip", "install", "--no-deps", "tensorflow==2.21.0")
    assert "Could not find a version that satisfies the requirement" in says(env, *words)
    report = env.report(*PACKAGES)
    assert errors(report) == ["python-unsuited"]
    asked_for = _administrators_command(env)
    env.fix(report.roots[0], seconds=600)
    assert asked_for.read_text() == "apt install python3-venv\n"
    _works_in_the_new_environment(env)


def _administrators_command(env: Environment) -> Path:
    """A `sudo` that writes down what it is asked for: this machine is not to be changed."""
    folder = env.cwd.parent / "commands"
    folder.mkdir()
    asked_for = folder / "asked for"
    (folder / "sudo").write_text(f'#!/bin/sh\necho "$@" >> "{asked_for}"\n')
    (folder / "sudo").chmod(0o755)
    env.environ["PATH"] = f"{folder}:{env.environ['PATH']}"
    return asked_for


def _works_in_the_new_environment(env: Environment) -> None:
    """What the remedy named to tftutor has TensorFlow, and nothing is wrong with it."""
    made = env.environ["TFTUTOR_PYTHON"]
    assert made.startswith(env.environ["HOME"])
    assert "it works 2.21" in says(env, made, "-W", "ignore", "-c", IMPORT)
    assert env.ids(*PACKAGES) == []


def test_really_a_python_of_the_systems(bare: Environment) -> None:
    words = ("/usr/bin/python3", "-m", "pip", "install", "six")
    if "externally-managed-environment" not in says(bare, *words):
        pytest.skip("this system's Python is not marked as its own")
    reach_the_index(bare)
    bare.environ["TFTUTOR_PYTHON"] = "/usr/bin/python3"
    report = bare.report(*PACKAGES)
    assert errors(report) == ["externally-managed"]
    bare.fix(report.roots[0], seconds=600)
    _works_in_the_new_environment(bare)
