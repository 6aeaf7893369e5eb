"""Versions, requirements and markers as PEP 440 and PEP 508 have them."""

from __future__ import annotations

import pytest

from tftutor.doctor.versions import Version, applies, requirement, satisfies

ENVIRONMENT = {"python_version": "3.9", "sys_platform": "linux", "platform_machine": "x86_64"}


def test_the_order_of_pep_440() -> None:
    written = [
        "1.dev1",
        "1a1",
        "1a2",
        "1b1.dev2",
        "1b1",
        "1rc1",
        "1",
        "1.post1",
        "1.0.1",
        "1.1.dev1",
        "1.1",
        "2",
    ]
    written += ["10", "1!0.1"]
    assert sorted(sorted(written), key=Version) == written
    assert Version("1.0") == Version("1") and Version("2.21.0+local") == Version("2.21.0")


def test_nines_are_counted() -> None:
    assert (
        Version("0.9999999")
        < Version("0.99999999")
        < Version("0.999999999")
        < Version("1.0b8")
        < Version("1.0")
    )


@pytest.mark.parametrize("text", ["", "one", "1..2", "1" * 300, "2.x"])
def test_what_is_no_version(text: str) -> None:
    with pytest.raises(ValueError, match="version"):
        Version(text)


@pytest.mark.parametrize(
    ("version", "spec", "within"),
    [
        ("6.31.1", "<8.0.0,>=6.31.1", True),
        ("5.29.5", "<8.0.0,>=6.31.1", False),
        ("0.5.1", "!=0.5.0,!=0.5.1,>=0.2.1", False),
        ("2.21.3", "~=2.21.0", True),
        ("2.22.0", "~=2.21.0", False),
        ("2.9.1", "==2.9.*", True),
        ("2.22.0rc0", "<2.22", False),
        ("3", "", True),
    ],
)
def test_specifiers(version: str, spec: str, within: bool) -> None:
    assert satisfies(Version(version), spec) is within


def test_requirements_are_read() -> None:
    parsed = requirement("Google_Pasta (>=0.1.1, <1) ; python_version < '3'")
    assert parsed is not None
    assert (parsed.name, parsed.spec, parsed.marker) == ("google-pasta", ">=0.1.1,<1", "python_version < '3'")
    assert requirement("!!!") is None


@pytest.mark.parametrize(
    ("marker", "holds"),
    [
        ("", True),
        ("python_version < '3.10'", True),
        ("python_version >= '3.10'", False),
        ("extra == 'and-cuda'", False),
        ("(sys_platform != 'win32' and python_version < '3.13') and extra == 'x'", False),
        ("sys_platform == 'linux' or extra == 'x'", True),
        ("'x86' in platform_machine", True),
        ("platform_machine not in 'arm64 aarch64'", True),
    ],
)
def test_markers(marker: str, holds: bool) -> None:
    assert applies(marker, ENVIRONMENT) is holds


@pytest.mark.parametrize("marker", ["python_version", "(((", "and or", "x == 'a' 'b'", "\x00", "''"])
def test_markers_that_cannot_be_read(marker: str) -> None:
    with pytest.raises(ValueError):
        applies(marker, ENVIRONMENT)
