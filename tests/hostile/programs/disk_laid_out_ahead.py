# expect: finished|disk: no room is taken at one stroke
done = 0
for i in range(40):
    fd = os.open(f"f{i}", os.O_CREAT | os.O_RDWR)
    try: sc("fallocate", fd, 0, 0, 400 << 20); done += 1
    except OSError as e: print("blocked:", e); break
if done > 2: print("ESCAPED:", done * 400, "MB laid out")
