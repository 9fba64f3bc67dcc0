# SPDX-License-Identifier: GPL-3.0-or-later
"""A certificate authority of the tests' own, by the openssl command."""

import hashlib
import ssl
import subprocess

CURVE = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"]
SETTINGS = """[ca]
default_ca = own
[own]
new_certs_dir = {folder}
database = {folder}/index.txt
serial = {folder}/serial
certificate = {folder}/root.pem
private_key = {folder}/root.key
default_md = sha256
policy = any
copy_extensions = copy
unique_subject = no
[any]
commonName = supplied
"""


def openssl(*arguments):
    done = subprocess.run(["openssl", *map(str, arguments)], capture_output=True, text=True, check=False)
    if done.returncode != 0:
        raise AssertionError(f"openssl {arguments[0]}: {done.stderr}")


def fingerprint(certificate):
    """The SHA-256 of the first certificate in a file, as one pins it."""
    end = "-----END CERTIFICATE-----"
    pem = certificate.read_text()
    return hashlib.sha256(ssl.PEM_cert_to_DER_cert(pem[pem.index("-----BEGIN C") : pem.index(end) + len(end)])).hexdigest()


class Authority:
    """Its root certificate is FOLDER/root.pem, and what it issues goes to FOLDER, too."""

    def __init__(self, folder):
        self.folder, self.root = folder, folder / "root.pem"
        self.settings = folder / "authority.cnf"
        self.settings.write_text(SETTINGS.format(folder=folder))
        (folder / "index.txt").touch()
        (folder / "serial").write_text("01\n")
        openssl("req", "-x509", *CURVE, "-keyout", folder / "root.key", "-out", self.root, "-days", 30, "-subj", "/CN=root")

    def issue(self, name, names, since="20200101000000Z", until="20990101000000Z"):
        """A certificate for NAMES ("DNS:localhost") that is good from SINCE to UNTIL: NAME.pem and NAME.key."""
        key, request, certificate = (self.folder / f"{name}.{end}" for end in ("key", "csr", "pem"))
        openssl("req", "-new", *CURVE, "-keyout", key, "-out", request, "-subj", f"/CN={name}",
                "-addext", f"subjectAltName={names}")
        openssl("ca", "-batch", "-notext", "-config", self.settings, "-in", request, "-out", certificate,
                "-startdate", since, "-enddate", until)
        key.chmod(0o644)  # the server may run as somebody else
        return certificate, key

    def self_signed(self, name, names):
        certificate, key = self.folder / f"{name}.pem", self.folder / f"{name}.key"
        openssl("req", "-x509", *CURVE, "-keyout", key, "-out", certificate, "-days", 30, "-subj", f"/CN={name}",
                "-addext", f"subjectAltName={names}")
        key.chmod(0o644)
        return certificate, key
