# What a worker does: it puts together an answer of its own, and never touches a book.
answer = []
for number in range(Size):
    answer.append([number, "sold out"])
