"""What people decide, one family of decisions per file; ``storage.decisions`` leads to them."""
