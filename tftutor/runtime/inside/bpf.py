"""A filter of system calls, assembled by hand: linux/filter.h and linux/seccomp.h through ctypes.

A filter is a list of answers. Each asks whether the call is one of its own and, if so, ends with a
verdict; what no answer claims gets the default. Arguments are compared by their lower 32 bits,
which is all the kernel looks at for those that are compared here.
"""

from __future__ import annotations

import ctypes
import struct
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from . import system

ALLOW, KILL_PROCESS = 0x7FFF0000, 0x80000000
_ERRNO = 0x00050000
_X32_BIT = 0x40000000

_LOAD, _AND, _RETURN = 0x20, 0x54, 0x06
_JUMP, _JUMP_IF_EQUAL, _JUMP_IF_AT_LEAST, _JUMP_IF_ANY_BIT = 0x05, 0x15, 0x35, 0x45
_NUMBER, _MACHINE, _ARGUMENTS = 0, 4, 16  # offsets in struct seccomp_data
_REACH = 250  # a jump leads over 255 instructions at most

_SET_MODE_FILTER = 1
_ALL_THREADS, _NO_SPECULATION_PENALTY = 1, 4


class Instruction(NamedTuple):
    code: int
    if_true: int
    if_false: int
    value: int


def refuse(number: int) -> int:
    """The verdict "it failed with this errno"; 0 is "it worked", without doing anything."""
    return _ERRNO | number


class Filter:
    """Answers in the order in which they are given; the first that claims a call decides."""

    def __init__(self, machine: int, numbers: Mapping[str, int]) -> None:
        self._numbers = numbers
        self._code = [
            _load(_MACHINE),
            Instruction(_JUMP_IF_EQUAL, 1, 0, machine),
            _return(KILL_PROCESS),  # a call in the manner of another processor, i386 for one
            _load(_NUMBER),
            Instruction(_JUMP_IF_AT_LEAST, 0, 1, _X32_BIT),
            _return(KILL_PROCESS),
        ]

    def answer(self, names: str, verdict: int) -> None:
        """The same verdict for all these calls; names that this machine does not have are skipped."""
        numbers = [self._numbers[name] for name in names.split() if name in self._numbers]
        for start in range(0, len(numbers), _REACH):
            part = numbers[start : start + _REACH]
            self._code += [
                Instruction(_JUMP_IF_EQUAL, len(part) - place, 0, number) for place, number in enumerate(part)
            ]
            self._code += [Instruction(_JUMP, 0, 0, 1), _return(verdict)]

    def only(self, names: str, argument: int, values: Iterable[int], otherwise: int) -> None:
        """Allowed if that argument is one of ``values``."""
        block = [_argument(argument)]
        for value in values:
            block += [Instruction(_JUMP_IF_EQUAL, 0, 1, value & 0xFFFFFFFF), _return(ALLOW)]
        self._claim(names, [*block, _return(otherwise)])

    def never(self, names: str, argument: int, values: Iterable[int], refusal: int) -> None:
        """Allowed unless that argument is one of ``values``."""
        block = [_argument(argument)]
        for value in values:
            block += [Instruction(_JUMP_IF_EQUAL, 0, 1, value), _return(refusal)]
        self._claim(names, [*block, _return(ALLOW)])

    def never_all_bits(self, name: str, argument: int, bits: int, refusal: int) -> None:
        """Allowed unless that argument has all of ``bits`` set."""
        block = [
            _argument(argument),
            Instruction(_AND, 0, 0, bits),
            Instruction(_JUMP_IF_EQUAL, 0, 1, bits),
            _return(refusal),
            _return(ALLOW),
        ]
        self._claim(name, block)

    def only_both(self, name: str, at: int, first: int, second: Iterable[int], otherwise: int) -> None:
        """Allowed if argument ``at`` is ``first`` and the next one is one of ``second``."""
        block = [
            _argument(at),
            Instruction(_JUMP_IF_EQUAL, 1, 0, first),
            _return(otherwise),
            _argument(at + 1),
        ]
        for value in second:
            block += [Instruction(_JUMP_IF_EQUAL, 0, 1, value), _return(ALLOW)]
        self._claim(name, [*block, _return(otherwise)])

    def only_flags(self, name: str, *, needed: int, forbidden: int, otherwise: int) -> None:
        """Allowed if argument 0 has all of ``needed`` and none of ``forbidden``."""
        block = [
            _argument(0),
            Instruction(_JUMP_IF_ANY_BIT, 0, 1, forbidden),
            _return(otherwise),
            Instruction(_AND, 0, 0, needed),
            Instruction(_JUMP_IF_EQUAL, 0, 1, needed),
            _return(ALLOW),
            _return(otherwise),
        ]
        self._claim(name, block)

    def only_pairs(self, name: str, kinds: Iterable[tuple[int, int]], otherwise: int) -> None:
        """Allowed if argument 0 and the lower four bits of argument 1 are one of ``kinds``.

        Those are the family and the kind of a socket; the bits above are SOCK_CLOEXEC and the like.
        """
        block = []
        for family, kind in kinds:
            block += [
                _argument(0),
                Instruction(_JUMP_IF_EQUAL, 0, 4, family),
                _argument(1),
                Instruction(_AND, 0, 0, 0xF),
                Instruction(_JUMP_IF_EQUAL, 0, 1, kind),
                _return(ALLOW),
            ]
        self._claim(name, [*block, _return(otherwise)])

    def only_null(self, name: str, argument: int, otherwise: int) -> None:
        """Allowed if that argument, a pointer, is null: all 64 bits count."""
        block = [
            _argument(argument),
            Instruction(_JUMP_IF_EQUAL, 0, 3, 0),
            _argument(argument, upper=True),
            Instruction(_JUMP_IF_EQUAL, 0, 1, 0),
            _return(ALLOW),
            _return(otherwise),
        ]
        self._claim(name, block)

    def _claim(self, names: str, block: list[Instruction]) -> None:
        """``block`` ends with a verdict on every way through it."""
        for name in names.split():
            if name in self._numbers:
                self._code += [Instruction(_JUMP_IF_EQUAL, 0, len(block), self._numbers[name]), *block]

    def code(self, default: int) -> list[Instruction]:
        """The whole program."""
        return [*self._code, _return(default)]


def install(code: list[Instruction], call: int) -> None:
    """Binds this process to the filter for good. ``call`` is the number of seccomp(2) here."""
    raw = b"".join(struct.pack("=HBBI", *instruction) for instruction in code)
    buffer = ctypes.create_string_buffer(raw, len(raw))
    program = _Program(len(code), ctypes.addressof(buffer))
    flags = ctypes.c_uint(_ALL_THREADS | _NO_SPECULATION_PENALTY)
    system.syscall(call, ctypes.c_uint(_SET_MODE_FILTER), flags, ctypes.byref(program))


class _Program(ctypes.Structure):
    _fields_ = [("length", ctypes.c_ushort), ("code", ctypes.c_void_p)]


def _load(offset: int) -> Instruction:
    return Instruction(_LOAD, 0, 0, offset)


def _argument(index: int, upper: bool = False) -> Instruction:
    return _load(_ARGUMENTS + 8 * index + (4 if upper else 0))


def _return(verdict: int) -> Instruction:
    return Instruction(_RETURN, 0, 0, verdict)
