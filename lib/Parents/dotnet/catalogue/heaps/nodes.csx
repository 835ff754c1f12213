// A linked list: each node can only be reached from the one before it.
// bytes: 32
var heap = Node.List(count);
