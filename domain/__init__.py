"""What is true of a practice: rules, states, changes, errors. Pure: no clock, no database."""
