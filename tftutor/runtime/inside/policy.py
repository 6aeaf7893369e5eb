"""Which system calls a sandbox may make: a list of what is allowed; all else is as if it did not exist.

Measured with TensorFlow 2.21: what it, Keras, NumPy and Python need for lessons is in. What is not
on any list gets ENOSYS, so that the C library takes its older way; io_uring, clone3, openat2 and
whatever a newer kernel brings are among those.
"""

from __future__ import annotations

import errno
import os
import struct
from typing import NamedTuple

from . import bpf, calls

_PLAIN = """
futex read write madvise munmap mprotect sched_yield openat newfstatat fstat lseek close clock_gettime
clock_nanosleep nanosleep pread64 pwrite64 readv writev preadv pwritev preadv2 pwritev2 brk mremap gettid
getpid open creat stat lstat statx close_range access faccessat faccessat2 getdents64 getdents readlink
readlinkat getcwd chdir fchdir umask mkdir mkdirat rmdir unlink unlinkat rename renameat renameat2 symlink
symlinkat link linkat truncate ftruncate fsync fdatasync sync_file_range flock sendfile copy_file_range
fadvise64 readahead statfs fstatfs dup dup2 dup3 pipe pipe2 poll ppoll select pselect6 epoll_create
epoll_create1 epoll_ctl epoll_wait epoll_pwait epoll_pwait2 eventfd eventfd2 timerfd_create timerfd_settime
timerfd_gettime signalfd signalfd4 mincore msync mlock munlock mlock2 mbind get_mempolicy set_mempolicy
rt_sigaction rt_sigprocmask rt_sigreturn rt_sigpending rt_sigtimedwait rt_sigsuspend sigaltstack pause
futex_waitv set_robust_list get_robust_list rseq set_tid_address getppid getpgrp getpgid getsid getuid
geteuid getgid getegid getgroups getresuid getresgid exit exit_group wait4 waitid sched_getaffinity
sched_getscheduler sched_getparam sched_get_priority_max sched_get_priority_min sched_rr_get_interval
clock_getres gettimeofday time times getrusage getitimer setitimer alarm timer_create timer_settime
timer_gettime timer_delete timer_getoverrun getrandom uname sysinfo getrlimit setrlimit getpriority getcpu
arch_prctl membarrier restart_syscall capget
recvfrom recvmsg sendmsg shutdown getsockname getpeername getsockopt ioprio_get
"""
# Landlock does not bind these. `shutil.copy` and its kin need them to work, lessons need no effect of them.
_WITHOUT_EFFECT = """
chmod fchmod fchmodat fchmodat2 chown fchown lchown fchownat utime utimes utimensat futimesat sync syncfs
"""
# ENOTSUP has Python and the C library do without. A file laid out ahead of time would fill the disk at one
# stroke, between two looks at the folder.
_NOT_SUPPORTED = """
setxattr lsetxattr fsetxattr removexattr lremovexattr fremovexattr fallocate
listxattr llistxattr flistxattr getxattr lgetxattr fgetxattr
"""
# Processes, other processes, the kernel's other doors. These exist, and are refused by name.
_REFUSED = """
fork vfork execve execveat setsid setpgid
ptrace process_vm_readv process_vm_writev process_madvise process_mrelease kcmp pidfd_open pidfd_getfd
pidfd_send_signal tkill rt_sigqueueinfo rt_tgsigqueueinfo
bpf perf_event_open userfaultfd keyctl add_key request_key mount umount2 pivot_root chroot unshare setns
open_tree move_mount fsopen fsconfig fsmount fspick mount_setattr personality ioprio_set migrate_pages
move_pages inotify_init inotify_init1 inotify_add_watch fanotify_init fanotify_mark
shmget shmat shmctl shmdt semget semop semctl semtimedop msgget msgsnd msgrcv msgctl
mq_open mq_unlink mq_timedsend mq_timedreceive mq_notify mq_getsetattr mknod mknodat name_to_handle_at
open_by_handle_at memfd_secret setuid setgid setreuid setregid setresuid setresgid setgroups setfsuid setfsgid
capset seccomp syslog reboot kexec_load kexec_file_load init_module finit_module delete_module swapon swapoff
quotactl quotactl_fd acct sethostname setdomainname settimeofday clock_settime adjtimex clock_adjtime iopl
ioperm modify_ldt vhangup lookup_dcookie
"""
_SCHEDULING = "sched_setaffinity sched_setscheduler sched_setparam sched_setattr sched_getattr"
_NO_CONNECTIONS = "connect accept accept4"
_NO_SERVERS = "bind listen"
# MAP_SHARED and MAP_ANONYMOUS together: pages that stay in memory when the program drops them from its
# tables, where no limit of ours counts them. Lessons need private memory only.
_SHARED_MEMORY = 0x21

_NAMESPACES = 0x7E020000  # every CLONE_NEW* that clone(2) knows
_THREAD = 0x10000
_UNIX, _STREAM, _SEQPACKET = 1, 1, 5
_SOL_SOCKET = 1
_SOCKET_OPTIONS = (7, 8, 9, 20, 21)  # buffer sizes, keep-alive, time-outs
# F_DUPFD, F_GETFD, F_SETFD, F_GETFL, F_SETFL, locks (of open files too), F_DUPFD_CLOEXEC, F_GETPIPE_SZ;
# not F_SETOWN, F_SETSIG, F_SETOWN_EX (signals to other processes), F_NOTIFY, F_SETLEASE, F_SETPIPE_SZ.
_FCNTL = (0, 1, 2, 3, 4, 5, 6, 7, 36, 37, 38, 1030, 1032)
_FCNTL_SEALS = (1033, 1034)
# TCGETS, TCGETS2, TIOCGWINSZ, FIONREAD, FIONBIO, FIONCLEX, FIOCLEX; never TIOCSTI, TIOCLINUX, TIOCSCTTY,
# TIOCCONS, TIOCSETD, FIOSETOWN, SIOCSPGRP.
_IOCTL = (0x5401, 0x802C542A, 0x5413, 0x541B, 0x5421, 0x5450, 0x5451)
_IOCTL_NEVER = (0x5412, 0x541C, 0x540E, 0x541D, 0x5423, 0x8901, 0x8902)
# What asks, PR_SET_NAME, PR_SET_TIMERSLACK, PR_SET_NO_NEW_PRIVS, PR_SVE_GET_VL, names of memory areas:
# not PR_SET_PDEATHSIG, PR_SET_DUMPABLE, PR_SET_CHILD_SUBREAPER, PR_SET_MM, PR_SET_PTRACER.
_PRCTL = (2, 3, 15, 16, 21, 23, 27, 29, 30, 38, 39, 51, 0x53564D41)


class Architecture(NamedTuple):
    """How the kernel names this kind of processor, and the numbers of its calls."""

    audit: int
    numbers: dict[str, int]


_MACHINES = {
    "x86_64": Architecture(0xC000003E, calls.X86_64),
    "aarch64": Architecture(0xC00000B7, calls.AARCH64),
}


def machine() -> Architecture | None:
    """This one; None where there is no table for it, or where this Python is not the kernel's own kind."""
    return _MACHINES.get(os.uname().machine) if struct.calcsize("P") == 8 else None


def restrict(here: Architecture, gpu: bool) -> None:
    """Installs the filter in this process, for good. Raises OSError where the kernel refuses."""
    bpf.install(program(here, os.getpid(), gpu), here.numbers["seccomp"])


def program(here: Architecture, me: int, gpu: bool) -> list[bpf.Instruction]:
    """The filter for the process ``me``."""
    eperm, eacces = bpf.refuse(errno.EPERM), bpf.refuse(errno.EACCES)
    rules = bpf.Filter(here.audit, here.numbers)
    rules.answer(_PLAIN, bpf.ALLOW)
    rules.answer(_WITHOUT_EFFECT, bpf.refuse(0))
    rules.answer(_NOT_SUPPORTED, bpf.refuse(errno.ENOTSUP))
    rules.answer(_REFUSED, eperm)
    rules.only_flags("clone", needed=_THREAD, forbidden=_NAMESPACES, otherwise=eperm)
    rules.only("kill", 0, (0, me), eperm)
    rules.only("tgkill", 0, (me,), eperm)
    rules.only("prlimit64", 0, (0, me), eperm)
    rules.only(
        "sched_setaffinity sched_setscheduler sched_setparam sched_setattr sched_getattr", 0, (0,), eperm
    )
    rules.only_both("setpriority", 0, 0, (0,), eperm)
    rules.only("prctl", 0, _PRCTL, eperm)
    rules.only("fcntl", 1, (*_FCNTL, *(_FCNTL_SEALS if gpu else ())), eperm)
    rules.only_both("setsockopt", 1, _SOL_SOCKET, _SOCKET_OPTIONS, eperm)
    rules.only_pairs("socketpair", ((_UNIX, _STREAM),), eacces)
    rules.only_null("sendto", 4, eacces)
    rules.answer(_NO_CONNECTIONS, eacces)
    if gpu:
        _for_the_driver(rules)
    else:
        rules.never_all_bits("mmap", 3, _SHARED_MEMORY, eperm)
        rules.only("ioctl", 1, _IOCTL, bpf.refuse(errno.ENOTTY))
        rules.answer("memfd_create", eperm)
        rules.answer(f"socket {_NO_SERVERS}", eacces)
    return rules.code(bpf.refuse(errno.ENOSYS))


def _for_the_driver(rules: bpf.Filter) -> None:
    """What NVIDIA's driver does when it starts, from what its users report: it fails without any of it.

    It makes memory files, listens on an abstract socket of its own (to which nobody here may
    connect), and speaks to its devices by ioctl.
    """
    rules.never("ioctl", 1, _IOCTL_NEVER, bpf.refuse(errno.EPERM))
    rules.answer("memfd_create mmap", bpf.ALLOW)
    rules.only_pairs("socket", ((_UNIX, _SEQPACKET), (_UNIX, _STREAM)), bpf.refuse(errno.EACCES))
    rules.answer(_NO_SERVERS, bpf.ALLOW)
