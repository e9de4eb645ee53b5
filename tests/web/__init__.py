"""Browser code: that its bundles are current, and who imports whom."""
