"""Pass marks and references, one for real data and perhaps another for stand-ins."""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

Share = Annotated[float, Field(gt=0, lt=1, description="a share of one: 0.075 is 7.5 %")]


class ByData(BaseModel):
    """One figure for real data, one for generated stand-ins."""

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)

    real: Share
    stand_in: Share = Field(alias="stand-in")


Threshold = Share | ByData


class NumberByData(BaseModel):
    """One number for real data, one for generated stand-ins; any number, such as a loss."""

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)

    real: float
    stand_in: float = Field(alias="stand-in")


NumberThreshold = float | NumberByData


def figure(threshold: Threshold | NumberThreshold | None, stand_in: bool) -> float | None:
    """The figure that counts for the data at hand."""
    if isinstance(threshold, ByData | NumberByData):
        return threshold.stand_in if stand_in else threshold.real
    return threshold
