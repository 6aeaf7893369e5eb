# step: session1/first-programs/say-it-nicely
# mistake: f forgotten

guests = 4
total = 3 * guests
begin = "{guests} guests"
end = " pay {total} euros"
line = begin + end
