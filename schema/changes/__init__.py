"""Mutations, by noun: input, payload, and the call of the use case."""
