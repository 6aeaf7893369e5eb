"""Whether a folder is on another machine's disk, where SQLite's write-ahead log cannot be trusted."""

from __future__ import annotations

import re
from pathlib import Path

# A write-ahead log needs memory shared by all who use the file, which no network gives:
# https://www.sqlite.org/wal.html
NETWORK_KINDS = frozenset(
    {
        *("nfs", "nfs4", "cifs", "smb3", "smbfs", "9p", "afs", "ceph", "glusterfs", "lustre", "gpfs"),
        *("fuse.sshfs", "fuse.glusterfs", "fuse.ceph", "fuse.s3fs", "fuse.gcsfuse", "fuse.rclone"),
        *("beegfs", "davfs", "fuse.davfs2", "virtiofs", "vboxsf", "fuse.vmhgfs-fuse"),
    }
)


def is_on_network(folder: Path, mountinfo: str | None = None) -> bool:
    """Whether ``folder`` is on a network file system; False where the machine does not say.

    ``mountinfo`` is the text of /proc/self/mountinfo, described in proc(5).
    """
    if mountinfo is None:
        try:
            mountinfo = Path("/proc/self/mountinfo").read_text("utf-8", "surrogateescape")
        except OSError:
            return False
    here = folder.resolve()
    kind, deepest = "", -1
    for point, its_kind in _mounts(mountinfo):
        # Of two mounts on the same point the later one is seen, hence >=.
        if here.is_relative_to(point) and len(point.parts) >= deepest:
            kind, deepest = its_kind, len(point.parts)
    return kind in NETWORK_KINDS


def _mounts(mountinfo: str) -> list[tuple[Path, str]]:
    found = []
    for line in mountinfo.splitlines():
        left, _, right = line.partition(" - ")
        fields, kind = left.split(" "), right.split(" ")[0]
        if len(fields) > 4 and kind:
            point = re.sub(r"\\([0-7]{3})", lambda match: chr(int(match[1], 8)), fields[4])
            found.append((Path(point), kind))
    return found
