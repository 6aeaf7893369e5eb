"""Takes out of a text what identifies a person or a machine, and secrets.

Rather too much than too little: a name of yours is taken out wherever it is, also in the middle of a
path. What is public anyway (`root`, `localhost`, the names of packages) stays, so that the text stays useful.
"""

from __future__ import annotations

import ipaddress
import os
import re
import socket
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from tftutor.doctor.system import System

SECRET_NAME = re.compile(
    r"TOKEN|SECRET|PASS(?!IVE)|PASSWD|PWD$|CRED|AUTH|COOKIE|SESSION|APIKEY|API_KEY|ACCESS_?KEY|PRIVATE|SIGNATURE"
    r"|(?:^|_)KEY(?:_|$)|LICENSE",
    re.IGNORECASE,
)
_NOT_SECRET = frozenset({"PWD", "OLDPWD", "SSH_AUTH_SOCK", "XDG_SESSION_TYPE", "DESKTOP_SESSION"})
_SHORTEST_SECRET = 4
_SHORTEST_NAME = 2
# Names that stand for nobody, and words without which a report says nothing.
_NOBODY = frozenset({
    "root", "localhost", "localdomain", "nobody", "user", "ubuntu", "debian", "python", "python3", "pip",
    "tensorflow", "tensorboard", "keras", "numpy", "cuda", "nvidia", "tftutor", "linux", "home", "lib", "bin",
    "usr", "opt", "tmp", "venv", "local", "broadcasthost", "ip6-localhost", "ip6-loopback",
})  # fmt: skip
_KEPT_ADDRESSES = frozenset({"127.0.0.1", "0.0.0.0", "::1", "::"})

_URL = re.compile(r"\b([a-z][a-z0-9+.-]{1,20})://[^\s'\"<>)\]]+", re.IGNORECASE)
_PATTERNS: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(r"-----BEGIN [A-Z ]+-----.*?(?:-----END [A-Z ]+-----|\Z)", re.DOTALL), "KEY"),
    (re.compile(r"\beyJ[\w-]{8,}(?:\.[\w-]+){1,2}"), "TOKEN"),
    (re.compile(r"\b(?:gh[pousr]_|github_pat_|glpat-|hf_|sk-|pypi-|xox[a-z]-|npm_)[\w-]{8,}"), "TOKEN"),
    (re.compile(r"\b(?:AKIA|ASIA|AIza)[\w-]{12,}"), "TOKEN"),
    (re.compile(r"\b(Bearer|Basic)\s+[\w.+/=-]{6,}", re.IGNORECASE), r"\1 TOKEN"),
    (
        re.compile(
            r"(?i)\b([\w-]*(?:token|secret|passw(?:or)?d|api[_-]?key|access[_-]?key|credential)s?)"
            r"([\"']?\s*[=:]\s*)(\"[^\"]*\"|'[^']*'|[^\s,;&\"']+)"
        ),
        r"\1\2TOKEN",
    ),
    (re.compile(r"(?i)\b(serial(?:[ _-]?(?:number|no))?)(\s*[=:#]\s*|\s+)(?=\S*\d)\S+"), r"\1\2SERIAL"),
    (re.compile(r"\b(GPU|MIG)-[0-9a-f]{8}(?:-[0-9a-f]+)*(?:/\d+)*", re.IGNORECASE), r"\1-UUID"),
    (re.compile(r"\b[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}\b", re.IGNORECASE), "UUID"),
    (re.compile(r"\b(?:[0-9a-f]{2}:){5}[0-9a-f]{2}\b", re.IGNORECASE), "MAC"),
    (re.compile(r"\b[0-9a-f]{32,}\b", re.IGNORECASE), "ID"),
    (re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+"), "EMAIL"),
    (re.compile(r"(/(?:home|Users|export/home)/)(?!USER\b)[^/\s'\":,;]+"), r"\1USER"),
)  # fmt: skip
_IPV4 = re.compile(r"(?<![\d.])(?:\d{1,3}\.){3}\d{1,3}(?![\d.]|\.\d)")
_IPV6 = re.compile(r"(?<![\w:.])[0-9a-f]{0,4}(?::[0-9a-f]{0,4}){2,7}(?:%\w+)?(?![\w:])", re.IGNORECASE)
# NVIDIA's packages have versions of four numbers.
_PACKAGE_VERSION = re.compile(r"(?:==|[a-z]-cu1\d |\bversion )$")


@dataclass(frozen=True)
class Redactor:
    """What to look for, the longest first: home folders, names, values that are secret."""

    homes: tuple[str, ...]
    users: tuple[str, ...]
    hosts: tuple[str, ...]
    secrets: tuple[str, ...]

    @classmethod
    def of(cls, system: System) -> Redactor:
        """Learns from the environment, and from the files of this machine and of the tree examined."""
        here = System()
        homes = {str(system.home or ""), here.environ.get("HOME", ""), os.path.expanduser("~")}  # noqa: PTH111
        homes -= {"", "/", "~"}
        users = {os.path.basename(home) for home in homes}  # noqa: PTH119
        hosts: set[str] = {socket.gethostname()}
        secrets: set[str] = set()
        for one in (system, here):
            users |= set(_users(one))
            hosts |= set(_hosts(one))
            secrets |= set(_secrets(one.environ)) | {one.text("/etc/machine-id", 100).strip()}
        return cls(
            homes=_longest_first(homes),
            users=_longest_first(_names(users)),
            hosts=_longest_first(_names(hosts)),
            secrets=_longest_first(value for value in secrets if len(value) >= _SHORTEST_SECRET),
        )

    def text(self, text: str) -> str:
        """``text`` without any of it."""
        for secret in self.secrets:
            text = text.replace(secret, "SECRET")
        text = _URL.sub(_only_the_port, text)
        for home in self.homes:
            text = re.sub(rf"{re.escape(home)}(?![\w.-])", "~", text)
        for pattern, instead in _PATTERNS:
            text = pattern.sub(instead, text)
        text = _IPV4.sub(lambda found: _address(found, text), text)
        text = _IPV6.sub(_address6, text)
        text = _without(text, self.hosts, "HOST")
        return _without(text, self.users, "USER")


def _longest_first(words: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted({word for word in words if word}, key=lambda word: (-len(word), word)))


def _names(words: Iterable[str]) -> list[str]:
    return [word for word in words if len(word) >= _SHORTEST_NAME and word.lower() not in _NOBODY]


def _users(system: System) -> list[str]:
    """Login names and full names: of the one who asks, and of people (not services) in /etc/passwd."""
    found = [system.variable(name) for name in ("USER", "LOGNAME", "SUDO_USER", "USERNAME")]
    for line in system.text("/etc/passwd").splitlines():
        fields = line.split(":")
        if len(fields) >= 6 and fields[2].isdecimal() and 1000 <= int(fields[2]) < 65534:
            full = fields[4].partition(",")[0].strip()
            found += [fields[0], full, os.path.basename(fields[5].rstrip("/"))]  # noqa: PTH119
            found += [part for part in full.split() if len(part) > _SHORTEST_NAME]
    return found


def _hosts(system: System) -> list[str]:
    names = [system.text("/etc/hostname", 300).strip(), system.text("/proc/sys/kernel/hostname", 300).strip()]
    names += [system.variable(name) for name in ("HOSTNAME", "HOST", "HOSTALIASES")]
    for line in system.text("/etc/hosts").splitlines():
        names += line.partition("#")[0].split()[1:]
    for line in system.text("/etc/resolv.conf").splitlines():
        words = line.split()
        if words[:1] in (["search"], ["domain"]):
            names += words[1:]
    return [part for name in names if name for part in (name, name.partition(".")[0])]


def _secrets(environ: Mapping[str, str]) -> list[str]:
    return [value for name, value in environ.items() if SECRET_NAME.search(name) and name not in _NOT_SECRET]


def _only_the_port(found: re.Match[str]) -> str:
    """An address without the name, the password, the host and what follows."""
    scheme, rest = found[1], found[0].partition("://")[2]
    if scheme.lower() == "file":
        return found[0]
    place = rest.partition("/")[0].rpartition("@")[2]
    port = re.search(r":(\d+)$", place)
    host = place[: port.start()] if port else place
    shown = host if host in ("localhost", "127.0.0.1") else "HOST"
    return f"{scheme}://{shown}{port[0] if port else ''}" + ("/..." if "/" in rest else "")


def _address(found: re.Match[str], text: str) -> str:
    before = text[max(0, found.start() - 30) : found.start()]
    if found[0] in _KEPT_ADDRESSES or _PACKAGE_VERSION.search(before):
        return found[0]
    return "ADDRESS"


def _address6(found: re.Match[str]) -> str:
    try:
        ipaddress.IPv6Address(found[0].partition("%")[0])
    except ValueError:
        return found[0]
    return found[0] if found[0] in _KEPT_ADDRESSES else "ADDRESS"


def _without(text: str, names: Iterable[str], instead: str) -> str:
    for name in names:
        text = re.sub(
            rf"(?<![A-Za-z0-9]){re.escape(name)}(?![A-Za-z0-9])", instead, text, flags=re.IGNORECASE
        )
    return text
