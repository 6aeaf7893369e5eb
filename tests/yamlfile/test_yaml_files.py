"""Reading one YAML file: what is refused, in which words, and on which line."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from tftutor.yamlfile import Flaw, FlawedFile, parse_yaml, read_yaml
from tftutor.yamlfile.reading import MAX_BYTES
from tftutor.yamlfile.scalars import text_or_none

LOADERS = [yaml.SafeLoader, *([yaml.CSafeLoader] if yaml.__with_libyaml__ else [])]


def written(folder: Path, content: str | bytes) -> Path:
    file = folder / "lesson.yaml"
    file.write_bytes(content.encode() if isinstance(content, str) else content)
    return file


def refusal(folder: Path, content: str | bytes, loader: object = LOADERS[-1]) -> Flaw:
    with pytest.raises(FlawedFile) as caught:
        read_yaml(written(folder, content), loader=loader)
    return caught.value.flaw


def test_every_node_has_its_line(tmp_path: Path) -> None:
    file = read_yaml(written(tmp_path, "a: 1\nb:\n  - c: |\n      one\n      two\n  - d\n"))
    assert file.data == {"a": 1, "b": [{"c": "one\ntwo\n"}, "d"]}
    assert [file.line(path) for path in [(), ("a",), ("b",), ("b", 0), ("b", 0, "c"), ("b", 1)]] == [
        1, 1, 2, 3, 3, 6,
    ]  # fmt: skip
    assert file.line_inside(("b", 0, "c"), 1) == 5
    assert file.line(("b", 0, "missing")) == 3


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("no", "no"), ("on", "on"), ("1:30", "1:30"), ("2017-05-01", "2017-05-01"), ("1e-3", 0.001),
        ("0.5", 0.5), ("-7", -7), ("010", 10), ("0x1F", 31), (".inf", float("inf")), ("-.inf", -float("inf")),
        ("true", True), ("null", None), ("~", None), ("'3'", "3"), ('"true"', "true"), ("1.2.3", "1.2.3"),
        ("-", "-"), ("9" * 5000, "9" * 5000), ("!!str 3", "3"), ("!!float 3", 3.0),
    ],
)  # fmt: skip
def test_plain_values_mean_what_an_author_expects(tmp_path: Path, text: str, value: object) -> None:
    if text == "-":
        text = "'-'"
    assert read_yaml(written(tmp_path, f"a: {text}\n")).data == {"a": value}


def test_keys_are_text_even_if_they_look_like_numbers(tmp_path: Path) -> None:
    assert read_yaml(written(tmp_path, "6.0: a\ntrue: b\n")).data == {"6.0": "a", "true": "b"}


@pytest.mark.parametrize("loader", LOADERS)
def test_an_alias_bomb_is_refused_before_it_grows(tmp_path: Path, loader: object) -> None:
    bomb = "a: &a [x, x, x, x, x, x, x, x, x]\n"
    for one, next_one in zip("abcdefgh", "bcdefghi", strict=True):
        bomb += f"{next_one}: &{next_one} [{', '.join([f'*{one}'] * 9)}]\n"
    problem = refusal(tmp_path, bomb, loader)
    assert (problem.line, "`&a` is an anchor" in problem.sentence) == (1, True)


@pytest.mark.parametrize("loader", LOADERS)
@pytest.mark.parametrize(
    ("content", "line", "words"),
    [
        ("a: 1\nb: *x\n", 2, "`*x` is an alias"),
        ("a: 1\n*x : 2\n", 2, "`*x` is an alias"),
        ("a: 1\nb: !!python/name:os.system\n", 2, "tag that tftutor does not use"),
        ("a: !secret x\n", 1, "put it in quotes"),
        ("a: !!set {x, y}\n", 1, "tag that tftutor does not use"),
        ("a: !!int abc\n", 1, "not what its tag"),
        ("a: 1\n\tb: 2\n", 2, "there is a tab here"),
        ("a:\n\t- 1\n", 2, "there is a tab here"),
        ("a: b: c\n", 1, "colon"),
        ("a: 'x\nb: 1\n", 1, "does not end"),
        ("a: `x`\n", 1, "text that begins with ` must be put in quotes"),
        ("a: @x\n", 1, "text that begins with @ must be put in quotes"),
        ('a: "\\d"\n', 1, "backslash"),
        ("a: [1, 2\nb: 3\n", 2, "comma or their closing bracket"),
        ("a: 1\n  b: 2\n", 2, "colon"),
        ("a:\n  - 1\n b: 2\n", 3, "indentation"),
        ("a: 'x' y\n", 1, "indentation"),
        ("a: 1\nb\nc: 2\n", 3, "lacks its colon"),
        ("a: - 1\n", 1, "list cannot begin here"),
        ("a: 1\n---\nb: 2\n", 2, "second document"),
        ("? [1, 2]\n: 3\n", 1, "a key should be a word"),
        ("[" * 500 + "]" * 500, 1, "40 deep"),
    ],
)
def test_what_is_not_plain_yaml_is_refused_with_its_line(
    tmp_path: Path, loader: object, content: str, line: int, words: str
) -> None:
    problem = refusal(tmp_path, content, loader)
    assert words in problem.sentence
    assert problem.line == line


def test_a_key_given_twice_names_both_lines(tmp_path: Path) -> None:
    (flaw,) = read_yaml(written(tmp_path, "a: 1\nb: 2\na: 3\n")).flaws
    assert (flaw.line, flaw.sentence) == (3, "the key `a` is given twice, on lines 1 and 3")


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "empty"),
        (b"\n  \n", "empty"),
        (b"# only a comment\n", "empty"),
        (b"a: 1\nb: \xff\xfe\n", "UTF-8"),
        (b"a: 1\nb: \x07\n", "control character"),
        (b"a: " + b"x" * MAX_BYTES, "larger than 2 MB"),
    ],
)
def test_files_that_are_no_lessons(tmp_path: Path, content: bytes, words: str) -> None:
    assert words in refusal(tmp_path, content).sentence


def test_the_line_of_a_byte_that_is_not_utf8(tmp_path: Path) -> None:
    assert refusal(tmp_path, b"a: 1\nb: \xff\n").line == 2


def test_a_missing_file_and_a_folder_are_said_to_be_so(tmp_path: Path) -> None:
    with pytest.raises(FlawedFile, match="no such file"):
        read_yaml(tmp_path / "nowhere.yaml")
    with pytest.raises(FlawedFile, match="not a file"):
        read_yaml(tmp_path)


def test_a_byte_order_mark_and_windows_line_ends_do_no_harm(tmp_path: Path) -> None:
    assert read_yaml(written(tmp_path, b"\xef\xbb\xbfa: |\r\n  x\r\n  y\r\n")).data == {"a": "x\ny\n"}


@pytest.mark.parametrize("loader", LOADERS)
def test_each_value_has_its_place_in_the_text(tmp_path: Path, loader: object) -> None:
    text = "# ä\ntheme: 'dark'  # mine\nmouse:\nkeys: {run: f6}\n"
    spans = read_yaml(written(tmp_path, "\ufeff" + text), loader=loader).spans
    cut = {path: text[start:end] for path, (start, end) in spans.items()}
    assert cut == {("theme",): "'dark'", ("mouse",): "", ("keys", "run"): "f6"}


def test_settings_keep_every_value_as_it_is_written(tmp_path: Path) -> None:
    text = "a: 060\nb: yes\nc: 'null'\nd: null\ne:\nf: 1e3\n"
    data = read_yaml(written(tmp_path, text), resolve=text_or_none).data
    assert data == {"a": "060", "b": "yes", "c": "null", "d": None, "e": None, "f": "1e3"}


@pytest.mark.parametrize("content", [b"", b"# only a comment\n", b"---\n...\n"])
def test_an_empty_file_may_be_allowed(tmp_path: Path, content: bytes) -> None:
    file = parse_yaml(content, tmp_path / "config.yaml", empty=True)
    assert file.data is None
    assert file.line(("theme",)) >= 1
