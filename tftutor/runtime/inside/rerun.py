"""Runs the learner's section once more with other values in some of its names."""

from __future__ import annotations

import ast
import contextlib
import io
from collections.abc import Iterator, Mapping
from typing import Any

from .libraries import Libraries
from .sections import Play

_HOOK = "__replaced_value__"


def rerun(play: Play, loaded: Libraries, replacing: Mapping[str, Any]) -> dict[str, Any]:
    """The namespace it leaves; what is printed is swallowed. Raises what the code raises."""
    section = play.learners
    tree = ast.parse(section["code"], filename=section["name"])
    tree.body = _with_hooks(tree.body, set(replacing))
    code = compile(ast.fix_missing_locations(tree), section["name"], "exec", dont_inherit=True)
    namespace = dict(play.before)
    namespace[_HOOK] = lambda name, value: _replacement(value, replacing[name], loaded)
    with contextlib.ExitStack() as around:
        around.enter_context(contextlib.redirect_stdout(io.StringIO()))
        around.enter_context(contextlib.redirect_stderr(io.StringIO()))
        around.enter_context(_clean_graph(play, loaded.tf))
        around.enter_context(contextlib.suppress(SystemExit))
        exec(code, namespace)
    del namespace[_HOOK]
    return namespace


def _with_hooks(body: list[ast.stmt], names: set[str]) -> list[ast.stmt]:
    """After each assignment to one of ``names``, at top level or in a block there: ``x = HOOK("x", x)``."""
    result: list[ast.stmt] = []
    for statement in body:
        for block in ("body", "orelse", "finalbody"):
            inner = getattr(statement, block, None)
            if isinstance(inner, list) and not isinstance(
                statement, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.For, ast.While)
            ):
                setattr(statement, block, _with_hooks(inner, names))
        result.append(statement)
        result += [
            ast.copy_location(_hook(name), statement) for name in _assigned(statement) if name in names
        ]
    return result


def _assigned(statement: ast.stmt) -> list[str]:
    if isinstance(statement, ast.Assign):
        targets = statement.targets
    elif isinstance(statement, ast.AnnAssign) and statement.value is not None:
        targets = [statement.target]
    else:
        return []
    nodes = [node for target in targets for node in ast.walk(target)]
    return [node.id for node in nodes if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)]


def _hook(name: str) -> ast.stmt:
    call = ast.Call(
        func=ast.Name(id=_HOOK, ctx=ast.Load()),
        args=[ast.Constant(value=name), ast.Name(id=name, ctx=ast.Load())],
        keywords=[],
    )
    return ast.Assign(targets=[ast.Name(id=name, ctx=ast.Store())], value=call)


@contextlib.contextmanager
def _clean_graph(play: Play, tf: Any) -> Iterator[None]:
    """A graph of its own where eager execution is off, unless the prelude built on the default one."""
    symbolic = (tf.Tensor, tf.Variable, tf.Operation, tf.compat.v1.Session)
    on_old_graph = any(isinstance(value, symbolic) for value in play.before.values())
    if tf.executing_eagerly() or on_old_graph:
        yield
        return
    with tf.Graph().as_default():
        yield


def _replacement(value: Any, new: Any, loaded: Libraries) -> Any:
    """``new`` in the form that ``value`` has: a variable stays one, a list stays a list."""
    tf, numpy = loaded.tf, loaded.numpy
    if isinstance(value, tf.Variable) and not _is_symbolic(value):
        value.assign(tf.cast(tf.constant(new), value.dtype))
        return value
    if isinstance(value, tf.Variable):
        initial = numpy.asarray(new).astype(value.dtype.base_dtype.as_numpy_dtype)
        with value.graph.as_default():
            return tf.compat.v1.Variable(initial, trainable=value.trainable)
    if isinstance(value, tf.Tensor):
        return tf.constant(numpy.asarray(new).astype(value.dtype.as_numpy_dtype))
    if callable(getattr(value, "assign", None)):  # a variable of Keras's own
        value.assign(new)
        return value
    if isinstance(value, numpy.ndarray):
        return numpy.asarray(new).astype(value.dtype)
    if isinstance(value, (list, tuple)):
        return type(value)(numpy.asarray(new).tolist())
    if isinstance(value, (bool, int, float)):
        return type(value)(numpy.asarray(new).item())
    return new


def _is_symbolic(variable: Any) -> bool:
    return bool(getattr(variable, "_in_graph_mode", True))  # reference variables exist in graphs only
