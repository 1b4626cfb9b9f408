"""What happens when asked: may they? load, decide by the rule, save, record. Knows no GraphQL."""
