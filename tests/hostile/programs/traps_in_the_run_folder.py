# expect: disk|finished: deep folders, FIFOs, links and odd names are no trap for who looks or clears up
os.symlink(HOME + "/.ssh/id_rsa", "kept.txt"); os.symlink("loop", "loop"); os.symlink("/", "kept_root")
tryit("fifo", lambda: os.mkfifo("kept_fifo")); tryit("device", lambda: os.mknod("kept_null", 0o20666, 259))
for name in ("\x1b[2J", "\u202e", "a" * 255, "-rf", "kept\nname", b"\xff\xfe".decode("utf-8", "surrogateescape")):
    open(name, "w").write("x")
for i in range(3000): os.mkdir("d"); os.chdir("d")
open("kept", "w").write("x"); os.chmod(".", 0)
