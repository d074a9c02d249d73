"""What makes the documents that messages offer: a module for each kind, with ``made(asking, name)``."""
