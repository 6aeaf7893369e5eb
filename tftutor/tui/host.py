"""What screens and widgets may ask of the application that shows them."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Protocol, cast

from textual.message_pump import MessagePump

if TYPE_CHECKING:
    from tftutor.application.desk import Desk
    from tftutor.application.overview import Overview
    from tftutor.application.runs.manager import RunManager
    from tftutor.application.screen_state import ScreenState
    from tftutor.places import Settings


class Host(Protocol):
    """The application, as its screens know it. ``desk`` and ``runs`` are there once `is_ready`."""

    settings: Settings
    screen_state: ScreenState
    keys: dict[str, str]

    @property
    def desk(self) -> Desk:
        """The course and the learner's things."""

    @property
    def runs(self) -> RunManager:
        """Runs and checks in the background."""

    @property
    def overview(self) -> Overview | None:
        """The course at a glance, as the home screen has it; None before anything is known."""

    @property
    def is_ready(self) -> bool:
        """Whether the course has been read."""

    @property
    def begins_at_a_step(self) -> bool:
        """Whether a step was named when the tutor was opened."""

    def when_ready(self, then: Callable[[], object]) -> None:
        """Calls ``then`` once the course has been read, at once if it has."""

    def call_from_thread(self, callback: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
        """Calls it in the screens' thread, and waits."""

    def tell(self, sentence: str, *, serious: bool = False) -> None:
        """A notice for a few seconds, in words."""

    def save_screen_state(self) -> object:
        """Writes where the learner is, in the background."""

    def take_settings(self) -> None:
        """Reads the settings again. Raises Problem."""

    # --- other screens ---------------------------------------------------------------------------

    def go_home(self) -> None:
        """Back to the home screen, whatever lies above it."""

    def open_step(self, step_id: str, *, pane: str = "read") -> None:
        """Shows a step."""

    def open_key(self, key: str) -> None:
        """Shows what a line of the home screen stands for."""

    def show_glossary(self, word: str = "") -> None:
        """The glossary, at a word."""

    def show_page(self, id: str) -> None:
        """A page that stands beside the lessons."""

    def show_welcome(self) -> None:
        """The first start."""

    def action_doctor(self) -> None:
        """What stops TensorFlow on this machine."""


def host_of(node: MessagePump) -> Host:
    """The application of a screen or a widget."""
    return cast("Host", node.app)
