# expect: timeout: a stopped process ends like any other
import signal
print("stopping", flush=True)
os.kill(os.getpid(), signal.SIGSTOP)
