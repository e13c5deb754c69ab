"""The makers of the extraction cases, one module per family of formats."""
