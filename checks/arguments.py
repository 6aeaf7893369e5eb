"""Arguments for a learner's function, as authors write them; made in the sandbox from a seed."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

_FORMS = ("normal", "uniform", "integers", "one_hot", "file", "value", "name")


class RecordField(BaseModel):
    """A field of a record: so many random bytes."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    bytes: int = Field(ge=1, description="how many", examples=[1, 3072])
    below: int = Field(256, ge=1, le=256, description="each byte is below it", examples=[10])


class BinaryFile(BaseModel):
    """A file of records, one after the other, with nothing between them."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    records: int = Field(ge=0, description="how many")
    of: tuple[RecordField, ...] = Field(
        min_length=1,
        description="the fields of a record",
        examples=[[{"bytes": 1, "below": 10}, {"bytes": 3072}]],
    )
    cut: int = Field(0, ge=0, description="bytes missing at its end")


class Argument(BaseModel):
    """One argument: exactly one of normal, uniform, integers, one_hot, file, value, name."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    normal: tuple[int, ...] | None = Field(
        None, description="shape; numbers from a normal distribution, times `scale`", examples=[[3, 4]]
    )
    uniform: tuple[int, ...] | None = Field(None, description="shape; numbers between `low` and `high`")
    integers: tuple[int, ...] | None = Field(
        None, description="shape; whole numbers from `low` to below `high`", examples=[[5]]
    )
    one_hot: tuple[int, int] | None = Field(
        None, description="(rows, classes); one 1 a row", examples=[[5, 10]]
    )
    file: BinaryFile | None = Field(
        None, description="path of a new file in the run folder, with random content at each call"
    )
    value: Any = Field(None, description="the value itself", examples=[0.5, [1, 2, 3]])
    name: str | None = Field(None, description="name or expression in the learner's program", examples=["W"])
    scale: float = Field(1.0, description="standard deviation of `normal`")
    low: float = Field(0.0, description="least value of `uniform` and `integers`")
    high: float = Field(1.0, description="`uniform` and `integers` stay below it")
    dtype: str = Field("", description="float32 by default, int32 for `integers`", examples=["float64"])
    made: Literal["tensor", "array", "variable", "python"] = Field(
        "tensor",
        alias="as",
        description="what the function gets; `value` stays plain Python unless it is given",
    )

    @model_validator(mode="after")
    def _one_form(self) -> Argument:
        given = [form for form in _FORMS if form in self.model_fields_set]
        if len(given) != 1:
            raise ValueError(
                f"give exactly one of {', '.join(_FORMS)}; this has {', '.join(given) or 'none'}"
            )
        if given[0] in ("uniform", "integers") and self.high <= self.low:
            raise ValueError("`high` must be larger than `low`")
        if given[0] == "integers" and "high" not in self.model_fields_set:
            raise ValueError("`integers` needs `high`")
        return self

    def params(self) -> dict[str, Any]:
        """What the probe needs to make it."""
        form = next(form for form in _FORMS if form in self.model_fields_set)
        made = self.made
        if form == "value" and "made" not in self.model_fields_set:
            made = "python"
        what = getattr(self, form)
        if form == "file":
            what = what.model_dump()
        return {
            "form": form,
            "what": list(what) if isinstance(what, tuple) else what,
            "scale": self.scale,
            "low": self.low,
            "high": self.high,
            "dtype": self.dtype or ("int32" if form == "integers" else "float32"),
            "made": made,
        }
