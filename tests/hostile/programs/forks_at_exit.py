# expect: finished: hooks at the end start nothing that stays
import atexit, threading
@atexit.register
def late():
    try:
        if os.fork() == 0:
            os.setsid()
            for fd in range(8): os.close(fd)
            while True: pass
        print("ESCAPED?")
    except OSError as e: print("blocked:", e)
threading.Timer(0.2, late).start()
