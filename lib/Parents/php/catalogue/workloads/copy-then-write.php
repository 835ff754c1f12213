// Copies the array and writes one element of the copy: all slots are copied into new memory, and each element is counted once more.
// writes: increased reference count
if ($part->number === 0) {
    $copy = $heap;
    $copy[0] = 0;
}
