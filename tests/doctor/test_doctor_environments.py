"""Broken environments: the doctor names exactly the cause, and its commands, run as printed, fix it."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from doctor_support import Environment, Index, found

PACKAGES = ("python", "tensorflow", "tensorboard")


def test_a_healthy_environment_is_all_green(healthy: Environment) -> None:
    report = healthy.report(*PACKAGES)
    assert found(report) == []
    assert {area.mark for area in report.areas} == {"ok"}
    assert report.exit_code == 0
    assert report.next_step.startswith("Nothing is wrong")


def mixed(env: Environment) -> None:
    env.install("tensorflow-cpu", "2.20.0")


def mixed_and_one_removed(env: Environment) -> None:
    env.install("tensorflow-cpu", "2.20.0")
    env.remove("tensorflow-cpu")


def no_tensorflow(env: Environment) -> None:
    env.remove("tensorflow")
    env.remove("tensorboard")


def no_board(env: Environment) -> None:
    env.remove("tensorboard")


def two_boards(env: Environment) -> None:
    env.install("tb-nightly", "2.22.0a1")
    env.remove("tb-nightly")
    env.install("tb-nightly", "2.22.0a1")


def no_command(env: Environment) -> None:
    (env.folder / "bin" / "tensorboard").unlink()


def moved(env: Environment) -> None:
    (env.folder / "bin" / "tensorboard").write_text(
        "#!/bin/sh\n'''exec' \"/was here/bin/python\" \"$0\" \"$@\"\n' '''\n"
    )


def old_protobuf(env: Environment) -> None:
    env.remove("protobuf")
    env.install("protobuf", "5.29.5")


def old_keras(env: Environment) -> None:
    env.remove("keras")
    env.install("keras", "2.15.0")


def old_numpy(env: Environment) -> None:
    env.remove("numpy")
    env.install("numpy", "1.24.4")
    env.install("ml_dtypes", "0.6.0")


def somewhat_old_numpy(env: Environment) -> None:
    env.remove("numpy")
    env.install("numpy", "1.25.2")


def without_a_requirement(env: Environment) -> None:
    env.remove("keras")


def half_a_package(env: Environment) -> None:
    (env.site / "numpy" / "__init__.py").unlink()


def package_twice(env: Environment) -> None:
    env.install("numpy", "1.26.4")


def cut_record(env: Environment) -> None:
    next(env.site.glob("protobuf-*.dist-info")).joinpath("METADATA").write_text("Metadata-Ver")


def old_board_and_new_setuptools(env: Environment) -> None:
    env.remove("tensorboard")
    env.install("tensorboard", "2.20.0")
    env.install("setuptools", "84.2.1")


def old_html5lib(env: Environment) -> None:
    env.install("html5lib", "0.9999999")


@pytest.mark.parametrize(
    ("break_it", "cause"),
    [
        (no_tensorflow, "tensorflow-missing"),
        (mixed, "tensorflow-mixed"),
        (mixed_and_one_removed, "tensorflow-incomplete"),
        (no_board, "tensorboard-missing"),
        (two_boards, "tensorboard-mixed"),
        (no_command, "tensorboard-command-gone"),
        (moved, "tensorboard-command-gone"),
        (old_board_and_new_setuptools, "tensorboard-pkg-resources"),
        (old_protobuf, "protobuf-too-old"),
        (old_keras, "keras-too-old"),
        (old_numpy, "numpy-too-old"),
        (somewhat_old_numpy, "requirement-conflict"),
        (without_a_requirement, "requirement-missing"),
        (half_a_package, "package-incomplete"),
        (package_twice, "package-twice"),
        (cut_record, "package-record-damaged"),
        (old_html5lib, "html5lib-too-old"),
    ],
)
def test_the_cause_is_named_and_its_commands_fix_it(
    healthy: Environment, index: Index, break_it: Callable[[Environment], None], cause: str
) -> None:
    for name, version in (("setuptools", "81.0.0"), ("tensorboard", "2.20.0"), ("html5lib", "1.1")):
        index.add(name, version)
    break_it(healthy)
    report = healthy.report(*PACKAGES)
    assert found(report) == [cause]
    healthy.fix(report.roots[0])
    assert healthy.ids(*PACKAGES) == []


@pytest.mark.parametrize(
    ("packages", "cause", "command"),
    [
        (
            {"numpy": "1.26.4", "keras": "2.8.0", "protobuf": "4.24.0", "tensorflow": "2.8.0"},
            "protobuf-too-new",
            "'protobuf<3.21'",
        ),
        (
            {"numpy": "2.2.6", "keras": "2.15.0", "protobuf": "4.25.8", "tensorflow": "2.15.1"},
            "numpy-too-new",
            "'numpy<2'",
        ),
        (
            {"numpy": "1.26.4", "keras": "3.12.4", "protobuf": "4.25.8", "tensorflow": "2.15.1"},
            "keras-too-new",
            "'keras>=2.15,<2.16'",
        ),
        (
            {"numpy": "1.26.4", "keras": "2.15.0", "protobuf": "6.31.1", "tensorflow": "2.15.1"},
            "protobuf-noise",
            "'protobuf<5'",
        ),
        (
            {"tensorboard": "2.16.2", "numpy": "2.0.1", "setuptools": "80.0"},
            "tensorboard-numpy2",
            "'numpy<2'",
        ),
        (
            {"tensorboard": "2.11.2", "numpy": "1.26.4", "setuptools": "80.0"},
            "tensorboard-six",
            "install six",
        ),
        (
            {"tensorboard": "2.21.0", "numpy": "2.4.6", "protobuf": "5.29.5"},
            "tensorboard-protobuf",
            "protobuf>=",
        ),
        (
            {"tensorflow-tensorboard": "0.1.8", "html5lib": "1.0.1", "bleach": "1.5.0"},
            "html5lib-sanitizer",
            "'html5lib==0.9999999' 'bleach==1.5.0'",
        ),
    ],
)
def test_versions_that_do_not_go_together(
    bare: Environment, packages: dict[str, str], cause: str, command: str
) -> None:
    bare.install_all(packages)
    known = {root.id: root for root in bare.report(*PACKAGES).roots}
    assert cause in known
    assert command in known[cause].remedies[0].commands[0]
    assert "requirement-conflict" not in known


def test_a_package_that_several_need_is_missing_once(bare: Environment, index: Index) -> None:
    bare.install_all({"tensorflow": "2.21.0", "tensorboard": "2.21.0", "keras": "3.15.1"})
    bare.install_all({"typing_extensions": "4.16.0", "numpy": "2.4.6"})
    report = bare.report(*PACKAGES)
    assert found(report) == ["requirement-missing"]
    assert "1 more need it" in report.roots[0].evidence
    bare.fix(report.roots[0])  # with what both of them ask for
    assert bare.ids(*PACKAGES) == []


def test_protobuf_of_the_next_generation_is_harmless(bare: Environment) -> None:
    bare.install_all({"tensorflow": "2.20.0", "protobuf": "6.33.0"})
    known = {root.id: root.severity for root in bare.report("tensorflow").roots}
    assert known == {"protobuf-gencode-warning": "info"}


def test_html5lib_of_2017_is_the_one_error(bare: Environment) -> None:
    bare.install_all({"tensorflow": "1.3.0", "html5lib": "1.0.1", "bleach": "1.5.0"})
    bare.install("tensorflow-tensorboard", "0.1.8")
    assert bare.ids("tensorflow", "tensorboard")[0] == "html5lib-sanitizer"
    assert "requirement-conflict" not in bare.ids("tensorflow")


def test_several_faults_are_named_in_the_order_of_fixing(healthy: Environment) -> None:
    old_protobuf(healthy)
    mixed(healthy)
    healthy.environ["KERAS_BACKEND"] = "theano"
    no_command(healthy)
    assert healthy.ids(*PACKAGES) == [
        "tensorflow-mixed",
        "keras-backend-variable",
        "protobuf-too-old",
        "tensorboard-command-gone",
    ]


def test_what_follows_from_something_else_is_folded_under_it(bare: Environment) -> None:
    root = bare.report(*PACKAGES).roots[0]
    assert root.id == "tensorflow-missing"
    assert [one.id for one in root.explained] == ["tensorboard-missing"]


def test_commands_name_the_examined_python_and_survive_its_spaces(healthy: Environment, index: Index) -> None:
    no_board(healthy)
    command = healthy.report(*PACKAGES).roots[0].remedies[0].commands[0]
    assert command.startswith(f"'{healthy.python}' -m pip install ")


def test_without_pip_the_commands_begin_with_pip_itself(healthy: Environment) -> None:
    for link in healthy.site.glob("pip*"):
        link.unlink()
    no_board(healthy)
    commands = healthy.report(*PACKAGES).roots[0].remedies[0].commands
    assert commands[0].endswith("-m ensurepip --upgrade")
    assert "-m pip install" in commands[1]


def test_nothing_of_tensorflow_is_needed_for_tensorflow_to_be_examined(healthy: Environment) -> None:
    (healthy.site / "tensorflow" / "__init__.py").write_text("import os\nos._exit(1)\n")
    (healthy.site / "numpy" / "__init__.py").write_text("this is no Python\n")
    assert healthy.ids(*PACKAGES) == []


def test_a_tensorflow_that_crashes_takes_nobody_with_it(healthy: Environment) -> None:
    (healthy.site / "tensorflow" / "__init__.py").write_text(
        "import os, signal\nos.kill(os.getpid(), signal.SIGILL)\n"
    )
    report = healthy.report("tensorflow", "deep", deep=True)
    assert found(report) == ["tensorflow-does-not-start"]
    assert "SIGILL" in report.roots[0].evidence
    assert [one.id for one in report.roots[0].explained] == ["runtime-does-not-start"]


def test_a_crash_whose_cause_is_known_is_folded_under_the_cause(healthy: Environment) -> None:
    (healthy.site / "tensorflow" / "__init__.py").write_text("import keras\n")
    without_a_requirement(healthy)
    report = healthy.report("tensorflow", "deep", deep=True)
    assert found(report) == ["requirement-missing"]
    assert {one.id for one in report.roots[0].explained} == {
        "tensorflow-does-not-start",
        "runtime-does-not-start",
    }
