"""The engine: leased runs taken forward, step by step, each step with its completion in one transaction."""
