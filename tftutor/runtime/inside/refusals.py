"""What a refused call was about, in words: Python only says "Operation not permitted"."""

from __future__ import annotations

import errno
import os
import re
import traceback

_PROCESSES = "A program in a lesson cannot start other programs or processes; threads work."
_NETWORK = "A program in a lesson has no network."
_FILES = "A program in a lesson reaches only its own folder and the data of its step."

_OF_PROCESSES = {"subprocess.py", "popen_fork.py", "popen_spawn_posix.py", "pty.py", "refusals.py"}
_OF_NETWORK = {"socket.py", "ssl.py", "base_events.py", "selector_events.py"}
_STARTS = re.compile(r"\bos\.(fork|forkpty|posix_spawnp?|exec[lv]p?e?|setsid|kill|killpg|setpgid)\s*\(")
_DEPTH_MAX = 8


def explained(error: BaseException) -> str:
    """A sentence for an error that the confinement, or what it was caught as, led to; empty for any other."""
    found: BaseException | None = error
    for _ in range(_DEPTH_MAX):
        if found is None:
            break
        said = _of(found)
        if said:
            return said
        found = found.__cause__ or found.__context__
    return ""


def _of(error: BaseException) -> str:
    """Any failure of a socket's own is one of the network: a name that cannot be looked up, too."""
    if type(error).__name__ == "PermissionDeniedError":  # TensorFlow's own
        return _FILES
    if not isinstance(error, OSError):
        return ""
    last = traceback.extract_tb(error.__traceback__)[-1:]
    file = os.path.basename(last[0].filename) if last else ""
    if file in _OF_NETWORK:
        return _NETWORK
    if not isinstance(error, PermissionError):
        return ""
    if file in _OF_PROCESSES or (last and _STARTS.search(last[0].line or "")):
        return _PROCESSES
    return _FILES if error.filename is not None else ""


def speak_up() -> None:
    """`os.system` would only answer 127, the one call of its kind that raises nothing."""

    def system(command: object) -> int:
        raise PermissionError(errno.EPERM, os.strerror(errno.EPERM))

    os.system = system
