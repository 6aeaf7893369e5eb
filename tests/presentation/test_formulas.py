"""TeX in lessons, as a terminal shows it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml

from tftutor.presentation.formulas import drawn, in_markdown, to_text
from tftutor.presentation.formulas.ascii import in_ascii
from tftutor.presentation.formulas.boxes import columns

LESSONS = Path(__file__).resolve().parents[2] / "lessons"


@pytest.mark.parametrize(
    ("tex", "text"),
    [
        (
            r"y = \frac{1}{6}\left(x_{00}^2 + x_{01}^2 + \cdots + x_{12}^2\right)",
            "y = 1/6 (x₀₀² + x₀₁² + ⋯ + x₁₂²)",
        ),
        (r"w_i \leftarrow w_i - \alpha \frac{\partial L}{\partial w_i}", "wᵢ ← wᵢ - α ∂L/∂wᵢ"),
        (r"\sum_{i=1}^{n} x_i w_i + b", "Σᵢ₌₁ⁿ xᵢ wᵢ + b"),
        (r"p_k = \frac{e^{z_k}}{\sum_j e^{z_j}}", "pₖ = e^zₖ/(Σⱼ e^zⱼ)"),
        (r"L = -\log p_y", "L = -log p_y"),
        (r"\hat{y} = \sigma(w \cdot x + b)", "y\u0302 = σ(w · x + b)"),
        (r"\frac{a+b}{2}", "(a + b)/2"),
        (r"10^{-3}", "10⁻³"),
        (r"x \in \mathbb{R}^{784}", "x ∈ R⁷⁸⁴"),
        (r"f(x) = \max(0, x)", "f(x) = max(0, x)"),
        (r"\begin{aligned} a &= b \\ c &= d \end{aligned}", "a = b\nc = d"),
        (r"\text{if } x \le 0", "if x ≤ 0"),
        (r"\nosuchthing x", "nosuchthing x"),
        ("{x", "x"),
        (r"\frac{1}", "1/"),
        ("", ""),
    ],
)
def test_a_formula_becomes_text(tex: str, text: str) -> None:
    assert to_text(tex) == text.replace("p_y", "p_y")


def test_money_and_code_are_no_formulas() -> None:
    text = "It costs $5 to $6. `$HOME` is a folder, and\n```\necho $x$\n```\n"
    assert in_markdown(text) == text


def test_what_markdown_would_read_as_emphasis_is_escaped() -> None:
    assert in_markdown(r"so $a_b * c_b$ it is") == r"so a\_b \* c\_b it is"


DRAWINGS = [
    (
        r"p_i = \frac{e^{s_i}}{e^{s_0} + e^{s_1} + \cdots + e^{s_9}}",
        """
               sᵢ
              e
pᵢ = ─────────────────────
       s₀    s₁        s₉
      e   + e   + ⋯ + e
""",
    ),
    (
        r"L = -\frac{1}{N} \sum_{i=1}^{N} y_i \log \hat{y}_i",
        """
       1   N
L = - ───  Σ  yᵢ log y\u0302ᵢ
       N  i=1
""",
    ),
    (
        r"f(x) = \begin{cases} x & \text{if } x > 0 \\ 0 & \text{otherwise} \end{cases}",
        """
f(x) = ⎧x  if x > 0
       ⎩0  otherwise
""",
    ),
    (
        r"A = \left[\begin{array}{cc} 1 & 20 \\ \frac{a + 1}{2} & 4 \\ 5 & 6 \end{array}\right]^T x",
        """
    ⎡   1     20⎤
    ⎢ a + 1     ⎥
A = ⎢───────  4 ⎥ᵀ x
    ⎢   2       ⎥
    ⎣   5     6 ⎦
""",
    ),
    (
        r"\begin{aligned} a &= \frac{1}{1 + b} \\ c &= d \end{aligned}",
        """
       1
a = ───────
     1 + b
c = d
""",
    ),
]


@pytest.mark.parametrize(("tex", "drawing"), DRAWINGS)
def test_what_reads_better_in_two_dimensions_is_drawn(tex: str, drawing: str) -> None:
    assert "\n".join(drawn(tex, 72) or []) == drawing.strip("\n")
    assert f"```text{drawing}```" in in_markdown(f"so\n\n$${tex}$$\n")


@pytest.mark.parametrize(
    "tex", [r"y = \frac{1}{6} x", r"\frac{\partial L}{\partial w_i}", r"\sum_i x_i", "a = b", "", r"x\ue000"]
)
def test_what_a_line_says_as_well_stays_a_line(tex: str) -> None:
    assert drawn(tex, 72) is None


def test_a_drawing_that_does_not_fit_becomes_a_line() -> None:
    tex = r"\frac{a + b}{c + d}"
    assert drawn(tex, 7) is not None
    assert drawn(tex, 6) is None
    assert in_markdown(f"$${tex}$$", width=6).strip() == "(a + b)/(c + d)"


@pytest.mark.parametrize(
    "tex",
    [
        r"\frac",
        r"\left(",
        r"\sum_^",
        r"\begin{cases} & \\",
        r"\begin {\begin- array \end&_",
        r"\right)",
        "^",
        "}",
    ],
)
def test_no_formula_is_too_broken_to_be_shown(tex: str) -> None:
    assert isinstance(in_markdown(f"$${tex}$$"), str)
    assert isinstance(in_markdown(f"${tex}$"), str)


@pytest.mark.parametrize(
    ("tex", "text"),
    [
        (r"\sum_{i=1}^{n} x_i w_i + b", "sum_(i=1)^n x_i w_i + b"),
        (r"w_i \leftarrow w_i - \alpha \frac{\partial L}{\partial w_i}", "w_i <- w_i - alpha dL/dw_i"),
        (r"y = \frac{1}{6}(x_{00}^2 + \cdots)", "y = 1/6 (x_00^2 + ...)"),
        (r"p_k = \frac{e^{z_k}}{\sum_j e^{z_j}}", "p_k = e^(z_k)/(sum_j e^(z_j))"),
        (r"\hat{y} = \sigma(2\theta x)", "y_hat = sigma(2 theta x)"),
        (r"e^{-s} \le \sqrt{2} \cdot 10^{-3}", "e^(-s) <= sqrt2 * 10^(-3)"),
    ],
)
def test_without_unicode_a_formula_is_spelled_out(tex: str, text: str) -> None:
    assert in_ascii(to_text(tex)) == text


def texts(found: object) -> Iterator[str]:
    """Every text of a lesson."""
    if isinstance(found, str):
        yield found
    elif isinstance(found, dict | list):
        for inner in found.values() if isinstance(found, dict) else found:
            yield from texts(inner)


@pytest.mark.parametrize("lesson", sorted(LESSONS.rglob("*.yaml")), ids=lambda file: file.stem)
def test_every_formula_of_the_lessons_fits_and_has_no_tex_left(lesson: Path) -> None:
    for text in texts(yaml.safe_load(lesson.read_text(encoding="utf-8"))):
        for found in re.finditer(r"\$\$(.+?)\$\$", text, re.DOTALL):
            lines = drawn(found[1], 72) or to_text(found[1]).splitlines()
            assert not re.search(r"[\\{}$]", "".join(lines)), found[1]
            assert max(columns(line) for line in lines) <= 76, found[1]
            assert in_ascii(to_text(found[1])).isascii(), found[1]
        for found in re.finditer(r"(?<!\$)\$([^$\n]*\\[A-Za-z][^$\n]*)\$", text):
            assert "\\" not in to_text(found[1]), found[1]
