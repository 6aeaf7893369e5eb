"""The commands, each with the line that `tftutor --help` says of it."""

from __future__ import annotations

# The module of a command is tftutor.cli.<name>, with _ for -; it has `configure(parser)` and `run(options)`.
COMMANDS: dict[str, str] = {
    "open": "the full-screen tutor, at a step; `tftutor` alone opens it at home",
    "list": "the lessons and steps, and what you have done of them",
    "next": "the one thing to do next",
    "show": "a step: its text, its code, where your own file is",
    "run": "run a step's code, or any Python file, and see what it prints",
    "check": "whether your code does what the steps ask for, and why if not",
    "hint": "the next hint for a step",
    "answer": "answer a question of a step",
    "glossary": "what a term means, and where the course explains it",
    "page": "what changed since 2017, and further reading",
    "progress": "what you have done so far",
    "reset": "start steps anew; your old files are kept beside",
    "data": "the data sets: list them, fetch them, verify them",
    "env-doctor": "what stops TensorFlow on this machine, and what mends it",
    "schema": "for teachers: the JSON Schema of lesson files, for editors",
    "lint": "for teachers: try out every claim of a lesson",
}
