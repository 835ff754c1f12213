// The collector is switched off.
// runs in: parent
gc_disable();
