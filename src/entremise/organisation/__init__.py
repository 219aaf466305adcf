"""Where: communes, units, employers, posts, who holds and who replaces."""
