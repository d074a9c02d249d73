"""A made-up authority that can be lived with: for the local chat and for simulations."""
