// Copies the array and writes nothing: both are one, until one is written.
// writes: nothing
$copy = $heap;
