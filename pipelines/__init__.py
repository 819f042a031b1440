"""How the lägesbild runs: Dagster concepts, the command line, and the pure work the assets call."""
