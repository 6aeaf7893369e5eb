"""What a run logged, drawn in characters."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence

import pytest
from rich.cells import cell_len

from tftutor.board import Graph, Image, Log, Scalar
from tftutor.board.png import Pixels
from tftutor.presentation.board import page, plain, view_of
from tftutor.presentation.board.curves import drawing, sample
from tftutor.presentation.board.pictures import side_by_side


def drawn(*curves: Sequence[tuple[int, float]], ascii: bool = False, width: int = 24, height: int = 5) -> str:
    return plain(drawing(curves, width, height, ascii=ascii))


def looks(found: str, wanted: str) -> None:
    """Compares lines; ``wanted`` begins with a line end, so that it can stand as it looks."""
    assert found == wanted[1:]


def points(*values: float, first: int = 0) -> tuple[Scalar, ...]:
    return tuple(Scalar(step, 1.0, value) for step, value in enumerate(values, first))


def shown(log: Log, *, width: int = 60, ascii: bool = True, folder: str = "logs") -> str:
    return plain(page(view_of({folder: log}), width, ascii=ascii))


FALLING = [(step, 1 / (1 + step / 10)) for step in range(0, 101, 10)]


def test_a_curve_in_braille() -> None:
    looks(
        drawn(FALLING),
        """
     1 │⢣
       │⠈⡆
 0.545 │ ⠱⡀
       │  ⠘⢄⡀
0.0909 │    ⠈⠑⠒⠒⠒⠤⠤⠤⣀⣀⣀⣀
        0       step 100
""",
    )


def test_a_curve_in_letters() -> None:
    looks(
        drawn(FALLING, ascii=True),
        """
     1 |*
       | *
 0.545 |  *
       |   **
0.0909 |     ***********
        0       step 100
""",
    )


def test_curves_that_share_a_drawing_differ_without_colours_too() -> None:
    rising = [(step, 1 - value) for step, value in FALLING]
    looks(
        drawn(FALLING, rising),
        """
  1 │⢣        ⡀⢀ ⡀⠠ ⠄⠠ ⠄
    │ ⢇ ⡀⠠ ⠂⠈
0.5 │ ⠈⢆
    │ ⠐ ⠑⠢⠤⢄⣀⡀
  0 │⡈       ⠈⠉⠉⠉⠒⠒⠒⠒⠒⠒⠒
     0          step 100
""",
    )
    looks(
        drawn(FALLING, rising, ascii=True),
        """
  1 |*            oooooo
    | *  ooooooooo
0.5 |  *o
    | o *********
  0 |o           *******
     0          step 100
""",
    )
    assert [sample(number, ascii=False).text for number in range(4)] == ["⠤⠤⠤", "⠄⠠ ", "⠤⠤ ", "⠄  "]
    assert [sample(number, ascii=True).text for number in range(4)] == ["***", "ooo", "+++", "xxx"]


def test_a_flat_curve_and_points_at_one_step() -> None:
    looks(
        drawn([(0, 0.5), (9, 0.5)], width=16),
        """
    │
    │
0.5 │⠤⠤⠤⠤⠤⠤⠤⠤⠤⠤⠤
    │
    │
     0    step 9
""",
    )
    looks(
        drawn([(7, 1.0), (7, 2.0)], width=16),
        """
  2 │⡇
    │⡇
1.5 │⡇
    │⡇
  1 │⡇
     step 7
""",
    )


@pytest.mark.parametrize("values", [(-1.7e308, 1.7e308), (5e-324, 1e-323), (1.0, 1.0 + 2e-16), (0.0, 1e-300)])
@pytest.mark.parametrize("steps", [(0, 1), (-(2**63), 2**63 - 1), (3, 3)])
def test_no_number_is_too_large_or_too_small(values: tuple[float, float], steps: tuple[int, int]) -> None:
    curve = list(zip(steps, values, strict=True))
    for ascii in (False, True):
        lines = drawn(curve, width=40, ascii=ascii).splitlines()
        assert len(lines) == 6
        assert any(re.search(r"[|│].*[*\u2801-\u28ff]", line) for line in lines)


def square(*brightness: int) -> Pixels:
    side = math.isqrt(len(brightness))
    return Pixels(side, side, bytes(value for value in brightness for _ in range(3)))


def test_a_picture_in_half_blocks_has_two_pixels_a_character() -> None:
    (first, *_) = side_by_side([square(*range(256))], 40, ascii=False)
    assert "".join(piece.text for piece in first) == "▀" * 16
    assert first[1].ink == (1, 1, 1)
    assert first[1].paper == (17, 17, 17)


def test_a_picture_in_letters() -> None:
    ring = [
        int(255 * max(0.0, 1 - abs(math.hypot(x - 7.5, y - 7.5) - 5) / 2))
        for y in range(16)
        for x in range(16)
    ]
    looks(
        plain(side_by_side([square(*ring)] * 2, 40, ascii=True)),
        """
      ....              ....
   .=*####*=.        .=*####*=.
  -##=:..:=##-      -##=:..:=##-
 :*#-      -#*:    :*#-      -#*:
 :*#-      -#*:    :*#-      -#*:
  -##=:..:=##-      -##=:..:=##-
   .=*####*=.        .=*####*=.
      ....              ....
""",
    )


def test_pictures_become_smaller_before_fewer_stand_in_a_row() -> None:
    digits = [square(*[255] * 784)] * 4
    assert [cell_len(plain([line])) for line in side_by_side(digits, 76, ascii=False)] == [74] * 8
    in_letters = [len(line) for line in plain(side_by_side(digits, 76, ascii=True)).splitlines()]
    assert in_letters == [58] * 14 + [0] + [58] * 14


def test_a_page_with_everything() -> None:
    log = Log(
        scalars={"loss": points(2.3, 1.1, 0.7, 0.5), "rate": points(0.1)},
        images={"digits": (Image(0, 28, 28, b"no picture"),)},
        histograms={"weights": 3},
        texts={"note": ("hello",)},
        graphs=(Graph(("a", "b", "c"), {"Const": 2, "MatMul": 1}),),
        files=1,
        problems=("events.2 is damaged.",),
    )
    looks(
        shown(log),
        """
loss   4 points, last 0.5 at step 3
2.3 |***
    |   ****
    |       *****
1.4 |            ****
    |                ***********
    |                           ******************
0.5 |                                             **********
     0                                                step 3

rate   1 point: 0.1 at step 0

digits   1 picture of 28 x 28, step 0; 0 drawn
A picture that is no PNG is not drawn.

graph   3 operations of 2 kinds
  2 Const   1 MatMul

histogram weights: TensorBoard in a browser shows this.
text note: TensorBoard in a browser shows this.

events.2 is damaged.
""",
    )


def test_folders_of_one_tag_share_a_drawing() -> None:
    logs = {
        "logs/training": Log(scalars={"error": points(0.5, 0.3, 0.2)}, files=1),
        "logs/validation": Log(scalars={"error": points(0.6, 0.5, 0.5)}, files=1),
    }
    looks(
        plain(page(view_of(logs), 50, ascii=True)),
        """
error
*** logs/training     3 points, last 0.2 at step 2
ooo logs/validation   3 points, last 0.5 at step 2
0.6 |oooooo
    |      ooooooooooo
    |**               oooooooooooooooooooooooooooo
    |  ****
    |      ****
0.4 |          ***
    |             ****
    |                 ****
    |                     *******
    |                            ***********
0.2 |                                       ******
     0                                      step 2
""",
    )


def test_a_tag_for_each_point_is_a_list_of_figures() -> None:
    log = Log(scalars={f"ink {step:02}": points(0.13, first=step) for step in range(50)}, files=1)
    lines = shown(log).splitlines()
    assert lines[0] == "ink 00   1 point: 0.13 at step 0"
    assert lines[-1] == "Not drawn here: 10 more curves."
    assert len(lines) == 42


def test_numbers_that_are_none_are_counted() -> None:
    assert "2 points are no finite numbers and are not drawn." in shown(
        Log(scalars={"loss": points(1.0, 2.0, math.nan, math.inf)}, files=1)
    )
    assert shown(Log(scalars={"loss": points(math.nan)}, files=1)).splitlines() == [
        "loss   1 point: nan at step 0",
        "1 point is no finite number and is not drawn.",
    ]


def test_files_that_hold_nothing_are_a_sentence() -> None:
    assert (
        shown(Log(files=1), width=80) == "The event files hold nothing yet: nothing was written into them.\n"
    )
    assert (
        shown(Log(files=1, problems=("logs/events.1 is damaged.",))).splitlines()[-1]
        == "logs/events.1 is damaged."
    )


def test_a_long_curve_keeps_its_peaks() -> None:
    values = [0.0] * 50_000
    values[31_234] = 9.0
    (plot,) = view_of({"logs": Log(scalars={"loss": points(*values)}, files=1)}).plots
    (curve,) = plot.curves
    assert (31_234, 9.0) in curve.points
    assert len(curve.points) <= 600
    assert (curve.count, curve.last) == (50_000, (49_999, 0.0))


def test_whatever_names_a_program_gives_a_line_is_a_line() -> None:
    name = "\x1b]0;PWNED\x07tag\x9b2J\n\t\u202e" + "很" * 500
    log = Log(
        scalars={name: points(1.0, 2.0), name + "2": points(1.0)},
        images={name: (Image(0, 1, 1, b""),)},
        histograms={name: 1},
        texts={name: ("",)},
        graphs=(Graph((), {name: 1, name + "b": 2}),),
        files=1,
        problems=(name,) * 20,
    )
    for width in (24, 60):
        for ascii in (False, True):
            page_text = plain(page(view_of({name: log, name + "b": log}), width, ascii=ascii))
            assert not [c for c in page_text if c != "\n" and not c.isprintable()]
            assert "PWNED" not in page_text
            assert len(page_text.splitlines()) < 120
