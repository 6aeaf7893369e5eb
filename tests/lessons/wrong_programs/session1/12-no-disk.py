# step: session1/a-computer-in-the-cloud/stopped-is-not-gone
# mistake: disk forgotten

hour = 0.067
gigabyte = 0.10

bill = 0
for used in range(40):
    bill += hour
print(bill)
