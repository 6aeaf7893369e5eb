"""What can be read off a learner's program without running it."""

from __future__ import annotations

import ast


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
        if isinstance(node, (ast.stmt, ast.expr)) and name in _given(node)
    ]
    return max(lines, default=None)


def _first_name(expression: str) -> str:
    tree = parsed(expression)
    names = [node for node in ast.walk(tree) if isinstance(node, ast.Name)] if tree else []
    return min(names, key=lambda node: (node.lineno, node.col_offset)).id if names else ""


def _given(node: ast.AST) -> set[str]:
    """Names that this node assigns or defines."""
    targets: list[ast.expr] = []
    if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
        return {node.name}
    if isinstance(node, ast.Assign):
        targets = node.targets
    elif isinstance(node, (ast.AnnAssign, ast.AugAssign, ast.NamedExpr)):
        targets = [node.target]
    return {part.id for target in targets for part in ast.walk(target) if isinstance(part, ast.Name)}


def gives_back(code: str, name: str) -> bool:
    """Whether the function ``name`` has a `return` with something behind it."""
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
