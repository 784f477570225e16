"""The pages of the ticket kiosk: one file for each; `table` says which belongs to which screen."""
