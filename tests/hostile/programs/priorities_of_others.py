# expect: finished: nice, affinity, scheduling and I/O class of other processes
tryit("renice", lambda: os.setpriority(os.PRIO_PROCESS, TUTOR, 19))
tryit("renice the user", lambda: os.setpriority(os.PRIO_USER, os.getuid(), 19))
tryit("renice a group", lambda: os.setpriority(os.PRIO_PGRP, os.getpgid(TUTOR), 19))
tryit("pin", lambda: os.sched_setaffinity(TUTOR, {0}))
tryit("idle class", lambda: os.sched_setscheduler(TUTOR, os.SCHED_IDLE, os.sched_param(0)))
tryit("real time", lambda: os.sched_setscheduler(0, os.SCHED_FIFO, os.sched_param(50)))
tryit("ioprio", lambda: sc("ioprio_set", 1, TUTOR, 3 << 13))
tryit("above", lambda: os.setpriority(os.PRIO_PROCESS, 0, -20))
