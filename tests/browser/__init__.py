"""The page of GraphiQL in a real browser."""
