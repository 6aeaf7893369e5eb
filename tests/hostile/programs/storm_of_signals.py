# expect: timeout: timers and signals to itself, all caught
import signal
for number in range(1, 65):
    try: signal.signal(number, lambda *a: None)
    except (OSError, ValueError): pass
signal.setitimer(signal.ITIMER_REAL, 0.0001, 0.0001)
while True:
    try: os.kill(os.getpid(), signal.SIGUSR1)
    except BaseException: pass
