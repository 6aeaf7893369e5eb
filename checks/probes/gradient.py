"""A gradient of the learner's program, there and at other points, next to finite differences.

The difference is the central one, (y(x + h d) - y(x - h d)) / 2h, along a direction d of length 1.
Its step is h = eps^(1/3) max(1, |x|), with eps the precision of the less precise of x and y: the
step at which rounding, of order eps |y| / h, and the missing third-order term, of order h^2, weigh
about the same (Press et al., Numerical Recipes, 3rd edition, section 5.7).
"""

from __future__ import annotations

import time
from typing import Any

from tftutor.checks.probes.look import explained, found, look

FEW = 3  # components; of more, random directions are taken
DIRECTIONS = 3  # at the chosen place; one elsewhere, where the solution's gradient is compared too
SECONDS = 8.0  # past these, no further direction is begun


def probe(
    context: Any, of: str, at: str, gradient: str, places: int, spread: float, seed: int
) -> dict[str, Any]:
    """What ``of``, ``at`` and ``gradient`` are, and how the gradient fares at each place."""
    seen: dict[str, Any] = {
        "of": found(context, of),
        "at": found(context, at),
        "in": found(context, gradient),
    }
    start = start_of(context, at)
    if start is None or start.dtype.kind != "f" or not start.size:
        return {**seen, "places": []}
    trials = Trials(context, of, at, gradient, start)
    seen["places"] = []
    for where in spots(start, places, spread, seed):
        try:
            amount = 1 if seen["places"] else DIRECTIONS
            seen["places"].append(trials.at_place(where, directions(where, amount, seed)))
        except Exception as error:  # noqa: BLE001 - the learner's code may raise anything at a place of ours
            seen["places"].append({"x": where, "error": explained(error)})
            break
    return seen


def start_of(context: Any, at: str) -> Any:
    """The place that the learner chose, as an array; None where there is none."""
    import numpy as np

    try:
        value = context.evaluate(at)
    except Exception:  # noqa: BLE001 - `found` has said why
        return None
    seen = look(value)
    if seen["kind"] == "graph variable":
        return initial(value)
    array = seen.get("array")
    return None if array is None or seen.get("sampled") else np.array(array)


def initial(variable: Any) -> Any:
    """What a graph's variable starts as."""
    import tensorflow as tf

    with tf.compat.v1.Session(graph=variable.graph) as session:
        session.run(variable.initializer)
        return session.run(variable)


def spots(start: Any, places: int, spread: float, seed: int) -> list[Any]:
    """The chosen place, and others around it: each number moved by up to ``spread`` of the largest."""
    import numpy as np

    random = np.random.default_rng(seed)
    reach = spread * (float(np.abs(start).max()) or 1.0)
    moved = [start + reach * random.uniform(-1, 1, start.shape) for _ in range(places)]
    return [start, *(np.asarray(x, start.dtype) for x in moved)]


class NotReplaced(Exception):
    """The name cannot be given another value: the program does not assign it at its top level."""


class Trials:
    """The learner's program, run again with ``at`` set to what we like."""

    def __init__(self, context: Any, of: str, at: str, gradient: str, start: Any) -> None:
        self.context, self.of, self.at, self.gradient, self.start = context, of, at, gradient, start
        self.sure = False
        self.begun = time.monotonic()

    def run(self, x: Any) -> dict[str, Any]:
        """The namespace afterwards."""
        space: dict[str, Any] = self.context.rerun({self.at: x})
        if not self.sure:
            self.make_sure(space, x)
        return space

    def make_sure(self, space: dict[str, Any], x: Any) -> None:
        """Raises `NotReplaced` where the program kept the value that it chose itself."""
        import numpy as np

        if np.array_equal(x, self.start):
            return
        value = space.get(self.at)
        seen = look(value)
        now = initial(value) if seen["kind"] == "graph variable" else seen.get("array")
        if now is not None and np.shape(now) == np.shape(x) and np.array_equal(now, self.start):
            raise NotReplaced(f"{self.at} kept its value")
        self.sure = True

    def height(self, x: Any) -> float:
        """y at x; the sum of y where it has several numbers, as a tape takes it."""
        import numpy as np

        value = eval(self.of, self.run(x))
        array = np.asarray(value.numpy() if hasattr(value, "numpy") else value)
        return float(np.sum(array, dtype=np.float64))

    def at_place(self, x: Any, ways: list[Any]) -> dict[str, Any]:
        """y and its gradient at x as the program has them, and slopes by finite differences."""
        import numpy as np

        space = self.run(x)
        y = eval(self.of, space)
        result: dict[str, Any] = {"x": x, "y": look(y), "gradient": look(eval(self.gradient, space))}
        if result["y"].get("array") is None:
            return result
        kept = np.asarray(result["y"]["array"])
        eps = max(float(np.finfo(a.dtype).eps) for a in (x, kept) if a.dtype.kind == "f")
        step = eps ** (1 / 3) * max(1.0, float(np.abs(x).max()))
        tried: list[Any] = []
        slopes: list[float] = []
        for direction in ways:
            if slopes and time.monotonic() - self.begun > SECONDS:
                break
            ahead = np.asarray(x + step * direction, x.dtype)
            behind = np.asarray(x - step * direction, x.dtype)
            moved = float(np.sum((ahead.astype("float64") - behind) * direction))  # 2h, as rounded
            slopes.append((self.height(ahead) - self.height(behind)) / moved)
            tried.append(direction.ravel())
        noise = 4 * eps * float(np.abs(kept.astype("float64")).sum()) / step
        return {**result, "directions": np.array(tried), "slopes": np.array(slopes), "noise": noise}


def directions(x: Any, amount: int, seed: int) -> list[Any]:
    """Unit directions: each component where there are few, otherwise ``amount`` random ones."""
    import numpy as np

    if x.size <= FEW and amount > 1:
        return [row.reshape(x.shape) for row in np.eye(x.size)]
    random = np.random.default_rng(seed + 1)
    drawn = random.normal(size=(amount, *x.shape))
    return [row / np.linalg.norm(row) for row in drawn]
