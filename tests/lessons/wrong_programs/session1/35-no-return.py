# step: session1/a-computer-in-the-cloud/one-tunnel
# mistake: printed

def forward(port):
    forward = "-L " + str(port) + ":localhost:" + str(port)

print(forward(6006))
