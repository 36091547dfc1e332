"""The project configuration: wires the rooms together and decides nothing."""
