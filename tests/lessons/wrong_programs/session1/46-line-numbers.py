# step: session1/when-things-break/a-sentence-that-adds
# generic: Your lines begin with numbers

1  bill = 5.68
2
3  line = "dollars: " + str(bill)
4
5  print(line)
