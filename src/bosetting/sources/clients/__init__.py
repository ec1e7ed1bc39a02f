"""Asks the publishers: Statistics Norway's StatBank and KLASS. The only room that uses the network.

Addresses and questions come in, as the reference's ``sources.toml`` states them; answers go out as they came.
"""
