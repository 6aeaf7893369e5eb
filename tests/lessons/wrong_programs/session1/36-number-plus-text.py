# step: session1/a-computer-in-the-cloud/one-tunnel
# mistake: text and number added

def forward(port):
    start = "-L " + port
    return start + ":localhost:" + port

print(forward(6006))
