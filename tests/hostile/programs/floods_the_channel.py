# expect: any: endless frames and an endless answer do not fill the tutor's memory
import time
stop = time.time() + 2
os.set_blocking(4, False)
while time.time() < stop:
    try: os.write(4, b"\xff" * 65536)
    except OSError: time.sleep(0.001)
os._exit(0)
