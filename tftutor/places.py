"""Where things are kept: the XDG folders, the workspace, the administrator's settings.

Settings come from, the later winning over the earlier: our defaults, the system's
`tftutor/config.yaml` (in `XDG_CONFIG_DIRS`, `/etc/xdg` unless set), the user's (in
`XDG_CONFIG_HOME`, `~/.config` unless set), and the environment. A missing file is fine; a file
that says something we do not understand is a `MachineProblem` with its line.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tftutor.nearest import nearest
from tftutor.problems import MachineProblem
from tftutor.settings_values import READERS, Theme

if TYPE_CHECKING:
    from tftutor.yamlfile import Flaw, YamlFile

LARGEST_CONFIG = 64 * 1024
DEFAULT = "default"
REPORTS_FOLDER = "reports"  # below the state folder: what is known of a defect of ours, one file each
KEYS = "keys"


@dataclass(frozen=True)
class Places:
    """The folders of one learner. None of them need exist yet.

    state      progress and attempts; precious
    cache      data sets and derived evidence; safe to delete
    workspace  the learner's own files, one `.py` file a step, editable with any editor
    """

    state: Path
    cache: Path
    workspace: Path


@dataclass(frozen=True)
class Settings:
    """What may be set for a machine or a person. None means not set.

    data_dir   where data sets are already, one folder a data set
    python     the interpreter that has TensorFlow: an absolute path, or a name found on PATH
    workspace  the folder of the learner's own files
    seconds    wall clock of a run, in place of what the course says
    memory_mb  memory of a run in MiB, in place of what the course says
    offline    never to use the network

    theme         colours of the full-screen tutor
    mouse         whether it listens to the mouse; without, the terminal selects text by itself
    animation     whether things move; None: not over SSH
    cursor_blink  whether the cursor blinks; None: not over SSH
    keep_runs     whether runs go on when the tutor is left or the connection drops, without being asked to
    keys          id of an action -> the keys that do it, in place of its own. The full-screen tutor knows
                  the actions, and says what is wrong with them

    sources    by the names above, where the value comes from: `default`, the name of an
               environment variable, or a file and line as in `/etc/xdg/tftutor/config.yaml:3`;
               for the keys of an action by `keys.run` and so on
    """

    workspace: Path
    data_dir: Path | None = None
    python: str | None = None
    seconds: float | None = None
    memory_mb: int | None = None
    offline: bool = False
    theme: Theme = "auto"
    mouse: bool = True
    animation: bool | None = None
    cursor_blink: bool | None = None
    keep_runs: bool = False
    keys: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    sources: Mapping[str, str] = field(default_factory=dict)


def places(environ: Mapping[str, str] | None = None) -> Places:
    """The learner's folders, from the XDG variables and the settings.

    Raises MachineProblem when a config file cannot be understood.
    """
    env = os.environ if environ is None else environ
    home = _home(env)
    state = _absolute(env, "XDG_STATE_HOME", home / ".local" / "state") / "tftutor"
    cache = _absolute(env, "XDG_CACHE_HOME", home / ".cache") / "tftutor"
    return Places(state=state, cache=cache, workspace=settings(env).workspace)


def bundled_course() -> Path:
    """Return the course that comes with tftutor: in the package when installed, beside it in a checkout."""
    package = Path(__file__).resolve().parent
    installed = package / "lessons"
    return installed if installed.is_dir() else package.parent / "lessons"


def settings(environ: Mapping[str, str] | None = None) -> Settings:
    """The settings in force, each with its source.

    Raises MachineProblem when a config file or a variable cannot be understood.
    """
    env = os.environ if environ is None else environ
    home = _home(env)
    values: dict[str, Any] = {"workspace": home / "tftutor", KEYS: {}}
    sources = dict.fromkeys(READERS, DEFAULT)
    for file in config_files(env):
        for key, text, line in _entries(file):
            if isinstance(text, tuple):
                values[KEYS][key] = text
                sources[f"{KEYS}.{key}"] = f"{file}:{line}"
                continue
            try:
                values[key] = READERS[key](text, home, None)
            except ValueError as error:
                raise _file_problem(file, line, f"`{key}` is {text!r}, but it should be {error}.") from None
            sources[key] = f"{file}:{line}"
    for key, read in READERS.items():
        name = "TFTUTOR_" + key.upper()
        text = env.get(name, "")
        if not text:
            continue
        try:
            values[key] = read(text, home, _here())
        except ValueError as error:
            raise MachineProblem(
                f"The environment variable {name} is {text!r}, but it should be {error}.",
                f"Set it again, or remove it with: unset {name}",
            ) from None
        sources[key] = name
    return Settings(**values, sources=sources)


def _here() -> Path | None:
    """The current folder; None where it has been removed, so that only full paths can be understood."""
    try:
        return Path.cwd()
    except OSError:
        return None


def config_files(environ: Mapping[str, str] | None = None) -> list[Path]:
    """The files that settings are read from, weakest first. They need not exist."""
    env = os.environ if environ is None else environ
    named = [Path(d) for d in (env.get("XDG_CONFIG_DIRS") or "").split(":") if d.startswith("/")]
    system = named or [Path("/etc/xdg")]
    user = _absolute(env, "XDG_CONFIG_HOME", _home(env) / ".config")
    return [folder / "tftutor" / "config.yaml" for folder in [*reversed(system), user]]


def _home(env: Mapping[str, str]) -> Path:
    return Path(env.get("HOME") or "~").expanduser()


def _absolute(env: Mapping[str, str], name: str, otherwise: Path) -> Path:
    """The XDG rules: an unset, empty or relative folder counts as not given."""
    text = env.get(name, "")
    return Path(text) if text.startswith("/") else otherwise


def _entries(file: Path) -> Iterator[tuple[str, str | tuple[str, ...], int]]:
    """(key, text of the value, line counted from 1) of each setting in a config file.

    The group `keys` gives (id of an action, its keys, line) for each action in it.
    """
    yaml = _read(file)
    if yaml is None or yaml.data is None:
        return
    if not isinstance(yaml.data, dict):
        raise _file_problem(file, yaml.line(()), "Settings are lines like `offline: true`.")
    for key, value in yaml.data.items():
        line = yaml.line((key,))
        if key == KEYS:
            yield from _key_group(yaml, value)
        elif key not in READERS:
            raise _file_problem(file, line, _no_such_setting(key))
        elif isinstance(value, (dict, list)):
            raise _file_problem(file, line, f"`{key}` should be one value, not a list or a group of keys.")
        elif value is not None:
            yield key, value, line


def _key_group(yaml: YamlFile, group: Any) -> Iterator[tuple[str, tuple[str, ...], int]]:
    """The group `keys`: `run: f6`, or `run: [f6, ctrl+r]`."""
    if group is None:
        return
    if not isinstance(group, dict):
        raise _file_problem(
            yaml.file, yaml.line((KEYS,)), "Below `keys:` write lines like `run: [ctrl+r, f5]`."
        )
    for action, value in group.items():
        line = yaml.line((KEYS, action))
        keys = value if isinstance(value, list) else [value]
        if value is not None and not all(isinstance(key, str) for key in keys):
            said = f"The keys of `{action}` should be a list like [ctrl+r, f5]."
            raise _file_problem(yaml.file, line, said)
        if value is not None:
            yield action, tuple(keys), line


def _read(file: Path) -> YamlFile | None:
    """The file, every value in it as text; None where there is none."""
    if not _exists(file):
        return None
    from tftutor.yamlfile import FlawedFile, read_yaml
    from tftutor.yamlfile.scalars import text_or_none

    try:
        yaml = read_yaml(file, resolve=text_or_none, max_bytes=LARGEST_CONFIG, empty=True)
    except FlawedFile as error:
        raise _flaw(file, error.flaw) from None
    if yaml.flaws:
        raise _flaw(file, yaml.flaws[0])
    return yaml


def _exists(file: Path) -> bool:
    try:
        return file.exists()
    except OSError:
        return True  # in a folder that nobody may look into: the reader says so


def _flaw(file: Path, flaw: Flaw) -> MachineProblem:
    sentence = f"{flaw.sentence[:1].upper()}{flaw.sentence[1:]}."
    if flaw.line is not None:
        return _file_problem(file, flaw.line, sentence)
    return MachineProblem(f"{file}: {sentence}", "Make it a file that you may read, or move it away.")


def _no_such_setting(key: str) -> str:
    known = (*READERS, KEYS)
    near = nearest(key.replace("-", "_"), known)
    hint = f"Did you mean `{near[0]}`?" if near else f"The settings are: {', '.join(known)}."
    return f"There is no setting `{key}`. {hint}"


def _file_problem(file: Path, line: int, what: str) -> MachineProblem:
    return MachineProblem(f"{file}:{line}: {what}", "Correct that line, or move the file away.")
