# What the parent loads, once, before it forks its workers.
class Book:
    def __init__(self, number):
        self.number = number
        self.title = f"Book {number}"


books = [Book(number) for number in range(Size)]
