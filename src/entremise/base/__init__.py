"""What every context needs and none owns: records, states, errors, sealed text, layout."""
