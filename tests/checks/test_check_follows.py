"""A value that must follow when another changes."""

from __future__ import annotations

from attempts import CheckHarness, check

SOLUTION = "guests = 4\ntotal = 3 * guests\nline = f'{guests} guests pay {total} euros'\n"


def harness() -> CheckHarness:
    return CheckHarness(check("follows", of="line", when={"guests": 7}), SOLUTION)


def test_a_text_made_of_the_names_follows() -> None:
    assert (
        harness().judge("guests = 4\nline = '%d guests pay %d euros' % (guests, 3 * guests)\n").status
        == "passed"
    )


def test_typed_numbers_do_not_follow() -> None:
    result = harness().judge("guests = 4\nline = '4 guests pay 12 euros'\n")
    assert (result.status, result.line) == ("failed", 2)
    assert "With guests = 7, line would be wrong" in result.reason
    assert (result.expected, result.seen) == ("'7 guests pay 21 euros'", "'4 guests pay 12 euros'")


def test_a_program_that_ends_in_an_error_then_fails() -> None:
    result = harness().judge("guests = 4\nline = ['4 guests pay 12 euros'] * (5 - guests)\nline = line[0]\n")
    assert result.status == "failed"
    assert "ended in an error" in result.reason


def test_a_value_that_is_missing_fails_by_its_name() -> None:
    assert "line" in harness().judge("guests = 4\n").reason


def test_a_solution_that_does_not_follow_is_the_courses_fault() -> None:
    assert (
        CheckHarness(check("follows", of="line", when={"guests": 7}), "guests = 4\n").judge(SOLUTION).status
        == "broken"
    )
