# step: session1/a-computer-in-the-cloud/one-tunnel
# mistake: printed

def forward(port):
    line = "-L " + str(port) + ":localhost:" + str(port)
    print(line)

forward(6006)
