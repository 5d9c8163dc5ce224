"""Rules over reports: one outcome per rule, subject and target, handed to a sink."""
