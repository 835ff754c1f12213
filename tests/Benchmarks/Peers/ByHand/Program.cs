using CowNotebooks.ByHand;

// What `cow measure --heap boxed-integers --workload lock` finds out, as somebody would write it for this one case: a parent, a child that does nothing, a child that
// locks every object, and an observer that reads /proc before and after. ByHand COUNT is the observer; it starts the parent.
return args is ["parent", var objects] ? Parent.Run(int.Parse(objects)) : Observer.Run(int.Parse(args[0]));
