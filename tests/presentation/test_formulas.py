"""TeX in lessons, as a terminal shows it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tftutor.presentation.formulas import in_markdown, to_text

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


@pytest.mark.parametrize("lesson", sorted(LESSONS.rglob("*.yaml")), ids=lambda file: file.stem)
def test_no_formula_of_the_lessons_is_left_in_tex(lesson: Path) -> None:
    text = lesson.read_text(encoding="utf-8")
    for found in re.finditer(r"\$\$(.+?)\$\$", text, re.DOTALL):
        assert not re.search(r"[\\{}$]", to_text(found[1])), found[1]
