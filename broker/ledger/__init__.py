"""The one store of facts of a hall, and its one writer."""
