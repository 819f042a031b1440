"""What exists: thin assets in the order of the work, each reading as inputs → one call or one query → table."""
