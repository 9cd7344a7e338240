-- One writer at a time; readers are not kept waiting.
lock table supersession in share row exclusive mode
