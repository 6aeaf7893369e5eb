# expect: disk: many files of a middling size
for i in range(100000): open(f"f{i}", "wb").write(b"x" * (4 << 20))
