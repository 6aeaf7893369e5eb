# expect: finished: no file outside loses its content
path = HOME + "/work/thesis.txt"
tryit("truncate", lambda: os.truncate(path, 0))
tryit("O_TRUNC", lambda: os.open(path, os.O_RDONLY | os.O_TRUNC))
tryit("by number", lambda: sc("truncate", path.encode(), 0))
tryit("creat", lambda: os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC))
