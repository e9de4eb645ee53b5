"""How properties are tried: a machine that is slow, or has never tried one, is no mistake in what is tested."""

from hypothesis import HealthCheck, settings

settings.register_profile("patient", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("patient")
