"""The full-screen tutor over a small course, each test's learner in a home folder of their own."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from cli_learner import SMALL_COURSE

from tftutor.application.screen_state import ScreenState
from tftutor.application.user_config import screen_settings
from tftutor.places import places
from tftutor.progress.store import ProgressStore
from tftutor.tui.app import TutorApp

MakeApp = Callable[..., TutorApp]


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty home folder, and the environment of somebody who has it."""
    folder = tmp_path / "home"
    folder.mkdir()
    for name in ("NO_COLOR", "COLORTERM", "SSH_CONNECTION", "SSH_TTY", "TMUX", "TFTUTOR_DATA_DIR", "EDITOR"):
        monkeypatch.delenv(name, raising=False)
    for name, value in {
        "HOME": str(folder),
        "XDG_STATE_HOME": str(folder / "state"),
        "XDG_CACHE_HOME": str(folder / "cache"),
        "XDG_CONFIG_HOME": str(folder / "config"),
        "XDG_CONFIG_DIRS": str(folder / "none"),
        "TFTUTOR_COURSE": str(SMALL_COURSE),
        "TFTUTOR_OFFLINE": "1",
        "TFTUTOR_CURSOR_BLINK": "0",
        "TFTUTOR_ANIMATION": "0",
        "TERM": "xterm-256color",
        "CUDA_VISIBLE_DEVICES": "-1",  # what counts must not differ from machine to machine
    }.items():
        monkeypatch.setenv(name, value)
    return folder


@pytest.fixture
def make_app(home: Path, monkeypatch: pytest.MonkeyPatch) -> MakeApp:
    """Makes apps for the same learner, who was welcomed already unless ``welcomed`` says otherwise.

    TensorFlow is not started ahead of the first run: most tests of screens run nothing.
    """
    monkeypatch.setattr("tftutor.application.runs.manager.RunManager.warm_up", lambda _runs: None)

    def make(*, welcomed: bool = True, open_at: str = "") -> TutorApp:
        screen_state = ScreenState.open(places().state)
        if welcomed:
            screen_state.note_welcomed()
        app = TutorApp(screen_settings(), screen_state, open_at=open_at)
        app.animation_level = "none"
        return app

    return make


@pytest.fixture
def progress(home: Path) -> ProgressStore:
    """What the learner has done so far."""
    return ProgressStore.open(places().state)


@pytest.fixture
def update(request: pytest.FixtureRequest) -> bool:
    """Whether the kept screens are to be made anew."""
    return bool(request.config.getoption("--update-goldens"))
