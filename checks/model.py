"""A Keras model: its layers, its parameters, what goes in and out, how it was compiled."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar, Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

from tftutor.checks import words
from tftutor.checks.base import Check, CheckInput, CheckResult, Mismatch
from tftutor.checks.ladder import exists
from tftutor.checks.learner_code import line_of
from tftutor.checks.observed import Observed, read, same
from tftutor.checks.probes import source
from tftutor.checks.results import broken, failed, not_observed, passed
from tftutor.runtime.program import Probe


class CompiledWith(BaseModel):
    """How it must have been compiled."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    optimizer: str = Field("", description="class name, in any case", examples=["Adam"])
    loss: str = Field("", description="name as Keras has it", examples=["sparse_categorical_crossentropy"])
    learning_rate: float | None = None


class ModelCheck(Check):
    """What a model is made of, asked piece by piece or compared with the solution's."""

    kind: ClassVar[str] = "model"

    of: str = Field("model", min_length=1, description="name or expression")
    like: Literal["solution"] | None = Field(
        None, description="`solution`: number of parameters, input and output shape as the solution's"
    )
    parameters: int | None = Field(
        None, ge=0, description="weights and biases, all together", examples=[7850]
    )
    layers: tuple[str, ...] | None = Field(
        None,
        description="classes of the layers in order; Input is not counted",
        examples=[["Flatten", "Dense"]],
    )
    input_shape: tuple[int | None, ...] | None = Field(
        None, description="null for any", examples=[[None, 784]]
    )
    output_shape: tuple[int | None, ...] | None = Field(
        None, description="null for any", examples=[[None, 10]]
    )
    last_activation: str = Field(
        "", description="activation of the last layer", examples=["softmax", "linear"]
    )
    compiled_with: CompiledWith | None = Field(None, description="optimizer, loss, learning rate")
    title: str = Field("", description="said when it passes, in place of the sentence made from the above")

    @model_validator(mode="after")
    def _no_free_parameters(self) -> ModelCheck:
        if self.layers is not None and not self.layers:
            raise ValueError("`layers` is empty; leave it out if any layers will do")
        return self

    def wants_solution(self) -> bool:
        return self.like is not None

    def probes(self) -> Sequence[Probe]:
        return (Probe("model", source("model"), {"of": self.of}),)

    def judge(self, given: CheckInput) -> CheckResult:
        title = self.title or self._title()
        seen = _read(given.value("model"))
        if seen is None:
            return not_observed(self.kind, title, self.of, given.value("model"))
        like = _read(given.expected_value("model")) if self.like else None
        if self.like and (like is None or like.value.kind != "model"):
            return broken(self.kind, title, f"The solution has no model {self.of} to compare with")
        miss = self._miss(seen, like)
        return (
            failed(self.kind, title, miss, line_of(given.seen.code, self.of))
            if miss
            else passed(self.kind, title)
        )

    def same(self, one: CheckInput, other: CheckInput) -> bool:
        left, right = _read(one.value("model")), _read(other.value("model"))
        if left is None or right is None:
            return False
        if left.value.kind != "model" or right.value.kind != "model":
            return same(left.value, right.value)
        return left.made_of() == right.made_of()

    def _miss(self, seen: _ObservedModel, like: _ObservedModel | None) -> Mismatch | None:
        miss = exists(self.of, seen.value)
        if miss:
            return miss
        if seen.value.kind != "model":
            says = f"{self.of} is {seen.value.kind_words}, not a Keras model."
            return Mismatch(
                "type", says, "a Keras model", seen.value.kind_words, "keras.Sequential([...]) makes one."
            )
        if not seen.built:
            advice = "Begin it with keras.Input(shape=...), or call it once on some pictures."
            return Mismatch(
                "built", f"{self.of} has no weights yet: it does not know what will come in.", advice=advice
            )
        return (
            self._layers(seen)
            or self._shapes(seen, like)
            or self._parameters(seen, like)
            or self._activation(seen)
            or self._compiled(seen)
        )

    def _layers(self, seen: _ObservedModel) -> Mismatch | None:
        if self.layers is None or seen.layers == self.layers:
            return None
        expected, got = ", ".join(self.layers), ", ".join(seen.layers) or "no layers"
        for index, (one, other) in enumerate(zip(seen.layers, self.layers, strict=False), 1):
            if one != other:
                says = f"Layer {index} of {self.of} is {one}, where {other} was asked for."
                return Mismatch("layers", says, words.clipped(expected), words.clipped(got))
        says = f"{self.of} has {words.count(len(seen.layers), 'layer')}, not {len(self.layers)}."
        return Mismatch("layers", says, words.clipped(expected), words.clipped(got))

    def _shapes(self, seen: _ObservedModel, like: _ObservedModel | None) -> Mismatch | None:
        asked = (
            ("takes inputs of", seen.input, self.input_shape or (like.input if like else None)),
            ("gives outputs of", seen.output, self.output_shape or (like.output if like else None)),
        )
        for verb, got, wanted in asked:
            if wanted is None or got is None:
                continue
            fits = len(got) == len(wanted) and all(
                w is None or g == w for g, w in zip(got, wanted, strict=True)
            )
            if not fits:
                says = f"{self.of} {verb} shape {words.shape(got)}, not {words.shape(wanted)}."
                return Mismatch("shape", says, words.shape(wanted), words.shape(got))
        return None

    def _parameters(self, seen: _ObservedModel, like: _ObservedModel | None) -> Mismatch | None:
        wanted = self.parameters if self.parameters is not None else (like.parameters if like else None)
        if wanted is None or seen.parameters == wanted:
            return None
        got = seen.parameters or 0
        advice = "A dense layer has inputs × units weights, and one bias a unit."
        says = f"{self.of} has {words.count(got, 'parameter')}, not {wanted:,}."
        return Mismatch("parameters", says, f"{wanted:,}", f"{got:,}", advice)

    def _activation(self, seen: _ObservedModel) -> Mismatch | None:
        if not self.last_activation or seen.activation == self.last_activation:
            return None
        got = seen.activation or "none"
        says = f"The last layer of {self.of} has the activation {got}, not {self.last_activation}."
        return Mismatch("activation", says, self.last_activation, got)

    def _compiled(self, seen: _ObservedModel) -> Mismatch | None:
        wanted = self.compiled_with
        if wanted is None:
            return None
        if not seen.optimizer and not seen.loss:
            return Mismatch(
                "compiled",
                f"{self.of} has not been compiled.",
                advice="model.compile(optimizer=..., loss=...).",
            )
        if wanted.optimizer and _plain(wanted.optimizer) != _plain(seen.optimizer):
            says = f"{self.of} was compiled with the optimizer {seen.optimizer}, not {wanted.optimizer}."
            return Mismatch("compiled", says, wanted.optimizer, seen.optimizer)
        if wanted.loss and _plain(wanted.loss) != _plain(seen.loss):
            says = f"{self.of} was compiled with the loss {seen.loss or 'None'}, not {wanted.loss}."
            return Mismatch("compiled", says, wanted.loss, seen.loss)
        rate = wanted.learning_rate
        if rate is not None and not (seen.rate is not None and abs(seen.rate - rate) <= 1e-4 * rate):
            got = words.number(seen.rate) if seen.rate is not None else "none"
            return Mismatch(
                "compiled", f"The learning rate is {got}, not {words.number(rate)}.", words.number(rate), got
            )
        return None

    def _title(self) -> str:
        parts = [words.listing(self.layers)] if self.layers else []
        parts += [words.count(self.parameters, "parameter")] if self.parameters is not None else []
        parts += [f"outputs of shape {words.shape(self.output_shape)}"] if self.output_shape else []
        if parts:
            return f"{self.of} has {words.listing(parts)}"
        return (
            f"{self.of} is built as asked"
            if self.like or self.compiled_with
            else f"{self.of} is a Keras model"
        )


@dataclass(frozen=True)
class _ObservedModel:
    """What the probe reported."""

    value: Observed
    built: bool = False
    layers: tuple[str, ...] = ()
    activation: str = ""
    parameters: int | None = None
    input: tuple[int | None, ...] | None = None
    output: tuple[int | None, ...] | None = None
    optimizer: str = ""
    loss: str = ""
    rate: float | None = None

    def made_of(self) -> tuple[object, ...]:
        """All that distinguishes one model from another here."""
        parts = (self.built, self.layers, self.activation, self.parameters, self.input, self.output)
        return (*parts, self.optimizer, self.loss, self.rate)


def _read(value: Any) -> _ObservedModel | None:
    if not isinstance(value, Mapping):
        return None
    seen = read(value.get("value"))
    if seen is None or seen.kind != "model":
        return None if seen is None else _ObservedModel(seen)
    layers = [
        x for x in value.get("layers") or () if isinstance(x, Mapping) and isinstance(x.get("type"), str)
    ]
    config = layers[-1].get("config") if layers else None
    compiled = value.get("compiled")
    compiled = compiled if isinstance(compiled, Mapping) else {}
    rate, parameters = compiled.get("learning_rate"), value.get("parameters")
    return _ObservedModel(
        seen,
        value.get("built") is True,
        tuple(str(x["type"]) for x in layers if x["type"] != "InputLayer"),
        str(config.get("activation", "")) if isinstance(config, Mapping) else "",
        parameters if isinstance(parameters, int) else None,
        _shape(value.get("input")),
        _shape(value.get("output")),
        str(compiled.get("optimizer") or ""),
        str(compiled.get("loss") or ""),
        rate if isinstance(rate, float) else None,
    )


def _shape(value: Any) -> tuple[int | None, ...] | None:
    if not isinstance(value, Sequence) or isinstance(value, str):
        return None
    sizes: list[int | None] = [x if isinstance(x, int) else None for x in value]
    return tuple(sizes)


def _plain(name: str) -> str:
    return name.lower().replace("_", "").replace(" ", "")
