"""What the confinement refuses is said in words, below what Python says of it."""

from __future__ import annotations

import pytest
from sandbox_samples import Run

PROCESSES = "A program in a lesson cannot start other programs or processes; threads work."
NETWORK = "A program in a lesson has no network."
FILES = "A program in a lesson reaches only its own folder and the data of its step."

REFUSED = {
    "import subprocess; subprocess.run(['ls'])": PROCESSES,
    "import os; os.system('ls')": PROCESSES,
    "import os; os.fork()": PROCESSES,
    "import multiprocessing as m; m.Process(target=print).start()": PROCESSES,
    "import socket; socket.create_connection(('127.0.0.1', 80))": NETWORK,
    "import urllib.request as u; u.urlopen('http://example.org')": NETWORK,
    "open('/etc/shadow')": FILES,
    "import tensorflow as tf; tf.io.read_file('/etc/shadow')": FILES,
    "raise PermissionError('of my own')": "",
    "raise OSError(1, 'of my own')": "",
    "raise ValueError": "",
}


@pytest.mark.parametrize("code", REFUSED)
def test_a_refused_call_is_explained(run: Run, code: str) -> None:
    evidence = run(code)
    assert evidence.ending == "error"
    assert evidence.error is not None
    explained = REFUSED[code]
    if explained:
        assert evidence.error.message.splitlines()[-1] == explained
        assert evidence.errors.splitlines()[-1] == explained
    else:
        assert "in a lesson" not in evidence.errors + evidence.error.message


def test_a_refused_call_that_the_program_handles_says_nothing(run: Run) -> None:
    code = "import os\ntry: os.system('ls')\nexcept PermissionError: print('handled')"
    assert run(code).output == "handled\n"
