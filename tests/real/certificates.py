"""Certificates for servers of this machine, and those who sign them."""

import ipaddress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID


@dataclass(frozen=True)
class Certificates:
    """PEM files: a server's key and certificate in one, and the certificates of its signer and of a stranger."""

    server: Path
    ca: Path
    strangers_ca: Path


def make_certificates(folder: Path) -> Certificates:
    """For 127.0.0.1, and for no name."""
    ca_key, key = ec.generate_private_key(ec.SECP256R1()), ec.generate_private_key(ec.SECP256R1())
    ca = _certificate("CA", ca_key, "CA", ca_key)
    stranger = ec.generate_private_key(ec.SECP256R1())
    made = Certificates(folder / "server.pem", folder / "ca.pem", folder / "stranger.pem")
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    made.server.write_bytes(private + _pem(_certificate("server", key, "CA", ca_key)))
    made.ca.write_bytes(_pem(ca))
    made.strangers_ca.write_bytes(_pem(_certificate("stranger", stranger, "stranger", stranger)))
    return made


def _pem(certificate: x509.Certificate) -> bytes:
    return certificate.public_bytes(serialization.Encoding.PEM)


def _certificate(
    name: str, key: ec.EllipticCurvePrivateKey, signer: str, signers_key: ec.EllipticCurvePrivateKey
) -> x509.Certificate:
    now = datetime.now(UTC)
    address = x509.IPAddress(ipaddress.ip_address("127.0.0.1"))
    signs = key is signers_key
    return (
        x509.CertificateBuilder()
        .subject_name(x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)]))
        .issuer_name(x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, signer)]))
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(hours=1))
        .not_valid_after(now + timedelta(hours=12))
        .add_extension(x509.BasicConstraints(ca=signs, path_length=None), critical=True)
        .add_extension(x509.SubjectAlternativeName([address]), critical=False)
        .sign(signers_key, hashes.SHA256())
    )
