"""What can be read off a learner's program without running it."""

from __future__ import annotations

import ast
from dataclasses import dataclass


@dataclass(frozen=True)
class WhileLoop:
    """A `while` loop: its condition, and the names in it if nothing in its body changes them."""

    condition: str
    unchanged: tuple[str, ...]


def parsed(code: str) -> ast.Module | None:
    """Its syntax tree; None where it is not Python."""
    try:
        return ast.parse(code)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None


def line_of(code: str, expression: str) -> int | None:
    """The line, from 1, that last gives a value to the first name in ``expression``."""
    tree = parsed(code)
    name = _first_name(expression)
    if tree is None or not name:
        return None
    lines = [
        node.lineno
        for node in ast.walk(tree)
        if isinstance(node, (ast.stmt, ast.expr)) and name in _assigned(node)
    ]
    return max(lines, default=None)


def _first_name(expression: str) -> str:
    tree = parsed(expression)
    names = [node for node in ast.walk(tree) if isinstance(node, ast.Name)] if tree else []
    return min(names, key=lambda node: (node.lineno, node.col_offset)).id if names else ""


def _assigned(node: ast.AST) -> set[str]:
    """Names that this node assigns or defines."""
    targets: list[ast.expr] = []
    if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
        return {node.name}
    if isinstance(node, ast.Assign):
        targets = node.targets
    elif isinstance(node, (ast.AnnAssign, ast.AugAssign, ast.NamedExpr)):
        targets = [node.target]
    return {part.id for target in targets for part in ast.walk(target) if isinstance(part, ast.Name)}


def while_loop_at(code: str, line: int) -> WhileLoop | None:
    """The innermost `while` loop around a line; None where there is none."""
    tree = parsed(code)
    loops = [node for node in ast.walk(tree) if isinstance(node, ast.While)] if tree else []
    around = [loop for loop in loops if loop.lineno <= line <= (loop.end_lineno or 0)]
    if not around:
        return None
    loop = max(around, key=lambda node: node.lineno)
    functions = {id(node.func) for node in ast.walk(loop.test) if isinstance(node, ast.Call)}
    packages = aliases(tree) if tree else {}
    names = [node for node in ast.walk(loop.test) if isinstance(node, ast.Name)]
    asked = [node.id for node in names if id(node) not in functions and node.id not in packages]
    moved = [node for statement in loop.body for node in ast.walk(statement)]
    return WhileLoop(
        ast.unparse(loop.test),
        () if any(_changes(node, asked) for node in moved) else tuple(dict.fromkeys(asked)),
    )


def _changes(node: ast.AST, names: list[str]) -> bool:
    """Whether a node gives one of these names another value, writes on it, or leaves the loop."""
    if isinstance(node, (ast.Break, ast.Return)):
        return True
    if isinstance(node, ast.For):
        return any(isinstance(part, ast.Name) and part.id in names for part in ast.walk(node.target))
    if isinstance(node, ast.Call):  # x.assign_sub(...), row.pop(), move(x)
        parts = [node.func, *node.args] if isinstance(node.func, ast.Attribute) else node.args
        return any(isinstance(p, ast.Name) and p.id in names for part in parts for p in ast.walk(part))
    return bool(_assigned(node) & set(names))


def returns_value(code: str, name: str) -> bool:
    """Whether the function ``name`` has a `return` with a value."""
    tree = parsed(code)
    functions = [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)] if tree else []
    return any(
        isinstance(node, ast.Return) and node.value is not None
        for function in functions
        if function.name == name
        for node in ast.walk(function)
    )


def aliases(tree: ast.Module) -> dict[str, str]:
    """Local name -> full dotted name, from the imports: `tf` -> `tensorflow`."""
    found: dict[str, str] = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            for name in node.names:
                found[name.asname or name.name.split(".")[0]] = (
                    name.name if name.asname else name.name.split(".")[0]
                )
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            for name in node.names:
                found[name.asname or name.name] = f"{node.module}.{name.name}"
    for node in tree.body:  # GT = tf.GradientTape
        if isinstance(node, ast.Assign) and isinstance(node.value, ast.Attribute) and len(node.targets) == 1:
            target, full = node.targets[0], dotted(node.value, found)
            if isinstance(target, ast.Name) and full and full.split(".")[0] in _roots(found):
                found.setdefault(target.id, full)
    return found


def _roots(found: dict[str, str]) -> set[str]:
    return {full.split(".")[0] for full in found.values()}


def dotted(node: ast.expr, names: dict[str, str]) -> str:
    """`tf.GradientTape` as `tensorflow.GradientTape`; `f(x).numpy` as `.numpy`."""
    if isinstance(node, ast.Name):
        return names.get(node.id, node.id)
    if isinstance(node, ast.Attribute):
        return f"{dotted(node.value, names)}.{node.attr}"
    return ""
