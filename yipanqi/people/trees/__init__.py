"""两棵树: both trees side by side, as of any day, with the threads of coverage between them."""
