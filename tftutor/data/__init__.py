"""What is learned from: data sets found, fetched, verified, prepared, or stood in for.

Nothing here imports TensorFlow; NumPy is imported when arrays are first read.
"""

from tftutor.data.datasets import DataSets
from tftutor.data.model import (
    DataMissing,
    FetchFailed,
    OnProgress,
    Progress,
    Resolved,
    Status,
    VerifyNote,
)

__all__ = [
    "DataMissing",
    "DataSets",
    "FetchFailed",
    "OnProgress",
    "Progress",
    "Resolved",
    "Status",
    "VerifyNote",
]  # fmt: skip
