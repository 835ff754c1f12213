# Asks each element for its object_id, which an object gets when it is first asked for.
# unknown: the runtime keeps the numbers in tables that grow, and growing may start its collector
part.each(heap) { |x| x.object_id }
