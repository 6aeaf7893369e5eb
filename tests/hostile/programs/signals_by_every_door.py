# expect: finished: pidfd, queued and thread-directed signals
import signal, threading
info = ctypes.create_string_buffer(128)
for pid in (TUTOR, os.getppid(), -1, -TUTOR):
    tryit("kill", lambda: os.kill(pid, signal.SIGUSR1)); tryit("tkill", lambda: sc("tkill", pid, 10))
    tryit("tgkill", lambda: sc("tgkill", pid, pid, 10)); tryit("queue", lambda: sc("rt_sigqueueinfo", pid, 10, info))
    tryit("thread queue", lambda: sc("rt_tgsigqueueinfo", pid, pid, 10, info))
    tryit("pidfd", lambda: sc("pidfd_send_signal", sc("pidfd_open", pid, 0), 10, None, 0))
tryit("timer", lambda: sc("timer_create", 0, (ctypes.c_int * 16)(0, 0, 9, 4, TUTOR), ctypes.byref(ctypes.c_int())))
