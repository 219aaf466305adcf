"""The pages of the morning list, of the entrances, of receipts and of alerts."""
