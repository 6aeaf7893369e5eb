"""Loading a course: each thing that is not in order has its file, its line and a plain sentence."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from course_samples import COURSE, KINDS, LESSON

from tftutor.course.loader import course_folder_of, load_all_problems, load_course, load_lesson_file
from tftutor.course.model import Exercise
from tftutor.problems import CourseProblem


def read_step(id: str, extra: str = "") -> str:
    return f"  - {{id: {id}, kind: read, title: T, text: t}}\n{extra}"


def run_step(id: str, settings: str = "") -> str:
    return f"  - {{id: {id}, kind: run, title: T, text: t, code: x = 1{settings}}}\n"


def lesson(id: str, *steps: str) -> str:
    return f"id: {id}\ntitle: T\nminutes: 1\nsteps:\n{''.join(steps)}"


def test_a_sound_course_has_its_steps_in_order_with_their_places(write_course: Callable[..., Path]) -> None:
    folder = write_course()
    course = load_course(folder, KINDS)
    assert list(course.steps) == ["session1/counting/first-sum", "session1/counting/look"]
    look = course.steps["session1/counting/look"]
    assert (look.place.file, look.place.line, look.number) == (folder / "session1/counting.yaml", 23, 2)
    exercise = course.steps["session1/counting/first-sum"].step
    assert isinstance(exercise, Exercise)
    (check,) = exercise.checks
    assert (check.kind, check.params.of, check.params.like) == ("value", "y", "solution")


def test_without_kinds_the_settings_of_checks_stay_as_written(write_course: Callable[..., Path]) -> None:
    course = load_course(write_course(**{"session1/counting": LESSON.replace("of: y", "on: y")}))
    exercise = course.steps["session1/counting/first-sum"].step
    assert isinstance(exercise, Exercise)
    assert exercise.checks[0].params.model_dump() == {"on": "y", "like": "solution"}


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("hints:", "hintz:", "13: unknown key `hintz`; did you mean `hints`?"),
        ("hints:", "hintz:", "5: `hints` is missing"),
        ("kind: exercise", "kind: exersise", "6: unknown kind of step `exersise`; did you mean `exercise`?"),
        ("    kind: exercise\n", "", "5: `kind` is missing; it says what kind of step this is"),
        ("minutes: 3", "minutes: soon", "3: `minutes` should be a whole number, and is `soon`"),
        ("minutes: 3", "minutes: 0", "3: `minutes` is `0`; it should be greater than 0"),
        ("minutes: 3", "minutes: 3\npace: slow",
         "4: unknown key `pace`; known are `id`, `title`, `minutes`, `summary`, `words` and `steps`"),
        ("title: Counting", "title: 7",
         "2: `title` should be text, and is `7`; if it is meant as text, put it in quotes"),
        ("title: Counting", "title:", "2: `title` should be text, and is empty"),
        ("title: Counting", "title: ''", "2: `title` is empty; it should hold some text"),
        ("id: first-sum", "id: First_Sum",
         "5: `id` `First_Sum` should be an id: small letters, digits and single hyphens, beginning with a "
         "letter"),
        ("id: look", "id: first-sum", "23: two steps have the id `first-sum`: steps 1 and 2"),
        ("id: counting", "id: adding",
         "1: the lesson's id is `adding` and its file is named `counting.yaml`; they must agree"),
        ("hints: [Think., Use a plus.,", "hints: [", "13: `hints` has 1 item; it needs at least 3"),
        ("hints: [Think.,", "hints: [Think., [a],", "13: item 2 of `hints` should be text, and is a list"),
        ("uses: [first-sum]", "uses: first-sum",
         "27: `uses` should be a list, with `- ` before each item, and is `first-sum`"),
        ("uses: [first-sum]", "limits: {second: 3}", "27: unknown key `second`; did you mean `seconds`?"),
        ("uses: [first-sum]", "device: cpu", "27: `device` is `cpu`; it should be `any` or `gpu`"),
        ('change: {"+": "*"}', 'change: {"+": 3}',
         "18: `+` should be text, and is `3`; if it is meant as text, put it in quotes"),
        ('change: {"+": "*"}', "code: ''", "17: give either `change` or `code`"),
        ("uses: [first-sum]", "dear: true", "27: the key `dear` was renamed; write `expensive`"),
        ("value: {of", "valeu: {of", "15: unknown kind of check `valeu`; did you mean `value`?"),
        ("value: {of", "weight: {of", "15: unknown kind of check `weight`; known are `runs` and `value`"),
        ("like: sol", "lyke: sol", "15: check `value`: unknown key `lyke`; did you mean `like`?"),
        ("of: y, ", "in: y, ", "15: check `value`: `of` is missing"),
        ("like: solution", "like: [1]",
         "15: check `value`: `like` should be text or a number, and is a list"),
        ("like: solution", "shape: [1, a]",
         "15: check `value`: item 2 of `shape` should be a whole number, and is `a`"),
        ("{of: y, like: solution}", "y", "15: the settings of `value` should be written `{setting: value}`"),
        ("- value: {of: y, like: solution}", "- {value: {of: y}, runs: {}}",
         "15: a check is a kind with its settings, as in `value: {of: y, like: solution}`; put further kinds "
         "into entries of their own, and settings below their kind"),
        ("uses: [first-sum]", "uses: [first-sun]",
         "27: there is no step `first-sun`; did you mean `first-sum`?"),
        ("uses: [first-sum]", "uses: [look]", "27: `look` is this step itself; name an earlier one"),
        ("text: Put", "uses: [look]\n    text: Put",
         "8: `look` comes later in the course; a step can only build on earlier ones"),
        ("uses: [first-sum]", "files: {a.keras: first-sum}",
         "27: the step `first-sum` does not keep `a.keras`; list the file in its `keeps`"),
        ("text: Run this.", "text: Run this.\n    optional: true",
         "23: an optional step says how long it takes: give `minutes`"),
        ("text: Put", "optional: true\n    minutes: 5\n    text: Put",
         "29: `first-sum` is optional, and this step is not; a step can't build on one that may be left out"),
        ("uses: [first-sum]", "would_show: Speed.", "27: `would_show` is for steps with `device: gpu`"),
        ("uses: [first-sum]", "instead: first-sum", "27: `instead` is for steps with `device: gpu`"),
        ("uses: [first-sum]", "device: gpu\n    instead: first-sun",
         "28: there is no step `first-sun`; did you mean `first-sum`?"),
        ("uses: [first-sum]", "device: gpu\n    instead: look",
         "28: `look` is this step itself; name one that runs on a CPU"),
        ("text: Put", "device: gpu\n    instead: look\n    text: Put", ""),
        ("text: Run this.\n", "text: Run this.\n    device: gpu\n    instead: first-sum\n", ""),
        ("uses: [first-sum]", "resumes: [../others]",
         "27: item 1 of `resumes` is `../others`; it should be the name of one folder: letters, digits, `_`, "
         "`-` and `.`"),
        ("uses: [first-sum]", "resumes: [a, a]", "27: `a` is listed twice"),
        ("uses: [first-sum]", "resumes: [saved]\n    files: {saved: first-sum}",
         "27: `saved` comes from an earlier step (`files`); resume from another folder"),
    ],
)  # fmt: skip
def test_what_is_not_in_order_is_said_with_its_line(
    problems_with: Callable[..., list[str]], old: str, new: str, said: str
) -> None:
    assert said in (problems_with(old, new) or [""])


def test_one_slip_gives_one_problem(problems_with: Callable[..., list[str]]) -> None:
    assert len(problems_with("like: sol", "lyke: sol")) == 1
    assert len(problems_with("title: Look at it", "title: 3")) == 1


def test_a_check_without_settings_is_its_name_alone(problems_with: Callable[..., list[str]]) -> None:
    assert problems_with("- value: {of: y, like: solution}", "- runs") == []
    assert problems_with("- value: {of: y, like: solution}", "- runs:") == []
    assert problems_with("- value: {of: y, like: solution}", "- value") == [
        "15: check `value`: `of` is missing"
    ]


def test_a_lesson_file_that_is_a_list(tmp_path: Path) -> None:
    file = tmp_path / "counting.yaml"
    file.write_text("- a\n- b\n")
    with pytest.raises(CourseProblem, match="should be settings, one `key: value` a line, and is a list"):
        load_lesson_file(file, KINDS)


def test_all_problems_of_all_files_are_listed_and_the_first_is_raised(
    write_course: Callable[..., Path],
) -> None:
    two = COURSE.replace("[counting]", "[counting, adding]")
    folder = write_course(
        two,
        **{
            "session1/counting": LESSON.replace("hints:", "hintz:"),
            "session1/adding": "id: adding\ntitle: [\n",
        },
    )
    _, problems = load_all_problems(folder, KINDS)
    places = [(problem.file.name, problem.line) for problem in problems if problem.file]
    assert places == [("counting.yaml", 5), ("counting.yaml", 13), ("adding.yaml", 3)]
    with pytest.raises(CourseProblem, match="2 more problems") as caught:
        load_course(folder, KINDS)
    assert caught.value.sentence == problems[0].sentence


def test_with_problems_the_sound_lessons_are_still_there(
    load: Callable[..., tuple[object, list[CourseProblem]]],
) -> None:
    course, problems = load(
        COURSE.replace("[counting]", "[counting, adding]"),
        **{"session1/counting": LESSON, "session1/adding": "a: 1\n"},
    )
    assert problems
    assert list(course.lessons) == ["session1/counting"]  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("[counting]", "[countin]",
         "7: the lesson `countin` has no file `session1/countin.yaml`; did you mean `counting`?"),
        ("[counting]", "[counting, counting]", "7: the lesson `counting` is listed twice in `session1`"),
        ("[counting]", "[counting]\n  - {id: session1, title: T, lessons: [counting]}",
         "8: two sessions have the id `session1`"),
        ("lessons: [counting]", "lesson: [counting]", "7: unknown key `lesson`; did you mean `lessons`?"),
        ("format: 1", "format: 2", "1: the course is of format 2, and this tftutor reads format 1"),
        ("title: Whole numbers", "part: lecture\n    title: W",
         "6: `part` is `lecture`; it should be `session`, `topic` or `lab`"),
    ],
)  # fmt: skip
def test_what_is_not_in_order_in_the_list_of_sessions(
    load: Callable[..., tuple[object, list[CourseProblem]]], old: str, new: str, said: str
) -> None:
    assert old in COURSE
    _, problems = load(COURSE.replace(old, new))
    assert said in [f"{problem.line}: {problem.sentence}" for problem in problems]
    assert all(problem.file and problem.file.name == "course.yaml" for problem in problems)


def test_no_course_in_the_folder(tmp_path: Path) -> None:
    with pytest.raises(CourseProblem, match="no such file"):
        load_course(tmp_path)
    with pytest.raises(CourseProblem, match="no such folder"):
        load_course(tmp_path / "nowhere")


def test_steps_name_steps_of_their_lesson_their_session_and_the_course(
    load: Callable[..., tuple[object, list[CourseProblem]]],
) -> None:
    course = COURSE.replace("[counting]", "[counting, b]") + "  - {id: session2, title: T, lessons: [c]}\n"
    lessons = {
        "session1/counting": lesson(
            "counting", run_step("one", ", keeps: [m.keras, 'logs/*']"), read_step("r")
        ),
        "session1/b": lesson("b", run_step("two", ", uses: [counting/one]")),
        "session2/c": lesson(
            "c",
            run_step("three", ", uses: [session1/b/two], files: {m.keras: session1/counting/one}"),
            run_step("four", ", uses: [three], files: {logs/a: session1/counting/one}"),
        ),
    }
    assert load(course, **lessons)[1] == []
    for name, sentence in [
        ("two", "there's no step `two`; did you mean `session1/b/two`?"),
        ("b/two", "there's no step `b/two`; did you mean `session1/b/two`?"),
        ("session1/counting/r", "`session1/counting/r` is a step of the kind `read`, which has no code"),
        ("a/b/c/d", "there is no step `a/b/c/d`"),
    ]:
        changed = lessons | {"session2/c": lessons["session2/c"].replace("uses: [three]", f"uses: [{name}]")}
        (problem,) = load(course, **changed)[1]
        assert (problem.sentence, problem.line) == (sentence, 6)


def test_the_digest_changes_with_any_file_and_with_nothing_else(write_course: Callable[..., Path]) -> None:
    folder = write_course()
    first = load_course(folder, KINDS).digest
    assert load_course(folder).digest == first
    lesson_file = folder / "session1" / "counting.yaml"
    lesson_file.write_text(LESSON + "# a remark\n")
    second = load_course(folder, KINDS).digest
    (folder / "course.yaml").write_text(COURSE + "# a remark\n")
    assert len({first, second, load_course(folder, KINDS).digest}) == 3


def test_one_lesson_file_is_a_course_of_one_lesson(write_course: Callable[..., Path]) -> None:
    folder = write_course()
    file = folder / "session1" / "counting.yaml"
    assert list(load_lesson_file(file, KINDS).steps) == [
        "session1/counting/first-sum",
        "session1/counting/look",
    ]
    assert course_folder_of(file) == folder
    assert course_folder_of(folder / "course.yaml") is None


def test_a_lesson_file_that_does_not_exist(tmp_path: Path) -> None:
    (tmp_path / "counting.yaml").write_text(LESSON)
    with pytest.raises(CourseProblem, match="no such lesson file; did you mean `counting`"):
        load_lesson_file(tmp_path / "countin.yaml")
