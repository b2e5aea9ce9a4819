"""Walls around a process that runs the queries of others: less memory, no network, no life beyond its parent.

Network is cut before the store starts threads: by a user and network namespace where the kernel lets everybody make one, else by a
seccomp filter on socket(2). Both are Linux; elsewhere the gate before the engine is the only wall, and `kg serve` stays on loopback.
"""

import contextlib
import ctypes
import os
import platform
import signal
import struct
import sys

_NEWUSER, _NEWNET = 0x10000000, 0x40000000
_PDEATHSIG, _NO_NEW_PRIVS, _SECCOMP, _FILTER = 1, 38, 22, 2
#: Architecture (AUDIT_ARCH_*) and number of socket(2): linux/audit.h, asm/unistd.h.
_SOCKET = {"x86_64": (0xC000003E, 41), "aarch64": (0xC00000B7, 198)}


def enclose() -> str:
    """Cut this process's network and tie its life to its parent's; name the wall: namespace, seccomp or none."""
    if not sys.platform.startswith("linux"):
        return "none"
    libc = ctypes.CDLL(None, use_errno=True)
    libc.prctl(_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
    if libc.unshare(_NEWUSER | _NEWNET) == 0:
        return "namespace"
    return "seccomp" if _no_sockets(libc) else "none"


def limit(memory: int) -> None:
    """Let this process's address space grow by `memory` bytes from here (0: as it likes).

    Called once the store is open: what a store reserves differs from machine to machine, what a query may take should not.
    """
    try:
        import resource
    except ImportError:  # not on Windows
        return
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if memory:
        most = _reserved() + memory
        with contextlib.suppress(ValueError, OSError):  # a lower limit is set already
            resource.setrlimit(resource.RLIMIT_AS, (most, most))


def _reserved() -> int:
    """Bytes of address space this process holds now; nothing where the system does not tell (then the cap is the tighter one)."""
    try:
        with open("/proc/self/statm", encoding="ascii") as file:
            return int(file.read().split()[0]) * os.sysconf("SC_PAGE_SIZE")
    except (OSError, ValueError):
        return 0


def _no_sockets(libc: ctypes.CDLL) -> bool:
    """Let socket(2) fail with EPERM from now on; False where the kernel has no filters."""
    if platform.machine() not in _SOCKET:
        return False
    architecture, number = _SOCKET[platform.machine()]
    errno_eperm = 0x00050000 | 1
    code = [
        (0x20, 0, 0, 4),  # load the architecture
        (0x15, 1, 0, architecture),
        (0x06, 0, 0, 0x80000000),  # another one: kill
        (0x20, 0, 0, 0),  # load the number of the call
        (0x15, 0, 1, number),
        (0x06, 0, 0, errno_eperm),
        (0x06, 0, 0, 0x7FFF0000),  # allow
    ]
    program = b"".join(struct.pack("HBBI", *line) for line in code)
    lines = ctypes.create_string_buffer(program, len(program))

    class Program(ctypes.Structure):
        _fields_ = (("length", ctypes.c_ushort), ("filter", ctypes.c_void_p))

    wanted = Program(len(code), ctypes.cast(lines, ctypes.c_void_p))
    if libc.prctl(_NO_NEW_PRIVS, 1, 0, 0, 0) != 0:
        return False
    return bool(libc.prctl(_SECCOMP, _FILTER, ctypes.byref(wanted), 0, 0) == 0)


def environment() -> dict[str, str]:
    """The environment of such a process: where Python finds its modules, and no key or address of the user's."""
    kept = {
        name: os.environ[name]
        for name in ("PATH", "LANG", "LC_ALL", "SYSTEMROOT", "TEMP", "TMPDIR", "LD_LIBRARY_PATH")
        if name in os.environ
    }
    return kept | {"PYTHONPATH": os.pathsep.join(one for one in sys.path if one), "PYTHONUTF8": "1"}
