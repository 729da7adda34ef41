"""协同图, second view of the board: each branch by what its own scheme asks, operations across, Party work upwards."""
