# expect: finished: modes, owners, times and attributes of files outside stay
import shutil
for path in (HOME + "/work/thesis.txt", HOME + "/.ssh", HOME):
    for f in (lambda: os.chmod(path, 0o777), lambda: os.chown(path, 1, 1), lambda: os.utime(path, (0, 0)), lambda: os.lchown(path, 1, 1),
              lambda: os.setxattr(path, "user.hx", b"1"), lambda: sc("fchmodat", -100, path.encode(), 0o777), lambda: sc("fchmodat2", -100, path.encode(), 0o777, 0),
              lambda: sc("utimensat", -100, path.encode(), None, 0), lambda: os.fchmod(os.open(path, os.O_PATH), 0o777)):
        try: f()
        except OSError as e: print("blocked:", e)
st = os.stat(HOME + "/work/thesis.txt") if os.path.exists(HOME + "/work/thesis.txt") else None
print("ESCAPED: changed" if st and (st.st_mode & 0o777 == 0o777 or st.st_mtime == 0) else "unchanged")
