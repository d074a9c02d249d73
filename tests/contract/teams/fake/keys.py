"""The RSA keys with which the two token services sign, and one that nobody knows."""

import functools
from typing import Any

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa
from jwt.algorithms import RSAAlgorithm

Json = dict[str, Any]
CONNECTOR, ENTRA, STRANGER, SKYPE = "bot-framework-1", "entra-1", "nobody-1", "skype-1"


@functools.cache
def key(name: str) -> rsa.RSAPrivateKey:
    """A key of its own for each name, made once in a process."""
    assert name
    return rsa.generate_private_key(public_exponent=65537, key_size=2048)


def jwks(*names: str) -> Json:
    """The public halves as a key set; all but one are endorsed for Teams."""
    return {"keys": [_public(name) for name in names]}


def _public(name: str) -> Json:
    found = RSAAlgorithm.to_jwk(key(name).public_key(), as_dict=True)
    channel = "skype" if name == SKYPE else "msteams"
    return found | {"kid": name, "use": "sig", "alg": "RS256", "endorsements": [channel]}


def signed(claims: Json, name: str, kid: str = "") -> str:
    """A token signed with a key, under its own name or another's."""
    return jwt.encode(claims, key(name), algorithm="RS256", headers={"kid": kid or name})
