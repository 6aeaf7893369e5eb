# expect: finished: an ELF file run from memory
def run():
    fd = sc("memfd_create", b"elf", 0)
    os.write(fd, open("/bin/true", "rb").read()); os.execv(f"/proc/self/fd/{fd}", ["true"])
tryit("memfd + exec", run)
def written():
    open("prog", "wb").write(open("/bin/true", "rb").read()); os.chmod("prog", 0o755); os.execv("./prog", ["prog"])
tryit("run folder + exec", written)
tryit("loader", lambda: os.execv("/lib64/ld-linux-x86-64.so.2", ["ld", "/bin/true"]))
import subprocess, sys
tryit("interpreter", lambda: subprocess.run([sys.executable, "-c", "1"], check=True))
