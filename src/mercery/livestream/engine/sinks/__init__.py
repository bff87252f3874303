"""Where programmes go: each sink a thread of its own with a bounded queue, so that a slow or broken one harms no other."""
