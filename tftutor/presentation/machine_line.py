"""What this machine has, in a few words for one line: `CPU · MNIST real`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from tftutor.places import places, settings

_CARDS = Path("/proc/driver/nvidia/gpus")
_STATES = {"real": "real", "stand-in": "stand-in", "not here": "not here yet"}


@dataclass(frozen=True)
class MachineLine:
    """``device``: `CPU` or the card's name. ``data``: the state of the course's data sets in words, the
    fullest first."""

    device: str
    data: tuple[str, ...]

    @property
    def gpu(self) -> bool:
        """Whether there is a card."""
        return self.device != "CPU"

    def words(self, width: int) -> str:
        """As much of it as fits."""
        texts = (f"{self.device} · {said}" for said in self.data)
        return next((said for said in texts if len(said) <= width), self.device[:width])


def machine_line(data: Sequence[str]) -> MachineLine:
    """Looks, without starting TensorFlow or reading data. ``data``: names of the sets that matter."""
    return MachineLine(_device(), _data(data))


def _device() -> str:
    try:
        found = sorted(_CARDS.iterdir())
    except OSError:
        return "CPU"
    for card in found:
        try:
            lines = (card / "information").read_text(encoding="utf-8", errors="replace").splitlines()
        except OSError:
            continue
        for line in lines:
            name, _, value = line.partition(":")
            if name.strip() == "Model":
                return f"GPU {value.strip().removeprefix('NVIDIA ')}"[:30]
    return "GPU" if found else "CPU"


def _data(names: Sequence[str]) -> tuple[str, ...]:
    from tftutor.data import DataSets

    states = {one.name: one for one in DataSets(places().cache, offline=settings().offline).status()}
    mine = [states[name] for name in names if name in states]
    if len(mine) > 1 and len({one.state for one in mine}) == 1:
        return (f"data sets {_STATES[mine[0].state]}",)
    return from_full_to_short([f"{one.title} {_STATES[one.state]}" for one in mine])


def from_full_to_short(states: Sequence[str]) -> tuple[str, ...]:
    """All of them, then ever fewer of the first ones with how many are left out."""
    return tuple(
        ", ".join(states[:count]) + (f", {len(states) - count} more" if count < len(states) else "")
        for count in range(len(states), 0, -1)
    )
