# expect: finished|processes|timeout: setsid, groups, and hopping from process to process
tryit("setsid", os.setsid); tryit("setpgid", lambda: os.setpgid(0, 0)); tryit("into another", lambda: os.setpgid(0, os.getpgid(TUTOR)))
def hop():
    for _ in range(200):
        if os.fork(): os._exit(0)
        os.setsid()
    open(HOME + "/hopped", "w")
tryit("hop", hop)
